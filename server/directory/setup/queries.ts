import { sql } from 'kysely';
import type { Queryable } from '../../foundation/database/database.ts';

/** Any constant: set-ups of all processes agree on it, so that one runs while the others wait. */
const setupLock = 7_240_612;

export const lockSetup = (db: Queryable) => sql`select pg_advisory_xact_lock(${setupLock})`.execute(db);

const purpose = 'setup-code';

export const insertCode = (db: Queryable, codeHash: string, created: Date) =>
  db
    .insertInto('installationKeys')
    .values({ id: `${purpose}:${codeHash.slice(0, 16)}`, purpose, secret: JSON.stringify({ codeHash }), created })
    .execute();

/** Hashes of the codes printed since; every node that starts prints its own. */
export const selectCodeHashes = async (db: Queryable, since: Date): Promise<string[]> => {
  const rows = await db
    .selectFrom('installationKeys')
    .select('secret')
    .where('purpose', '=', purpose)
    .where('created', '>', since)
    .execute();
  return rows.flatMap(({ secret }) => {
    const { codeHash } = secret as { codeHash?: unknown };
    return typeof codeHash === 'string' ? [codeHash] : [];
  });
};

export const deleteCodes = (db: Queryable) =>
  db.deleteFrom('installationKeys').where('purpose', '=', purpose).execute();
