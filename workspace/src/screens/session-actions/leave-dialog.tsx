import type { SessionOperator, SessionRow } from '@hovor/protocol/session';
import { useTranslation } from 'react-i18next';
import { sessionActionsApi } from '../../api/session-actions.ts';
import { useGuestName } from '../../components/guest-name.tsx';
import { Confirm } from './confirm.tsx';

interface LeaveDialogProps {
  session: Pick<SessionRow, 'id' | 'guestName'>;
  others: readonly SessionOperator[];
  onClose(): void;
  onLeft(): void;
}

/** One of several operators goes; the client stays with the others. */
export function LeaveDialog({ session, others, onClose, onLeft }: LeaveDialogProps) {
  const { t } = useTranslation();
  const name = useGuestName()(session);
  return (
    <Confirm
      title={t('handover.leaveTitle', { name })}
      text={t('handover.leaveText', { names: others.map((other) => other.name).join(', ') })}
      done={t('handover.leave')}
      run={() => sessionActionsApi.leave(session.id)}
      then={onLeft}
      onClose={onClose}
    />
  );
}
