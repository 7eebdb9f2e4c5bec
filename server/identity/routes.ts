import type { FastifyReply, FastifyRequest } from 'fastify';
import { errors } from 'oidc-provider';
import type { App } from '../foundation/http/server.ts';
import { anyone } from '../foundation/security/actor.ts';
import { signedIn, signedOut } from './clients.ts';
import { pagePolicy, refusalPage } from './pages.ts';
import type { Identity } from './service.ts';

/** Hands `/login/connect/…` and discovery to the authorisation server, bodies unread: it reads them itself. */
export function registerIdentity(app: App, identity: Pick<Identity, 'handle' | 'proceed'>) {
  const config = { policy: anyone, credential: 'none' } as const;

  app.register(async (scope) => {
    scope.removeAllContentTypeParsers();
    scope.addContentTypeParser('*', (_request, _payload, done) => done(null));
    const hand = async (request: FastifyRequest, reply: FastifyReply) => {
      reply.hijack();
      for (const [name, value] of Object.entries(reply.getHeaders())) {
        if (value !== undefined) reply.raw.setHeader(name, value);
      }
      await identity.handle(request.raw, reply.raw);
    };
    scope.route({ method: ['GET', 'POST', 'OPTIONS'], url: '/login/connect/*', config, handler: hand });
    scope.route({ method: ['GET', 'OPTIONS'], url: '/login/.well-known/*', config, handler: hand });
    // Where the web application of existing installations waits (API-AUT-3, API-AUT-4): our workspace has its own login.
    scope.route({
      method: ['GET', 'POST'],
      url: signedIn,
      config,
      handler: (_request, reply) => reply.redirect('/app', 303),
    });
    scope.get(signedOut, { config }, (_request, reply) => reply.redirect('/login', 303));
  });

  app.get('/login/connect/interaction/:token', { config }, async (request, reply) => {
    reply.header('cache-control', 'no-store');
    try {
      return reply.redirect(await identity.proceed(request.raw, reply.raw, request.ip), 303);
    } catch (error) {
      if (!(error instanceof errors.OIDCProviderError)) throw error;
      reply.code(400).type('text/html; charset=utf-8').header('content-security-policy', pagePolicy);
      return reply.send(
        refusalPage(error.error, 'This login took too long, or began in another browser. Start again.'),
      );
    }
  });
}
