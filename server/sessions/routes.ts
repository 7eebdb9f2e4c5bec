import { AddNote, Conclude, SetParams } from '@hovor/protocol/desk';
import { Type } from '@hovor/protocol/schema';
import { Activity, Param, SessionDetail, SessionNote, SessionRow, Tag } from '@hovor/protocol/session';
import type { FastifyRequest } from 'fastify';
import { Problem } from '../foundation/errors.ts';
import type { App } from '../foundation/http/server.ts';
import type { UserActor } from '../foundation/security/actor.ts';
import { registerConfigurationRoutes } from './configuration-routes.ts';
import { registerContactRoutes } from './contact-routes.ts';
import { registerFileRoutes } from './file-routes.ts';
import { askingUser, atDesk, ofTenant } from './policies.ts';
import * as schema from './route-schemas.ts';
import type { Catalogue, Sessions } from './service.ts';

/** The desk's endpoints of conversations (head of protocol/desk.ts). */
export function registerSessionRoutes(
  app: App,
  { sessions, catalogue }: { sessions: Sessions; catalogue: Catalogue },
): void {
  readingRoutes(app, sessions);
  endingRoutes(app, sessions);
  clientDataRoutes(app, sessions);
  tenantRoutes(app, sessions, catalogue);
  registerFileRoutes(app, sessions);
  registerContactRoutes(app, sessions);
  registerConfigurationRoutes(app, catalogue);
}

const session = { policy: askingUser, credential: 'login' } as const;
const params = schema.SessionPath;
const done = { 204: schema.Done };

function readingRoutes(app: App, sessions: Sessions): void {
  app.get(
    '/app-api/sessions/:sessionId',
    { config: session, schema: { params, response: { 200: SessionDetail } } },
    (request) => sessions.detail(request.actor, request.params.sessionId),
  );

  app.get(
    '/app-api/sessions/:sessionId/activities',
    {
      config: session,
      schema: { params, querystring: schema.ActivitiesQuery, response: { 200: Type.Array(Activity) } },
    },
    async (request) => {
      const { sessionId } = request.params;
      await sessions.noteListening(userOf(request), sessionId);
      return (await sessions.activities(request.actor, sessionId, request.query)).activities;
    },
  );

  app.get(
    '/app-api/sessions/:sessionId/guest-sessions',
    { config: session, schema: { params, response: { 200: Type.Array(SessionRow) } } },
    (request) => sessions.guestSessions(request.actor, request.params.sessionId),
  );
}

function endingRoutes(app: App, sessions: Sessions): void {
  app.post(
    '/app-api/sessions/:sessionId/end',
    { config: session, schema: { params, response: done } },
    async (request, reply) => {
      await sessions.end(request.actor, request.params.sessionId);
      return reply.code(204).send(null);
    },
  );

  app.post(
    '/app-api/sessions/:sessionId/leave',
    { config: session, schema: { params, response: done } },
    async (request, reply) => {
      await sessions.leave(userOf(request), request.params.sessionId);
      return reply.code(204).send(null);
    },
  );

  app.post(
    '/app-api/sessions/:sessionId/conclude',
    { config: session, schema: { params, body: Conclude, response: done } },
    async (request, reply) => {
      await sessions.conclude(userOf(request), request.params.sessionId, request.body);
      return reply.code(204).send(null);
    },
  );

  app.put(
    '/app-api/sessions/:sessionId/acw',
    { config: session, schema: { params, body: Conclude, response: done } },
    async (request, reply) => {
      await sessions.saveAcwDraft(userOf(request), request.params.sessionId, request.body);
      return reply.code(204).send(null);
    },
  );
}

function clientDataRoutes(app: App, sessions: Sessions): void {
  app.put(
    '/app-api/sessions/:sessionId/params',
    { config: session, schema: { params, body: SetParams, response: { 200: Type.Array(Param) } } },
    (request) => sessions.setParams(request.actor, request.params.sessionId, request.body.params),
  );

  app.post(
    '/app-api/sessions/:sessionId/tags',
    { config: session, schema: { params, body: schema.NewTag, response: { 200: Tag } } },
    (request) => sessions.addTag(request.actor, request.params.sessionId, request.body),
  );

  app.put(
    '/app-api/sessions/:sessionId/tags/:tagId',
    { config: session, schema: { params: schema.TagPath, response: done } },
    async (request, reply) => {
      const { sessionId, tagId } = request.params;
      await sessions.addTag(request.actor, sessionId, { id: tagId });
      return reply.code(204).send(null);
    },
  );

  app.delete(
    '/app-api/sessions/:sessionId/tags/:tagId',
    { config: session, schema: { params: schema.TagPath, response: done } },
    async (request, reply) => {
      const { sessionId, tagId } = request.params;
      await sessions.removeTag(request.actor, sessionId, tagId);
      return reply.code(204).send(null);
    },
  );

  app.post(
    '/app-api/sessions/:sessionId/notes',
    { config: session, schema: { params, body: AddNote, response: { 200: SessionNote } } },
    (request) => sessions.addNote(userOf(request), request.params.sessionId, request.body.text),
  );
}

function tenantRoutes(app: App, sessions: Sessions, catalogue: Catalogue): void {
  const inTenant = schema.TenantPath;

  app.get(
    '/app-api/tenants/:tenantId/catalogue',
    {
      config: { policy: ofTenant, credential: 'login' },
      schema: { params: inTenant, response: { 200: schema.CatalogueView } },
    },
    (request) => catalogue.desk(userOf(request), request.params.tenantId),
  );

  app.get(
    '/app-api/tenants/:tenantId/sessions',
    {
      config: { policy: atDesk, credential: 'login' },
      schema: { params: inTenant, querystring: schema.HistoryQuery, response: { 200: Type.Array(SessionRow) } },
    },
    (request) => {
      const { before, search, contactId } = request.query;
      return sessions.history(userOf(request), request.params.tenantId, { before, search, contactId });
    },
  );

  app.get(
    '/app-api/tenants/:tenantId/offline-messages',
    {
      config: { policy: atDesk, credential: 'login' },
      schema: {
        params: inTenant,
        querystring: schema.OfflineQuery,
        response: { 200: Type.Array(schema.OfflineMessageView) },
      },
    },
    (request) => sessions.offlineMessages(userOf(request), request.params.tenantId, request.query),
  );

  app.post(
    '/app-api/tenants/:tenantId/offline-messages/:messageId/handle',
    {
      config: { policy: atDesk, credential: 'login' },
      schema: { params: schema.MessagePath, response: done },
    },
    async (request, reply) => {
      const { tenantId, messageId } = request.params;
      await sessions.handleOfflineMessage(userOf(request), tenantId, messageId);
      return reply.code(204).send(null);
    },
  );
}

/** The policy of these routes lets users in only. */
function userOf(request: FastifyRequest): UserActor {
  if (request.actor.kind === 'user') return request.actor;
  throw new Problem('not-logged-in');
}
