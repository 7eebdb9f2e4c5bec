import { createHash } from 'node:crypto';
import multipart from '@fastify/multipart';
import {
  Feedback,
  GuestCredentials,
  GuestRequest,
  GuestSession,
  OfflineMessage,
  StartSession,
  WidgetConfig,
} from '@hovor/protocol/guest';
import { limits } from '@hovor/protocol/limits';
import { Type, Uuid } from '@hovor/protocol/schema';
import { Activity } from '@hovor/protocol/session';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { Check } from 'typebox/value';
import { invalid, notFound, Problem } from '../../foundation/errors.ts';
import type { App } from '../../foundation/http/server.ts';
import { anyGuest, anyone, type GuestActor } from '../../foundation/security/actor.ts';
import { sourceOf } from '../../foundation/security/source.ts';
import { fileRoutes, matches, mobilePageRoute } from './file-routes.ts';
import type { WidgetFiles } from './files.ts';
import { foreignOrigin, from } from './from.ts';
import { acceptedLanguages } from './rules.ts';
import { ActivitiesQuery, ConfigQuery, FilePath, SessionPath, SessionsQuery, StoredFile } from './schema.ts';
import type { Webchat } from './service.ts';

/** Seconds a configuration may be kept: it carries the state of the package. */
const configAge = 10;

const open = { config: { policy: anyone, credential: 'none' } } as const;
const guest = { config: { policy: anyGuest, credential: 'guest' } } as const;
const Nothing = Type.Null();

/**
 * The guests' HTTP doors (head of protocol/guest.ts). They serve pages of every origin, so they answer every origin
 * (CORS) and never look at a cookie: who asks is told by the bearer token alone.
 */
export function webchatRoutes(app: App, webchat: Webchat, files: WidgetFiles, publicUrl: string) {
  mobilePageRoute(app, files, publicUrl);
  app.register(
    async (scope: App) => {
      await scope.register(multipart, {
        // A little more than allowed: here a file that is too long would be cut in silence, the store refuses it.
        limits: {
          fileSize: limits.fileSize + 64 * 1024,
          files: 1,
          fields: 4,
          fieldSize: 200,
          fieldNameSize: 100,
          parts: 5,
        },
      });
      scope.addHook('onRequest', async (request, reply) => {
        openToAllPages(reply);
        webchat.countRequest(sourceOf(request.ip));
      });
      scope.setNotFoundHandler(() => {
        throw notFound();
      });
      preflight(scope);
      fileRoutes(scope, files, publicUrl);
      guestRoutes(scope, webchat, publicUrl);
      conversationRoutes(scope, webchat, publicUrl);
    },
    { prefix: '/widget' },
  );
}

function openToAllPages(reply: FastifyReply) {
  reply.header('access-control-allow-origin', '*');
  reply.header('access-control-expose-headers', 'retry-after, content-disposition');
  // Pages that isolate themselves (COEP) may load us too.
  reply.header('cross-origin-resource-policy', 'cross-origin');
  reply.header('x-robots-tag', 'noindex');
}

function preflight(app: App) {
  app.options('/*', open, async (_request, reply) => {
    reply.header('access-control-allow-methods', 'GET, POST');
    reply.header('access-control-allow-headers', 'authorization, content-type');
    reply.header('access-control-max-age', 86_400);
    return reply.code(204).send();
  });
}

function guestRoutes(app: App, webchat: Webchat, publicUrl: string) {
  app.get(
    '/config',
    { ...open, schema: { querystring: ConfigQuery, response: { 200: WidgetConfig, 304: Nothing } } },
    async (request, reply) => {
      const { company, tenant, preset, language } = request.query;
      const config = await webchat.config(
        { company, tenant: tenant ? Number(tenant) : null, preset: preset || null },
        language || null,
        acceptedLanguages(request.headers['accept-language']),
        foreignOrigin(request, publicUrl),
      );
      const etag = `"${createHash('sha256').update(JSON.stringify(config)).digest('base64url').slice(0, 22)}"`;
      reply.header('cache-control', `public, max-age=${configAge}`);
      reply.header('vary', 'Accept-Language, Origin').header('etag', etag);
      if (matches(request.headers['if-none-match'], etag)) return reply.code(304).send(null);
      return config;
    },
  );

  app.post(
    '/guest',
    { ...open, schema: { body: GuestRequest, response: { 200: GuestCredentials } } },
    async (request, reply) => {
      const { token, ...address } = request.body;
      neverKept(reply);
      return webchat.enter(address, token, from(request, publicUrl));
    },
  );

  app.post(
    '/offline-messages',
    { ...guest, schema: { body: OfflineMessage, response: { 204: Nothing } } },
    async (request, reply) => {
      await webchat.leaveOfflineMessage(guestOf(request), request.body, from(request, publicUrl));
      return reply.code(204).send(null);
    },
  );
}

function conversationRoutes(app: App, webchat: Webchat, publicUrl: string) {
  app.post(
    '/sessions',
    { ...guest, schema: { body: StartSession, response: { 200: GuestSession, 201: GuestSession } } },
    async (request, reply) => {
      const { created, session } = await webchat.startSession(guestOf(request), request.body, from(request, publicUrl));
      neverKept(reply);
      return reply.code(created ? 201 : 200).send(session);
    },
  );

  app.get(
    '/sessions',
    { ...guest, schema: { querystring: SessionsQuery, response: { 200: Type.Array(GuestSession) } } },
    async (request, reply) => {
      neverKept(reply);
      return webchat.ownSessions(guestOf(request), request.query.scope ?? '');
    },
  );

  app.post(
    '/sessions/:sessionId/end',
    { ...guest, schema: { params: SessionPath, response: { 204: Nothing } } },
    async (request, reply) => {
      await webchat.endSession(guestOf(request), request.params.sessionId);
      return reply.code(204).send(null);
    },
  );

  app.post(
    '/sessions/:sessionId/feedback',
    { ...guest, schema: { params: SessionPath, body: Feedback, response: { 204: Nothing } } },
    async (request, reply) => {
      await webchat.giveFeedback(guestOf(request), request.params.sessionId, request.body);
      return reply.code(204).send(null);
    },
  );

  app.get(
    '/sessions/:sessionId/activities',
    {
      ...guest,
      schema: { params: SessionPath, querystring: ActivitiesQuery, response: { 200: Type.Array(Activity) } },
    },
    async (request, reply) => {
      neverKept(reply);
      return webchat.activities(guestOf(request), request.params.sessionId, request.query);
    },
  );

  app.post(
    '/sessions/:sessionId/files',
    { ...guest, schema: { params: SessionPath, response: { 200: StoredFile } } },
    async (request) => {
      const actor = guestOf(request);
      webchat.countUpload(sourceOf(request.ip));
      const { sessionId } = request.params;
      await webchat.own(actor, sessionId);
      const part = await filePart(request);
      const { seq } = await webchat.addFile(actor, sessionId, part.messageId, part);
      return { seq };
    },
  );

  app.get('/sessions/:sessionId/files/:fileId', { ...guest, schema: { params: FilePath } }, async (request, reply) => {
    const { sessionId, fileId } = request.params;
    const file = await webchat.openFile(guestOf(request), sessionId, fileId);
    return reply.headers(file.headers).send(file.stream);
  });
}

/** The upload's one file; its message id stands before it, so that nothing has to be kept in memory. */
async function filePart(request: FastifyRequest) {
  if (!request.isMultipart())
    throw invalid('file', 'send it as multipart/form-data with the fields messageId and file');
  const part = await request.file();
  if (!part) throw invalid('file', 'there is none; send messageId first, then file');
  const field = part.fields.messageId;
  const messageId = field && !Array.isArray(field) && field.type === 'field' ? field.value : undefined;
  if (!Check(Uuid, messageId)) {
    part.file.resume();
    throw invalid('messageId', 'must be a UUID and stand before the file');
  }
  return { messageId, name: part.filename, stream: part.file };
}

/** Answers with secrets or conversations stay out of every cache. */
const neverKept = (reply: FastifyReply) => reply.header('cache-control', 'no-store');

function guestOf(request: FastifyRequest): GuestActor {
  if (request.actor.kind === 'guest') return request.actor;
  throw new Problem('not-logged-in');
}
