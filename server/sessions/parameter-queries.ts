import type { Queryable } from '../foundation/database/database.ts';

export interface ParameterRow {
  id: number;
  name: string;
  label: string;
  /** Operators see it before they accept (AD-PA-2). */
  inQueue: boolean;
}

interface Place {
  companyId: number;
  tenantId: number;
  id: number;
}

const columns = ['id', 'name', 'label', 'inQueue'] as const;

/** Defined parameters of a tenant, the oldest first. */
export const readParameters = (db: Queryable, companyId: number, tenantId: number): Promise<ParameterRow[]> =>
  db
    .selectFrom('parameters')
    .select(columns)
    .where('companyId', '=', companyId)
    .where('tenantId', '=', tenantId)
    .orderBy('id')
    .execute();

export async function insertParameter(
  db: Queryable,
  row: { companyId: number; tenantId: number; name: string; label: string; inQueue: boolean },
): Promise<number> {
  const saved = await db.insertInto('parameters').values(row).returning('id').executeTakeFirstOrThrow();
  return saved.id;
}

export async function upsertParameter(
  db: Queryable,
  row: { companyId: number; tenantId: number; name: string; label: string; inQueue: boolean },
): Promise<number> {
  const saved = await db
    .insertInto('parameters')
    .values(row)
    .onConflict((conflict) =>
      conflict.columns(['tenantId', 'name']).doUpdateSet({ label: row.label, inQueue: row.inQueue }),
    )
    .returning('id')
    .executeTakeFirstOrThrow();
  return saved.id;
}

/** False when the tenant has no such parameter. */
export async function updateParameter(
  db: Queryable,
  { companyId, tenantId, id }: Place,
  set: { label: string; inQueue: boolean },
): Promise<boolean> {
  const row = await db
    .updateTable('parameters')
    .set(set)
    .where('companyId', '=', companyId)
    .where('tenantId', '=', tenantId)
    .where('id', '=', id)
    .returning('id')
    .executeTakeFirst();
  return row !== undefined;
}

/** False when the tenant has no such parameter. */
export async function deleteParameter(db: Queryable, { companyId, tenantId, id }: Place): Promise<boolean> {
  const row = await db
    .deleteFrom('parameters')
    .where('companyId', '=', companyId)
    .where('tenantId', '=', tenantId)
    .where('id', '=', id)
    .returning('id')
    .executeTakeFirst();
  return row !== undefined;
}
