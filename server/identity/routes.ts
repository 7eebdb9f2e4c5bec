import type { FastifyReply, FastifyRequest } from 'fastify';
import type { App } from '../foundation/http/server.ts';
import { anyone } from '../foundation/security/actor.ts';
import type { Identity } from './service.ts';

/** Hands `/login/connect/…` and discovery to the authorisation server, bodies unread: it reads them itself. */
export function registerIdentity(app: App, { server }: Pick<Identity, 'server'>) {
  app.register(async (scope) => {
    scope.removeAllContentTypeParsers();
    scope.addContentTypeParser('*', (_request, _payload, done) => done(null));
    const config = { policy: anyone, credential: 'none' } as const;
    const hand = async (request: FastifyRequest, reply: FastifyReply) => {
      reply.hijack();
      for (const [name, value] of Object.entries(reply.getHeaders())) {
        if (value !== undefined) reply.raw.setHeader(name, value);
      }
      await server.handle(request.raw, reply.raw);
    };
    scope.route({ method: ['GET', 'POST', 'OPTIONS'], url: '/login/connect/*', config, handler: hand });
    scope.route({ method: ['GET', 'OPTIONS'], url: '/login/.well-known/*', config, handler: hand });
  });
}
