import { Button } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import { useDeskState } from '../../frame/desk-context.ts';
import { useStatusActions } from '../../frame/use-status-actions.ts';
import classes from './list-pane.module.css';

/** Why nobody waits, and what to do when it is the operator's own doing (OP-HE-3). */
export function EmptyWaiting() {
  const { t } = useTranslation();
  const { setState } = useStatusActions();
  const away = useDeskState((state) => state.operator !== null && state.operator.kind !== 'ONLINE');
  const channelsOff = useDeskState(
    (state) => state.channels.length > 0 && state.channels.every((channel) => !channel.enabled),
  );
  if (away) {
    return (
      <div className={classes.empty}>
        <span>{t('lists.nothingWaitingAway')}</span>
        <Button size="compact-xs" variant="light" onClick={() => void setState({ kind: 'ONLINE' })}>
          {t('lists.goOnline')}
        </Button>
      </div>
    );
  }
  return (
    <div className={classes.empty}>{t(channelsOff ? 'lists.nothingWaitingChannels' : 'lists.nothingWaiting')}</div>
  );
}

export function EmptyActive() {
  const { t } = useTranslation();
  return <div className={classes.empty}>{t('lists.nothingActive')}</div>;
}
