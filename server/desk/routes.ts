import {
  ForwardSession,
  ForwardTargets,
  InviteCollaborator,
  MyDay,
  noRequestsReasons,
  OperatorState,
  SetChannel,
  SetOperatorState,
} from '@hovor/protocol/desk';
import { channels } from '@hovor/protocol/enums';
import { Closed, Id, OneOf, type Static, Type } from '@hovor/protocol/schema';
import { SessionDetail } from '@hovor/protocol/session';
import { invalid, Problem } from '../foundation/errors.ts';
import type { App } from '../foundation/http/server.ts';
import { type Actor, anyUser, inTenant, type UserActor } from '../foundation/security/actor.ts';
import type { ForwardTarget } from '../routing/service.ts';
import type { RoutingPort, SessionsPort } from './ports.ts';

const SessionPath = Closed({ sessionId: Id });
const InvitePath = Closed({ sessionId: Id, inviteId: Id });
const CollaboratorPath = Closed({ sessionId: Id, userId: Id });
const TenantPath = Closed({ tenantId: Id });
const session = { policy: anyUser, credential: 'login' } as const;
const whoForwards = { policy: inTenant('Operator', 'TenantAdmin'), credential: 'login' } as const;
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
      const { note = null, ...target } = request.body;
      await routing.forward(userOf(request.actor), request.params.sessionId, { target: oneOf(target), note });
      return reply.code(204).send(null);
    },
  );

  app.post(
    '/app-api/sessions/:sessionId/take-over',
    { config: session, schema: { params: SessionPath, response: { 200: SessionDetail } } },
    async (request) => {
      await routing.takeOver(userOf(request.actor), request.params.sessionId);
      return sessions.detail(request.actor, request.params.sessionId);
    },
  );

  collaboratorRoutes(app, routing);

  app.get(
    '/app-api/tenants/:tenantId/forward-targets',
    { config: whoForwards, schema: { params: TenantPath, response: { 200: ForwardTargets } } },
    (request) => routing.forwardTargets(userOf(request.actor).companyId, request.params.tenantId),
  );

  app.post(
    '/app-api/tenants/:tenantId/operator-state',
    { config: ofOperators, schema: { params: TenantPath, body: SetOperatorState, response: { 200: OperatorState } } },
    (request) => routing.setState(userOf(request.actor), request.params.tenantId, request.body),
  );

  app.get(
    '/app-api/tenants/:tenantId/my-day',
    { config: ofOperators, schema: { params: TenantPath, response: { 200: MyDay } } },
    (request) => routing.myDay(userOf(request.actor)),
  );

  app.get(
    '/app-api/tenants/:tenantId/no-requests',
    {
      config: ofOperators,
      schema: { params: TenantPath, response: { 200: Type.Array(OneOf(noRequestsReasons)) } },
    },
    (request) => routing.noRequests(userOf(request.actor), request.params.tenantId),
  );

  app.post(
    '/app-api/tenants/:tenantId/channels',
    { config: ofOperators, schema: { params: TenantPath, body: SetChannel, response: { 200: channelList } } },
    (request) => routing.setChannel(userOf(request.actor), request.params.tenantId, request.body),
  );
}

function collaboratorRoutes(app: App, routing: RoutingPort): void {
  app.post(
    '/app-api/sessions/:sessionId/invites',
    { config: session, schema: { params: SessionPath, body: InviteCollaborator, response: { 204: Type.Null() } } },
    async (request, reply) => {
      const { note = null, ...wanted } = request.body;
      const target = oneOf(wanted);
      if ('chatbotId' in target) throw invalid('groupId', 'Send either a group or an operator.');
      await routing.invite(userOf(request.actor), request.params.sessionId, { target, note });
      return reply.code(204).send(null);
    },
  );

  app.delete(
    '/app-api/sessions/:sessionId/invites/:inviteId',
    { config: session, schema: { params: InvitePath, response: { 204: Type.Null() } } },
    async (request, reply) => {
      const { sessionId, inviteId } = request.params;
      await routing.cancelInvite(userOf(request.actor), sessionId, inviteId);
      return reply.code(204).send(null);
    },
  );

  app.delete(
    '/app-api/sessions/:sessionId/collaborators/:userId',
    { config: session, schema: { params: CollaboratorPath, response: { 204: Type.Null() } } },
    async (request, reply) => {
      const { sessionId, userId } = request.params;
      await routing.kick(userOf(request.actor), sessionId, userId);
      return reply.code(204).send(null);
    },
  );
}

/** @throws invalid-input */
function oneOf({ groupId, userId, chatbotId }: Omit<Static<typeof ForwardSession>, 'note'>): ForwardTarget {
  const targets: ForwardTarget[] = [
    ...(groupId ? [{ groupId }] : []),
    ...(userId ? [{ userId }] : []),
    ...(chatbotId ? [{ chatbotId }] : []),
  ];
  const [target, ...more] = targets;
  if (target && more.length === 0) return target;
  throw invalid('groupId', 'Send one of a group, an operator and a chatbot.');
}
