import { limits } from '@hovor/protocol/limits';
import { settleNotice } from '../directory/service.ts';
import { invalid, notFound, Problem } from '../foundation/errors.ts';
import { OutboundError, parseOutboundUrl } from '../foundation/security/outbound.ts';
import type { Unit } from '../foundation/transact.ts';
import { settled } from './notice.ts';
import * as queries from './queries.ts';
import type { Scope, WebhookChange } from './schema.ts';
import { newSecret } from './signature.ts';

/** Steps of those who register webhooks, keys and administrators alike; in the caller's unit. */

/** A new one, or the id of the one that has this address in this scope; the lock decides under concurrency (API-WHK-3). */
export async function addWebhook(unit: Unit, companyId: number, scope: Scope, webhook: WebhookChange) {
  checkAddress(webhook.callbackUrl);
  await queries.lockCompanyWebhooks(unit.db, companyId);
  const known = await queries.selectByAddress(unit.db, companyId, scope, webhook.callbackUrl);
  if (known) return { id: known.id, created: false as const };
  if ((await queries.countWebhooks(unit.db, companyId)) >= limits.webhooksPerCompany) {
    throw new Problem('conflict', { detail: `At most ${limits.webhooksPerCompany} webhooks. Delete one first.` });
  }
  const secret = newSecret();
  const tenantIds = scope && [...scope];
  const made = await queries.insertWebhook(unit.db, { companyId, tenantIds, secret, ...distinct(webhook) });
  if (!made) throw new Error('A webhook appeared under the lock of its company.');
  announce(unit, companyId, made.id, 'webhook.created', { eventTypes: webhook.eventTypes });
  return { id: made.id, created: true as const, secret };
}

/** Replaces address and event types. @throws not-found, invalid-input */
export async function changeWebhook(unit: Unit, companyId: number, seen: Scope, id: number, webhook: WebhookChange) {
  await queries.lockCompanyWebhooks(unit.db, companyId);
  const present = await queries.selectWebhook(unit.db, companyId, seen, id);
  if (!present) throw notFound();
  checkAddress(webhook.callbackUrl);
  const other = await queries.selectByAddress(unit.db, companyId, present.tenantIds, webhook.callbackUrl);
  if (other && other.id !== id) throw invalid('callbackUrl', `Webhook ${other.id} has this address already.`);
  await queries.updateWebhook(unit.db, companyId, id, distinct(webhook));
  announce(unit, companyId, id, 'webhook.changed', { eventTypes: webhook.eventTypes });
}

/** What is pending for it goes out at once. The webhook is the caller's own. */
export async function enableWebhook(unit: Unit, companyId: number, id: number) {
  await queries.releasePending(unit.db, id);
  if (!(await queries.enableWebhook(unit.db, companyId, id))) return;
  await settleNotice(unit, settled(companyId, id));
  announce(unit, companyId, id, 'webhook.enabled', {});
}

/** One, or with null all a scope sees; what is pending for them goes too. @returns how many */
export async function removeWebhooks(unit: Unit, companyId: number, seen: Scope, id: number | null): Promise<number> {
  const removed = await queries.deleteWebhooks(unit.db, companyId, seen, id);
  for (const webhook of removed) {
    await settleNotice(unit, settled(companyId, webhook.id));
    announce(unit, companyId, webhook.id, 'webhook.deleted', {});
  }
  return removed.length;
}

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
export function announce(unit: Unit, companyId: number, id: number, kind: string, payload: Record<string, unknown>) {
  unit.record({ companyId, tenantId: null, kind, subject: `webhook:${id}`, payload: { id, ...payload } });
  unit.touch({ companyId, tenantId: null, topic: 'webhook', id });
}
