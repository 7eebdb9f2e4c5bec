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
          const permissions = apiPermissions.filter((permission) => key.permissions.includes(permission));
          if (permissions.includes(serverPermission) && !mayGovern(actor, ['Admin'])) {
            throw new Problem('not-permitted', {
              detail: `Only a server administrator may give a key ${serverPermission}.`,
            });
          }
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
