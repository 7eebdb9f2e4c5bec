import type { SessionRow } from '@hovor/protocol/session';
import { notifications } from '@mantine/notifications';
import { useTranslation } from 'react-i18next';
import { sessionActionsApi } from '../../api/session-actions.ts';
import { useGuestName } from '../../components/guest-name.tsx';
import { useWorkplace } from '../../frame/desk-context.ts';
import { hereNow } from './operators.ts';
import { TargetDialog } from './target-dialog.tsx';
import { asMember } from './targets.ts';

interface ForwardDialogProps {
  session: Pick<SessionRow, 'id' | 'guestName' | 'operators'>;
  onClose(): void;
  onForwarded?: () => void;
}

/** Sends a waiting or running session on (OP-ES-2); an administrator re-routes it by the same dialog (AD-SE-7). */
export function ForwardDialog({ session, onClose, onForwarded }: ForwardDialogProps) {
  const { t } = useTranslation();
  const { me } = useWorkplace();
  const name = useGuestName()(session);
  const here = hereNow(session.operators).map(({ userId }) => userId);
  return (
    <TargetDialog
      title={t('handover.forwardTitle', { name })}
      noteLabel={t('handover.note')}
      noteHelp={t('handover.forwardNoteHelp')}
      doneLabel={(target) => t('handover.forwardTo', { name: target })}
      without={[...here, me.userId]}
      chatbots
      onChoose={async (target, note) => {
        await sessionActionsApi.forward(session.id, { ...asMember(target), note });
        notifications.show({ message: t('handover.forwarded', { name, target: target.name }), withBorder: true });
        onForwarded?.();
      }}
      onClose={onClose}
    />
  );
}
