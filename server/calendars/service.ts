import type { CalendarBody, CalendarView, Holiday } from '@hovor/protocol/calendar';
import { limits } from '@hovor/protocol/limits';
import { refusing } from '../foundation/database/duplicates.ts';
import { invalid, notFound, Problem } from '../foundation/errors.ts';
import { type Actor, companyOf } from '../foundation/security/actor.ts';
import { cleanName } from '../foundation/security/text.ts';
import { type Store, transact, type Unit } from '../foundation/transact.ts';
import type { CalendarRecord, CalendarValues } from './queries.ts';
import * as queries from './queries.ts';
import { intervalsFault, isDay, nextChange, openAt } from './rules.ts';

const refusals = {
  calendars_name: ['name', 'is taken by another calendar of this tenant.'],
  groups_calendar: ['calendar', 'holds the hours of a group. Give the group another calendar first.'],
} as const;

/** Opening hours (AD-OH): named calendars of a tenant and the holidays of the company. */
export function createCalendars(store: Store) {
  /** One change of a tenant's calendars at a time. @throws not-found outside the company */
  const within = <T>(actor: Actor, tenantId: number, work: (unit: Unit, about: { timezone: string }) => Promise<T>) =>
    refusing(refusals, () =>
      transact(store, actor, async (unit) => {
        const tenant = await queries.lockTenant(unit.db, companyOf(actor), tenantId);
        if (!tenant) throw notFound();
        return work(unit, tenant);
      }),
    );

  async function view(
    companyId: number,
    records: (CalendarRecord & { groupIds: number[] })[],
  ): Promise<CalendarView[]> {
    const days = new Set((await queries.selectHolidays(store.db, companyId)).map((holiday) => holiday.day));
    const now = store.clock.now().getTime();
    return records.map((record) => {
      const calendar = { ...record, holidays: record.holidays ? days : none };
      const changes = nextChange(calendar, now);
      return {
        ...record,
        open: openAt(calendar, now),
        changes: changes === null ? null : new Date(changes).toISOString(),
      };
    });
  }

  async function load(companyId: number, tenantId: number, calendarId: number): Promise<CalendarView> {
    const record = await queries.selectCalendar(store.db, companyId, tenantId, calendarId);
    const [found] = record ? await view(companyId, [record]) : [];
    if (!found) throw notFound();
    return found;
  }

  /** The company's list changes as a whole; every calendar that follows it may open or close. */
  const changeHolidays = (actor: Actor, work: (unit: Unit, companyId: number) => Promise<void>) =>
    transact(store, actor, async (unit) => {
      const companyId = companyOf(actor);
      if (!(await queries.lockCompany(unit.db, companyId))) throw notFound();
      await work(unit, companyId);
      const all = await queries.selectHolidays(unit.db, companyId);
      if (all.length > limits.holidaysPerCompany) {
        throw invalid('holidays', `a company keeps at most ${limits.holidaysPerCompany}; remove past ones first.`);
      }
      unit.record({
        companyId,
        tenantId: null,
        kind: 'holidays.changed',
        subject: `company:${companyId}`,
        payload: { days: all.length },
      });
      unit.touch({ companyId, tenantId: null, topic: 'group', id: companyId });
      return all;
    });

  return {
    /** Calendars of a tenant by name, with whether they are open now. */
    list: async (companyId: number, tenantId: number) =>
      view(companyId, await queries.selectCalendars(store.db, companyId, tenantId)),

    /** @throws not-found outside the tenant */
    load,

    create: (actor: Actor, tenantId: number, body: CalendarBody): Promise<{ id: number }> =>
      within(actor, tenantId, async (unit, { timezone }) => {
        const companyId = companyOf(actor);
        if ((await queries.countCalendars(unit.db, companyId, tenantId)) >= limits.calendarsPerTenant) {
          throw new Problem('conflict', { detail: `A tenant has at most ${limits.calendarsPerTenant} calendars.` });
        }
        const { id } = await queries.insertCalendar(unit.db, { companyId, tenantId }, valuesOf(body, timezone));
        announce(unit, { companyId, tenantId, id }, 'calendar.created');
        return { id };
      }),

    /** Replaces the whole calendar. Groups that follow it open or close at once. */
    update: (actor: Actor, tenantId: number, calendarId: number, body: CalendarBody): Promise<void> =>
      within(actor, tenantId, async (unit, { timezone }) => {
        const companyId = companyOf(actor);
        const known = await queries.updateCalendar(
          unit.db,
          { companyId, tenantId, calendarId },
          valuesOf(body, timezone),
        );
        if (!known) throw notFound();
        announce(unit, { companyId, tenantId, id: calendarId }, 'calendar.updated');
      }),

    /** @throws conflict while a group follows it */
    remove: (actor: Actor, tenantId: number, calendarId: number): Promise<void> =>
      within(actor, tenantId, async (unit) => {
        const companyId = companyOf(actor);
        if (!(await queries.deleteCalendar(unit.db, companyId, tenantId, calendarId))) throw notFound();
        announce(unit, { companyId, tenantId, id: calendarId }, 'calendar.removed');
      }),

    /** The company's holidays by day. */
    holidays: (companyId: number): Promise<Holiday[]> => queries.selectHolidays(store.db, companyId),

    /** Makes the list exactly this one. */
    setHolidays: (actor: Actor, holidays: readonly Holiday[]) =>
      changeHolidays(actor, async (unit, companyId) => {
        await queries.deleteHolidays(unit.db, companyId);
        await queries.upsertHolidays(unit.db, companyId, cleanHolidays(holidays));
      }),

    /** Adds days somebody read from a file (AD-OH-2); days that are there get the new name. */
    importHolidays: (actor: Actor, holidays: readonly Holiday[]) =>
      changeHolidays(actor, (unit, companyId) => queries.upsertHolidays(unit.db, companyId, cleanHolidays(holidays))),
  };
}

export type Calendars = ReturnType<typeof createCalendars>;
export type { Calendar } from './rules.ts';
export { nextChange, openAt } from './rules.ts';

const none: ReadonlySet<string> = new Set();

/** @throws invalid-input */
function valuesOf(body: CalendarBody, companyZone: string): CalendarValues {
  const name = cleanName(body.name, limits.nameLength);
  if (!name) throw invalid('name', 'must not be empty.');
  const { weekly, exceptions = [], holidays = true } = body;
  for (const intervals of Map.groupBy(weekly, ({ day }) => day).values()) {
    const fault = intervalsFault(intervals);
    if (fault) throw invalid('weekly', fault);
  }
  if (new Set(exceptions.map(({ day }) => day)).size < exceptions.length) {
    throw invalid('exceptions', 'name a day twice.');
  }
  for (const { day, intervals } of exceptions) {
    const fault = isDay(day) ? intervalsFault(intervals) : 'is not a day of the calendar.';
    if (fault) throw invalid('exceptions', `${day}: ${fault}`);
  }
  return {
    name,
    timeZone: zoneOf(body.timeZone ?? companyZone),
    holidays,
    weekly: [...weekly].sort((a, b) => a.day - b.day || a.from - b.from),
    exceptions: exceptions
      .map((one) => ({
        ...one,
        name: cleanName(one.name, limits.nameLength),
        intervals: [...one.intervals].sort((a, b) => a.from - b.from),
      }))
      .sort((a, b) => (a.day < b.day ? -1 : 1)),
  };
}

function zoneOf(text: string): string {
  try {
    return new Intl.DateTimeFormat('en', { timeZone: text }).resolvedOptions().timeZone;
  } catch {
    throw invalid('timeZone', 'must be the name of a time zone, such as Europe/Prague.');
  }
}

/** One name a day, the last one given. @throws invalid-input */
function cleanHolidays(holidays: readonly Holiday[]): Holiday[] {
  const byDay = new Map<string, Holiday>();
  for (const { day, name } of holidays) {
    if (!isDay(day)) throw invalid('holidays', `${day} is not a day of the calendar.`);
    byDay.set(day, { day, name: cleanName(name, limits.nameLength) || day });
  }
  return [...byDay.values()];
}

/** Who routes and who shows packages look again: groups may have opened or closed. */
function announce(
  unit: Unit,
  { companyId, tenantId, id }: { companyId: number; tenantId: number; id: number },
  kind: string,
) {
  unit.record({ companyId, tenantId, kind, subject: `calendar:${id}`, payload: { id, tenantId } });
  unit.touch({ companyId, tenantId, topic: 'group', id: 0 });
  unit.touch({ companyId, tenantId, topic: 'availability', id: tenantId });
}
