import type { Queryable } from '../foundation/database/database.ts';

/** Scopes of the conversations of the past that are there already. */
export async function pastOf(db: Queryable, companyId: number, scopeStart: string): Promise<Set<string>> {
  const rows = await db
    .selectFrom('sessions')
    .select('scope')
    .where('companyId', '=', companyId)
    .where('scope', 'like', `${scopeStart}%`)
    .execute();
  return new Set(rows.map((row) => row.scope));
}
