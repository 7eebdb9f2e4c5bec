import type { FastifyReply, FastifyRequest } from 'fastify';
import type { Chatbots } from '../../chatbots/service.ts';
import { Problem } from '../../foundation/errors.ts';
import type { FileStore } from '../../foundation/files/store.ts';
import type { App } from '../../foundation/http/server.ts';
import type { Store } from '../../foundation/transact.ts';
import type { Privacy } from '../../privacy/service.ts';
import { createEventLog, type Webhooks } from '../../webhooks/service.ts';
import { type Handler, handled } from './call.ts';
import { chatbotOperations } from './chatbots/operations.ts';
import { type ContactParts, contactOperations } from './contacts/operations.ts';
import { readOperations } from './contract.ts';
import { describeApi } from './description.ts';
import { fileAddress, fileUrl, registerDownloads } from './downloads.ts';
import { eventsHandler } from './events/operations.ts';
import { guestOperations } from './guests/operations.ts';
import { createIdempotency } from './idempotency.ts';
import { registerDashboards } from './metrics/operations.ts';
import { type OrganisationParts, organisationOperations } from './organisation.ts';
import { anyCaller, keyMay, permissionOf } from './policies.ts';
import { registerPortal } from './portal.ts';
import { createRateLimits } from './rate.ts';
import { type SessionCommandParts, sessionCommands } from './sessions/commands.ts';
import { sessionOperations } from './sessions/operations.ts';
import { registerWebhookSecret, webhookOperations } from './webhooks/operations.ts';

export { fileUrl } from './downloads.ts';

export interface PublicApiParts extends ContactParts, OrganisationParts {
  sessions: SessionCommandParts['sessions'];
  routing: OrganisationParts['routing'] & SessionCommandParts['routing'];

  store: Store;
  webhooks: Webhooks;
  privacy: Privacy;
  chatbots: Pick<Chatbots, 'activity' | 'setCallbackUrl'>;
  files: Pick<FileStore, 'open'>;
  publicUrl: string;
  /** IANA name of the zone times are written in (foundation/zoned-time.ts). */
  zone: string;
}

const notBuilt: Handler = async () => {
  throw new Problem('not-built', { detail: 'This operation of the Public API is not available in this version yet.' });
};

/**
 * The Public API: every operation of the contract is a route. What the rooms can do is implemented; the rest says 501
 * to callers who may call it, never a success without an effect.
 */
export function registerPublicApi(app: App, parts: PublicApiParts) {
  const implemented: Record<string, Handler> = {
    ...sessionCommands(parts),
    ...guestOperations(parts.privacy),
    ...sessionOperations({ ...parts, fileAddress: fileAddress(parts.publicUrl) }),
    ...webhookOperations(parts.webhooks),
    ...chatbotOperations(parts.chatbots),
    ...contactOperations(parts),
    ...organisationOperations(parts),
  };
  const operations = readOperations();
  const unknown = Object.keys(implemented).filter((id) => !operations.some(({ operationId }) => operationId === id));
  if (unknown.length > 0) throw new Error(`Operations the contract does not have: ${unknown.join(', ')}`);

  registerDownloads(app, parts);
  registerPortal(app, describeApi(new Set(Object.keys(implemented))));
  const idempotency = createIdempotency(parts.store);
  const rates = createRateLimits();
  app.register(async (scope) => {
    acceptJson(
      scope,
      new Set(operations.filter(({ hasBody }) => !hasBody).map(({ method, url }) => `${method} ${url}`)),
    );
    scope.addHook('onRequest', greet);
    scope.addHook('onRequest', async ({ actor }) => rates.check(actor));
    for (const operation of operations) {
      scope.route({
        method: operation.method,
        url: operation.url,
        config: { policy: keyMay(permissionOf(operation)), credential: 'api', errors: 'public-api' },
        handler: handled(implemented[operation.operationId] ?? notBuilt, idempotency),
      });
    }
    registerWebhookSecret(scope, parts.webhooks);
    registerDashboards(scope, parts.statistics, idempotency);
    scope.get(
      '/api/v1/events',
      { config: { policy: anyCaller, credential: 'api', errors: 'public-api' } },
      handled(eventsHandler(createEventLog(parts.store, { zone: parts.zone, fileUrl: fileUrl(parts.publicUrl) }))),
    );
  });
}

/**
 * JSON under all names generated clients give it, and no body at all under any name (a DELETE of theirs says
 * `application/json`, a PUT of curl a form, and both send nothing). Operations that take no body, `POST /…`, pass over one.
 */
function acceptJson(
  scope: {
    addContentTypeParser(
      type: RegExp | '*',
      options: { parseAs: 'string' },
      parse: (request: FastifyRequest, body: string, done: (error: Error | null, value?: unknown) => void) => void,
    ): unknown;
    removeContentTypeParser(type: string): unknown;
  },
  bodiless: ReadonlySet<string>,
) {
  scope.removeContentTypeParser('application/json');
  scope.removeContentTypeParser('text/plain');
  scope.addContentTypeParser('*', { parseAs: 'string' }, ({ routeOptions, method }, body, done) => {
    if (body.trim() === '' || bodiless.has(`${method} ${routeOptions.url}`)) return done(null, undefined);
    const why = 'Send JSON, and say so: Content-Type: application/json.';
    done(new Problem('invalid-input', { detail: `body: ${why}`, fields: { body: why } }));
  });
  scope.addContentTypeParser(
    /^(application|text)\/([\w.*-]+\+)?json\b/i,
    { parseAs: 'string' },
    ({ routeOptions, method }, body, done) => {
      if (body.trim() === '' || bodiless.has(`${method} ${routeOptions.url}`)) return done(null, undefined);
      try {
        // Some programs put a byte order mark before it.
        done(null, JSON.parse(body.replace(/^\uFEFF/, '')));
      } catch {
        const why = 'This is not JSON.';
        done(new Problem('invalid-input', { detail: `body: ${why}`, fields: { body: why } }));
      }
    },
  );
}

/** A caller nobody knows: a browser is sent to the login page, a program told how to come (API-CONV-24). */
async function greet(request: FastifyRequest, reply: FastifyReply) {
  if (request.actor.kind !== 'anonymous') return;
  const page = request.method === 'GET' && (request.headers.accept ?? '').includes('text/html');
  if (page) return reply.redirect(`/login?returnUrl=${encodeURIComponent(request.url)}`, 302);
  reply.header('www-authenticate', 'Bearer');
}
