import { RoutingExplained, RoutingTrial, RoutingTrialBody } from '@hovor/protocol/routing-explained';
import { Closed, Id } from '@hovor/protocol/schema';
import type { App } from '../foundation/http/server.ts';
import { anyUser, companyOf } from '../foundation/security/actor.ts';
import { manageRoutings } from './policies.ts';
import type { Routing } from './service.ts';

/** Why a session went where it did, and what would happen to one more (AD-RT-11, AD-RT-12). */
export function registerExplanationRoutes(app: App, { routing }: { routing: Pick<Routing, 'explain' | 'trial'> }) {
  app.get(
    '/app-api/sessions/:sessionId/routing',
    {
      config: { policy: anyUser, credential: 'login' },
      schema: { params: Closed({ sessionId: Id }), response: { 200: RoutingExplained } },
    },
    (request) => routing.explain(request.actor, request.params.sessionId),
  );

  app.post(
    '/app-api/tenants/:tenantId/routing-trial',
    {
      config: { policy: manageRoutings, credential: 'login' },
      schema: { params: Closed({ tenantId: Id }), body: RoutingTrialBody, response: { 200: RoutingTrial } },
    },
    (request) => routing.trial(companyOf(request.actor), request.params.tenantId, request.body),
  );
}
