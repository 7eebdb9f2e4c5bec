import type { Queryable } from '../foundation/database/database.ts';
import type { TagRow } from './reading-queries.ts';

export interface TenantTag extends TagRow {
  tenantId: number;
}

const tags = (db: Queryable, companyId: number) =>
  db
    .selectFrom('tags')
    .select(['id', 'tenantId', 'name', 'label', 'background', 'text'])
    .where('companyId', '=', companyId);

export const readTagsOf = (
  db: Queryable,
  companyId: number,
  tenantIds: readonly number[] | null,
): Promise<TenantTag[]> => {
  if (tenantIds?.length === 0) return Promise.resolve([]);
  return tags(db, companyId)
    .$if(tenantIds !== null, (query) => query.where('tenantId', 'in', [...(tenantIds ?? [])]))
    .orderBy('id')
    .execute();
};

export const readTagWithTenant = (db: Queryable, companyId: number, tagId: number): Promise<TenantTag | undefined> =>
  tags(db, companyId).where('id', '=', tagId).executeTakeFirst();

export const insertTag = (
  db: Queryable,
  tag: {
    companyId: number;
    tenantId: number;
    name: string;
    label: string | null;
    background: string | null;
    text: string | null;
  },
): Promise<{ id: number }> => db.insertInto('tags').values(tag).returning('id').executeTakeFirstOrThrow();

export async function updateTag(
  db: Queryable,
  companyId: number,
  tagId: number,
  set: { label?: string | null; background?: string | null; text?: string | null },
): Promise<void> {
  if (Object.keys(set).length === 0) return;
  await db.updateTable('tags').set(set).where('companyId', '=', companyId).where('id', '=', tagId).execute();
}

export const deleteTag = (db: Queryable, companyId: number, tagId: number) =>
  db.deleteFrom('tags').where('companyId', '=', companyId).where('id', '=', tagId).execute();
