import type { WebhookEventType } from '@hovor/protocol/enums';
import { limits } from '@hovor/protocol/limits';
import { sentEvents } from '@hovor/protocol/webhook-events';
import type { Directory } from '../directory/service.ts';
import { refusing } from '../foundation/database/duplicates.ts';
import { invalid, notFound } from '../foundation/errors.ts';
import { companyOf, type UserActor } from '../foundation/security/actor.ts';
import type { Outbound } from '../foundation/security/outbound.ts';
import { newToken } from '../foundation/security/tokens.ts';
import { type Store, transact } from '../foundation/transact.ts';
import { rotateSecret, selectEndpoints, selectHours, selectSecrets, switchOff } from './endpoint-queries.ts';
import * as log from './log-queries.ts';
import { presentEndpoint } from './presenter.ts';
import { addWebhook, announce, changeWebhook, enableWebhook, removeWebhooks } from './registration.ts';
import { sendAttempt } from './request.ts';
import { sampleMessage } from './samples.ts';
import type { LogFilter, WebhookChange } from './schema.ts';
import { messageId, newSecret } from './signature.ts';

export interface AdministrationOptions {
  outbound: Outbound;
  directory: Pick<Directory, 'tenants'>;
  /** Zone of the times in payloads. */
  zone: string;
}

/** What to send again: chosen deliveries, or all of a time range that a filter leaves. */
export interface ReplayChoice extends Omit<LogFilter, 'companyId' | 'webhookId'> {
  ids?: readonly number[] | undefined;
  /** Where the request before this one stopped. */
  after?: number | undefined;
}

export type WebhookAdministration = ReturnType<typeof createWebhookAdministration>;

const refusals = { webhooks_address: ['callbackUrl', 'is registered already for the same tenants.'] } as const;

/** Webhooks as administrators of a company see and manage them, whoever registered them (AD-CO-10). */
export function createWebhookAdministration(store: Store, { outbound, directory, zone }: AdministrationOptions) {
  async function load(companyId: number, id: number) {
    const [[row], hours] = await Promise.all([
      selectEndpoints(store.db, companyId, id),
      selectHours(store.db, companyId, id),
    ]);
    if (!row) throw notFound();
    return presentEndpoint(row, hours, store.clock.now());
  }

  /** @throws invalid-input unless all are tenants of the company */
  async function scopeOf(companyId: number, tenantIds: readonly number[] | null) {
    if (tenantIds === null) return null;
    if (tenantIds.length === 0) throw invalid('tenantIds', 'Choose at least one tenant, or all of the company.');
    const known = new Set((await directory.tenants.list(companyId)).map(({ id }) => id));
    const stranger = tenantIds.find((id) => !known.has(id));
    if (stranger !== undefined) throw invalid('tenantIds', `there is no tenant ${stranger}.`);
    return [...new Set(tenantIds)].sort((a, b) => a - b);
  }

  return {
    async list(companyId: number) {
      const now = store.clock.now();
      const [rows, hours] = await Promise.all([
        selectEndpoints(store.db, companyId, null),
        selectHours(store.db, companyId, null),
      ]);
      const byWebhook = Map.groupBy(hours, ({ webhookId }) => webhookId);
      return rows.map((row) => presentEndpoint(row, byWebhook.get(row.id) ?? [], now));
    },

    /** @throws not-found */
    get: load,

    /** With its secret, which only this answer and a rotation show. @throws invalid-input, conflict */
    async create(actor: UserActor, { tenantIds, ...webhook }: WebhookChange & { tenantIds: readonly number[] | null }) {
      const companyId = companyOf(actor);
      const scope = await scopeOf(companyId, tenantIds);
      return transact(store, actor, async (unit) => {
        const made = await addWebhook(unit, companyId, scope, webhook);
        if (!made.created) throw invalid('callbackUrl', `Webhook ${made.id} has this address already.`);
        return { id: made.id, secret: made.secret };
      });
    },

    /** Address and event types; whether it is enabled stays. @throws not-found, invalid-input */
    update: (actor: UserActor, id: number, webhook: WebhookChange) =>
      refusing(refusals, async () => {
        const companyId = companyOf(actor);
        await transact(store, actor, (unit) => changeWebhook(unit, companyId, null, id, webhook));
        return load(companyId, id);
      }),

    /** @throws not-found */
    async setEnabled(actor: UserActor, id: number, enabled: boolean) {
      const companyId = companyOf(actor);
      await load(companyId, id);
      await transact(store, actor, async (unit) => {
        if (enabled) return enableWebhook(unit, companyId, id);
        if (await switchOff(unit.db, companyId, id)) announce(unit, companyId, id, 'webhook.disabled', { id });
      });
      return load(companyId, id);
    },

    /** With all that is pending and its log. @throws not-found */
    remove: (actor: UserActor, id: number) =>
      transact(store, actor, async (unit) => {
        if ((await removeWebhooks(unit, companyOf(actor), null, id)) === 0) throw notFound();
      }),

    /** A new secret; requests carry signatures of both until `previousUntil`. @throws not-found */
    rotate: (actor: UserActor, id: number) =>
      transact(store, actor, async (unit) => {
        const companyId = companyOf(actor);
        const secret = newSecret();
        const overlap = limits.webhookSecretOverlap;
        const previousUntil = await rotateSecret(unit.db, companyId, id, { secret, overlap });
        if (!previousUntil) throw notFound();
        announce(unit, companyId, id, 'webhook.secretRotated', {});
        return { secret, previousUntil };
      }),

    /**
     * Sends a sample now and says what came back. It is no event: it is not retried, not in the log, and leaves the
     * state of the webhook as it is. @throws not-found, invalid-input for a type that is not sent yet
     */
    async test(actor: UserActor, id: number, eventType: WebhookEventType) {
      const companyId = companyOf(actor);
      const webhook = await selectSecrets(store.db, companyId, id);
      if (!webhook) throw notFound();
      const now = store.clock.now();
      const [tenant] = await directory.tenants.list(companyId);
      const message = sampleMessage(eventType, { tenantId: tenant?.id ?? 1, zone, at: now });
      if (!message) throw invalid('eventType', `must be one of ${sentEvents.join(', ')}.`);
      const body = JSON.stringify(message);
      const outcome = await sendAttempt(
        outbound,
        { ...webhook, messageId: `test_${newToken().slice(0, 16)}`, body },
        { now, signal: new AbortController().signal },
      );
      if (outcome === 'stopped') throw new Error('A test was stopped although nobody can stop it.');
      const { status, error, took, response } = outcome;
      return { ok: error === null, status, error, took, response, body };
    },

    /** The delivery log, newest first; `before` = the last line of the page before. @throws not-found */
    async deliveries(filter: LogFilter, before: number | null) {
      await load(filter.companyId, filter.webhookId);
      return log.selectDeliveries(store.db, filter, before);
    },

    /** One delivery with its body and attempts. @throws not-found */
    async delivery(companyId: number, webhookId: number, id: number) {
      const found = await log.selectDelivery(store.db, companyId, webhookId, id);
      if (!found) throw notFound();
      return { ...found, messageId: messageId(found.eventId) };
    },

    /**
     * Sends deliveries again under their old `webhook-id`, at most `limits.webhookReplayAtOnce` by one call; `next` goes
     * into the next call. @throws not-found, invalid-input
     */
    replay: (actor: UserActor, webhookId: number, { ids, after = 0, ...filter }: ReplayChoice) =>
      transact(store, actor, async (unit) => {
        const companyId = companyOf(actor);
        if (!(await selectSecrets(unit.db, companyId, webhookId))) throw notFound();
        if (ids === undefined && filter.from === undefined) throw invalid('from', 'Choose deliveries or a time range.');
        const limit = limits.webhookReplayAtOnce;
        const replayed = await log.replay(unit.db, { ...filter, companyId, webhookId }, { ids, after, limit });
        if (replayed.count > 0) announce(unit, companyId, webhookId, 'webhook.replayed', { count: replayed.count });
        return replayed;
      }),
  };
}
