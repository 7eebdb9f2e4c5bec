import { Closed, Id, Type } from '@hovor/protocol/schema';
import type { App } from '../../foundation/http/server.ts';
import { companyOf } from '../../foundation/security/actor.ts';
import { manageCompany, seeAwayReasons } from '../policies.ts';
import * as schema from '../schema.ts';
import type { Directory } from '../service.ts';

/** Away reasons of the company (AD-CO-6). */
export function registerCompanyRoutes(app: App, { awayReasons }: Directory) {
  const see = { policy: seeAwayReasons, credential: 'login' } as const;
  const manage = { policy: manageCompany, credential: 'login' } as const;

  app.get(
    '/app-api/away-reasons',
    { config: see, schema: { response: { 200: Type.Array(schema.AwayReasonView) } } },
    async (request) => awayReasons.list(companyOf(request.actor)),
  );

  app.post(
    '/app-api/away-reasons',
    { config: manage, schema: { body: schema.NewAwayReasonBody, response: { 201: schema.Created } } },
    async (request, reply) => reply.code(201).send(await awayReasons.create(request.actor, request.body)),
  );

  app.put(
    '/app-api/away-reasons/:awayReasonId',
    {
      config: manage,
      schema: {
        params: Closed({ awayReasonId: Id }),
        body: schema.AwayReasonChangeBody,
        response: { 204: schema.Done },
      },
    },
    async (request, reply) => {
      await awayReasons.update(request.actor, request.params.awayReasonId, request.body);
      return reply.code(204).send(null);
    },
  );
}
