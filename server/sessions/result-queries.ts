import { sql } from 'kysely';
import type { Queryable } from '../foundation/database/database.ts';

export interface ResultRow {
  id: number;
  name: string;
  position: number;
  active: boolean;
}

const columns = ['id', 'name', 'position', 'active'] as const;

const results = (db: Queryable, companyId: number, tenantId: number) =>
  db
    .selectFrom('sessionResults')
    .select(columns)
    .where('companyId', '=', companyId)
    .where('tenantId', '=', tenantId)
    .orderBy('position')
    .orderBy('id');

/** All of a tenant in the administrator's order, also those no longer offered. */
export const readAllResults = (db: Queryable, companyId: number, tenantId: number): Promise<ResultRow[]> =>
  results(db, companyId, tenantId).execute();

/** What operators choose from. */
export const readResults = (db: Queryable, companyId: number, tenantId: number): Promise<ResultRow[]> =>
  results(db, companyId, tenantId).where('active', '=', true).execute();

/** In any case of letters: one name means one result. */
export async function resultByName(db: Queryable, companyId: number, tenantId: number, name: string) {
  const row = await results(db, companyId, tenantId)
    .where(sql<boolean>`lower(name) = lower(${name})`)
    .executeTakeFirst();
  return row ?? null;
}

export async function insertResult(
  db: Queryable,
  row: { companyId: number; tenantId: number; name: string; position: number; active: boolean },
): Promise<number> {
  const inserted = await db.insertInto('sessionResults').values(row).returning('id').executeTakeFirstOrThrow();
  return inserted.id;
}

/** `set` names at least one member. False when the tenant has no such result. */
export async function updateResult(
  db: Queryable,
  place: { companyId: number; tenantId: number; id: number },
  set: { name?: string; position?: number; active?: boolean },
): Promise<boolean> {
  const row = await db
    .updateTable('sessionResults')
    .set(set)
    .where('companyId', '=', place.companyId)
    .where('tenantId', '=', place.tenantId)
    .where('id', '=', place.id)
    .returning('id')
    .executeTakeFirst();
  return row !== undefined;
}
