import { Button } from '@mantine/core';
import { IconArrowDown } from '@tabler/icons-react';
import { useVirtualizer } from '@tanstack/react-virtual';
import { useEffect, useLayoutEffect, useMemo, useRef, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useDesk, useDeskState, useWorkplace } from '../../frame/desk-context.ts';
import { emptyConversation } from '../../state/conversation.ts';
import { type Line, transcriptLines } from './lines.ts';
import classes from './transcript.module.css';
import { TranscriptLine } from './transcript-line.tsx';
import { useReadReceipts } from './use-read-receipts.ts';

/** Within this many pixels of the end one counts as reading along. */
const atEndWithin = 60;
/** Older lines are fetched when this many rows are left above. */
const fetchAhead = 30;

const distanceFromEnd = (element: HTMLElement) => element.scrollHeight - element.scrollTop - element.clientHeight;

const guesses: Record<Line['kind'], number> = { day: 36, event: 28, message: 44 };

/**
 * A running conversation: only the visible part exists in the page. At the end it follows new lines; anywhere else it
 * stays where the eye is and offers a button with the number of new ones.
 */
export function LiveTranscript({ sessionId }: { sessionId: number }) {
  const { t } = useTranslation();
  const desk = useDesk();
  const { me } = useWorkplace();
  const conversation = useDeskState((state) => state.conversations.get(sessionId) ?? emptyConversation);
  const outbox = useDeskState((state) => state.outbox);
  const scroller = useRef<HTMLDivElement>(null);
  const [atEnd, setAtEnd] = useState(true);
  const loading = useRef(false);
  const { activities, stored, receipts, more } = conversation;

  const lines = useMemo(() => {
    const mine = outbox.filter((entry) => entry.sessionId === sessionId);
    return transcriptLines(activities, { stored, outbox: mine }, me.userId);
  }, [activities, stored, outbox, sessionId, me.userId]);

  const rows = useVirtualizer({
    count: lines.length,
    getScrollElement: () => scroller.current,
    estimateSize: (index) => guesses[lines[index]?.kind ?? 'message'],
    getItemKey: (index) => lines[index]?.key ?? index,
    overscan: 8,
    paddingStart: 12,
    paddingEnd: 8,
    anchorTo: 'end',
    followOnAppend: true,
    scrollEndThreshold: atEndWithin,
  });

  useLayoutEffect(() => rows.scrollToEnd(), [rows]);

  // The banner, the keyboard of a phone or the ACW form take room: who was at the end stays there.
  useEffect(() => {
    const element = scroller.current;
    if (!element || !atEnd) return;
    const observer = new ResizeObserver(() => rows.scrollToEnd());
    observer.observe(element);
    return () => observer.disconnect();
  }, [rows, atEnd]);

  const visible = rows.getVirtualItems();
  const first = visible[0]?.index ?? 0;
  const oldest = activities[0]?.seq ?? 0;
  useEffect(() => {
    if (!more || oldest <= 1 || first > fetchAhead || loading.current) return;
    loading.current = true;
    desk
      .loadOlder(sessionId)
      .catch(() => undefined)
      .finally(() => {
        loading.current = false;
      });
  }, [desk, sessionId, more, first, oldest]);

  // My own new line always comes into view: whoever sends wants to see it.
  const lastKey = lines.at(-1)?.key;
  const lastIsMine = outbox.some((entry) => entry.messageId === lastKey);
  useEffect(() => {
    if (lastKey && lastIsMine) rows.scrollToEnd();
  }, [rows, lastKey, lastIsMine]);

  const unseen = useReadReceipts(sessionId, activities, atEnd);
  return (
    <div className={classes.frame}>
      <div
        ref={scroller}
        className={classes.scroller}
        role="log"
        aria-label={t('conversation.transcript')}
        aria-live="polite"
        aria-relevant="additions"
        // biome-ignore lint/a11y/noNoninteractiveTabindex: keyboard users scroll it with the arrow keys
        tabIndex={0}
        onScroll={(event) => setAtEnd(distanceFromEnd(event.currentTarget) <= atEndWithin)}
      >
        <div className={classes.canvas} style={{ height: rows.getTotalSize() }}>
          {visible.map((row) => {
            const line = lines[row.index];
            if (!line) return null;
            return (
              <div
                key={row.key}
                ref={rows.measureElement}
                data-index={row.index}
                className={classes.place}
                style={{ transform: `translateY(${row.start}px)` }}
              >
                <TranscriptLine line={line} receipts={receipts} outbox={desk.outbox} />
              </div>
            );
          })}
        </div>
      </div>
      {!atEnd && (
        <Button
          className={classes.jump}
          size="compact-sm"
          radius="xl"
          variant={unseen > 0 ? 'filled' : 'default'}
          leftSection={<IconArrowDown size={14} aria-hidden />}
          aria-label={unseen > 0 ? t('conversation.newLinesLabel', { count: unseen }) : t('conversation.toEnd')}
          onClick={() => rows.scrollToEnd()}
        >
          {unseen > 0 ? t('conversation.newLines', { count: unseen }) : t('conversation.toEnd')}
        </Button>
      )}
    </div>
  );
}
