import { randomBytes } from 'node:crypto';
import type { Queryable } from '../database/database.ts';

/**
 * The random 256-bit key this installation keeps for one purpose, made when it is first asked for. Every process of an
 * installation gets the same one, also when several ask for the first time at once.
 */
export async function installationKey(db: Queryable, purpose: string): Promise<Buffer> {
  const known = await readKey(db, purpose);
  if (known) return known;
  await db
    .insertInto('installationKeys')
    .values({ id: purpose, purpose, secret: JSON.stringify({ key: randomBytes(32).toString('base64') }) })
    .onConflict((conflict) => conflict.column('id').doNothing())
    .execute();
  const made = await readKey(db, purpose);
  if (!made) throw new Error(`The installation key ${purpose} is unreadable.`);
  return made;
}

async function readKey(db: Queryable, purpose: string) {
  const row = await db.selectFrom('installationKeys').select('secret').where('id', '=', purpose).executeTakeFirst();
  const key = (row?.secret as { key?: unknown } | undefined)?.key;
  return typeof key === 'string' ? Buffer.from(key, 'base64') : undefined;
}
