import { limits } from './limits.ts';
import { Closed, Id, Nullable, type Static, Time, Type } from './schema.ts';

/**
 * Opening hours (AD-OH). Times of a day are minutes since midnight by the clock on the wall of the calendar's zone; an
 * interval holds from `from` to just before `to`. `to` 1440 is midnight: an open night is two intervals that touch.
 */

/** `2026-12-24`, a day of the calendar's zone. */
export const Day = Type.String({ pattern: '^\\d{4}-(0[1-9]|1[0-2])-(0[1-9]|[12]\\d|3[01])$' });
const Name = Type.String({ minLength: 1, maxLength: limits.nameLength });

export const Interval = Closed({
  from: Type.Integer({ minimum: 0, maximum: 1439 }),
  to: Type.Integer({ minimum: 1, maximum: 1440 }),
});
export type Interval = Static<typeof Interval>;

/** Monday is 1, Sunday 7. */
export const WeeklyInterval = Closed({
  day: Type.Integer({ minimum: 1, maximum: 7 }),
  ...Interval.properties,
});

/** A single day that differs from the week, also from a holiday. No interval = closed all day. */
export const CalendarException = Closed({
  day: Day,
  name: Type.String({ maxLength: limits.nameLength }),
  intervals: Type.Array(Interval, { maxItems: limits.intervalsPerDay }),
});

const calendar = {
  name: Name,
  timeZone: Type.String({ minLength: 1, maxLength: 64 }),
  weekly: Type.Array(WeeklyInterval, { maxItems: 7 * limits.intervalsPerDay }),
  exceptions: Type.Array(CalendarException, { maxItems: limits.calendarExceptions }),
  /** Closed on the company's holidays. */
  holidays: Type.Boolean(),
};

/** The zone is the company's when left out; a calendar follows the holidays unless told otherwise. */
export const CalendarBody = Closed({
  ...calendar,
  timeZone: Type.Optional(calendar.timeZone),
  exceptions: Type.Optional(calendar.exceptions),
  holidays: Type.Optional(calendar.holidays),
});
export type CalendarBody = Static<typeof CalendarBody>;

export const CalendarView = Closed({
  id: Id,
  tenantId: Id,
  ...calendar,
  /** Open now, and when that changes next; null = it stays so for more than a year. */
  open: Type.Boolean(),
  changes: Nullable(Time),
  /** Groups whose hours it holds. */
  groupIds: Type.Array(Id),
});
export type CalendarView = Static<typeof CalendarView>;

export const Holiday = Closed({ day: Day, name: Name });
export type Holiday = Static<typeof Holiday>;
export const HolidaysBody = Closed({ holidays: Type.Array(Holiday, { maxItems: limits.holidaysPerCompany }) });
