import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { errorCodes } from '../foundation/errors.ts';
import { startNatsPeer } from '../testing/nats-peer.ts';
import { startServer, type TestServer } from '../testing/server.ts';

let server: TestServer;
before(async () => {
  server = await startServer({ env: { TRUSTED_PROXIES: '0' } });
});
after(() => server.stop());

test('a started server is ready in every part', async () => {
  const ready = await fetch(`${server.url}/readyz`);
  assert.equal(ready.status, 200);
  assert.deepEqual(await ready.json(), { database: 'ok', migrations: 'ok', bus: 'ok' });
});

test('an empty installation sends a visitor to the set-up and prints a code for it', async () => {
  const root = await fetch(server.url, { redirect: 'manual' });
  assert.equal(root.status, 302);
  assert.equal(new URL(root.headers.get('location') ?? '', server.url).pathname, '/setup');
  assert.match(server.setupCode ?? '', /^[A-Z0-9]{4}(-[A-Z0-9]{4}){3}$/);
});

test('without DEMO there is no shop page', async () => {
  assert.equal((await fetch(`${server.url}/demo`)).status, 404);
});

test('the figures of the product are there', async () => {
  const text = await (await fetch(`${server.url}/metrics`)).text();
  for (const name of [
    'connections',
    'sessions_waiting',
    'event_lag_seconds',
    'webhook_lag_seconds',
    'messages_total',
  ]) {
    assert.match(text, new RegExp(`^hovor_${name} \\d`, 'm'), name);
  }
});

test('a newer schema under a running server makes it unready, and only that', async () => {
  await server.pool.query(`insert into hovor_migrations (name) values ('9999_future.sql')`);
  const ready = await fetch(`${server.url}/readyz`);
  assert.equal(ready.status, 503);
  assert.deepEqual(await ready.json(), { database: 'ok', migrations: 'failed', bus: 'ok' });
  await server.pool.query(`delete from hovor_migrations where name = '9999_future.sql'`);
});

test('every code of an error stands on the page problem documents point to', async () => {
  const answer = await fetch(`${server.url}/nowhere`);
  const problem = (await answer.json()) as { type: string };
  assert.equal(problem.type, '/docs/errors#not-found');
  const page = await (await fetch(new URL(problem.type, server.url))).text();
  for (const code of errorCodes) assert.ok(page.includes(`id="${code}"`), code);
});

test('paths cannot leave the folder of the workspace', async () => {
  for (const path of [
    '/app/..%2f..%2fpackage.json',
    '/app/%2e%2e/%2e%2e/package.json',
    '/app/assets/..%5c..%5cindex.html',
  ]) {
    const answer = await fetch(`${server.url}${path}`);
    assert.ok([400, 403, 404].includes(answer.status), `${path} → ${answer.status}`);
    assert.doesNotMatch(await answer.text(), /"workspaces"/);
  }
});

test('with NATS_URL the processes of an installation wake each other over it', async () => {
  const peer = await startNatsPeer();
  const one = await startServer({ env: { NATS_URL: peer.url } });
  const other = await startServer({ databaseUrl: one.databaseUrl, env: { NATS_URL: peer.url } });
  try {
    assert.equal((await fetch(`${other.url}/readyz`)).status, 200);
    const heard = new Promise<number>((resolve) => {
      other.store.bus.subscribe((changes) => resolve(changes[0]?.id ?? 0));
    });
    one.store.bus.publish([{ companyId: 1, tenantId: null, topic: 'user', id: 4_711 }]);
    assert.equal(await heard, 4_711);
    await peer.kill();
    while ((await fetch(`${other.url}/readyz`)).status !== 503);
  } finally {
    await other.stop();
    await one.stop();
  }
});
