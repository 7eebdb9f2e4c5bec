import { sql } from 'kysely';
import { type Adapter, type AdapterPayload, errors } from 'oidc-provider';
import type { Queryable } from '../foundation/database/database.ts';
import { hashToken } from '../foundation/security/tokens.ts';
import { clientOf } from './clients.ts';

/**
 * The storage the authorisation server asks for. Clients are not rows: any id may be an API key's, and whether it is,
 * and its secret right, is decided in one place and with one answer. Everything else is a row under the hash of its id.
 */
export const artifacts =
  (db: Queryable, origin: string, endLogin: EndLogin) =>
  (kind: string): Adapter => {
    if (kind === 'Client') return { ...unused, find: async (id) => clientOf(id, origin) };
    return {
      async upsert(id, payload, expiresIn) {
        await upsert(db, kind, id, payload, expiresIn);
      },
      find: (id) => find(db, kind, id),
      findByUid: (uid) => findByUid(db, kind, uid),
      findByUserCode: async () => undefined,
      consume: (id) => consume(db, kind, id),
      destroy: (id) => destroy(db, kind, id, endLogin),
      revokeByGrantId: (grantId) => revokeByGrant(db, grantId, endLogin),
    };
  };

/** Ends a login that was opened for a grant and for nothing else. */
export type EndLogin = (loginId: number) => Promise<unknown>;

const nothing = async () => undefined;
const unused: Adapter = {
  find: nothing,
  findByUid: nothing,
  findByUserCode: nothing,
  upsert: nothing,
  consume: nothing,
  destroy: nothing,
  revokeByGrantId: nothing,
};

/** The id is added again when the row is read: it is not stored. */
async function upsert(db: Queryable, kind: string, id: string, payload: AdapterPayload, expiresIn = 0) {
  const { jti: _, ...kept } = payload;
  const row = {
    payload: JSON.stringify(kept),
    grantHash: kind === 'Grant' ? hashToken(id) : payload.grantId ? hashToken(payload.grantId) : null,
    uid: payload.uid ?? null,
    expires: sql<Date>`now() + make_interval(secs => ${expiresIn})`,
  };
  await db
    .insertInto('oidcArtifacts')
    .values({ kind, idHash: hashToken(id), ...row })
    .onConflict((conflict) => conflict.columns(['kind', 'idHash']).doUpdateSet(row))
    .execute();
}

const running = (db: Queryable, kind: string) =>
  db
    .selectFrom('oidcArtifacts')
    .select(['payload', 'consumed'])
    .where('kind', '=', kind)
    .where('expires', '>', sql<Date>`now()`);

const asPayload = (row: { payload: unknown; consumed: Date | null }): AdapterPayload => ({
  ...(row.payload as AdapterPayload),
  ...(row.consumed && { consumed: Math.floor(row.consumed.getTime() / 1000) }),
});

async function find(db: Queryable, kind: string, id: string): Promise<AdapterPayload | undefined> {
  const row = await running(db, kind).where('idHash', '=', hashToken(id)).executeTakeFirst();
  return row && { ...asPayload(row), jti: id };
}

async function findByUid(db: Queryable, kind: string, uid: string): Promise<AdapterPayload | undefined> {
  const row = await running(db, kind).where('uid', '=', uid).executeTakeFirst();
  return row && asPayload(row);
}

/** Of two that redeem the same code at once, the row lets one through. */
async function consume(db: Queryable, kind: string, id: string): Promise<undefined> {
  const { numUpdatedRows } = await db
    .updateTable('oidcArtifacts')
    .set({ consumed: sql<Date>`now()` })
    .where('kind', '=', kind)
    .where('idHash', '=', hashToken(id))
    .where('consumed', 'is', null)
    .executeTakeFirst();
  if (numUpdatedRows === 0n) throw new errors.InvalidGrant('used before');
}

/** A grant takes its login along, and with it the tokens that were issued for it. */
async function destroy(db: Queryable, kind: string, id: string, endLogin: EndLogin): Promise<undefined> {
  const row = await db
    .deleteFrom('oidcArtifacts')
    .where('kind', '=', kind)
    .where('idHash', '=', hashToken(id))
    .returning('loginId')
    .executeTakeFirst();
  if (row?.loginId) await endLogin(row.loginId);
}

async function revokeByGrant(db: Queryable, grantId: string, endLogin: EndLogin): Promise<undefined> {
  const rows = await db
    .deleteFrom('oidcArtifacts')
    .where('grantHash', '=', hashToken(grantId))
    .returning('loginId')
    .execute();
  for (const { loginId } of rows) if (loginId) await endLogin(loginId);
}

/** From now on the grant lives and dies with this login. */
export const bindGrant = (db: Queryable, grantId: string, loginId: number) =>
  db
    .updateTable('oidcArtifacts')
    .set({ loginId })
    .where('kind', '=', 'Grant')
    .where('idHash', '=', hashToken(grantId))
    .execute();

/** The login of a grant, with the company it belongs to; undefined when either has ended. */
export const loginOfGrant = (db: Queryable, grantId: string) =>
  db
    .selectFrom('oidcArtifacts')
    .innerJoin('logins', 'logins.id', 'oidcArtifacts.loginId')
    .select(['logins.id as loginId', 'logins.companyId', 'logins.userId'])
    .where('kind', '=', 'Grant')
    .where('idHash', '=', hashToken(grantId))
    .executeTakeFirst();

export const deleteExpired = (db: Queryable) =>
  db.deleteFrom('oidcArtifacts').where('expires', '<', sql<Date>`now()`).execute();
