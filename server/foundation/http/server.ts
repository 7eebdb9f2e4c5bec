import cookie from '@fastify/cookie';
import { type TypeBoxTypeProvider, TypeBoxValidatorCompiler } from '@fastify/type-provider-typebox';
import { limits } from '@hovor/protocol/limits';
import Fastify, { type FastifyError, type FastifyReply, type FastifyRequest, LogController } from 'fastify';
import type { Logger } from 'pino';
import { Problem, refusedByDatabase } from '../errors.ts';
import { anonymous } from '../security/actor.ts';
import type { ActorResolver, CredentialKind, Resolvers, RouteRow } from './routes.ts';

export interface HttpOptions {
  log: Logger;
  publicUrl: string;
  /** Believe X-Forwarded-For of a proxy in front (number of proxies); 0 = none. */
  trustedProxies: number;
}

export type HttpServer = ReturnType<typeof createHttpServer>;
/** What a room's `routes.ts` registers on: schemas give the handler its types. */
export type App = HttpServer['app'];

/**
 * The web server. Every request passes the same stations, in this order: size limits, security headers, who is asking
 * (the resolver of the route's credential), origin of changing browser calls, the route's policy, schema, handler,
 * one error shape. A route that names no policy does not register.
 */
export function createHttpServer({ log, publicUrl, trustedProxies }: HttpOptions) {
  const app = Fastify({
    loggerInstance: log,
    logController: new LogController({ disableRequestLogging: true }),
    bodyLimit: limits.bodySize,
    trustProxy: (_address, hop) => hop < trustedProxies,
    routerOptions: { caseSensitive: false, ignoreTrailingSlash: true, maxParamLength: 500 },
    forceCloseConnections: 'idle',
    // An address that is refused before a route is looked for: no hook runs, no error handler is asked.
    frameworkErrors(error, _request, reply) {
      const problem =
        error.code === 'FST_ERR_BAD_URL'
          ? new Problem('invalid-input', { detail: 'This address is not well encoded.', cause: error })
          : new Problem('not-found', { cause: error });
      setSecurityHeaders(reply);
      sendProblem(problem, reply);
    },
  }).withTypeProvider<TypeBoxTypeProvider>();
  app.setValidatorCompiler(TypeBoxValidatorCompiler);
  app.register(cookie);

  const routeTable: RouteRow[] = [];
  const resolvers: Resolvers = {};

  app.decorateRequest('actor');
  app.addHook('onRoute', (route) => {
    const { policy, credential = 'none' } = route.config ?? {};
    if (!policy) throw new Error(`Route ${route.method} ${route.url} names no policy`);
    for (const method of [route.method].flat()) {
      if (method === 'HEAD') continue;
      routeTable.push({ method, url: route.url, credential, policy, schema: route.schema ?? {} });
    }
  });

  app.addHook('onRequest', async (request, reply) => {
    setSecurityHeaders(reply);
    request.actor = await resolve(resolvers, request);
  });

  // After the body is there but before it is validated: nobody learns a schema by probing what they may not call.
  app.addHook('preValidation', async (request) => {
    const { policy, credential = 'none' } = request.routeOptions.config;
    if (!policy) return;
    if (credential === 'login') refuseForeignOrigin(request, publicUrl);
    if (policy(request.actor, (request.params ?? {}) as Record<string, unknown>)) return;
    throw new Problem(request.actor.kind === 'anonymous' ? 'not-logged-in' : 'not-permitted');
  });

  app.setErrorHandler((error: FastifyError, request, reply) => {
    const problem = asProblem(error);
    if (problem.status >= 500) {
      const details = { err: error, route: request.routeOptions.url, method: request.method };
      if (problem.alarm) log.error(details, problem.code);
      else log.info(details, problem.code);
    }
    if (problem.retryAfterMs !== undefined) reply.header('retry-after', Math.ceil(problem.retryAfterMs / 1000));
    if (request.routeOptions.config.errors === 'public-api') return sendPublicApiError(problem, reply);
    return sendProblem(problem, reply);
  });

  app.setNotFoundHandler(() => {
    throw new Problem('not-found');
  });

  return {
    app,
    routeTable: routeTable as readonly RouteRow[],
    /** Says how a kind of credential becomes an actor. Called by main once per kind. */
    authenticateWith(kind: CredentialKind, resolver: ActorResolver) {
      resolvers[kind] = resolver;
    },
  };
}

function setSecurityHeaders(reply: FastifyReply) {
  reply.header('x-content-type-options', 'nosniff');
  reply.header('referrer-policy', 'strict-origin-when-cross-origin');
}

const sendProblem = (problem: Problem, reply: FastifyReply) =>
  reply.code(problem.status).type('application/problem+json').send(JSON.stringify(problem.body()));

async function resolve(resolvers: Resolvers, request: FastifyRequest) {
  const resolver = resolvers[request.routeOptions.config?.credential ?? 'none'];
  return resolver ? resolver(request) : anonymous;
}

/** A cookie travels with requests other sites make; a changing call must come from our own pages. */
function refuseForeignOrigin(request: FastifyRequest, publicUrl: string) {
  if (request.method === 'GET' || request.method === 'HEAD') return;
  if (!isOwnOrigin(request.headers.origin, request.headers.host, publicUrl)) throw new Problem('wrong-origin');
}

/** True when a browser's Origin header is absent (not a browser) or names this server. */
export function isOwnOrigin(origin: string | undefined, host: string | undefined, publicUrl: string): boolean {
  if (origin === undefined) return true;
  if (origin === new URL(publicUrl).origin) return true;
  return URL.canParse(origin) && host !== undefined && new URL(origin).host === host;
}

function asProblem(error: FastifyError): Problem {
  if (error instanceof Problem) return error;
  if (error.validation) return validationProblem(error);
  const status = error.statusCode ?? 500;
  if (status === 413) return new Problem('too-large', { cause: error });
  if (status === 415) return new Problem('invalid-input', { detail: 'Send the body as application/json.' });
  if (status >= 400 && status < 500) return new Problem('invalid-input', { detail: error.message });
  return refusedByDatabase(error) ?? new Problem('internal', { cause: error });
}

function validationProblem(error: FastifyError): Problem {
  const fields: Record<string, string> = {};
  for (const issue of error.validation ?? []) {
    const missing = (issue.params as { requiredProperties?: string[] }).requiredProperties;
    for (const extra of missing ?? ['']) {
      const path = [issue.instancePath, extra].filter(Boolean).join('/').replace(/^\//, '').replaceAll('/', '.');
      fields[path || (error.validationContext ?? 'body')] ??= issue.message ?? 'is not valid';
    }
  }
  const detail = Object.entries(fields)
    .map(([field, why]) => `${field}: ${why}`)
    .join('; ');
  return new Problem('invalid-input', { detail, fields });
}

/** 400 = map of field → message; 401, 403, 404 without body; the rest as a plain text (API-CONV-19). */
function sendPublicApiError(problem: Problem, reply: { code(status: number): { send(body?: unknown): unknown } }) {
  if (problem.status === 400) {
    const fields = problem.fields ?? { '': problem.message };
    return reply.code(400).send(fields);
  }
  if ([401, 403, 404].includes(problem.status)) return reply.code(problem.status).send();
  return reply.code(problem.status).send(problem.body());
}
