import type { MySession } from '@hovor/protocol/desk';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { Elapsed } from '../../components/elapsed.tsx';
import { useGuestName } from '../../components/guest-name.tsx';
import { useDesk, useDeskState, useWorkplace } from '../../frame/desk-context.ts';
import { Waiting } from '../../frame/where-you-belong.tsx';
import { useActions } from '../../keys/use-actions.ts';
import { ForwardDialog } from '../session-actions/forward-dialog.tsx';
import { LeaveDialog } from '../session-actions/leave-dialog.tsx';
import { hereNow } from '../session-actions/operators.ts';
import { LiveTranscript } from '../transcript/live-transcript.tsx';
import { AcwForm } from './acw-form.tsx';
import { Composer } from './composer.tsx';
import { ConversationHeader } from './conversation-header.tsx';
import classes from './conversation-pane.module.css';
import { EndDialog } from './end-dialog.tsx';
import { TypingLine } from './typing-line.tsx';
import { useFileDrop } from './use-file-drop.tsx';
import { useSendFiles } from './use-send-files.ts';

interface ConversationProps {
  session: MySession;
  onBack(): void;
  onClient?: (() => void) | undefined;
}

/** A conversation of mine: transcript and message field while it runs, transcript and ACW form after its end. */
export function Conversation({ session, onBack, onClient }: ConversationProps) {
  const { t } = useTranslation();
  const desk = useDesk();
  const name = useGuestName()(session);
  const ready = useDeskState((state) => Boolean(state.conversations.get(session.id)?.detail));
  const [ending, setEnding] = useState(false);
  const [forwarding, setForwarding] = useState(false);
  const [leaving, setLeaving] = useState(false);
  const sendFiles = useSendFiles(session.id);
  const running = session.status === 'ACTIVE';
  const { me } = useWorkplace();
  const others = running ? hereNow(session.operators).filter(({ userId }) => userId !== me.userId) : [];
  const drop = useFileDrop(running ? sendFiles : null);
  useActions({
    end: running ? () => setEnding(true) : undefined,
    forward: running ? () => setForwarding(true) : undefined,
  });

  return (
    <article className={classes.pane} aria-label={t('conversation.label', { name })} {...drop.handlers}>
      <ConversationHeader
        session={session}
        onBack={onBack}
        onClient={onClient}
        onForward={running ? () => setForwarding(true) : undefined}
        onLeave={others.length > 0 ? () => setLeaving(true) : undefined}
        onEnd={running ? () => setEnding(true) : undefined}
      />
      {running && session.guestLost && <ClientLost since={session.guestLost} />}
      {ready ? <LiveTranscript sessionId={session.id} /> : <Waiting />}
      {running ? (
        <>
          <TypingLine sessionId={session.id} name={name} />
          <Composer sessionId={session.id} name={name} onFiles={sendFiles} />
        </>
      ) : (
        <AcwForm session={session} />
      )}
      {drop.overlay}
      {leaving && <LeaveDialog session={session} others={others} onClose={() => setLeaving(false)} onLeft={onBack} />}
      {forwarding && <ForwardDialog session={session} onClose={() => setForwarding(false)} onForwarded={onBack} />}
      <EndDialog
        opened={ending}
        session={session}
        unsent={desk.store.get().outbox.some((entry) => entry.sessionId === session.id)}
        onClose={() => setEnding(false)}
      />
    </article>
  );
}

function ClientLost({ since }: { since: string }) {
  const { t } = useTranslation();
  const [before, after] = t('conversation.clientLost', { time: '\u0000' }).split('\u0000');
  return (
    <p className={classes.notice} style={{ margin: 0 }}>
      {before}
      <Elapsed since={since} />
      {after}
    </p>
  );
}
