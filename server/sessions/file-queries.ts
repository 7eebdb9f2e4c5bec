import type { Insertable } from 'kysely';
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
