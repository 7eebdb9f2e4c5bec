import { useNow } from '../state/clock.ts';
import { formatDuration, isoDuration } from '../state/durations.ts';

/** A running clock since a moment of the server's time. */
export function Elapsed({ since, className }: { since: string | number; className?: string | undefined }) {
  const lasts = useNow() - new Date(since).getTime();
  return (
    <time dateTime={isoDuration(lasts)} className={`numbers ${className ?? ''}`}>
      {formatDuration(lasts)}
    </time>
  );
}
