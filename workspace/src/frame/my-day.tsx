import { Menu, Text } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';
import { deskApi } from '../api/desk.ts';
import { formatDuration } from '../state/durations.ts';
import { useWorkplace } from './desk-context.ts';
import classes from './my-day.module.css';

const inClock = (seconds: number) => formatDuration(seconds * 1000);

/**
 * Time in each state today, with the breaks that are paid and those that are not (OP-PR-6). As of opening the menu. Lines of
 * plain text: a menu may hold no list.
 */
export function MyDaySection() {
  const { t } = useTranslation();
  const { tenant } = useWorkplace();
  const { data } = useQuery({
    queryKey: ['my-day', tenant.id],
    queryFn: () => deskApi.myDay(tenant.id),
    staleTime: 0,
  });
  if (!data || data.states.length === 0) return null;
  return (
    <>
      <Menu.Label>{t('status.today')}</Menu.Label>
      <div className={classes.day}>
        {data.states.map(({ kind, awayReasonId, awayReason, paid, seconds }) => (
          <div key={`${kind}-${awayReasonId}`} className={classes.line}>
            <span>
              {awayReason ?? t(`status.${kind}`)}
              {paid !== null && <span className={classes.paid}> {t(paid ? 'status.paid' : 'status.unpaid')}</span>}
            </span>
            <span className="numbers">{inClock(seconds)}</span>
          </div>
        ))}
      </div>
      {data.paidBreaks + data.unpaidBreaks > 0 && (
        <Text size="xs" c="dimmed" px="sm" pb={4} className="numbers">
          {t('status.breaks', { paid: inClock(data.paidBreaks), unpaid: inClock(data.unpaidBreaks) })}
        </Text>
      )}
      <Menu.Divider />
    </>
  );
}
