import { useNavigate, useParams } from '@tanstack/react-router';
import { useEffect, useRef, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useDesk, useDeskState, useWorkplace } from '../../frame/desk-context.ts';
import { NotFound } from '../../frame/not-found.tsx';
import { useActions } from '../../keys/use-actions.ts';
import { neighbour, nextUnanswered, waitingList } from '../../state/lists.ts';
import { mayServe } from '../../state/places.ts';
import { ClientTab } from '../client/client-tab.tsx';
import { ConversationPane } from './conversation-pane.tsx';
import { ListPane } from './list-pane.tsx';
import classes from './operator-screen.module.css';
import { PaneHandle, usePaneWidth } from './pane-handle.tsx';
import { useSessionActions } from './use-session-actions.ts';

/** The workspace of the operator: what waits and what is mine, the conversation, the person. */
export function OperatorScreen() {
  const { tenant } = useWorkplace();
  return mayServe(tenant) ? <Workspace /> : <NotFound />;
}

/** On a phone the panes are steps; on a wide screen they stand side by side. */
export type Step = 'list' | 'conversation' | 'client';

function Workspace() {
  const { t } = useTranslation();
  const params = useParams({ strict: false });
  const sessionId = Number(params.sessionId) || null;
  const desk = useDesk();
  const navigate = useNavigate();
  const { open, accept } = useSessionActions();
  const width = usePaneWidth();
  const [clientOpen, setClientOpen] = useState(false);
  const panes = useRef<HTMLDivElement>(null);
  const mine = useDeskState((state) => sessionId !== null && state.sessions.has(sessionId));
  const offered = useDeskState((state) => sessionId !== null && state.offers.has(sessionId));
  const step: Step = sessionId === null ? 'list' : clientOpen ? 'client' : 'conversation';

  useEffect(() => {
    if (sessionId === null) return;
    setClientOpen(false);
  }, [sessionId]);

  const focus = (selector: string) => panes.current?.querySelector<HTMLElement>(selector)?.focus();
  const go = (id: number | null) => id !== null && open(id);
  useActions({
    accept: () => {
      const first = waitingList(desk.store.get().offers)[0];
      if (first) void accept(first.session.id);
    },
    nextUnanswered: () => go(nextUnanswered(desk.store.get(), sessionId)),
    previousSession: () => go(neighbour(desk.store.get(), sessionId, -1)),
    nextSession: () => go(neighbour(desk.store.get(), sessionId, 1)),
    goToList: () => focus('[data-row][aria-current], [data-row]'),
    goToClient: mine
      ? () => {
          setClientOpen(true);
          setTimeout(() => focus('[data-client-tab]'), 0);
        }
      : undefined,
  });

  return (
    <div
      ref={panes}
      className={classes.panes}
      data-step={step}
      style={{ '--list-width': `${width.value}px` } as object}
    >
      <section className={classes.list} aria-label={t('lists.label')}>
        <ListPane sessionId={sessionId} />
      </section>
      <PaneHandle width={width} />
      <section className={classes.conversation} aria-label={t('conversation.messages')}>
        <ConversationPane
          sessionId={sessionId}
          onBack={() => void navigate({ to: '..' })}
          onClient={mine || offered ? () => setClientOpen(true) : undefined}
        />
      </section>
      {mine && sessionId !== null && (
        <section className={classes.client} aria-label={t('client.label')} data-client-tab tabIndex={-1}>
          <LiveClientTab key={sessionId} sessionId={sessionId} onBack={() => setClientOpen(false)} />
        </section>
      )}
    </div>
  );
}

function LiveClientTab({ sessionId, onBack }: { sessionId: number; onBack(): void }) {
  const detail = useDeskState((state) => state.conversations.get(sessionId)?.detail ?? null);
  return detail && <ClientTab detail={detail} onBack={onBack} />;
}
