import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import fastifyStatic from '@fastify/static';
import { notFound } from '../../foundation/errors.ts';
import type { App } from '../../foundation/http/server.ts';
import { anyone } from '../../foundation/security/actor.ts';
import { type Document, describeChatbotApi } from './description.ts';

/** Runs only our scripts, talks only to us, sends no form, stands in no frame. */
const contentSecurityPolicy = [
  "default-src 'none'",
  "script-src 'self'",
  "style-src 'self'",
  "connect-src 'self'",
  "img-src 'self' data:",
  "font-src 'self'",
  "base-uri 'none'",
  "form-action 'none'",
  "frame-ancestors 'none'",
].join('; ');

/** Names of the documents; links of existing integrations carry the second one (`?urls.primaryName=`, API-CONV-2). */
const documentNames = { v1: 'Public API v1', chatbot: 'Mluvii Chatbot API' } as const;

const files = join(dirname(createRequire(import.meta.url).resolve('@fastify/swagger-ui/package.json')), 'static');
const shown = new Set(['swagger-ui.css', 'swagger-ui-bundle.js', 'swagger-ui-standalone-preset.js']);

const page = `<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>Public API</title>
<link rel="stylesheet" href="/api/assets/swagger-ui.css">
<link rel="stylesheet" href="/api/assets/portal.css">
<link rel="icon" href="/app/favicon.svg">
</head>
<body>
<p id="who" aria-live="polite"></p>
<div id="portal"></div>
<script src="/api/assets/swagger-ui-bundle.js"></script>
<script src="/api/assets/swagger-ui-standalone-preset.js"></script>
<script src="/api/assets/portal.js"></script>
</body>
</html>
`;

const portalStyle = `body{margin:0}
#who{margin:0;padding:.6rem 1.25rem;background:#eef;color:#223;font:15px/1.4 system-ui,sans-serif}
#who a{color:#2440c8}
.swagger-ui .topbar-wrapper .link{display:none}
`;

/** The login cookie of our own pages is what "try it" uses; without one the page says where to get it. */
const portalScript = `const who = document.getElementById('who');
fetch('/app-api/me').then(async (answer) => {
  if (answer.ok) {
    const { firstName, lastName } = await answer.json();
    who.textContent = 'Logged in as ' + firstName + ' ' + lastName + '. What you try here runs with your rights, on real data.';
  } else {
    const link = document.createElement('a');
    link.href = '/login?returnUrl=' + encodeURIComponent(location.pathname + location.search);
    link.textContent = 'Log in';
    who.append(link, ' as an administrator to try the operations, or paste a token under Authorize.');
  }
});
window.ui = SwaggerUIBundle({
  urls: ${JSON.stringify(
    Object.entries(documentNames).map(([document, name]) => ({ url: `/swagger/${document}/swagger.json`, name })),
  )},
  dom_id: '#portal',
  deepLinking: true,
  validatorUrl: null,
  docExpansion: 'none',
  displayRequestDuration: true,
  presets: [SwaggerUIBundle.presets.apis, SwaggerUIStandalonePreset],
  layout: 'StandaloneLayout',
});
`;

/** The portal under `/api` and the descriptions it shows (API-CONV-2, API-CONV-3). */
export function registerPortal(app: App, description: Document) {
  // Maps: a name somebody sends (`__proto__`) finds nothing but what stands here.
  const documents = new Map([
    ['v1', JSON.stringify(description)],
    ['chatbot', JSON.stringify(describeChatbotApi(description))],
  ]);
  const made = new Map([
    ['portal.js', { type: 'text/javascript; charset=utf-8', text: portalScript }],
    ['portal.css', { type: 'text/css; charset=utf-8', text: portalStyle }],
  ]);
  const config = { policy: anyone, credential: 'none' } as const;

  app.register(async (scope: App) => {
    await scope.register(fastifyStatic, { root: files, serve: false, cacheControl: false, etag: true });

    for (const url of ['/api', '/api/index.html']) {
      scope.get(url, { config }, (_request, reply) =>
        reply
          .type('text/html; charset=utf-8')
          .header('cache-control', 'no-cache')
          .header('content-security-policy', contentSecurityPolicy)
          .send(page),
      );
    }

    scope.get('/api/assets/:name', { config }, async (request, reply) => {
      const { name } = request.params as { name: string };
      reply.header('cache-control', 'public, max-age=3600');
      const own = made.get(name);
      if (own) return reply.type(own.type).send(own.text);
      if (!shown.has(name)) throw notFound();
      return reply.sendFile(name);
    });

    scope.get('/swagger/:name/swagger.json', { config }, async (request, reply) => {
      const document = documents.get((request.params as { name: string }).name.toLowerCase());
      if (document === undefined) throw notFound();
      return reply
        .type('application/json; charset=utf-8')
        .header('cache-control', 'no-cache')
        .header('access-control-allow-origin', '*')
        .send(document);
    });
  });
}
