import type { Queryable } from '../foundation/database/database.ts';

/** The tenant that is asked first when a page names none (WG-JS-2). */
export async function firstTenant(db: Queryable, companyId: number): Promise<number> {
  const { id } = await db
    .selectFrom('tenants')
    .select((expression) => expression.fn.min('id').as('id'))
    .where('companyId', '=', companyId)
    .executeTakeFirstOrThrow();
  return id;
}
