import { sql } from 'kysely';
import type { Queryable } from '../foundation/database/database.ts';
import type { Dashboard, GroupingField, Metric } from './schema.ts';

export async function readMetrics(db: Queryable, companyId: number): Promise<Metric[]> {
  const rows = await db
    .selectFrom('metrics')
    .select(['id', 'baseName', 'suffix', 'groupingFields'])
    .where('companyId', '=', companyId)
    .orderBy('id')
    .execute();
  return rows.map((row) => ({ ...row, groupingFields: row.groupingFields as unknown as GroupingField[] }));
}

/** Null = the company has a metric of that name. */
export async function insertMetric(
  db: Queryable,
  companyId: number,
  { baseName, suffix, groupingFields }: Omit<Metric, 'id'>,
): Promise<number | null> {
  const { rows } = await sql<{ id: number }>`
    insert into metrics (company_id, base_name, suffix, grouping_fields)
    values (${companyId}, ${baseName}, ${suffix}, ${JSON.stringify(groupingFields)})
    on conflict (company_id, (base_name || suffix)) do nothing
    returning id`.execute(db);
  return rows[0]?.id ?? null;
}

export async function countMetrics(db: Queryable, companyId: number): Promise<number> {
  const { count } = await db
    .selectFrom('metrics')
    .select(({ fn }) => fn.countAll<number>().as('count'))
    .where('companyId', '=', companyId)
    .executeTakeFirstOrThrow();
  return Number(count);
}

/** False = there was none. It leaves its dashboards too. */
export async function removeMetric(db: Queryable, companyId: number, metricId: number): Promise<boolean> {
  const { numDeletedRows } = await db
    .deleteFrom('metrics')
    .where('companyId', '=', companyId)
    .where('id', '=', metricId)
    .executeTakeFirst();
  return numDeletedRows > 0n;
}

/** Those of these metrics the company has, locked against being deleted. */
export async function lockMetrics(db: Queryable, companyId: number, metricIds: readonly number[]): Promise<number[]> {
  if (metricIds.length === 0) return [];
  const rows = await db
    .selectFrom('metrics')
    .select('id')
    .where('companyId', '=', companyId)
    .where('id', 'in', [...metricIds])
    .orderBy('id')
    .forKeyShare()
    .execute();
  return rows.map(({ id }) => id);
}

export async function readDashboards(db: Queryable, companyId: number): Promise<Dashboard[]> {
  const { rows } = await sql<Dashboard>`
    select d.id, d.name, d.key, coalesce(
      (select json_agg(m.metric_id order by m.position) from metric_dashboard_metrics m
        where m.company_id = d.company_id and m.dashboard_id = d.id), '[]') as metric_ids
    from metric_dashboards d where d.company_id = ${companyId} order by d.id`.execute(db);
  return rows;
}

/** Null = the company has a dashboard of that key. */
export async function insertDashboard(
  db: Queryable,
  companyId: number,
  { name, key, metricIds }: Omit<Dashboard, 'id'>,
): Promise<number | null> {
  const { rows } = await sql<{ id: number }>`
    insert into metric_dashboards (company_id, name, key) values (${companyId}, ${name}, ${key})
    on conflict (company_id, lower(key)) do nothing returning id`.execute(db);
  const id = rows[0]?.id;
  if (id === undefined) return null;
  if (metricIds.length > 0) {
    await db
      .insertInto('metricDashboardMetrics')
      .values(metricIds.map((metricId, position) => ({ companyId, dashboardId: id, metricId, position })))
      .execute();
  }
  return id;
}

/** False = there was none. */
export async function removeDashboard(db: Queryable, companyId: number, dashboardId: number): Promise<boolean> {
  const { numDeletedRows } = await db
    .deleteFrom('metricDashboards')
    .where('companyId', '=', companyId)
    .where('id', '=', dashboardId)
    .executeTakeFirst();
  return numDeletedRows > 0n;
}
