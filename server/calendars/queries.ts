import type { Holiday, Interval } from '@hovor/protocol/calendar';
import { sql } from 'kysely';
import type { Queryable } from '../foundation/database/database.ts';

/** SQL of calendars and holidays. */

export interface CalendarRecord {
  id: number;
  tenantId: number;
  name: string;
  timeZone: string;
  weekly: (Interval & { day: number })[];
  exceptions: { day: string; name: string; intervals: Interval[] }[];
  holidays: boolean;
}
export type CalendarValues = Omit<CalendarRecord, 'id' | 'tenantId'>;

/** Locks a tenant's calendars for this unit. @returns false when the company has no such tenant */
export async function lockTenant(db: Queryable, companyId: number, tenantId: number) {
  const row = await db
    .selectFrom('tenants')
    .innerJoin('companies', 'companies.id', 'tenants.companyId')
    .select(['tenants.id', 'companies.timezone'])
    .where('tenants.companyId', '=', companyId)
    .where('tenants.id', '=', tenantId)
    .forNoKeyUpdate('tenants')
    .executeTakeFirst();
  return row ?? null;
}

const read = (db: Queryable) =>
  db
    .selectFrom('calendars')
    .select(['id', 'tenantId', 'name', 'timeZone', 'weekly', 'exceptions', 'holidays'])
    .select(
      sql<number[]>`array(select g.id from groups g where g.company_id = calendars.company_id
                            and g.calendar_id = calendars.id order by g.id)`.as('groupIds'),
    );

export async function selectCalendars(db: Queryable, companyId: number, tenantId: number) {
  const rows = await read(db)
    .where('companyId', '=', companyId)
    .where('tenantId', '=', tenantId)
    .orderBy(sql`lower(name)`)
    .execute();
  return rows as unknown as (CalendarRecord & { groupIds: number[] })[];
}

export async function selectCalendar(db: Queryable, companyId: number, tenantId: number, calendarId: number) {
  const row = await read(db)
    .where('companyId', '=', companyId)
    .where('tenantId', '=', tenantId)
    .where('id', '=', calendarId)
    .executeTakeFirst();
  return (row as unknown as (CalendarRecord & { groupIds: number[] }) | undefined) ?? null;
}

export async function countCalendars(db: Queryable, companyId: number, tenantId: number): Promise<number> {
  const { rows } = await sql<{ n: number }>`
    select count(*)::int as n from calendars where company_id = ${companyId} and tenant_id = ${tenantId}`.execute(db);
  return rows[0]?.n ?? 0;
}

const columns = ({ weekly, exceptions, ...values }: CalendarValues) => ({
  ...values,
  weekly: JSON.stringify(weekly),
  exceptions: JSON.stringify(exceptions),
});

export const insertCalendar = (db: Queryable, place: { companyId: number; tenantId: number }, values: CalendarValues) =>
  db
    .insertInto('calendars')
    .values({ ...place, ...columns(values) })
    .returning('id')
    .executeTakeFirstOrThrow();

/** @returns false when the tenant has no such calendar */
export async function updateCalendar(
  db: Queryable,
  { companyId, tenantId, calendarId }: { companyId: number; tenantId: number; calendarId: number },
  values: CalendarValues,
): Promise<boolean> {
  const row = await db
    .updateTable('calendars')
    .set(columns(values))
    .where('companyId', '=', companyId)
    .where('tenantId', '=', tenantId)
    .where('id', '=', calendarId)
    .returning('id')
    .executeTakeFirst();
  return row !== undefined;
}

/** @returns false when the tenant has no such calendar */
export async function deleteCalendar(db: Queryable, companyId: number, tenantId: number, calendarId: number) {
  const row = await db
    .deleteFrom('calendars')
    .where('companyId', '=', companyId)
    .where('tenantId', '=', tenantId)
    .where('id', '=', calendarId)
    .returning('id')
    .executeTakeFirst();
  return row !== undefined;
}

export async function selectHolidays(db: Queryable, companyId: number): Promise<Holiday[]> {
  const { rows } = await sql<Holiday>`
    select to_char(day, 'YYYY-MM-DD') as day, name from holidays where company_id = ${companyId} order by day`.execute(
    db,
  );
  return rows;
}

export const deleteHolidays = (db: Queryable, companyId: number) =>
  db.deleteFrom('holidays').where('companyId', '=', companyId).execute();

/** Adds days; one that is there gets the new name. */
export async function upsertHolidays(db: Queryable, companyId: number, holidays: readonly Holiday[]): Promise<void> {
  await sql`
    insert into holidays (company_id, day, name)
    select ${companyId}::integer, h.day::date, h.name
    from jsonb_to_recordset(${JSON.stringify(holidays)}::jsonb) as h (day text, name text)
    on conflict (company_id, day) do update set name = excluded.name`.execute(db);
}

/** Locks the company's list of holidays for this unit. */
export const lockCompany = (db: Queryable, companyId: number) =>
  db.selectFrom('companies').select('id').where('id', '=', companyId).forNoKeyUpdate().executeTakeFirst();
