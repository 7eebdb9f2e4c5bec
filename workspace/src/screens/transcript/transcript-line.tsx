import { memo } from 'react';
import { useFormats } from '../../components/formats.ts';
import type { Outbox } from '../../socket/outbox.ts';
import type { ReceiptMarks } from '../../state/conversation.ts';
import { serverNow } from '../../state/server-time.ts';
import { EventLine } from './event-line.tsx';
import type { Line } from './lines.ts';
import { MessageBubble } from './message-bubble.tsx';
import classes from './transcript.module.css';

interface TranscriptLineProps {
  line: Line;
  receipts: ReceiptMarks;
  /** Null in transcripts that only show. */
  outbox: Outbox | null;
}

export const TranscriptLine = memo(function TranscriptLine({ line, receipts, outbox }: TranscriptLineProps) {
  switch (line.kind) {
    case 'day':
      return <DayLine at={line.at} />;
    case 'event':
      return <EventLine activity={line.activity} />;
    case 'message':
      return <MessageBubble message={line.message} receipts={receipts} outbox={outbox} />;
  }
});

function DayLine({ at }: { at: number }) {
  const formats = useFormats();
  return (
    <div className={classes.day}>
      <span>{formats.day(at, serverNow())}</span>
    </div>
  );
}
