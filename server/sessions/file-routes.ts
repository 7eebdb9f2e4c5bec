import multipart from '@fastify/multipart';
import { limits } from '@hovor/protocol/limits';
import type { FastifyRequest } from 'fastify';
import { invalid, Problem } from '../foundation/errors.ts';
import type { App } from '../foundation/http/server.ts';
import { rateLimiter } from '../foundation/security/rate-limit.ts';
import { askingUser } from './policies.ts';
import * as schema from './route-schemas.ts';
import type { Sessions } from './service.ts';

const config = { policy: askingUser, credential: 'login' } as const;

/** Files of a conversation at the desk: up as multipart, down as what they are and no more. */
export function registerFileRoutes(app: App, sessions: Sessions): void {
  const uploads = rateLimiter({ burst: limits.uploadsBurst, perSecond: limits.uploadsPerSecond });

  app.register(async (scope: App) => {
    // The parser cuts a file at the limit, marks it (`addFile` looks at the mark) and lets the rest go by.
    await scope.register(multipart, {
      limits: { fileSize: limits.fileSize, files: 1, fields: 4, fieldSize: 200, fieldNameSize: 100, parts: 5 },
    });

    scope.post(
      '/app-api/sessions/:sessionId/files',
      { config, schema: { params: schema.SessionPath, response: { 200: schema.StoredFile } } },
      async (request) => {
        const { actor } = request;
        const retryAfterMs = uploads.take(actor.kind === 'user' ? String(actor.userId) : request.ip);
        if (retryAfterMs > 0) throw new Problem('too-many-requests', { retryAfterMs });
        const { messageId, file } = await uploadOf(request);
        const { seq } = await sessions.addFile(actor, request.params.sessionId, messageId, file);
        return { seq };
      },
    );

    scope.get(
      '/app-api/sessions/:sessionId/files/:fileId',
      { config, schema: { params: schema.FilePath } },
      async (request, reply) => {
        const { sessionId, fileId } = request.params;
        const file = await sessions.openFile(request.actor, sessionId, fileId);
        return reply.headers(file.headers).send(file.stream);
      },
    );
  });
}

/** The upload's one file; its message id stands before it, so that nothing has to be kept in memory. */
async function uploadOf(request: FastifyRequest) {
  if (!request.isMultipart()) {
    throw invalid('file', 'send it as multipart/form-data with the fields messageId and file.');
  }
  const part = await request.file();
  if (!part) throw invalid('file', 'there is none; send messageId first, then file.');
  const field = part.fields.messageId;
  const messageId = field && !Array.isArray(field) && field.type === 'field' ? String(field.value) : '';
  return { messageId, file: { name: part.filename ?? '', stream: part.file } };
}
