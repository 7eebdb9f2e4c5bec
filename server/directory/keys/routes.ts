import { Closed, Id, Type } from '@hovor/protocol/schema';
import type { App } from '../../foundation/http/server.ts';
import { companyOf } from '../../foundation/security/actor.ts';
import { manageKeys } from '../policies.ts';
import * as schema from '../schema.ts';
import type { Directory } from '../service.ts';

/** API keys of the company (AD-CO-9, SEC-KEY). */
export function registerKeyRoutes(app: App, { keys }: Directory) {
  const config = { policy: manageKeys, credential: 'login' } as const;

  app.get(
    '/app-api/api-keys',
    { config, schema: { response: { 200: Type.Array(schema.ApiKeyView) } } },
    async (request) =>
      (await keys.list(companyOf(request.actor))).map(({ companyId: _, ...key }) => ({
        ...key,
        created: key.created.toISOString(),
        expires: key.expires?.toISOString() ?? null,
        lastUsed: key.lastUsed?.toISOString() ?? null,
        revoked: key.revoked?.toISOString() ?? null,
      })),
  );

  app.post(
    '/app-api/api-keys',
    { config, schema: { body: schema.NewApiKeyBody, response: { 201: schema.NewApiKeyAnswer } } },
    async (request, reply) => {
      const { expires, ...key } = request.body;
      const made = await keys.create(request.actor, { ...key, expires: expires ? new Date(expires) : null });
      reply.header('cache-control', 'no-store');
      return reply.code(201).send(made);
    },
  );

  app.put(
    '/app-api/api-keys/:keyId',
    {
      config,
      schema: { params: Closed({ keyId: Id }), body: schema.ApiKeyChangeBody, response: { 204: schema.Done } },
    },
    async (request, reply) => {
      const { expires, ...key } = request.body;
      await keys.update(request.actor, request.params.keyId, { ...key, expires: expires ? new Date(expires) : null });
      return reply.code(204).send(null);
    },
  );

  app.post(
    '/app-api/api-keys/:keyId/revoke',
    { config, schema: { params: Closed({ keyId: Id }), response: { 204: schema.Done } } },
    async (request, reply) => {
      await keys.revoke(request.actor, request.params.keyId);
      return reply.code(204).send(null);
    },
  );
}
