import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { createDirectory } from '../directory/service.ts';
import { createHttpServer } from '../foundation/http/server.ts';
import { createLog } from '../foundation/log.ts';
import { buildUser } from '../testing/build.ts';
import { registerConfigurationRoutes } from './configuration-routes.ts';
import { createCatalogue } from './service.ts';
import { type Scene, type Stage, sessionsStage } from './testing.ts';

let stage: Stage;
let company: Scene['company'];
let url: string;
let closeServer: () => Promise<unknown>;
before(async () => {
  stage = await sessionsStage();
  ({ company } = await stage.scene());
  const publicUrl = 'http://localhost';
  const server = createHttpServer({ log: createLog('silent'), publicUrl, trustedProxies: 0 });
  server.authenticateWith('login', createDirectory(stage.store, { publicUrl }).resolveLogin);
  registerConfigurationRoutes(server.app, createCatalogue(stage.store));
  url = await server.app.listen({ port: 0, host: '127.0.0.1' });
  closeServer = () => server.app.close();
});
after(async () => {
  await closeServer();
  await stage.close();
});

async function call(method: string, path: string, cookie: string, body?: unknown) {
  const response = await fetch(`${url}/app-api/tenants/${company.tenantId}${path}`, {
    method,
    headers: { cookie, ...(body !== undefined && { 'content-type': 'application/json' }) },
    ...(body !== undefined && { body: JSON.stringify(body) }),
  });
  const text = await response.text();
  return { status: response.status, json: text ? JSON.parse(text) : undefined };
}
const administrator = async () => (await buildUser(stage.store, company, { roles: ['TenantAdmin'] })).cookie;

test('tags: made once, changed by label and colour, and gone', async () => {
  const admin = await administrator();
  const made = await call('POST', '/tags', admin, { name: 'Return', label: 'Returned goods', background: '#1F5FD0' });
  assert.equal(made.status, 201);
  const { id } = made.json;
  assert.deepEqual(made.json, { id, name: 'Return', label: 'Returned goods', background: '#1f5fd0', text: null });
  const again = await call('POST', '/tags', admin, { name: 'RETURN' });
  assert.deepEqual([again.status, again.json.errors], [409, { name: 'is taken by another tag.' }]);
  const wrong = await call('PUT', `/tags/${id}`, admin, { background: 'red' });
  assert.deepEqual([wrong.status, Object.keys(wrong.json.errors)], [400, ['background']]);
  const changed = await call('PUT', `/tags/${id}`, admin, { label: null, text: '#ffffff' });
  assert.deepEqual(changed.json, { id, name: 'Return', label: null, background: '#1f5fd0', text: '#ffffff' });
  assert.equal((await call('DELETE', `/tags/${id}`, admin)).status, 204);
  assert.equal((await call('DELETE', `/tags/${id}`, admin)).status, 404);
});

test('operators do not keep the catalogue', async () => {
  const { cookie } = await buildUser(stage.store, company, { roles: ['Operator'] });
  assert.equal((await call('GET', '/tags', cookie)).status, 403);
  assert.equal((await call('POST', '/tags', cookie, { name: 'mine' })).status, 403);
});

test('session results: renamed, ordered and switched off, never two of one name', async () => {
  const admin = await administrator();
  const ids: number[] = [];
  for (const name of ['Solved', 'Call back', 'Complaint']) {
    ids.push((await call('POST', '/results', admin, { name })).json.id);
  }
  assert.equal((await call('POST', '/results', admin, { name: 'solved' })).status, 409);
  const rename = await call('PUT', `/results/${ids[1]}`, admin, { name: 'SOLVED' });
  assert.deepEqual(rename.json.errors, { name: 'is taken by another session result.' });
  assert.equal((await call('PUT', `/results/${ids[1]}`, admin, { name: 'We call back', active: false })).status, 204);
  const order = [ids[2], ids[0], ids[1]];
  assert.equal((await call('PUT', '/result-order', admin, { ids: order })).status, 204);
  assert.equal((await call('PUT', '/result-order', admin, { ids: order.slice(1) })).status, 400);
  const { json } = await call('GET', '/results', admin);
  assert.deepEqual(
    json.map(({ name, active }: { name: string; active: boolean }) => [name, active]),
    [
      ['Complaint', true],
      ['Solved', true],
      ['We call back', false],
    ],
  );
});

test('parameters: defined once, relabelled, hidden in the queue and forgotten', async () => {
  const admin = await administrator();
  const { status, json } = await call('POST', '/parameters', admin, { name: 'orderNumber', label: 'Order' });
  assert.equal(status, 201);
  const again = await call('POST', '/parameters', admin, { name: 'orderNumber', label: 'Other' });
  assert.deepEqual(again.json.errors, { name: 'is taken by another parameter.' });
  const change = { label: 'Number of the order', inQueue: false };
  assert.equal((await call('PUT', `/parameters/${json.id}`, admin, change)).status, 204);
  assert.deepEqual((await call('GET', '/parameters', admin)).json, [{ id: json.id, name: 'orderNumber', ...change }]);
  assert.equal((await call('DELETE', `/parameters/${json.id}`, admin)).status, 204);
  assert.equal((await call('PUT', `/parameters/${json.id}`, admin, change)).status, 404);
});
