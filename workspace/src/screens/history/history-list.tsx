import { limits } from '@hovor/protocol/limits';
import { Button, Center } from '@mantine/core';
import { IconHistory } from '@tabler/icons-react';
import { useInfiniteQuery } from '@tanstack/react-query';
import { useVirtualizer } from '@tanstack/react-virtual';
import { useEffect, useRef } from 'react';
import { useTranslation } from 'react-i18next';
import { deskApi } from '../../api/desk.ts';
import { EmptyPage } from '../../components/empty-page.tsx';
import { ProblemView } from '../../components/problem-view.tsx';
import { useWorkplace } from '../../frame/desk-context.ts';
import { Waiting } from '../../frame/where-you-belong.tsx';
import classes from './history.module.css';
import { HistoryRow } from './history-row.tsx';

interface HistoryListProps {
  search: string;
  current: number | null;
  base: string;
}

/** Rows by keyset: the next page is asked for below the last id, when the end comes near. */
export function HistoryList({ search, current, base }: HistoryListProps) {
  const { t } = useTranslation();
  const { tenant } = useWorkplace();
  const scroller = useRef<HTMLDivElement>(null);
  const pages = useInfiniteQuery({
    queryKey: ['history', tenant.id, search],
    queryFn: ({ pageParam }) =>
      deskApi.history(tenant.id, { search, ...(pageParam !== null && { before: pageParam }) }),
    initialPageParam: null as number | null,
    getNextPageParam: (page) => (page.length < limits.listPage ? undefined : page.at(-1)?.id),
    placeholderData: (before) => before,
    // Coming back starts at the newest session again instead of reading all pages anew.
    gcTime: 0,
  });
  const sessions = pages.data?.pages.flat() ?? [];
  const rows = useVirtualizer({
    count: sessions.length,
    getScrollElement: () => scroller.current,
    estimateSize: () => 56,
    getItemKey: (index) => sessions[index]?.id ?? index,
    overscan: 10,
  });
  const visible = rows.getVirtualItems();
  const last = visible.at(-1)?.index ?? 0;
  const { hasNextPage, isFetchingNextPage, fetchNextPage, isFetchNextPageError } = pages;
  useEffect(() => {
    if (hasNextPage && !isFetchingNextPage && !isFetchNextPageError && last >= sessions.length - 20) {
      void fetchNextPage();
    }
  }, [hasNextPage, isFetchingNextPage, isFetchNextPageError, fetchNextPage, last, sessions.length]);

  if (pages.error && !pages.data) {
    return <ProblemView problem={pages.error} onRetry={() => void pages.refetch()} />;
  }
  if (!pages.data) return <Waiting />;
  if (sessions.length === 0) {
    const icon = <IconHistory size={40} stroke={1.2} aria-hidden />;
    return search ? (
      <EmptyPage icon={icon} title={t('history.emptySearch', { text: search })} help={t('history.emptySearchHelp')} />
    ) : (
      <EmptyPage icon={icon} title={t('history.empty')} help={t('history.emptyHelp')} />
    );
  }
  return (
    <div ref={scroller} className={classes.scroller}>
      <ul className={classes.rows} style={{ height: rows.getTotalSize() }}>
        {visible.map((row) => {
          const session = sessions[row.index];
          return (
            session && (
              <li
                key={row.key}
                ref={rows.measureElement}
                data-index={row.index}
                className={classes.place}
                style={{ transform: `translateY(${row.start}px)` }}
              >
                <HistoryRow session={session} current={session.id === current} to={`${base}/${session.id}`} />
              </li>
            )
          );
        })}
      </ul>
      <Center p="md" c="dimmed" fz="sm">
        {hasNextPage ? (
          <Button variant="default" size="xs" loading={isFetchingNextPage} onClick={() => void fetchNextPage()}>
            {t('common.loadMore')}
          </Button>
        ) : (
          t('history.end')
        )}
      </Center>
    </div>
  );
}
