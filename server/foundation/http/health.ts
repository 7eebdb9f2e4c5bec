import { setTimeout as sleep } from 'node:timers/promises';
import type { FastifyReply, FastifyRequest } from 'fastify';
import Type from 'typebox';
import { Problem } from '../errors.ts';
import type { Metrics } from '../metrics.ts';
import { anyone } from '../security/actor.ts';
import type { App } from './server.ts';

/** Resolves when the part works. */
export type Check = () => Promise<void>;

/** A part that does not answer within this time counts as broken; balancers ask about every second or two. */
const checkTime = 2_000;

const Readiness = Type.Record(Type.String(), Type.Union([Type.Literal('ok'), Type.Literal('failed')]));

/**
 * `/healthz`: the process turns. `/readyz`: it can serve (each part by name; 503 while one fails or the server stops).
 * Both tell outsiders nothing but that.
 */
export function healthRoutes(app: App, about: { checks: Record<string, Check>; isStopping(): boolean }) {
  const config = { policy: anyone, credential: 'none' } as const;
  const response = { 200: Readiness, 503: Readiness };

  app.get(
    '/healthz',
    { config, logLevel: 'silent', schema: { response: { 200: Readiness } } },
    async (_request, reply) => reply.header('cache-control', 'no-store').send({ process: 'ok' as const }),
  );

  app.get('/readyz', { config, logLevel: 'silent', schema: { response } }, async (_request, reply) => {
    const results = await Promise.all(
      Object.entries(about.checks).map(async ([name, check]) => [name, await passes(check)] as const),
    );
    const parts = Object.fromEntries(results.map(([name, ok]) => [name, ok ? ('ok' as const) : ('failed' as const)]));
    if (about.isStopping()) parts.server = 'failed';
    const ready = Object.values(parts).every((state) => state === 'ok');
    return reply
      .code(ready ? 200 : 503)
      .header('cache-control', 'no-store')
      .send(parts);
  });
}

async function passes(check: Check): Promise<boolean> {
  const late = new AbortController();
  try {
    await Promise.race([
      check(),
      sleep(checkTime, undefined, { signal: late.signal }).then(() => Promise.reject(new Error('no answer'))),
    ]);
    return true;
  } catch {
    return false;
  } finally {
    late.abort();
  }
}

/**
 * `/metrics` on the port of the product, only for direct requests from this machine: figures tell outsiders about the
 * business. With METRICS_PORT it stands on that port alone and this route is not there.
 */
export function metricsRoute(app: App, metrics: Metrics) {
  app.get(
    '/metrics',
    { config: { policy: anyone, credential: 'none' }, logLevel: 'silent' },
    async (request, reply) => {
      if (!isDirectAndLocal(request)) throw new Problem('not-found');
      return sendMetrics(reply, metrics);
    },
  );
}

export async function sendMetrics(reply: FastifyReply, metrics: Metrics) {
  return reply
    .type(metrics.contentType)
    .header('cache-control', 'no-store')
    .send(await metrics.render());
}

function isDirectAndLocal(request: FastifyRequest): boolean {
  const peer = request.socket.remoteAddress ?? '';
  const local = peer === '::1' || peer.replace(/^::ffff:/, '').startsWith('127.');
  return local && request.headers['x-forwarded-for'] === undefined && request.headers.forwarded === undefined;
}
