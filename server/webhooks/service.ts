import { notFound } from '../foundation/errors.ts';
import type { ApiKeyActor } from '../foundation/security/actor.ts';
import { type Store, transact } from '../foundation/transact.ts';
import * as queries from './queries.ts';
import { addWebhook, changeWebhook, enableWebhook, removeWebhooks } from './registration.ts';
import type { Scope, WebhookChange } from './schema.ts';

export { createWebhookAdministration, type WebhookAdministration } from './administration.ts';
export { createDelivery, type Delivery } from './delivery.ts';
export { forgetSession } from './forget.ts';
export { createEventLog, type EventLog, type LogPlace } from './log.ts';

export type Webhooks = ReturnType<typeof createWebhooks>;

/** Registrations of webhooks by integrations (API-WHK). Company and tenants come from the key that asks. */
export function createWebhooks(store: Store) {
  return {
    async list(actor: ApiKeyActor) {
      const found = await queries.selectWebhooks(store.db, actor.companyId, scopeOf(actor));
      return found.map(({ tenantIds: _, ...webhook }) => webhook);
    },

    /** @throws not-found */
    async get(actor: ApiKeyActor, id: number) {
      const found = await queries.selectWebhook(store.db, actor.companyId, scopeOf(actor), id);
      if (!found) throw notFound();
      const { tenantIds: _, ...webhook } = found;
      return webhook;
    },

    /** The id, and whether it was made now (API-WHK-3). */
    create: (actor: ApiKeyActor, webhook: WebhookChange) =>
      transact(store, actor, (unit) => addWebhook(unit, actor.companyId, scopeOf(actor), webhook)),

    /** Replaces address and event types, and enables a disabled webhook, as registering anew would. @throws not-found */
    update: (actor: ApiKeyActor, id: number, webhook: WebhookChange) =>
      transact(store, actor, async (unit) => {
        await changeWebhook(unit, actor.companyId, scopeOf(actor), id, webhook);
        await enableWebhook(unit, actor.companyId, id);
      }),

    /** @throws not-found */
    remove: (actor: ApiKeyActor, id: number) =>
      transact(store, actor, async (unit) => {
        if ((await removeWebhooks(unit, actor.companyId, scopeOf(actor), id)) === 0) throw notFound();
      }),

    /** All of them; none is fine too (API-WHK-4). */
    removeAll: (actor: ApiKeyActor) =>
      transact(store, actor, async (unit) => {
        await removeWebhooks(unit, actor.companyId, scopeOf(actor), null);
      }),

    /** The secret its requests are signed with (Standard Webhooks). @throws not-found */
    async secret(actor: ApiKeyActor, id: number) {
      const row = await queries.selectSecret(store.db, actor.companyId, scopeOf(actor), id);
      if (!row) throw notFound();
      return row.secret;
    },
  };
}

/** Sorted, so that the same tenants are the same scope. */
const scopeOf = ({ tenantIds }: ApiKeyActor): Scope => tenantIds && [...tenantIds].sort((a, b) => a - b);
