import { type Insertable, sql } from 'kysely';
import type { Queryable } from '../foundation/database/database.ts';
import type { Files } from '../foundation/database/tables.ts';

export async function insertFile(db: Queryable, row: Insertable<Files>): Promise<number> {
  const inserted = await db.insertInto('files').values(row).returning('id').executeTakeFirstOrThrow();
  return inserted.id;
}

/** A file of this very session whose content is still there. */
export async function readFile(db: Queryable, companyId: number, sessionId: number, fileId: number) {
  const row = await db
    .selectFrom('files')
    .select(['id', 'name', 'contentType', 'size', 'storageKey'])
    .where('companyId', '=', companyId)
    .where('sessionId', '=', sessionId)
    .where('id', '=', fileId)
    .where('deleted', 'is', null)
    .executeTakeFirst();
  return row ?? null;
}

export async function storageKeyExists(db: Queryable, companyId: number, storageKey: string): Promise<boolean> {
  const row = await db
    .selectFrom('files')
    .select('id')
    .where('companyId', '=', companyId)
    .where('storageKey', '=', storageKey)
    .executeTakeFirst();
  return row !== undefined;
}

/** Those of these files that belong to this session, removed ones too. */
export function readFiles(db: Queryable, companyId: number, sessionId: number, fileIds: readonly number[]) {
  return db
    .selectFrom('files')
    .select(['id', 'storageKey', 'deleted'])
    .where('companyId', '=', companyId)
    .where('sessionId', '=', sessionId)
    .where('id', '=', sql<number>`any (${[...fileIds]}::bigint[])`)
    .execute();
}

export async function markFileDeleted(db: Queryable, companyId: number, fileId: number, deleted: Date): Promise<void> {
  await db.updateTable('files').set({ deleted }).where('companyId', '=', companyId).where('id', '=', fileId).execute();
}
