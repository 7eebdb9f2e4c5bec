import type { Queryable } from '../../foundation/database/database.ts';

const shown = [
  'id',
  'companyId',
  'clientId',
  'name',
  'permissions',
  'tenantIds',
  'created',
  'expires',
  'perMinute',
  'lastUsed',
  'revoked',
] as const;

export const insertKey = (
  db: Queryable,
  key: {
    companyId: number;
    clientId: string;
    secretHash: string;
    name: string;
    permissions: string[];
    tenantIds: number[] | null;
    expires: Date | null;
    perMinute: number | null;
    created: Date;
  },
) => db.insertInto('apiKeys').values(key).returning('id').executeTakeFirstOrThrow();

/** Newest first. */
export const selectKeys = (db: Queryable, companyId: number) =>
  db.selectFrom('apiKeys').select(shown).where('companyId', '=', companyId).orderBy('id', 'desc').execute();

export const selectKey = (db: Queryable, companyId: number, keyId: number) =>
  db.selectFrom('apiKeys').select(shown).where('companyId', '=', companyId).where('id', '=', keyId).executeTakeFirst();

/** The one look-up without a company: the client id says which company it is. */
export const selectKeyByClient = (db: Queryable, clientId: string) =>
  db
    .selectFrom('apiKeys')
    .select([...shown, 'secretHash'])
    .where('clientId', '=', clientId)
    .executeTakeFirst();

export const countOpenKeys = async (db: Queryable, companyId: number) =>
  (
    await db
      .selectFrom('apiKeys')
      .select(db.fn.countAll<number>().as('n'))
      .where('companyId', '=', companyId)
      .where('revoked', 'is', null)
      .executeTakeFirstOrThrow()
  ).n;

/** False when there is no such key, or it is revoked. */
export async function updateKeySecret(
  db: Queryable,
  companyId: number,
  keyId: number,
  secretHash: string,
): Promise<boolean> {
  const { numUpdatedRows } = await db
    .updateTable('apiKeys')
    .set({ secretHash })
    .where('companyId', '=', companyId)
    .where('id', '=', keyId)
    .where('revoked', 'is', null)
    .executeTakeFirst();
  return numUpdatedRows > 0n;
}

/** Undefined when there is no such key, or it is revoked. */
export const updateKey = (
  db: Queryable,
  companyId: number,
  keyId: number,
  change: { name: string; permissions: string[]; expires: Date | null; perMinute: number | null },
) =>
  db
    .updateTable('apiKeys')
    .set(change)
    .where('companyId', '=', companyId)
    .where('id', '=', keyId)
    .where('revoked', 'is', null)
    .returning('id')
    .executeTakeFirst();

export const revokeKey = (db: Queryable, companyId: number, keyId: number, at: Date) =>
  db
    .updateTable('apiKeys')
    .set({ revoked: at })
    .where('companyId', '=', companyId)
    .where('id', '=', keyId)
    .where('revoked', 'is', null)
    .returning('id')
    .executeTakeFirst();

export const noteKeyUse = (db: Queryable, keyId: number, at: Date, notedBefore: Date) =>
  db
    .updateTable('apiKeys')
    .set({ lastUsed: at })
    .where('id', '=', keyId)
    .where((eb) => eb.or([eb('lastUsed', 'is', null), eb('lastUsed', '<', notedBefore)]))
    .execute();
