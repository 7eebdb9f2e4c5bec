import { Type } from '@hovor/protocol/schema';
import type { FastifyReply, FastifyRequest } from 'fastify';
import type { App } from '../../foundation/http/server.ts';
import { anyone } from '../../foundation/security/actor.ts';
import type { BuiltFile, WidgetFiles } from './files.ts';

/** The loader has no hash in its name, so a new version must reach pages soon. Seconds. */
const loaderAge = 300;
const year = 31_536_000;

const page = { config: { policy: anyone, credential: 'none' } } as const;

/** The page the mobile SDKs load (WG-SDK-1); an application's view is no frame, so nobody may frame it. */
export function mobilePageRoute(app: App, files: WidgetFiles, publicUrl: string) {
  const policy = panelPolicy(publicUrl).replace('frame-ancestors *', "frame-src 'self'; frame-ancestors 'none'");
  app.get('/MobileSdkWidget', page, async (request, reply) => {
    reply.header('content-security-policy', policy).header('x-robots-tag', 'noindex');
    return send(request, reply, await files.mobilePage(), 'no-cache');
  });
}

/** The widget's script, the page of its panel and what that page loads. */
export function fileRoutes(app: App, files: WidgetFiles, publicUrl: string) {
  const policy = panelPolicy(publicUrl);

  app.get('/OOWidget.js', page, async (request, reply) => {
    return send(request, reply, await files.loader(), `public, max-age=${loaderAge}`);
  });

  app.get('/GuestFrame', page, async (request, reply) => {
    reply.header('content-security-policy', policy);
    return send(request, reply, await files.panel(), 'no-cache');
  });

  const Asset = Type.Object({ name: Type.String({ pattern: '^[A-Za-z0-9._-]{1,200}$' }) });
  app.get('/assets/:name', { ...page, schema: { params: Asset } }, async (request, reply) => {
    const file = await files.asset(request.params.name);
    return send(request, reply, file, `public, max-age=${year}, immutable`);
  });
}

/** The panel runs our scripts only, talks to us only, and may be framed by every page that shows the widget. */
export function panelPolicy(publicUrl: string): string {
  const socket = new URL(publicUrl).origin.replace(/^http/, 'ws');
  return [
    "default-src 'none'",
    "script-src 'self'",
    "style-src 'self'",
    "img-src 'self' blob: data: https:",
    "media-src 'self' blob:",
    "font-src 'self'",
    `connect-src 'self' ${socket}`,
    "base-uri 'none'",
    "form-action 'none'",
    'frame-ancestors *',
  ].join('; ');
}

function send(request: FastifyRequest, reply: FastifyReply, file: BuiltFile, cache: string) {
  reply.header('etag', file.etag).header('cache-control', cache).header('vary', 'Accept-Encoding').type(file.type);
  if (matches(request.headers['if-none-match'], file.etag)) return reply.code(304).send();
  const accepted = request.headers['accept-encoding'] ?? '';
  if (/\bbr\b(?!;\s*q=0(\.0+)?(,|$))/.test(accepted)) return reply.header('content-encoding', 'br').send(file.br);
  if (/\bgzip\b(?!;\s*q=0(\.0+)?(,|$))/.test(accepted)) return reply.header('content-encoding', 'gzip').send(file.gzip);
  return reply.send(file.plain);
}

/** If-None-Match; a proxy may have made our tag weak. */
export function matches(header: string | undefined, etag: string): boolean {
  return header?.split(',').some((tag) => tag.trim().replace(/^W\//, '') === etag) ?? false;
}
