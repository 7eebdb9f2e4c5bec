import { Button, Center, Text } from '@mantine/core';
import { useInfiniteQuery } from '@tanstack/react-query';
import { useMemo } from 'react';
import { useTranslation } from 'react-i18next';
import { deskApi } from '../../api/desk.ts';
import { ProblemView } from '../../components/problem-view.tsx';
import { useWorkplace } from '../../frame/desk-context.ts';
import { Waiting } from '../../frame/where-you-belong.tsx';
import type { ReceiptMarks } from '../../state/conversation.ts';
import { transcriptLines } from './lines.ts';
import classes from './transcript.module.css';
import { TranscriptLine } from './transcript-line.tsx';

interface StaticTranscriptProps {
  sessionId: number;
  lastSeq: number;
  receipts: ReceiptMarks;
}

const nothingWaiting = { stored: [], outbox: [] };

/** A conversation to read, oldest line first, a page at a time. */
export function StaticTranscript({ sessionId, lastSeq, receipts }: StaticTranscriptProps) {
  const { t } = useTranslation();
  const { me } = useWorkplace();
  const pages = useInfiniteQuery({
    // The last line is part of the key: a session that goes on is read anew.
    queryKey: ['transcript', sessionId, lastSeq],
    queryFn: ({ pageParam }) => deskApi.activities(sessionId, { after: pageParam }),
    initialPageParam: 0,
    getNextPageParam: (page) => {
      const last = page.at(-1)?.seq ?? lastSeq;
      return last < lastSeq ? last : undefined;
    },
    enabled: lastSeq > 0,
  });
  const lines = useMemo(
    () => transcriptLines(pages.data?.pages.flat() ?? [], nothingWaiting, me.userId),
    [pages.data, me.userId],
  );

  if (lastSeq === 0) return <Nothing text={t('history.noMessages')} />;
  if (pages.error) return <ProblemView problem={pages.error} onRetry={() => void pages.refetch()} />;
  if (!pages.data) return <Waiting />;
  return (
    <div className={classes.static}>
      {lines.map((line) => (
        <TranscriptLine key={line.key} line={line} receipts={receipts} outbox={null} />
      ))}
      {pages.hasNextPage && (
        <Center pt="sm">
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

function Nothing({ text }: { text: string }) {
  return (
    <Text c="dimmed" p="md" size="sm">
      {text}
    </Text>
  );
}
