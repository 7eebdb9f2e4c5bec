import { memo } from 'react';
import { useFormats } from '../../components/formats.ts';
import type { Outbox } from '../../socket/outbox.ts';
import type { ReceiptMarks } from '../../state/conversation.ts';
import { serverNow } from '../../state/server-time.ts';
import { EventLine } from './event-line.tsx';
import { type Line, looksSame } from './lines.ts';
import { MessageBubble } from './message-bubble.tsx';
import classes from './transcript.module.css';

interface TranscriptLineProps {
  line: Line;
  receipts: ReceiptMarks;
  /** Null in transcripts that only show. */
  outbox: Outbox | null;
}

/** Lines are made anew with every change of the conversation; only those that look different are drawn again. */
export const TranscriptLine = memo(
  function TranscriptLine({ line, receipts, outbox }: TranscriptLineProps) {
    switch (line.kind) {
      case 'day':
        return <DayLine at={line.at} />;
      case 'event':
        return <EventLine activity={line.activity} />;
      case 'message':
        return <MessageBubble message={line.message} receipts={receipts} outbox={outbox} />;
    }
  },
  (before, after) =>
    before.receipts === after.receipts && before.outbox === after.outbox && looksSame(before.line, after.line),
);

function DayLine({ at }: { at: number }) {
  const formats = useFormats();
  return (
    <div className={classes.day}>
      <span>{formats.day(at, serverNow())}</span>
    </div>
  );
}
