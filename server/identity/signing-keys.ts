import { calculateJwkThumbprint, exportJWK, generateKeyPair, type JWK } from 'jose';
import type { Transaction } from 'kysely';
import type { Database, Queryable } from '../foundation/database/database.ts';
import type { DB } from '../foundation/database/tables.ts';

const purpose = 'token-signing';

/** A key of the ring, with the time it was made (milliseconds). */
interface Kept {
  jwk: JWK;
  made: number;
}

/** Age at which a key is followed by the next one, and how long it still verifies afterwards. Milliseconds. */
const renewAfter = 90 * 86_400_000;
const verifyFor = 86_400_000;

/**
 * The RSA keys tokens are signed with, private parts included; the first signs, all verify. Made when an installation
 * first starts and the same for all its processes, also when several start at once.
 */
export async function signingKeys(db: Database): Promise<JWK[]> {
  const known = await read(db);
  if (known) return known.map(({ jwk }) => jwk);
  await db
    .insertInto('installationKeys')
    .values({ id: purpose, purpose, secret: JSON.stringify(stored([{ jwk: await newKey(), made: Date.now() }])) })
    .onConflict((conflict) => conflict.column('id').doNothing())
    .execute();
  const made = await read(db);
  if (!made) throw new Error('The keys for signing tokens are unreadable.');
  return made.map(({ jwk }) => jwk);
}

/**
 * Puts a new key in front; with `onlyOld` only when the present one has reached its age. Keys before it go on verifying
 * until every token they signed has expired, so nobody notices. True when a key was made.
 */
export async function rotateSigningKeys(
  db: Database,
  now: Date,
  { onlyOld = false }: { onlyOld?: boolean } = {},
): Promise<boolean> {
  const next = await newKey();
  return db.transaction().execute(async (transaction) => {
    const ring = await readLocked(transaction);
    const [present] = ring;
    if (!present || (onlyOld && now.getTime() - present.made < renewAfter)) return false;
    // A key stops signing when its follower is made.
    const kept = ring.filter((_, index) => index === 0 || now.getTime() - (ring[index - 1]?.made ?? 0) < verifyFor);
    await transaction
      .updateTable('installationKeys')
      .set({ secret: JSON.stringify(stored([{ jwk: next, made: now.getTime() }, ...kept])) })
      .where('id', '=', purpose)
      .execute();
    return true;
  });
}

async function newKey(): Promise<JWK> {
  const { privateKey } = await generateKeyPair('RS256', { modulusLength: 2048, extractable: true });
  const jwk = await exportJWK(privateKey);
  return { ...jwk, alg: 'RS256', use: 'sig', kid: await calculateJwkThumbprint(jwk) };
}

const stored = (ring: Kept[]) => ({ keys: ring.map(({ jwk }) => jwk), made: ring.map(({ made }) => made) });

async function read(db: Queryable): Promise<Kept[] | undefined> {
  const row = await db
    .selectFrom('installationKeys')
    .select(['secret', 'created'])
    .where('id', '=', purpose)
    .executeTakeFirst();
  return row && ringOf(row);
}

async function readLocked(db: Transaction<DB>): Promise<Kept[]> {
  const row = await db
    .selectFrom('installationKeys')
    .select(['secret', 'created'])
    .where('id', '=', purpose)
    .forUpdate()
    .executeTakeFirst();
  return (row && ringOf(row)) ?? [];
}

/** A ring an earlier version wrote has no times; its one key is as old as its row. */
function ringOf({ secret, created }: { secret: unknown; created: Date }): Kept[] | undefined {
  const { keys, made = [] } = (secret ?? {}) as { keys?: JWK[]; made?: number[] };
  if (!Array.isArray(keys) || keys.length === 0) return undefined;
  return keys.map((jwk, index) => ({ jwk, made: made[index] ?? created.getTime() }));
}

/** The half of a key that anyone may see. */
export const publicHalf = ({ kty, n, e, kid, alg, use }: JWK): JWK => ({ kty, n, e, kid, alg, use });
