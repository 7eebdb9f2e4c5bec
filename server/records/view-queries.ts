import type { SavedView, SaveView, SessionView, Sort } from '@hovor/protocol/session-table';
import { sql } from 'kysely';
import type { Queryable } from '../foundation/database/database.ts';

export interface Owner {
  companyId: number;
  tenantId: number;
  userId: number;
}

const names = ['id', 'userId', 'name', 'shared', 'view', 'filter', 'sort', 'columns'] as const;

/** Own views and those shared in the tenant, by name. */
export async function readViews(db: Queryable, { companyId, tenantId, userId }: Owner): Promise<SavedView[]> {
  const rows = await db
    .selectFrom('sessionViews')
    .select(names)
    .where('companyId', '=', companyId)
    .where('tenantId', '=', tenantId)
    .where((eb) => eb.or([eb('userId', '=', userId), eb('shared', '=', true)]))
    .orderBy(sql`lower(name)`)
    .orderBy('id')
    .execute();
  return rows.map(({ userId: owner, view, sort, ...row }) => ({
    ...row,
    mine: owner === userId,
    view: view as SessionView,
    sort: sort as Sort,
  }));
}

/** Adds a view unless the user has `most` already. Null = too many. */
export async function insertView(
  db: Queryable,
  { companyId, tenantId, userId }: Owner,
  { name, shared, view, filter, sort, columns }: SaveView,
  { created, most }: { created: Date; most: number },
): Promise<number | null> {
  const { rows } = await sql<{ id: number }>`
    insert into session_views (company_id, tenant_id, user_id, name, shared, view, filter, sort, columns, created)
    select ${companyId}, ${tenantId}, ${userId}, ${name}, ${shared}, ${view}, ${filter}, ${sort},
      ${[...columns]}::text[], ${created}
    where (select count(*) from session_views where tenant_id = ${tenantId} and user_id = ${userId}) < ${most}
    returning id`.execute(db);
  return rows[0]?.id ?? null;
}

/** The own view, or with `sharedToo` one that is shared in the tenant. */
const reachable = ({ companyId, tenantId, userId }: Owner, viewId: number, sharedToo: boolean) =>
  sql<boolean>`company_id = ${companyId} and tenant_id = ${tenantId} and id = ${viewId}
    and (user_id = ${userId} or (shared and ${sharedToo}))`;

export async function updateView(
  db: Queryable,
  owner: Owner,
  viewId: number,
  { columns, ...view }: SaveView,
  sharedToo: boolean,
): Promise<boolean> {
  const result = await db
    .updateTable('sessionViews')
    .set({ ...view, columns: [...columns] })
    .where(reachable(owner, viewId, sharedToo))
    .executeTakeFirst();
  return result.numUpdatedRows > 0n;
}

export async function deleteView(db: Queryable, owner: Owner, viewId: number, sharedToo: boolean): Promise<boolean> {
  const result = await db
    .deleteFrom('sessionViews')
    .where(reachable(owner, viewId, sharedToo))
    .executeTakeFirst();
  return result.numDeletedRows > 0n;
}
