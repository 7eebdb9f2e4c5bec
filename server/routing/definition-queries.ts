import { sql } from 'kysely';
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

const routings = (db: Queryable, companyId: number) =>
  db
    .selectFrom('routings')
    .select(['id', 'tenantId', 'name', 'version', 'fallback', 'channelRanks'])
    .where('companyId', '=', companyId);

export const selectRoutings = (db: Queryable, companyId: number, tenantId: number) =>
  routings(db, companyId)
    .where('tenantId', '=', tenantId)
    .select((eb) =>
      eb
        .selectFrom('routingRules')
        .whereRef('routingRules.routingId', '=', 'routings.id')
        .select((rules) => rules.fn.countAll<number>().as('count'))
        .as('ruleCount'),
    )
    .orderBy(sql`lower(name)`)
    .execute();

export const selectRouting = (db: Queryable, companyId: number, routingId: number) =>
  routings(db, companyId).where('id', '=', routingId).executeTakeFirst();

/** The packages that send their clients by routings of a tenant, by name; inactive ones too. */
export const selectPackages = (db: Queryable, companyId: number, tenantId: number) =>
  db
    .selectFrom('presets')
    .select(['id', 'name', 'routingId', 'active'])
    .where('companyId', '=', companyId)
    .where('tenantId', '=', tenantId)
    .orderBy(sql`lower(name)`)
    .execute();

/** The parameters an administrator defined; others are not offered in conditions (AD-PA-4). */
export const selectParameters = (db: Queryable, companyId: number, tenantId: number) =>
  db
    .selectFrom('parameters')
    .select(['name', 'label'])
    .where('companyId', '=', companyId)
    .where('tenantId', '=', tenantId)
    .orderBy(sql`lower(label)`)
    .execute();

/** What rules can lead to. */
export const selectTargets = (db: Queryable, companyId: number, tenantId: number) =>
  db
    .selectFrom('groups')
    .select(['id', 'name', 'type'])
    .where('companyId', '=', companyId)
    .where('tenantId', '=', tenantId)
    .orderBy(sql`lower(name)`)
    .execute();

export const selectRules = (db: Queryable, companyId: number, routingId: number) =>
  db
    .selectFrom('routingRules')
    .select(['groupId', sql<Condition[]>`conditions`.as('conditions')])
    .where('companyId', '=', companyId)
    .where('routingId', '=', routingId)
    .orderBy('position')
    .execute();

export async function countRoutings(db: Queryable, companyId: number, tenantId: number): Promise<number> {
  const { count } = await db
    .selectFrom('routings')
    .select((eb) => eb.fn.countAll<number>().as('count'))
    .where('companyId', '=', companyId)
    .where('tenantId', '=', tenantId)
    .executeTakeFirstOrThrow();
  return count;
}

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

export interface RoutingRow {
  name: string;
  fallback: string;
  channelRanks: string[] | null;
}

export const insertRouting = (db: Queryable, routing: RoutingRow & { companyId: number; tenantId: number }) =>
  db.insertInto('routings').values(routing).returning('id').executeTakeFirstOrThrow();

/** @returns false when it is no longer of that version */
export async function updateRouting(
  db: Queryable,
  { companyId, routingId, version }: { companyId: number; routingId: number; version: number },
  routing: RoutingRow,
): Promise<boolean> {
  const { numUpdatedRows } = await db
    .updateTable('routings')
    .set(routing)
    .where('companyId', '=', companyId)
    .where('id', '=', routingId)
    .where('version', '=', version)
    .executeTakeFirst();
  return numUpdatedRows > 0n;
}

export const deleteRouting = (db: Queryable, companyId: number, routingId: number) =>
  db.deleteFrom('routings').where('companyId', '=', companyId).where('id', '=', routingId).execute();

/** True while a client is searched an operator by its rules. */
export const someoneWaits = async (db: Queryable, companyId: number, routingId: number) =>
  (await db
    .selectFrom('routingRequests')
    .select('id')
    .where('companyId', '=', companyId)
    .where('routingId', '=', routingId)
    .where('ended', 'is', null)
    .limit(1)
    .executeTakeFirst()) !== undefined;

/** Everybody who waits by these rules is looked at again in the next round (AD-RT-5); forwards do not go by rules. */
export const lookAgain = (db: Queryable, companyId: number, routingId: number) =>
  db
    .updateTable('routingRequests')
    .set({ rulesChanged: true })
    .where('companyId', '=', companyId)
    .where('routingId', '=', routingId)
    .where('ended', 'is', null)
    .where('stage', 'is', null)
    .where('groupId', 'is not', null)
    .execute();

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
