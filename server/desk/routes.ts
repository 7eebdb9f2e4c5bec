import { ForwardSession, ForwardTargets, OperatorState, SetChannel, SetOperatorState } from '@hovor/protocol/desk';
import { channels } from '@hovor/protocol/enums';
import { Closed, Id, OneOf, Type } from '@hovor/protocol/schema';
import { SessionDetail } from '@hovor/protocol/session';
import { invalid, Problem } from '../foundation/errors.ts';
import type { App } from '../foundation/http/server.ts';
import { type Actor, anyUser, inTenant, type UserActor } from '../foundation/security/actor.ts';
import type { RoutingPort, SessionsPort } from './ports.ts';

const SessionPath = Closed({ sessionId: Id });
const TenantPath = Closed({ tenantId: Id });
const session = { policy: anyUser, credential: 'login' } as const;
const ofOperators = { policy: inTenant('Operator'), credential: 'login' } as const;
const channelList = Type.Array(Closed({ channel: OneOf(channels), enabled: Type.Boolean() }));

function userOf(actor: Actor): UserActor {
  if (actor.kind !== 'user') throw new Problem('not-logged-in');
  return actor;
}

/** The desk's endpoints of offers and of the operator's own state (head of protocol/desk.ts). */
export function registerDeskRoutes(
  app: App,
  { sessions, routing }: { sessions: SessionsPort; routing: RoutingPort },
): void {
  app.post(
    '/app-api/sessions/:sessionId/accept',
    { config: session, schema: { params: SessionPath, response: { 200: SessionDetail } } },
    async (request) => {
      await routing.accept(userOf(request.actor), request.params.sessionId);
      return sessions.detail(request.actor, request.params.sessionId);
    },
  );

  app.post(
    '/app-api/sessions/:sessionId/decline',
    { config: session, schema: { params: SessionPath, response: { 204: Type.Null() } } },
    async (request, reply) => {
      await routing.decline(userOf(request.actor), request.params.sessionId);
      return reply.code(204).send(null);
    },
  );

  app.post(
    '/app-api/sessions/:sessionId/forward',
    { config: session, schema: { params: SessionPath, body: ForwardSession, response: { 204: Type.Null() } } },
    async (request, reply) => {
      const { groupId = null, userId = null, note = null } = request.body;
      await routing.forward(userOf(request.actor), request.params.sessionId, { target: oneOf(groupId, userId), note });
      return reply.code(204).send(null);
    },
  );

  app.get(
    '/app-api/tenants/:tenantId/forward-targets',
    { config: ofOperators, schema: { params: TenantPath, response: { 200: ForwardTargets } } },
    (request) => routing.forwardTargets(userOf(request.actor).companyId, request.params.tenantId),
  );

  app.post(
    '/app-api/tenants/:tenantId/operator-state',
    { config: ofOperators, schema: { params: TenantPath, body: SetOperatorState, response: { 200: OperatorState } } },
    (request) => routing.setState(userOf(request.actor), request.params.tenantId, request.body),
  );

  app.post(
    '/app-api/tenants/:tenantId/channels',
    { config: ofOperators, schema: { params: TenantPath, body: SetChannel, response: { 200: channelList } } },
    (request) => routing.setChannel(userOf(request.actor), request.params.tenantId, request.body),
  );
}

function oneOf(groupId: number | null, userId: number | null) {
  if (groupId !== null && userId === null) return { groupId };
  if (userId !== null && groupId === null) return { userId };
  throw invalid('groupId', 'Send either a group or an operator.');
}
