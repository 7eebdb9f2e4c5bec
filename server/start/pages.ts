import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import fastifyStatic from '@fastify/static';
import type { FastifyReply } from 'fastify';
import { Problem } from '../foundation/errors.ts';
import type { App } from '../foundation/http/server.ts';
import { anyone } from '../foundation/security/actor.ts';
import { errorsPage } from './errors-page.ts';

/** The workspace runs only our own scripts and talks only to us; nobody may frame it. Mantine writes style elements. */
const contentSecurityPolicy = [
  "default-src 'none'",
  "script-src 'self'",
  "style-src 'self' 'unsafe-inline'",
  "connect-src 'self'",
  "img-src 'self' data: blob:",
  "media-src 'self' data: blob:",
  "font-src 'self' data:",
  "frame-src 'self' blob:",
  "manifest-src 'self'",
  "worker-src 'self'",
  "base-uri 'none'",
  "form-action 'self'",
  "frame-ancestors 'none'",
].join('; ');

const config = { policy: anyone, credential: 'none' } as const;

/** Pages people open: the workspace's one page at each of its addresses, its files, and the page of errors. */
export function pageRoutes(app: App, workspace: string, about: { setupNeeded(): Promise<boolean> }) {
  app.register(async (scope: App) => {
    await scope.register(fastifyStatic, {
      root: workspace,
      serve: false,
      preCompressed: true,
      etag: true,
      cacheControl: false,
    });

    scope.get('/', { config }, async (request, reply) => {
      // The workspace finds out whether the login still runs; a visitor without one is spared the way there.
      const known = request.cookies.hovor_login !== undefined;
      const place = known ? '/app' : (await about.setupNeeded()) ? '/setup' : '/login';
      return reply.header('cache-control', 'no-store').redirect(place);
    });

    for (const url of ['/login', '/setup', '/set-password', '/password/*', '/app']) {
      scope.get(url, { config }, (_request, reply) => sendPage(reply));
    }

    scope.get('/app/*', { config }, async (request, reply) => {
      const path = (request.params as { '*': string })['*'];
      if (!/\.[a-z0-9]{2,8}$/i.test(path)) return sendPage(reply);
      reply.header(
        'cache-control',
        path.startsWith('assets/') ? 'public, max-age=31536000, immutable' : 'public, max-age=3600',
      );
      return reply.sendFile(path);
    });

    scope.get('/favicon.ico', { config }, async (_request, reply) => {
      reply.header('cache-control', 'public, max-age=86400');
      return reply.sendFile('favicon.svg');
    });

    scope.get('/robots.txt', { config }, async (_request, reply) =>
      reply.type('text/plain; charset=utf-8').send('User-agent: *\nDisallow: /\n'),
    );

    scope.get('/docs/errors', { config }, async (_request, reply) => {
      reply.header('content-security-policy', "default-src 'none'; style-src 'unsafe-inline'; frame-ancestors 'none'");
      return reply.type('text/html; charset=utf-8').send(await errorsPage());
    });
  });

  async function sendPage(reply: FastifyReply) {
    let page: Buffer;
    try {
      page = await readFile(join(workspace, 'index.html'));
    } catch (cause) {
      throw new Problem('unavailable', {
        detail: 'The workspace is not built. Run `npm start`, which builds it.',
        cause,
      });
    }
    return reply
      .type('text/html; charset=utf-8')
      .header('cache-control', 'no-cache')
      .header('content-security-policy', contentSecurityPolicy)
      .header('cross-origin-opener-policy', 'same-origin')
      .header('permissions-policy', 'camera=(self), microphone=(self), geolocation=(), payment=()')
      .send(page);
  }
}
