/**
 * Countdowns run against the server's clock, because a workstation's clock may be minutes off. The offset comes from
 * the Date header, which has whole seconds, so differences below two seconds are taken as none.
 */
let offset = 0;

export function noteServerTime(dateHeader: string | null, started: number, finished: number): void {
  offset = offsetFrom(dateHeader, started, finished) ?? offset;
}

/** Milliseconds to add to this machine's clock; null when the header says nothing useful. */
export function offsetFrom(dateHeader: string | null, started: number, finished: number): number | null {
  const server = dateHeader === null ? Number.NaN : Date.parse(dateHeader);
  if (!Number.isFinite(server) || finished - started > 10_000) return null;
  const difference = server + 500 - (started + finished) / 2;
  return Math.abs(difference) < 2_000 ? 0 : difference;
}

/** Milliseconds since the epoch by the server's clock. */
export const serverNow = (): number => Date.now() + offset;
