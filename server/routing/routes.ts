import {
  NewRouting,
  RoutingChange,
  RoutingRow,
  RoutingTerms,
  RoutingView,
  TenantFigures,
} from '@hovor/protocol/routing';
import { Closed, Id, Type } from '@hovor/protocol/schema';
import type { App } from '../foundation/http/server.ts';
import { companyOf } from '../foundation/security/actor.ts';
import { manageRoutings } from './policies.ts';
import type { Routing, Routings } from './service.ts';

/** Routings of a tenant (AD-RT). */
export function registerRoutingRoutes(
  app: App,
  { routing, routings }: { routing: Pick<Routing, 'figures'>; routings: Routings },
) {
  const config = { policy: manageRoutings, credential: 'login' } as const;
  const inTenant = Closed({ tenantId: Id });
  const params = Closed({ tenantId: Id, routingId: Id });

  app.get(
    '/app-api/tenants/:tenantId/routings',
    { config, schema: { params: inTenant, response: { 200: Type.Array(RoutingRow) } } },
    ({ actor, params: { tenantId } }) => routings.list(companyOf(actor), tenantId),
  );

  app.post(
    '/app-api/tenants/:tenantId/routings',
    { config, schema: { params: inTenant, body: NewRouting, response: { 201: Closed({ id: Id }) } } },
    async ({ actor, params: { tenantId }, body }, reply) =>
      reply.code(201).send(await routings.create(actor, tenantId, body)),
  );

  app.get(
    '/app-api/tenants/:tenantId/routings/:routingId',
    { config, schema: { params, response: { 200: RoutingView } } },
    ({ actor, params: { tenantId, routingId } }) => routings.view(companyOf(actor), tenantId, routingId),
  );

  app.put(
    '/app-api/tenants/:tenantId/routings/:routingId',
    { config, schema: { params, body: RoutingChange, response: { 200: RoutingView } } },
    ({ actor, params: { tenantId, routingId }, body }) => routings.update(actor, tenantId, routingId, body),
  );

  app.delete(
    '/app-api/tenants/:tenantId/routings/:routingId',
    { config, schema: { params, response: { 204: Type.Null() } } },
    async ({ actor, params: { tenantId, routingId } }, reply) => {
      await routings.remove(actor, tenantId, routingId);
      return reply.code(204).send(null);
    },
  );

  app.get(
    '/app-api/tenants/:tenantId/routing-terms',
    { config, schema: { params: inTenant, response: { 200: RoutingTerms } } },
    ({ actor, params: { tenantId } }) => routings.terms(companyOf(actor), tenantId),
  );

  // Before connections are waited for.
  app.addHook('preClose', async () => routing.figures.release());
  app.get(
    '/app-api/tenants/:tenantId/group-figures',
    {
      config,
      schema: {
        params: inTenant,
        querystring: Closed({ after: Type.Optional(Type.String({ maxLength: 64 })) }),
        response: { 200: TenantFigures },
      },
    },
    ({ actor, params: { tenantId }, query }) => routing.figures.next(companyOf(actor), tenantId, query.after),
  );
}
