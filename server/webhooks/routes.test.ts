import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { system } from '../foundation/security/actor.ts';
import { transact } from '../foundation/transact.ts';
import { buildAdmin, buildCompany, buildUser } from '../testing/build.ts';
import { type Receiver, startReceiver } from '../testing/receiver.ts';
import { startServer, type TestServer } from '../testing/server.ts';

let server: TestServer;
let receiver: Receiver;
before(async () => {
  server = await startServer({ env: { OUTBOUND_ALLOW: '127.0.0.0/8' } });
  receiver = await startReceiver();
});
after(async () => {
  await server?.stop();
  await receiver?.kill();
});

async function office() {
  const company = await buildCompany(server.store);
  const admin = await buildAdmin(server.store, company);
  const chief = await buildUser(server.store, company, { roles: ['TenantAdmin'] });
  const call = async (method: string, path: string, body?: unknown, cookie = admin.cookie) => {
    const answer = await fetch(`${server.url}/app-api/webhooks${path}`, {
      method,
      headers: { cookie, origin: server.url, ...(body !== undefined && { 'content-type': 'application/json' }) },
      ...(body !== undefined && { body: JSON.stringify(body) }),
    });
    const text = await answer.text();
    return { status: answer.status, headers: answer.headers, json: text ? JSON.parse(text) : undefined };
  };
  return { company, chief, call };
}

test('an administrator makes a webhook, sees what it was sent, and sends it again, all by HTTP', async () => {
  const { company, call } = await office();
  const made = await call('POST', '', { callbackUrl: receiver.url, eventTypes: ['SessionCreated'] });
  assert.equal(made.status, 201);
  assert.equal(made.headers.get('cache-control'), 'no-store');
  assert.match(made.json.secret, /^whsec_/);
  const { id } = made.json;
  assert.ok(!JSON.stringify((await call('GET', '')).json).includes(made.json.secret), 'the list shows no secret');

  await transact(server.store, system(company.id), async (unit) => {
    const payload = { id: 7, tenantId: company.tenantId, channel: 'Chat', source: 'Default' };
    unit.record({
      ...{ companyId: company.id, tenantId: company.tenantId, kind: 'session.created', subject: 'session:7' },
      payload,
    });
  });
  await receiver.until((all) => all.length === 1);
  const find = async () => (await call('GET', `/${id}/deliveries?state=delivered`)).json[0];
  let row = await find();
  while (!row) row = await find();
  assert.deepEqual([row.eventType, row.attempts, row.lastStatus, row.subject], ['SessionCreated', 1, 204, 'session:7']);
  const { json: detail } = await call('GET', `/${id}/deliveries/${row.id}`);
  assert.deepEqual(JSON.parse(detail.body), receiver.received[0]?.json);
  assert.deepEqual([detail.log.length, detail.log[0].status, detail.log[0].response], [1, 204, '']);

  const again = await call('POST', `/${id}/replay`, { ids: [row.id] });
  assert.deepEqual([again.status, again.json], [200, { count: 1, next: null }]);
  await receiver.until((all) => all.length === 2);
  assert.equal(receiver.received[1]?.headers['webhook-id'], detail.messageId);

  const rotated = await call('POST', `/${id}/secret`);
  assert.equal(rotated.headers.get('cache-control'), 'no-store');
  assert.notEqual(rotated.json.secret, made.json.secret);
  const tested = await call('POST', `/${id}/test`, { eventType: 'SessionStarted' });
  assert.deepEqual([tested.json.ok, tested.json.status], [true, 204]);
  assert.equal((await call('PUT', `/${id}/state`, { enabled: false })).json.health, 'disabled');
  const change = { callbackUrl: `${receiver.url}?x=1`, eventTypes: ['SessionEnded', 'SessionEnded'] };
  const changed = await call('PUT', `/${id}`, change);
  assert.deepEqual([changed.json.callbackUrl, changed.json.eventTypes], [change.callbackUrl, ['SessionEnded']]);
  assert.equal(changed.json.enabled, false, 'editing does not switch it on');
  assert.equal((await call('DELETE', `/${id}`)).status, 204);
  assert.equal((await call('GET', `/${id}`)).status, 404);
});

test('bad input is refused by name, and webhooks are closed to those who administer one tenant only', async () => {
  const { chief, call } = await office();
  const good = { callbackUrl: receiver.url, eventTypes: ['SessionCreated'] };
  for (const bad of [
    { ...good, callbackUrl: 'crm.example' },
    { ...good, eventTypes: [] },
    { ...good, eventTypes: ['Nonsense'] },
    { ...good, tenantIds: [] },
    { ...good, secret: 'mine' },
    { ...good, companyId: 1 },
  ]) {
    assert.equal((await call('POST', '', bad)).status, 400, JSON.stringify(bad));
  }
  assert.deepEqual((await call('GET', '')).json, []);
  for (const [method, path] of [
    ['GET', ''],
    ['POST', ''],
    ['GET', '/1/deliveries'],
    ['POST', '/1/secret'],
  ] as const) {
    const body = method === 'POST' ? good : undefined;
    assert.equal((await call(method, path, body, chief.cookie)).status, 403, `${method} ${path}`);
  }
});
