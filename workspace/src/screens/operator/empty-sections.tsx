import type { NoRequestsReason } from '@hovor/protocol/desk';
import { Button } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';
import { deskApi } from '../../api/desk.ts';
import { useDeskState, useWorkplace } from '../../frame/desk-context.ts';
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
  if (channelsOff) return <div className={classes.empty}>{t('lists.nothingWaitingChannels')}</div>;
  return (
    <div className={classes.empty}>
      <span>
        {t('lists.nothingWaiting')}
        <WhyNobody />
      </span>
    </div>
  );
}

/** Reasons an operator sees elsewhere in words are not said twice. */
const told: Partial<Record<NoRequestsReason, 'noSlot' | 'noGroup' | 'notTargeted' | 'groupClosed'>> = {
  'no-slot': 'noSlot',
  'no-group': 'noGroup',
  'not-targeted': 'notTargeted',
  'group-closed': 'groupClosed',
};

/** What keeps clients away though the operator is Online; asked again whenever the own slots change. */
function WhyNobody() {
  const { t } = useTranslation();
  const { tenant } = useWorkplace();
  const { used, total } = useDeskState((state) => state.slots.live);
  const { data } = useQuery({
    queryKey: ['no-requests', tenant.id, used, total],
    queryFn: () => deskApi.noRequests(tenant.id),
    staleTime: 60_000,
  });
  const key = data?.map((reason) => told[reason]).find(Boolean);
  return key ? ` ${t(`whyNobody.${key}`)}` : null;
}

export function EmptyActive() {
  const { t } = useTranslation();
  return <div className={classes.empty}>{t('lists.nothingActive')}</div>;
}
