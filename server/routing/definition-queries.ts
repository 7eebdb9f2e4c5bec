import type { Queryable } from '../foundation/database/database.ts';
import type { Condition } from './schema.ts';

/** Changes of one tenant's routings happen one after the other. */
export async function lockTenant(db: Queryable, companyId: number, tenantId: number): Promise<boolean> {
  const row = await db
    .selectFrom('tenants')
    .select('id')
    .where('companyId', '=', companyId)
    .where('id', '=', tenantId)
    .forNoKeyUpdate()
    .executeTakeFirst();
  return row !== undefined;
}

export const selectRoutings = (db: Queryable, companyId: number, tenantId: number) =>
  db
    .selectFrom('routings')
    .select(['id', 'name', 'fallback'])
    .where('companyId', '=', companyId)
    .where('tenantId', '=', tenantId)
    .orderBy('name')
    .execute();

export const selectRouting = (db: Queryable, companyId: number, routingId: number) =>
  db
    .selectFrom('routings')
    .select(['id', 'tenantId', 'name', 'fallback'])
    .where('companyId', '=', companyId)
    .where('id', '=', routingId)
    .executeTakeFirst();

export async function groupsOfTenant(db: Queryable, companyId: number, tenantId: number, groupIds: readonly number[]) {
  if (groupIds.length === 0) return [];
  return db
    .selectFrom('groups')
    .select('id')
    .where('companyId', '=', companyId)
    .where('tenantId', '=', tenantId)
    .where('id', 'in', groupIds)
    .execute();
}

/** The caller holds the tenant's lock, so nobody makes one of the same name meanwhile. */
export async function upsertRouting(
  db: Queryable,
  routing: { companyId: number; tenantId: number; name: string; fallback: string },
): Promise<number> {
  const { companyId, tenantId, name, fallback } = routing;
  const known = await db
    .updateTable('routings')
    .set({ fallback })
    .where('companyId', '=', companyId)
    .where('tenantId', '=', tenantId)
    .where('name', '=', name)
    .returning('id')
    .executeTakeFirst();
  if (known) return known.id;
  return (await db.insertInto('routings').values(routing).returning('id').executeTakeFirstOrThrow()).id;
}

export async function replaceRules(
  db: Queryable,
  companyId: number,
  routingId: number,
  rules: readonly { groupId: number; conditions: readonly Condition[] }[],
) {
  await db.deleteFrom('routingRules').where('companyId', '=', companyId).where('routingId', '=', routingId).execute();
  if (rules.length === 0) return;
  await db
    .insertInto('routingRules')
    .values(
      rules.map(({ groupId, conditions }, position) => ({
        companyId,
        routingId,
        position,
        groupId,
        conditions: JSON.stringify(conditions),
      })),
    )
    .execute();
}
