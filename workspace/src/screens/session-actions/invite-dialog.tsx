import type { SessionRow } from '@hovor/protocol/session';
import { notifications } from '@mantine/notifications';
import { useTranslation } from 'react-i18next';
import { sessionActionsApi } from '../../api/session-actions.ts';
import { useGuestName } from '../../components/guest-name.tsx';
import { hereNow } from './operators.ts';
import { TargetDialog } from './target-dialog.tsx';
import { asMember } from './targets.ts';

interface InviteDialogProps {
  session: Pick<SessionRow, 'id' | 'guestName' | 'operators'>;
  onClose(): void;
}

/** Asks a colleague, or those of a group who are here, into a running conversation (OP-CT-4). */
export function InviteDialog({ session, onClose }: InviteDialogProps) {
  const { t } = useTranslation();
  const name = useGuestName()(session);
  return (
    <TargetDialog
      title={t('handover.inviteTitle', { name })}
      noteLabel={t('handover.inviteNote')}
      noteHelp={t('handover.inviteNoteHelp')}
      doneLabel={(target) => t('handover.inviteName', { name: target })}
      without={hereNow(session.operators).map(({ userId }) => userId)}
      onChoose={async (target, note) => {
        await sessionActionsApi.invite(session.id, { ...asMember(target), note });
        notifications.show({ message: t('handover.invited', { name: target.name }), withBorder: true });
      }}
      onClose={onClose}
    />
  );
}
