import type { OperatorOnBoard } from '@hovor/protocol/live';
import { useRef } from 'react';
import { useTranslation } from 'react-i18next';
import type { StateChoice } from '../../api/desk.ts';
import { liveApi } from '../../api/live.ts';
import { useWorkplace } from '../../frame/desk-context.ts';
import { ConfirmDialog } from '../settings/parts/confirm-dialog.tsx';

export type Asked =
  | { what: 'state'; operator: OperatorOnBoard; choice: StateChoice; reason?: string }
  | { what: 'logOut'; operator: OperatorOnBoard };

/** Asks before something is done to a person, and says what it means for their clients. */
export function OperatorDialogs({ asked, onClose }: { asked: Asked | null; onClose(): void }) {
  const { t } = useTranslation();
  const { tenant } = useWorkplace();
  // The words stay while the dialog fades.
  const last = useRef(asked);
  if (asked) last.current = asked;
  const shown = last.current;
  if (!shown) return null;
  const { operator } = shown;
  const running = operator.active + operator.acw;
  if (shown.what === 'logOut') {
    return (
      <ConfirmDialog
        opened={asked !== null}
        title={t('live.logOutAsk', { name: operator.name })}
        action={t('live.logOut')}
        onConfirm={() => liveApi.logOut(tenant.id, operator.userId)}
        onClose={onClose}
      >
        {t('live.logOutHelp')} {running > 0 && t('live.logOutRunning', { count: running })}
      </ConfirmDialog>
    );
  }
  const state = shown.reason ?? t(`status.${shown.choice.kind}`);
  return (
    <ConfirmDialog
      opened={asked !== null}
      title={t('live.setStateAsk', { name: operator.name, state })}
      action={t('live.setState')}
      color="indigo"
      onConfirm={() => liveApi.setState(tenant.id, operator.userId, shown.choice)}
      onClose={onClose}
    >
      {t(shown.choice.kind === 'ONLINE' ? 'live.setOnlineHelp' : 'live.setAwayHelp')}
    </ConfirmDialog>
  );
}
