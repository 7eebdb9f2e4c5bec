import { calculateJwkThumbprint, exportJWK, generateKeyPair, type JWK } from 'jose';
import type { Database } from '../foundation/database/database.ts';

const purpose = 'token-signing';

/**
 * The RSA keys tokens are signed with, private parts included; the first signs, all verify. Made when an installation
 * first starts and the same for all its processes, also when several start at once.
 */
export async function signingKeys(db: Database): Promise<JWK[]> {
  const known = await read(db);
  if (known) return known;
  const { privateKey } = await generateKeyPair('RS256', { modulusLength: 2048, extractable: true });
  const jwk = await exportJWK(privateKey);
  const key = { ...jwk, alg: 'RS256', use: 'sig', kid: await calculateJwkThumbprint(jwk) };
  await db
    .insertInto('installationKeys')
    .values({ id: purpose, purpose, secret: JSON.stringify({ keys: [key] }) })
    .onConflict((conflict) => conflict.column('id').doNothing())
    .execute();
  const made = await read(db);
  if (!made) throw new Error('The keys for signing tokens are unreadable.');
  return made;
}

async function read(db: Database): Promise<JWK[] | undefined> {
  const row = await db.selectFrom('installationKeys').select('secret').where('id', '=', purpose).executeTakeFirst();
  const keys = (row?.secret as { keys?: unknown } | undefined)?.keys;
  return Array.isArray(keys) && keys.length > 0 ? (keys as JWK[]) : undefined;
}

/** The half of a key that anyone may see. */
export const publicHalf = ({ kty, n, e, kid, alg, use }: JWK): JWK => ({ kty, n, e, kid, alg, use });
