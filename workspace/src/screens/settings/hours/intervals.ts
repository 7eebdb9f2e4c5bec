import type { Interval } from '@hovor/protocol/calendar';

/** Hours of a day as people type them. `to` 1440 is the midnight at the end of the day, typed as 00:00. */

const two = (value: number) => String(value).padStart(2, '0');

export const clockOf = (minutes: number): string => `${two(Math.floor(minutes / 60) % 24)}:${two(minutes % 60)}`;

/** `08:30` → 510; null while it is not typed to its end. */
export function minutesOf(text: string): number | null {
  const found = /^(\d{1,2}):(\d{2})$/.exec(text.trim());
  if (!found) return null;
  const [hours, minutes] = [Number(found[1]), Number(found[2])];
  return hours < 24 && minutes < 60 ? hours * 60 + minutes : null;
}

export const sorted = (intervals: readonly Interval[]): Interval[] =>
  [...intervals].sort((a, b) => a.from - b.from || a.to - b.to);

/** What is wrong with the hours of one day; null = nothing. */
export function faultOf(intervals: readonly Interval[]): 'backwards' | 'overlap' | null {
  const inOrder = sorted(intervals);
  if (inOrder.some(({ from, to }) => from >= to)) return 'backwards';
  return inOrder.some(({ from }, index) => index > 0 && from < (inOrder[index - 1]?.to ?? 0)) ? 'overlap' : null;
}

/** Hours to begin one more interval with: after the last one, or the usual working day. */
export function nextInterval(intervals: readonly Interval[]): Interval | null {
  const last = Math.max(0, ...intervals.map(({ to }) => to));
  if (intervals.length === 0) return { from: 8 * 60, to: 17 * 60 };
  const from = Math.min(last + 60, 1439);
  return last >= 1439 ? null : { from, to: Math.min(from + 4 * 60, 1440) };
}
