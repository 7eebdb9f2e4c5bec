import { limits } from '@hovor/protocol/limits';
import { invalid, notFound, Problem } from '../foundation/errors.ts';
import type { ApiKeyActor } from '../foundation/security/actor.ts';
import { OutboundError, parseOutboundUrl } from '../foundation/security/outbound.ts';
import { type Store, transact, type Unit } from '../foundation/transact.ts';
import * as queries from './queries.ts';
import type { Scope, WebhookChange } from './schema.ts';
import { newSecret } from './signature.ts';

export { createDelivery, type Delivery } from './delivery.ts';
export { forgetSession } from './forget.ts';
export { createEventLog, type EventLog, type LogPlace } from './log.ts';

export type Webhooks = ReturnType<typeof createWebhooks>;

/** Registrations of webhooks (API-WHK). Company and tenants come from the key that asks. */
export function createWebhooks(store: Store) {
  const inScope = async (actor: ApiKeyActor, id: number) => {
    const webhook = await queries.selectWebhook(store.db, actor.companyId, scopeOf(actor), id);
    if (!webhook) throw notFound();
    return webhook;
  };

  return {
    list: (actor: ApiKeyActor) => queries.selectWebhooks(store.db, actor.companyId, scopeOf(actor)),

    /** @throws not-found */
    get: inScope,

    /** The id, and whether it was made now; the unique index decides under concurrency (API-WHK-3). */
    create: (actor: ApiKeyActor, webhook: WebhookChange) =>
      transact(store, actor, async (unit) => {
        checkAddress(webhook.callbackUrl);
        const { companyId } = actor;
        const scope = scopeOf(actor);
        await queries.lockCompanyWebhooks(unit.db, companyId);
        const known = await queries.selectByAddress(unit.db, companyId, scope, webhook.callbackUrl);
        if (known) return { id: known.id, created: false };
        if ((await queries.countWebhooks(unit.db, companyId)) >= limits.webhooksPerCompany) {
          throw new Problem('conflict', { detail: `At most ${limits.webhooksPerCompany} webhooks. Delete one first.` });
        }
        const made = await queries.insertWebhook(unit.db, {
          companyId,
          tenantIds: scope && [...scope],
          secret: newSecret(),
          ...distinct(webhook),
        });
        if (!made) throw new Error('A webhook appeared under the lock of its company.');
        announce(unit, companyId, made.id, 'webhook.created', { eventTypes: webhook.eventTypes });
        return { id: made.id, created: true };
      }),

    /** Replaces address and event types, and enables a disabled webhook. @throws not-found */
    update: (actor: ApiKeyActor, id: number, webhook: WebhookChange) =>
      transact(store, actor, async (unit) => {
        checkAddress(webhook.callbackUrl);
        const { companyId } = actor;
        const scope = scopeOf(actor);
        await queries.lockCompanyWebhooks(unit.db, companyId);
        if (!(await queries.selectWebhook(unit.db, companyId, scope, id))) throw notFound();
        const other = await queries.selectByAddress(unit.db, companyId, scope, webhook.callbackUrl);
        if (other && other.id !== id) throw invalid('callbackUrl', `Webhook ${other.id} has this address already.`);
        await queries.updateWebhook(unit.db, companyId, scope, id, distinct(webhook));
        await queries.releasePending(unit.db, id);
        announce(unit, companyId, id, 'webhook.changed', { eventTypes: webhook.eventTypes });
      }),

    /** @throws not-found */
    remove: (actor: ApiKeyActor, id: number) =>
      transact(store, actor, async (unit) => {
        const removed = await queries.deleteWebhooks(unit.db, actor.companyId, scopeOf(actor), id);
        if (removed.length === 0) throw notFound();
        announce(unit, actor.companyId, id, 'webhook.deleted', {});
      }),

    /** All of them; none is fine too (API-WHK-4). */
    removeAll: (actor: ApiKeyActor) =>
      transact(store, actor, async (unit) => {
        const removed = await queries.deleteWebhooks(unit.db, actor.companyId, scopeOf(actor), null);
        for (const { id } of removed) announce(unit, actor.companyId, id, 'webhook.deleted', {});
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

const distinct = ({ eventTypes, callbackUrl }: WebhookChange): WebhookChange => ({
  eventTypes: [...new Set(eventTypes)],
  callbackUrl,
});

function checkAddress(callbackUrl: string) {
  try {
    parseOutboundUrl(callbackUrl);
  } catch (error) {
    if (error instanceof OutboundError) throw invalid('callbackUrl', error.message);
    throw error;
  }
}

/** Addresses may hold passwords, so events name the webhook only. */
function announce(unit: Unit, companyId: number, id: number, kind: string, payload: Record<string, unknown>) {
  unit.record({ companyId, tenantId: null, kind, subject: `webhook:${id}`, payload: { id, ...payload } });
  unit.touch({ companyId, tenantId: null, topic: 'webhook', id });
}
