import { Button, Group } from '@mantine/core';
import { notifications } from '@mantine/notifications';
import { useInfiniteQuery, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { type LogFilter, type Webhook, webhooksApi } from '../../../api/webhooks.ts';
import { EmptyPage } from '../../../components/empty-page.tsx';
import { ProblemView } from '../../../components/problem-view.tsx';
import { Waiting } from '../../../frame/where-you-belong.tsx';
import { shortAddress } from '../parts/address.ts';
import { Editor } from '../parts/editor.tsx';
import { DeliveryRow } from './delivery-row.tsx';
import { HealthBadge } from './health-badge.tsx';
import { LogFilterBar } from './log-filter-bar.tsx';
import { ReplayDialog } from './replay-dialog.tsx';
import { WebhookActions } from './webhook-actions.tsx';
import classes from './webhooks.module.css';

/** Lines of one answer of the server. */
const pageSize = 100;

/** What a webhook was sent, newest first: filters, each delivery with its attempts, and sending again. */
export function WebhookLog({ webhook }: { webhook: Webhook }) {
  const { t } = useTranslation();
  const queries = useQueryClient();
  const [filter, setFilter] = useState<LogFilter>({});
  const [chosen, setChosen] = useState<ReadonlySet<number>>(new Set());
  const [asking, setAsking] = useState<'chosen' | 'range' | null>(null);
  const found = useInfiniteQuery({
    queryKey: ['settings', 'webhooks', webhook.id, 'deliveries', filter],
    queryFn: ({ pageParam }) => webhooksApi.deliveries(webhook.id, filter, pageParam),
    initialPageParam: null as number | null,
    getNextPageParam: (page) => (page.length === pageSize ? (page.at(-1)?.id ?? null) : null),
    staleTime: 0,
  });
  const rows = found.data?.pages.flat();
  const isFiltered = Object.values(filter).some((value) => value !== undefined);

  function choose(id: number, on: boolean) {
    const next = new Set(chosen);
    if (on) next.add(id);
    else next.delete(id);
    setChosen(next);
  }

  function narrow(next: LogFilter) {
    setFilter(next);
    setChosen(new Set());
  }

  async function sent(count: number) {
    setChosen(new Set());
    notifications.show({ message: t('deliveries.done', { count }) });
    await queries.invalidateQueries({ queryKey: ['settings', 'webhooks'] });
  }

  return (
    <Editor
      title={shortAddress(webhook.callbackUrl)}
      subtitle={<HealthBadge health={webhook.health} />}
      actions={<WebhookActions webhook={webhook} view="deliveries" />}
    >
      <LogFilterBar filter={filter} eventTypes={webhook.eventTypes} onChange={narrow} />
      <Group gap="xs">
        <Button size="xs" variant="default" loading={found.isRefetching} onClick={() => void found.refetch()}>
          {t('deliveries.refresh')}
        </Button>
        {chosen.size > 0 ? (
          <Button size="xs" onClick={() => setAsking('chosen')}>
            {`${t('deliveries.sendAgain')} (${t('deliveries.selected', { count: chosen.size })})`}
          </Button>
        ) : (
          <Button
            size="xs"
            variant="default"
            disabled={!filter.from || !rows?.length}
            title={filter.from ? undefined : t('deliveries.sendRangeHint')}
            onClick={() => setAsking('range')}
          >
            {t('deliveries.sendRange')}
          </Button>
        )}
      </Group>
      {found.error && !rows ? (
        <ProblemView problem={found.error} onRetry={() => void found.refetch()} />
      ) : !rows ? (
        <Waiting />
      ) : rows.length === 0 ? (
        <EmptyPage
          title={t(isFiltered ? 'deliveries.emptyFiltered' : 'deliveries.empty')}
          help={t(isFiltered ? 'deliveries.emptyFilteredHelp' : 'deliveries.emptyHelp')}
        />
      ) : (
        <ul className={classes.log} aria-label={t('webhooks.log')}>
          {rows.map((row) => (
            <DeliveryRow
              key={row.id}
              webhookId={webhook.id}
              delivery={row}
              chosen={chosen.has(row.id)}
              onChoose={(on) => choose(row.id, on)}
            />
          ))}
        </ul>
      )}
      {found.hasNextPage && (
        <Button variant="default" loading={found.isFetchingNextPage} onClick={() => void found.fetchNextPage()}>
          {t('common.loadMore')}
        </Button>
      )}
      <ReplayDialog
        opened={asking !== null}
        webhook={webhook}
        choice={asking === 'range' ? filter : { ids: [...chosen] }}
        onSent={sent}
        onClose={() => setAsking(null)}
      />
    </Editor>
  );
}
