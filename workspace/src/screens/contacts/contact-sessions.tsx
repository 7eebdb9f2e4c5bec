import { limits } from '@hovor/protocol/limits';
import { Button, Center } from '@mantine/core';
import { useInfiniteQuery } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';
import { deskApi } from '../../api/desk.ts';
import { ProblemView } from '../../components/problem-view.tsx';
import { useWorkplace } from '../../frame/desk-context.ts';
import { Waiting } from '../../frame/where-you-belong.tsx';
import { EarlierSession } from '../client/earlier-sessions.tsx';
import classes from './contacts.module.css';

/** Ended sessions with this contact, newest first, each transcript in place (AD-CD-9). */
export function ContactSessions({ contactId }: { contactId: number }) {
  const { t } = useTranslation();
  const { tenant } = useWorkplace();
  const pages = useInfiniteQuery({
    queryKey: ['contact-sessions', tenant.id, contactId],
    queryFn: ({ pageParam }) =>
      deskApi.history(tenant.id, { contactId, ...(pageParam !== null && { before: pageParam }) }),
    initialPageParam: null as number | null,
    getNextPageParam: (page) => (page.length < limits.listPage ? undefined : page.at(-1)?.id),
  });
  const sessions = pages.data?.pages.flat() ?? [];
  if (pages.error && !pages.data) return <ProblemView problem={pages.error} onRetry={() => void pages.refetch()} />;
  if (!pages.data) return <Waiting />;
  return (
    <div className={classes.sessions}>
      {sessions.length === 0 && <p className={classes.quiet}>{t('contacts.noSessions')}</p>}
      {sessions.map((session) => (
        <EarlierSession key={session.id} session={session} />
      ))}
      {pages.hasNextPage && (
        <Center p="xs">
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
  );
}
