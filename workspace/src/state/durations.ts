/** 0:05, 12:40, 1:02:09: a running time. Negative times count as zero. */
export function formatDuration(milliseconds: number): string {
  const total = Math.max(0, Math.floor(milliseconds / 1000));
  const hours = Math.floor(total / 3600);
  const minutes = Math.floor((total % 3600) / 60);
  const seconds = String(total % 60).padStart(2, '0');
  if (hours === 0) return `${minutes}:${seconds}`;
  return `${hours}:${String(minutes).padStart(2, '0')}:${seconds}`;
}

/** Time left of a countdown, rounded up so that it reads 0:00 only when it is over. */
export const formatCountdown = (milliseconds: number): string => formatDuration(Math.ceil(milliseconds / 1000) * 1000);

/** How much of the time between start and end has gone, 0 to 1. An end before its start counts as over. */
export function elapsedShare(start: number, end: number, now: number): number {
  if (end <= start) return 1;
  return Math.min(1, Math.max(0, (now - start) / (end - start)));
}

/** ISO 8601 duration for `<time datetime>`. */
export const isoDuration = (milliseconds: number): string => `PT${Math.max(0, Math.floor(milliseconds / 1000))}S`;
