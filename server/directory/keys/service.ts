import { limits } from '@hovor/protocol/limits';
import { refusing } from '../../foundation/database/duplicates.ts';
import { invalid, notFound, Problem } from '../../foundation/errors.ts';
import { type Actor, type ApiKeyActor, companyOf } from '../../foundation/security/actor.ts';
import { newToken, sameSecret } from '../../foundation/security/tokens.ts';
import { type Store, transact } from '../../foundation/transact.ts';
import { selectTenants } from '../company/queries.ts';
import { lockCompany } from '../locks.ts';
import { requiredName } from '../names.ts';
import { mayGovern } from '../rules.ts';
import { type ApiPermission, apiPermissions, serverPermission } from '../schema.ts';
import * as queries from './queries.ts';
import { hashKeySecret } from './secret.ts';

export interface NewApiKey {
  name: string;
  permissions: readonly ApiPermission[];
  /** The only tenants the key may touch; null = all of the company. */
  tenantIds?: readonly number[] | null;
  expires?: Date | null;
  /** Most requests a minute (API-CONV-23); null = no limit. */
  perMinute?: number | null;
}

export type KeyChange = Required<Pick<NewApiKey, 'name' | 'permissions' | 'expires' | 'perMinute'>> & {
  expires: Date | null;
  perMinute: number | null;
};

/** What the actor may give a key; what it has already may stay. @throws not-permitted */
function grantable(actor: Actor, wanted: readonly string[], held: readonly string[] = []): ApiPermission[] {
  const permissions = apiPermissions.filter((permission) => wanted.includes(permission));
  const asksForServer = permissions.includes(serverPermission) && !held.includes(serverPermission);
  if (asksForServer && !mayGovern(actor, ['Admin'])) {
    throw new Problem('not-permitted', { detail: `Only a server administrator may give a key ${serverPermission}.` });
  }
  return permissions;
}

const refusals = { api_keys_client_id_key: ['clientId', 'is taken.'] } as const;

type KeyRow = NonNullable<Awaited<ReturnType<typeof queries.selectKey>>>;

/** Keys of integrations (SEC-KEY). The secret exists in readable form only in the answer that made it. */
export function createApiKeys(store: Store) {
  const usable = (key: KeyRow) => !key.revoked && (!key.expires || key.expires > store.clock.now());

  const noteUse = async (key: KeyRow) => {
    const now = store.clock.now();
    const stale = new Date(now.getTime() - limits.lastUseStep);
    if (!key.lastUsed || key.lastUsed < stale) await queries.noteKeyUse(store.db, key.id, now, stale);
  };

  return {
    /** Newest first; secrets are not part of it. */
    list: (companyId: number) => queries.selectKeys(store.db, companyId),

    /** @throws not-found outside the company */
    async load(companyId: number, keyId: number) {
      const key = await queries.selectKey(store.db, companyId, keyId);
      if (!key) throw notFound();
      return key;
    },

    /** `chosen` fixes id and secret; the demo uses it, everybody else gets random ones. */
    create: (actor: Actor, key: NewApiKey, chosen: { clientId?: string; secret?: string } = {}) =>
      refusing(refusals, async () => {
        const secret = chosen.secret ?? newToken();
        const clientId = chosen.clientId ?? `key_${newToken().slice(0, 20)}`;
        const secretHash = await hashKeySecret(store.db, secret);
        return transact(store, actor, async (unit) => {
          const companyId = companyOf(actor);
          await lockCompany(unit, companyId);
          if ((await queries.countOpenKeys(unit.db, companyId)) >= limits.apiKeysPerCompany) {
            throw new Problem('conflict', { detail: `At most ${limits.apiKeysPerCompany} keys. Revoke one first.` });
          }
          const tenantIds = key.tenantIds ? [...new Set(key.tenantIds)] : null;
          if (tenantIds) {
            const known = (await selectTenants(unit.db, companyId)).map((tenant) => tenant.id);
            const stranger = tenantIds.find((id) => !known.includes(id));
            if (stranger !== undefined) throw invalid('tenantIds', `there is no tenant ${stranger}.`);
          }
          if (key.expires && key.expires <= unit.now) throw invalid('expires', 'must be in the future.');
          const permissions = grantable(actor, key.permissions);
          const { id } = await queries.insertKey(unit.db, {
            companyId,
            clientId,
            secretHash,
            name: requiredName('name', key.name),
            permissions,
            tenantIds,
            expires: key.expires ?? null,
            perMinute: key.perMinute ?? null,
            created: unit.now,
          });
          const payload = { id, permissions, tenantIds };
          unit.record({ companyId, tenantId: null, kind: 'apiKey.created', subject: `apiKey:${id}`, payload });
          return { id, clientId, secret };
        });
      }),

    /**
     * Name, permissions, end and limit; all of it counts from the next request on. A key that has run out may be given a
     * later end. @throws not-found, also for a revoked key
     */
    update: (actor: Actor, keyId: number, { expires, perMinute, ...key }: KeyChange) =>
      transact(store, actor, async (unit) => {
        const companyId = companyOf(actor);
        await lockCompany(unit, companyId);
        const present = await queries.selectKey(unit.db, companyId, keyId);
        if (!present || present.revoked) throw notFound();
        const isNew = expires?.getTime() !== present.expires?.getTime();
        if (expires && isNew && expires <= unit.now) throw invalid('expires', 'must be in the future.');
        const permissions = grantable(actor, key.permissions, present.permissions);
        const name = requiredName('name', key.name);
        await queries.updateKey(unit.db, companyId, keyId, { name, permissions, expires, perMinute });
        const payload = { id: keyId, permissions };
        unit.record({ companyId, tenantId: null, kind: 'apiKey.changed', subject: `apiKey:${keyId}`, payload });
        unit.touch({ companyId, tenantId: null, topic: 'apiKey', id: keyId });
      }),

    /** A new secret chosen by the caller, under the same id; the old one stops working at once. */
    async changeSecret(actor: Actor, keyId: number, secret: string): Promise<void> {
      const secretHash = await hashKeySecret(store.db, secret);
      await transact(store, actor, async (unit) => {
        const companyId = companyOf(actor);
        await lockCompany(unit, companyId);
        if (!(await queries.updateKeySecret(unit.db, companyId, keyId, secretHash))) throw notFound();
        const payload = { id: keyId };
        unit.record({ companyId, tenantId: null, kind: 'apiKey.secretChanged', subject: `apiKey:${keyId}`, payload });
        unit.touch({ companyId, tenantId: null, topic: 'apiKey', id: keyId });
      });
    },

    /** For good: tokens made with it stop working with their next request. Revoking twice is revoking once. */
    revoke: (actor: Actor, keyId: number) =>
      transact(store, actor, async (unit) => {
        const companyId = companyOf(actor);
        await lockCompany(unit, companyId);
        if (!(await queries.selectKey(unit.db, companyId, keyId))) throw notFound();
        if (!(await queries.revokeKey(unit.db, companyId, keyId, unit.now))) return;
        unit.record({
          companyId,
          tenantId: null,
          kind: 'apiKey.revoked',
          subject: `apiKey:${keyId}`,
          payload: { id: keyId },
        });
        unit.touch({ companyId, tenantId: null, topic: 'apiKey', id: keyId });
      }),

    /** Who asks with this id and secret; null for all wrong, expired and revoked ones alike (API-AUT-1). */
    async authenticate(clientId: string, secret: string): Promise<ApiKeyActor | null> {
      if (clientId.includes('\0') || clientId.length > limits.nameLength) return null;
      const hash = await hashKeySecret(store.db, secret);
      const key = await queries.selectKeyByClient(store.db, clientId);
      if (!key || !sameSecret(key.secretHash, hash) || secret === '' || !usable(key)) return null;
      await noteUse(key);
      return asActor(key);
    },

    /** The key behind a token made earlier; null once it is revoked or expired. Asked on every request. */
    async actor(companyId: number, keyId: number): Promise<ApiKeyActor | null> {
      const key = await queries.selectKey(store.db, companyId, keyId);
      if (!key || !usable(key)) return null;
      await noteUse(key);
      return asActor(key);
    },
  };
}

function asActor(key: KeyRow): ApiKeyActor {
  return {
    kind: 'apiKey',
    companyId: key.companyId,
    keyId: key.id,
    permissions: new Set(key.permissions),
    tenantIds: key.tenantIds && new Set(key.tenantIds),
    perMinute: key.perMinute,
  };
}
