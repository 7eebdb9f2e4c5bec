import type { Queryable } from '../foundation/database/database.ts';

/** The sessions of the past that are there already, by scope. */
export async function pastOf(db: Queryable, companyId: number, scopeStart: string) {
  const rows = await db
    .selectFrom('sessions')
    .select(['id', 'guestId', 'scope', 'closed'])
    .where('companyId', '=', companyId)
    .where('scope', 'like', `${scopeStart}%`)
    .execute();
  return new Map(rows.map((row) => [row.scope, row]));
}
