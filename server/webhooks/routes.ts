import { Closed, Id, Type } from '@hovor/protocol/schema';
import type { App } from '../foundation/http/server.ts';
import { companyOf, userActor } from '../foundation/security/actor.ts';
import type { WebhookAdministration } from './administration.ts';
import { manageWebhooks } from './policies.ts';
import * as schema from './route-schemas.ts';
import type { DeliveryRow } from './schema.ts';

const config = { policy: manageWebhooks, credential: 'login' } as const;
const params = Closed({ webhookId: Id });
const oneDelivery = Closed({ webhookId: Id, deliveryId: Id });
const base = '/app-api/webhooks';
const date = (text: string | undefined) => (text === undefined ? undefined : new Date(text));

/** Webhooks of the company in the administration (AD-CO-10). */
export function registerWebhookRoutes(app: App, webhooks: WebhookAdministration) {
  app.get(base, { config, schema: { response: { 200: Type.Array(schema.WebhookView) } } }, async ({ actor }) =>
    webhooks.list(companyOf(actor)),
  );

  app.post(
    base,
    { config, schema: { body: schema.NewWebhookBody, response: { 201: schema.NewWebhook } } },
    async ({ actor, body: { tenantIds = null, ...webhook } }, reply) => {
      const made = await webhooks.create(userActor(actor), { ...webhook, tenantIds });
      return reply.code(201).header('cache-control', 'no-store').send(made);
    },
  );

  app.get(
    `${base}/:webhookId`,
    { config, schema: { params, response: { 200: schema.WebhookView } } },
    async ({ actor, params: { webhookId } }) => webhooks.get(companyOf(actor), webhookId),
  );

  app.put(
    `${base}/:webhookId`,
    { config, schema: { params, body: schema.WebhookBody, response: { 200: schema.WebhookView } } },
    async ({ actor, params: { webhookId }, body }) => webhooks.update(userActor(actor), webhookId, body),
  );

  app.delete(
    `${base}/:webhookId`,
    { config, schema: { params, response: { 204: Type.Null() } } },
    async ({ actor, params: { webhookId } }, reply) => {
      await webhooks.remove(userActor(actor), webhookId);
      return reply.code(204).send(null);
    },
  );

  app.put(
    `${base}/:webhookId/state`,
    { config, schema: { params, body: schema.Switch, response: { 200: schema.WebhookView } } },
    async ({ actor, params: { webhookId }, body }) => webhooks.setEnabled(userActor(actor), webhookId, body.enabled),
  );

  app.post(
    `${base}/:webhookId/secret`,
    { config, schema: { params, response: { 200: schema.NewSecret } } },
    async ({ actor, params: { webhookId } }, reply) => {
      const { secret, previousUntil } = await webhooks.rotate(userActor(actor), webhookId);
      reply.header('cache-control', 'no-store');
      return { secret, previousUntil: previousUntil.toISOString() };
    },
  );

  app.post(
    `${base}/:webhookId/test`,
    { config, schema: { params, body: schema.TestBody, response: { 200: schema.TestResult } } },
    async ({ actor, params: { webhookId }, body }) => webhooks.test(userActor(actor), webhookId, body.eventType),
  );

  registerLogRoutes(app, webhooks);
}

/** The delivery log, and sending again. */
function registerLogRoutes(app: App, webhooks: WebhookAdministration) {
  app.get(
    `${base}/:webhookId/deliveries`,
    { config, schema: { params, querystring: schema.LogQuery, response: { 200: Type.Array(schema.DeliveryView) } } },
    async ({ actor, params: { webhookId }, query: { before = null, from, to, ...filter } }) => {
      const wanted = { ...filter, companyId: companyOf(actor), webhookId, from: date(from), to: date(to) };
      return (await webhooks.deliveries(wanted, before)).map(present);
    },
  );

  app.get(
    `${base}/:webhookId/deliveries/:deliveryId`,
    { config, schema: { params: oneDelivery, response: { 200: schema.DeliveryDetail } } },
    async ({ actor, params: { webhookId, deliveryId } }) => {
      const { messageId, body, attemptLog, ...row } = await webhooks.delivery(companyOf(actor), webhookId, deliveryId);
      return { ...present(row), messageId, body, log: attemptLog };
    },
  );

  app.post(
    `${base}/:webhookId/replay`,
    { config, schema: { params, body: schema.ReplayBody, response: { 200: schema.Replayed } } },
    async ({ actor, params: { webhookId }, body: { from, to, ...choice } }) =>
      webhooks.replay(userActor(actor), webhookId, { ...choice, from: date(from), to: date(to) }),
  );
}

const present = ({ eventId: _, created, finished, replayed, nextAttempt, ...row }: DeliveryRow) => ({
  ...row,
  created: created.toISOString(),
  finished: finished?.toISOString() ?? null,
  replayed: replayed?.toISOString() ?? null,
  nextAttempt: nextAttempt?.toISOString() ?? null,
});
