import type { Interval } from '@hovor/protocol/calendar';
import { offsetMinutes } from '../foundation/zoned-time.ts';

/**
 * When a calendar is open. Its times are those of the clock on the wall: on the day the clock jumps from 2 to 3, an
 * interval that begins at 2:30 begins at 3:00; on the day the hour from 2 to 3 comes twice, it is open both times. What
 * holds on a day: its exception, else closed on a holiday, else the week. Pure; times are milliseconds since 1970.
 */
export interface Calendar {
  /** IANA name, such as Europe/Prague. */
  timeZone: string;
  weekly: readonly (Interval & { day: number })[];
  exceptions: readonly { day: string; intervals: readonly Interval[] }[];
  /** Days (`2026-12-24`) that are closed; empty when the calendar does not follow them. */
  holidays: ReadonlySet<string>;
}

const minute = 60_000;
const day = 24 * 60 * minute;

/** A calendar that never changes within this time is not looked at further. */
const horizonDays = 400;

/** Whether it is open at a moment. */
export function openAt(calendar: Calendar, at: number): boolean {
  const wall = at + offsetMinutes(at, calendar.timeZone) * minute;
  const minutes = Math.floor((wall - startOfDay(wall)) / minute);
  return intervalsOf(calendar, wall).some(({ from, to }) => from <= minutes && minutes < to);
}

/** The first moment after `at` at which it opens or closes; null = none for more than a year. */
export function nextChange(calendar: Calendar, at: number): number | null {
  const open = openAt(calendar, at);
  const today = startOfDay(at + offsetMinutes(at, calendar.timeZone) * minute);
  for (let count = 0; count <= horizonDays; count++) {
    const date = today + count * day;
    for (const instant of boundaries(calendar, date)) {
      if (instant > at && openAt(calendar, instant) !== open) return instant;
    }
  }
  return null;
}

/** Every moment of a day (wall clock) at which the answer could change, ascending. */
function boundaries(calendar: Calendar, date: number): number[] {
  const { timeZone } = calendar;
  const before = offsetMinutes(date - day, timeZone);
  const after = offsetMinutes(date + 2 * day, timeZone);
  const instants = new Set<number>();
  for (const minutes of new Set([0, ...intervalsOf(calendar, date).flatMap(({ from, to }) => [from, to])])) {
    const wall = date + minutes * minute;
    // A wall time can come twice or not at all; both readings are tried and `openAt` decides.
    for (const offset of new Set([before, after])) instants.add(wall - offset * minute);
  }
  if (before === after) return [...instants].sort((a, b) => a - b);
  instants.add(transition(timeZone, date - day - before * minute, date + 2 * day - after * minute));
  // A reading that falls on another day would hide what comes before it.
  const within = (instant: number) => startOfDay(instant + offsetMinutes(instant, timeZone) * minute) === date;
  return [...instants].filter(within).sort((a, b) => a - b);
}

/** When the offset of a zone changes between two moments whose offsets differ. */
function transition(timeZone: string, from: number, to: number): number {
  const old = offsetMinutes(from, timeZone);
  let [low, high] = [from, to];
  while (high - low > 1) {
    const middle = Math.floor((low + high) / 2);
    if (offsetMinutes(middle, timeZone) === old) low = middle;
    else high = middle;
  }
  return high;
}

/** The open intervals of a day; `wall` is any of its moments, written as if the clock on the wall were UTC. */
function intervalsOf(calendar: Calendar, wall: number): readonly Interval[] {
  const date = new Date(startOfDay(wall));
  const name = date.toISOString().slice(0, 10);
  const exception = calendar.exceptions.find((one) => one.day === name);
  if (exception) return exception.intervals;
  if (calendar.holidays.has(name)) return [];
  const weekday = date.getUTCDay() || 7;
  return calendar.weekly.filter((one) => one.day === weekday);
}

const startOfDay = (wall: number) => Math.floor(wall / day) * day;

/** Why intervals of one day cannot hold, or null: each ends after it begins, and no two overlap. */
export function intervalsFault(intervals: readonly Interval[]): string | null {
  const sorted = [...intervals].sort((a, b) => a.from - b.from);
  for (const [index, { from, to }] of sorted.entries()) {
    if (to <= from) return 'an interval must end after it begins; past midnight, write two.';
    const next = sorted[index + 1];
    if (next && next.from < to) return 'two intervals of a day overlap.';
  }
  return null;
}

/** True for a day that exists: the 30th of February has the right shape too. */
export const isDay = (text: string) => {
  const time = Date.parse(`${text}T00:00:00Z`);
  return !Number.isNaN(time) && new Date(time).toISOString().slice(0, 10) === text;
};
