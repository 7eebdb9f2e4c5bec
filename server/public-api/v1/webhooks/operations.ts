import { webhookEventTypes } from '@hovor/protocol/enums';
import { limits } from '@hovor/protocol/limits';
import { enumeration } from '../../../foundation/filters/enumeration.ts';
import type { Webhooks } from '../../../webhooks/service.ts';
import { type Handler, handled } from '../call.ts';
import { conflict, created, noContent, ok } from '../conventions/answers.ts';
import { list, object, oneOf, text } from '../conventions/body.ts';
import { keyMay } from '../policies.ts';

/** `WebhookAddEditModel` (MOD-WHK-1). */
const readWebhook = object({
  eventTypes: list(oneOf(enumeration(webhookEventTypes)), { min: 1, max: limits.webhookEventTypes }),
  callbackUrl: text({ min: 1, max: limits.urlLength }),
});

/** Registration of webhooks (API-WHK). */
export const webhookOperations = (webhooks: Webhooks): Record<string, Handler> => ({
  listWebhooks: async ({ actor }) => ok(await webhooks.list(actor)),

  getWebhook: async ({ actor, id }) => ok(await webhooks.get(actor, id('webhookId'))),

  async createWebhook({ actor, body }) {
    const { id, created: isNew } = await webhooks.create(actor, readWebhook(body, 'body'));
    return isNew ? created(id) : conflict(id);
  },

  async updateWebhook({ actor, body, id }) {
    await webhooks.update(actor, id('webhookId'), readWebhook(body, 'body'));
    return noContent;
  },

  async deleteWebhook({ actor, id }) {
    await webhooks.remove(actor, id('webhookId'));
    return noContent;
  },

  async deleteAllWebhooks({ actor }) {
    await webhooks.removeAll(actor);
    return noContent;
  },
});

/** Ours: the secret a receiver checks `webhook-signature` with. Whoever may register webhooks may read it. */
export function registerWebhookSecret(
  scope: { get(url: string, options: object, handler: ReturnType<typeof handled>): unknown },
  webhooks: Webhooks,
) {
  scope.get(
    '/api/v1/Webhooks/:webhookId/secret',
    { config: { policy: keyMay('webhooks.write'), credential: 'api', errors: 'public-api' } },
    handled(async ({ actor, id }) => ok({ secret: await webhooks.secret(actor, id('webhookId')) })),
  );
}
