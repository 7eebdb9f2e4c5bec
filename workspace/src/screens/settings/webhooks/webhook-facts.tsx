import { Alert, Table } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import type { Webhook } from '../../../api/webhooks.ts';
import { Facts } from '../../../components/facts.tsx';
import { useFormats } from '../../../components/formats.ts';
import { HealthBadge } from './health-badge.tsx';
import { HoursChart } from './hours-chart.tsx';
import classes from './webhooks.module.css';

/** How a webhook is: state with its reason, what waits, the last day as a chart and as numbers. */
export function WebhookFacts({ webhook }: { webhook: Webhook }) {
  const { t } = useTranslation();
  const formats = useFormats();
  const { health, hours, failingSince, previousSecretUntil, waiting, oldestWaiting, lastEvent, lastState } = webhook;
  const why = health === 'disabled' ? (webhook.disabledReason ?? t('webhooks.byHand')) : null;
  return (
    <section className={classes.facts} aria-label={t('webhooks.state')}>
      <Facts
        facts={[
          { name: t('webhooks.state'), value: <HealthBadge health={health} /> },
          {
            name: t('webhooks.waiting'),
            value: waiting > 0 && oldestWaiting && waitingWords(),
          },
          {
            name: t('webhooks.lastEvent'),
            value: lastEvent && lastState && `${formats.dateTime(lastEvent)} · ${t(`deliveries.${lastState}`)}`,
          },
        ]}
      />
      {why && <Alert color={webhook.disabledReason ? 'red' : 'gray'}>{why}</Alert>}
      {health !== 'disabled' && failingSince && (
        <Alert color="red">{t('webhooks.failingSince', { at: formats.dateTime(failingSince) })}</Alert>
      )}
      {previousSecretUntil && (
        <Alert color="blue">{t('webhooks.oldSecret', { at: formats.dateTime(previousSecretUntil) })}</Alert>
      )}
      <div>
        <h3 className={classes.smallTitle}>{t('webhooks.chart')}</h3>
        {hours.length === 0 ? <p className={classes.quiet}>{t('webhooks.chartNone')}</p> : <HoursChart hours={hours} />}
        {hours.length > 0 && <Numbers webhook={webhook} />}
      </div>
    </section>
  );

  function waitingWords() {
    const at = formats.dateTime(oldestWaiting ?? '');
    const shown = waiting.toLocaleString();
    return webhook.waitingMore
      ? t('webhooks.waitingMany', { shown, at })
      : t('webhooks.waitingValue', { count: waiting, at });
  }
}

function Numbers({ webhook }: { webhook: Webhook }) {
  const { t } = useTranslation();
  const formats = useFormats();
  return (
    <details className={classes.numbers}>
      <summary>{t('webhooks.numbers')}</summary>
      <Table className="numbers" horizontalSpacing="xs" verticalSpacing={4}>
        <Table.Thead>
          <Table.Tr>
            <Table.Th>{t('webhooks.hour')}</Table.Th>
            <Table.Th>{t('webhooks.delivered')}</Table.Th>
            <Table.Th>{t('webhooks.failedAttempts')}</Table.Th>
            <Table.Th>{t('webhooks.average')}</Table.Th>
          </Table.Tr>
        </Table.Thead>
        <Table.Tbody>
          {webhook.hours.toReversed().map(({ hour, delivered, failed, average }) => (
            <Table.Tr key={hour}>
              <Table.Td title={formats.full(hour)}>{formats.time(hour)}</Table.Td>
              <Table.Td>{delivered}</Table.Td>
              <Table.Td>{failed}</Table.Td>
              <Table.Td>{average} ms</Table.Td>
            </Table.Tr>
          ))}
        </Table.Tbody>
      </Table>
    </details>
  );
}
