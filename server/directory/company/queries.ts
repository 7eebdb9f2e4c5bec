import type { Queryable } from '../../foundation/database/database.ts';

export const insertCompany = (
  db: Queryable,
  company: { guid: string; name: string; language: string; timezone: string; created: Date },
) => db.insertInto('companies').values(company).returning('id').executeTakeFirstOrThrow();

export const selectCompany = (db: Queryable, companyId: number) =>
  db.selectFrom('companies').selectAll().where('id', '=', companyId).executeTakeFirst();

export const selectCompanyByGuid = (db: Queryable, guid: string) =>
  db.selectFrom('companies').selectAll().where('guid', '=', guid).executeTakeFirst();

export const countCompanies = async (db: Queryable) =>
  (await db.selectFrom('companies').select(db.fn.countAll<number>().as('n')).executeTakeFirstOrThrow()).n;

export const updateCompany = (
  db: Queryable,
  companyId: number,
  change: { name?: string; language?: string; timezone?: string },
) => db.updateTable('companies').set(change).where('id', '=', companyId).execute();

export const insertTenant = (db: Queryable, tenant: { companyId: number; name: string; created: Date }) =>
  db.insertInto('tenants').values(tenant).returning('id').executeTakeFirstOrThrow();

export const selectTenants = (db: Queryable, companyId: number) =>
  db
    .selectFrom('tenants')
    .select(['id', 'companyId', 'name', 'created'])
    .where('companyId', '=', companyId)
    .orderBy('id')
    .execute();

export const selectTenant = (db: Queryable, companyId: number, tenantId: number) =>
  db
    .selectFrom('tenants')
    .select(['id', 'companyId', 'name', 'created'])
    .where('companyId', '=', companyId)
    .where('id', '=', tenantId)
    .executeTakeFirst();

export const updateTenant = (db: Queryable, companyId: number, tenantId: number, name: string) =>
  db
    .updateTable('tenants')
    .set({ name })
    .where('companyId', '=', companyId)
    .where('id', '=', tenantId)
    .returning('id')
    .executeTakeFirst();

export const insertAwayReasons = (
  db: Queryable,
  reasons: { companyId: number; name: string; paid: boolean; color?: string | null; position: number }[],
) => db.insertInto('awayReasons').values(reasons).returning('id').execute();

export const selectAwayReasons = (db: Queryable, companyId: number) =>
  db
    .selectFrom('awayReasons')
    .select(['id', 'name', 'paid', 'color', 'position', 'active'])
    .where('companyId', '=', companyId)
    .orderBy('position')
    .orderBy('id')
    .execute();

export const updateAwayReason = (
  db: Queryable,
  companyId: number,
  awayReasonId: number,
  change: { name?: string; paid?: boolean; color?: string | null; position?: number; active?: boolean },
) =>
  db
    .updateTable('awayReasons')
    .set(change)
    .where('companyId', '=', companyId)
    .where('id', '=', awayReasonId)
    .returning('id')
    .executeTakeFirst();

export interface MetricSettings {
  databaseUrl: string | null;
  organization: string | null;
  bucket: string | null;
  token: string | null;
}

export const selectMetricSettings = (db: Queryable, companyId: number): Promise<MetricSettings | undefined> =>
  db
    .selectFrom('metricSettings')
    .select(['databaseUrl', 'organization', 'bucket', 'token'])
    .where('companyId', '=', companyId)
    .executeTakeFirst();

export const upsertMetricSettings = (db: Queryable, companyId: number, settings: MetricSettings) =>
  db
    .insertInto('metricSettings')
    .values({ companyId, ...settings })
    .onConflict((conflict) => conflict.column('companyId').doUpdateSet(settings))
    .execute();

export const deleteMetricSettings = (db: Queryable, companyId: number) =>
  db.deleteFrom('metricSettings').where('companyId', '=', companyId).execute();
