import { limits } from '@hovor/protocol/limits';
import { Button, Center, Switch } from '@mantine/core';
import { IconMailbox } from '@tabler/icons-react';
import { useInfiniteQuery, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { offlineMessagesApi } from '../../api/offline-messages.ts';
import { EmptyPage } from '../../components/empty-page.tsx';
import { PageHead } from '../../components/page-head.tsx';
import { useAttempt } from '../../components/problem-text.ts';
import { ProblemView } from '../../components/problem-view.tsx';
import { useWorkplace } from '../../frame/desk-context.ts';
import { Waiting } from '../../frame/where-you-belong.tsx';
import { MessageCard } from './message-card.tsx';
import classes from './messages.module.css';

/** Messages clients left while nobody was there (OP-AC-12): answer them, then mark them as handled. */
export function MessagesScreen() {
  const { t } = useTranslation();
  const { tenant } = useWorkplace();
  const queries = useQueryClient();
  const attempt = useAttempt();
  const [handled, setHandled] = useState(false);
  const pages = useInfiniteQuery({
    queryKey: ['offline-messages', tenant.id, handled],
    queryFn: ({ pageParam }) =>
      offlineMessagesApi.list(tenant.id, { handled, ...(pageParam !== null && { before: pageParam }) }),
    initialPageParam: null as number | null,
    getNextPageParam: (page) => (page.length < limits.listPage ? undefined : page.at(-1)?.id),
    refetchInterval: 60_000,
  });
  const messages = pages.data?.pages.flat() ?? [];

  const handle = (id: number) =>
    attempt(async () => {
      await offlineMessagesApi.handle(tenant.id, id);
      await queries.invalidateQueries({ queryKey: ['offline-messages', tenant.id] });
    });

  return (
    <div className={classes.screen}>
      <div className={classes.column}>
        <PageHead title={t('messages.title')} subtitle={t('messages.subtitle')}>
          <Switch
            label={t('messages.showHandled')}
            checked={handled}
            onChange={(event) => setHandled(event.currentTarget.checked)}
          />
        </PageHead>
        {pages.error && !pages.data && <ProblemView problem={pages.error} onRetry={() => void pages.refetch()} />}
        {!pages.data && !pages.error && <Waiting />}
        {pages.data && messages.length === 0 && (
          <EmptyPage
            icon={<IconMailbox size={40} stroke={1.2} aria-hidden />}
            title={t(handled ? 'messages.empty' : 'messages.allDone')}
            help={t('messages.emptyHelp')}
          />
        )}
        {messages.map((message) => (
          <MessageCard key={message.id} message={message} onHandle={() => handle(message.id)} />
        ))}
        {pages.hasNextPage && (
          <Center p="md">
            <Button
              variant="default"
              size="xs"
              loading={pages.isFetchingNextPage}
              onClick={() => void pages.fetchNextPage()}
            >
              {t('common.loadMore')}
            </Button>
          </Center>
        )}
      </div>
    </div>
  );
}
