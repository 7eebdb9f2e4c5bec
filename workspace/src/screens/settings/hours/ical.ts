import type { Holiday } from '@hovor/protocol/calendar';
import { limits } from '@hovor/protocol/limits';
import ICAL from 'ical.js';

/** Days of one event that are taken; a school's holidays fit, an event without an end does not run away. */
const longestEvent = 100;
/** Times an event that comes again is taken within the years asked for. */
const repetitions = 1_000;

/**
 * The days an iCalendar file names, from the first day of `years.from` to the last of `years.to`; each day once, by day.
 * @throws Error when it is not an iCalendar file
 */
export function holidaysIn(text: string, years: { from: number; to: number }): Holiday[] {
  const root = new ICAL.Component(ICAL.parse(text));
  const found = new Map<string, string>();
  for (const component of root.getAllSubcomponents('vevent')) {
    const event = new ICAL.Event(component);
    const name = String(event.summary ?? '')
      .trim()
      .slice(0, limits.nameLength);
    if (!event.startDate || name === '') continue;
    for (const start of startsOf(event, years)) {
      for (const day of daysFrom(start, event)) {
        const year = Number(day.slice(0, 4));
        if (year >= years.from && year <= years.to && !found.has(day)) found.set(day, name);
      }
    }
  }
  return [...found].map(([day, name]) => ({ day, name })).sort((a, b) => (a.day < b.day ? -1 : 1));
}

function startsOf(event: ICAL.Event, years: { from: number; to: number }): ICAL.Time[] {
  if (!event.isRecurring()) return [event.startDate];
  const starts: ICAL.Time[] = [];
  const times = event.iterator();
  for (let count = 0; count < repetitions; count++) {
    const next = times.next();
    if (!next || next.year > years.to) break;
    if (next.year >= years.from - 1) starts.push(next.clone());
  }
  return starts;
}

/** An all-day event ends on the day after its last; any other is the day it begins on. */
function daysFrom(start: ICAL.Time, event: ICAL.Event): string[] {
  const days = start.isDate ? Math.round(event.duration.toSeconds() / 86_400) : 1;
  const first = Date.UTC(start.year, start.month - 1, start.day);
  return Array.from({ length: Math.min(Math.max(days, 1), longestEvent) }, (_, index) =>
    new Date(first + index * 86_400_000).toISOString().slice(0, 10),
  );
}
