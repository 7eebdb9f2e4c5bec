import type { Queryable } from '../foundation/database/database.ts';

/** Sessions with an operator whose ACW is over, longest first. */
export async function acwRunOut(db: Queryable, now: Date, limit: number) {
  return db
    .selectFrom('sessionOperators')
    .select(['companyId', 'sessionId'])
    .where('concluded', 'is', null)
    .where('acwUntil', '<=', now)
    .orderBy('acwUntil')
    .limit(limit)
    .execute();
}

export async function tenantsWithLostGuests(db: Queryable) {
  return db
    .selectFrom('sessions')
    .select(['companyId', 'tenantId'])
    .distinct()
    .where('ended', 'is', null)
    .where('guestLost', 'is not', null)
    .execute();
}

/** Running sessions whose client is away since `since` or longer. */
export async function guestsLost(
  db: Queryable,
  tenant: { companyId: number; tenantId: number },
  since: Date,
  limit: number,
): Promise<number[]> {
  const rows = await db
    .selectFrom('sessions')
    .select('id')
    .where('companyId', '=', tenant.companyId)
    .where('tenantId', '=', tenant.tenantId)
    .where('ended', 'is', null)
    .where('guestLost', '<=', since)
    .orderBy('guestLost')
    .limit(limit)
    .execute();
  return rows.map((row) => row.id);
}
