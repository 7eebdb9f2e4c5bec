import { Closed, Id, type Static, Type } from '@hovor/protocol/schema';
import type { App } from '../../foundation/http/server.ts';
import { companyOf } from '../../foundation/security/actor.ts';
import { manageCompany, seeAwayReasons } from '../policies.ts';
import * as schema from '../schema.ts';
import type { Directory } from '../service.ts';

const see = { policy: seeAwayReasons, credential: 'login' } as const;
const manage = { policy: manageCompany, credential: 'login' } as const;
const done = { 204: schema.Done };

/** The company itself, its tenants and its away reasons (AD-CO-6, AD-CO-8). */
export function registerCompanyRoutes(app: App, directory: Directory) {
  companyRoutes(app, directory);
  tenantRoutes(app, directory);
  awayReasonRoutes(app, directory);
}

function companyRoutes(app: App, { companies }: Directory) {
  const view = async (companyId: number): Promise<Static<typeof schema.CompanyView>> => {
    const { id, name, guid, language, timezone, created } = await companies.load(companyId);
    return { id, name, guid, language, timezone, created: created.toISOString() };
  };

  app.get('/app-api/company', { config: manage, schema: { response: { 200: schema.CompanyView } } }, (request) =>
    view(companyOf(request.actor)),
  );

  app.put(
    '/app-api/company',
    { config: manage, schema: { body: schema.CompanyBody, response: { 200: schema.CompanyView } } },
    async (request) => {
      await companies.update(request.actor, request.body);
      return view(companyOf(request.actor));
    },
  );
}

function tenantRoutes(app: App, { tenants }: Directory) {
  const params = Closed({ tenantId: Id });

  app.get(
    '/app-api/tenants',
    { config: manage, schema: { response: { 200: Type.Array(schema.TenantView) } } },
    async (request) =>
      (await tenants.list(companyOf(request.actor))).map(({ id, name, created }) => ({
        id,
        name,
        created: created.toISOString(),
      })),
  );

  app.post(
    '/app-api/tenants',
    { config: manage, schema: { body: schema.TenantBody, response: { 201: schema.Created } } },
    async (request, reply) => {
      const { id } = await tenants.create(request.actor, request.body);
      return reply.code(201).send({ id });
    },
  );

  app.put(
    '/app-api/tenants/:tenantId',
    { config: manage, schema: { params, body: schema.TenantBody, response: done } },
    async (request, reply) => {
      await tenants.rename(request.actor, request.params.tenantId, request.body.name);
      return reply.code(204).send(null);
    },
  );
}

function awayReasonRoutes(app: App, { awayReasons }: Directory) {
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
      schema: { params: Closed({ awayReasonId: Id }), body: schema.AwayReasonChangeBody, response: done },
    },
    async (request, reply) => {
      await awayReasons.update(request.actor, request.params.awayReasonId, request.body);
      return reply.code(204).send(null);
    },
  );

  app.put(
    '/app-api/away-reason-order',
    { config: manage, schema: { body: schema.AwayReasonOrderBody, response: done } },
    async (request, reply) => {
      await awayReasons.order(request.actor, request.body.ids);
      return reply.code(204).send(null);
    },
  );
}
