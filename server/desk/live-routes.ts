import { SetOperatorState } from '@hovor/protocol/desk';
import { Closed, Id, Type } from '@hovor/protocol/schema';
import type { App } from '../foundation/http/server.ts';
import { companyOf, inTenant } from '../foundation/security/actor.ts';
import type { DirectoryPort, LivePort, RoutingPort } from './ports.ts';

/**
 * What supervisors do to operators of their tenant (AD-OV-1). Whoever sees the operators may set a state; ending logins
 * reaches into other tenants and is the administrators'.
 */
export function registerLiveRoutes(
  app: App,
  {
    live,
    routing,
    directory,
  }: { live: LivePort; routing: Pick<RoutingPort, 'operatorStates'>; directory: Pick<DirectoryPort, 'logins'> },
): void {
  const params = Closed({ tenantId: Id, userId: Id });

  app.post(
    '/app-api/tenants/:tenantId/operators/:userId/state',
    {
      config: { policy: inTenant('TenantOperatorsView', 'TenantAdmin'), credential: 'login' },
      schema: { params, body: SetOperatorState, response: { 204: Type.Null() } },
    },
    async ({ actor, params: { tenantId, userId }, body }, reply) => {
      await live.requireOperator(companyOf(actor), tenantId, userId);
      await routing.operatorStates.force(actor, userId, body);
      return reply.code(204).send(null);
    },
  );

  app.post(
    '/app-api/tenants/:tenantId/operators/:userId/log-out',
    {
      config: { policy: inTenant('TenantAdmin'), credential: 'login' },
      schema: { params, response: { 204: Type.Null() } },
    },
    async ({ actor, params: { tenantId, userId } }, reply) => {
      await live.requireOperator(companyOf(actor), tenantId, userId);
      await directory.logins.endOf(actor, userId);
      return reply.code(204).send(null);
    },
  );
}
