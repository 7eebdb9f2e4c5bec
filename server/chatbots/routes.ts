import { Closed, Id, Type } from '@hovor/protocol/schema';
import type { App } from '../foundation/http/server.ts';
import { companyOf } from '../foundation/security/actor.ts';
import { manageChatbots } from './policies.ts';
import * as schema from './schema.ts';
import type { Chatbots } from './service.ts';

/** Chatbots of a tenant (AD-CB). */
export function registerChatbotRoutes(app: App, chatbots: Chatbots) {
  const config = { policy: manageChatbots, credential: 'login' } as const;
  const inTenant = Closed({ tenantId: Id });
  const params = Closed({ tenantId: Id, chatbotId: Id });
  const one = { 200: schema.ChatbotView };

  app.get(
    '/app-api/tenants/:tenantId/chatbots',
    { config, schema: { params: inTenant, response: { 200: Type.Array(schema.ChatbotView) } } },
    async ({ actor, params: { tenantId } }) => chatbots.list(companyOf(actor), tenantId),
  );

  app.post(
    '/app-api/tenants/:tenantId/chatbots',
    { config, schema: { params: inTenant, body: schema.NewChatbot, response: { 201: Closed({ id: Id }) } } },
    async ({ actor, params: { tenantId }, body }, reply) =>
      reply.code(201).send(await chatbots.create(actor, tenantId, body)),
  );

  app.put(
    '/app-api/tenants/:tenantId/chatbots/:chatbotId',
    { config, schema: { params, body: schema.ChatbotChange, response: one } },
    async ({ actor, params: { tenantId, chatbotId }, body }) => chatbots.update(actor, tenantId, chatbotId, body),
  );

  app.post(
    '/app-api/tenants/:tenantId/chatbots/:chatbotId/check',
    { config, schema: { params, response: { 200: schema.CheckResult } } },
    async ({ actor, params: { tenantId, chatbotId } }) => chatbots.check(actor, tenantId, chatbotId),
  );

  app.put(
    '/app-api/tenants/:tenantId/chatbots/:chatbotId/state',
    { config, schema: { params, body: schema.ChatbotSwitch, response: one } },
    async ({ actor, params: { tenantId, chatbotId }, body }) =>
      chatbots.setEnabled(actor, tenantId, chatbotId, body.enabled),
  );
}
