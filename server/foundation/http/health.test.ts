import assert from 'node:assert/strict';
import { test } from 'node:test';
import { createLog } from '../log.ts';
import { createMetrics } from '../metrics.ts';
import { type Check, healthRoutes, metricsRoute } from './health.ts';
import { createHttpServer } from './server.ts';

async function served(checks: Record<string, Check>, isStopping = () => false) {
  const { app } = createHttpServer({ log: createLog('silent'), publicUrl: 'http://localhost', trustedProxies: 0 });
  healthRoutes(app, { checks, isStopping });
  metricsRoute(
    app,
    createMetrics(() => {}),
  );
  await app.ready();
  return app;
}

test('readyz names the part that fails and answers 503; healthz does not care', async () => {
  const app = await served({ database: async () => {}, bus: () => Promise.reject(new Error('password=secret')) });
  const ready = await app.inject('/readyz');
  assert.equal(ready.statusCode, 503);
  assert.deepEqual(ready.json(), { database: 'ok', bus: 'failed' });
  assert.equal((await app.inject('/healthz')).statusCode, 200);
});

test('a server that stops is not ready any more', async () => {
  let stopping = false;
  const app = await served({ database: async () => {} }, () => stopping);
  assert.equal((await app.inject('/readyz')).statusCode, 200);
  stopping = true;
  assert.equal((await app.inject('/readyz')).statusCode, 503);
});

test('metrics are for direct requests from this machine only', async () => {
  const app = await served({});
  assert.match((await app.inject({ url: '/metrics', remoteAddress: '127.0.0.1' })).body, /process_cpu/);
  assert.equal((await app.inject({ url: '/metrics', remoteAddress: '192.0.2.7' })).statusCode, 404);
  const proxied = { url: '/metrics', remoteAddress: '127.0.0.1', headers: { 'x-forwarded-for': '127.0.0.1' } };
  assert.equal((await app.inject(proxied)).statusCode, 404);
});
