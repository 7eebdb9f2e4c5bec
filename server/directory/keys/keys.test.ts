import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { limits } from '@hovor/protocol/limits';
import { system } from '../../foundation/security/actor.ts';
import { buildAdmin, buildCompany, buildUser } from '../../testing/build.ts';
import { type DirectoryStage, directoryStage } from '../testing.ts';

let stage: DirectoryStage;
before(async () => {
  stage = await directoryStage();
});
after(() => stage.close());

async function office() {
  const company = await buildCompany(stage.store);
  const admin = await buildAdmin(stage.store, company);
  const make = (body: unknown) => stage.call('POST', '/app-api/api-keys', { cookie: admin.cookie, body });
  const list = async () => (await stage.call('GET', '/app-api/api-keys', { cookie: admin.cookie })).json;
  return { company, admin, make, list };
}

test('the secret shows once, is stored as a keyed hash, and opens with the rights it was given', async () => {
  const { company, make, list } = await office();
  const made = await make({ name: 'CRM', permissions: ['sessions.read', 'chatbot'], tenantIds: [company.tenantId] });
  assert.equal(made.status, 201, made.text);
  const { clientId, secret, id } = made.json;
  assert.equal(made.headers['cache-control'], 'no-store');
  assert.ok(!JSON.stringify(await list()).includes(secret));
  const { rows } = await stage.pool.query('select row_to_json(k)::text as t from api_keys k');
  assert.ok(rows.every((row: { t: string }) => !row.t.includes(secret)));
  assert.equal((await list())[0].lastUsed, null);

  const actor = await stage.directory.keys.authenticate(clientId, secret);
  assert.equal(actor?.keyId, id);
  assert.equal(actor?.companyId, company.id);
  assert.deepEqual([...(actor?.permissions ?? [])].sort(), ['chatbot', 'sessions.read']);
  assert.deepEqual([...(actor?.tenantIds ?? [])], [company.tenantId]);
  assert.notEqual((await list())[0].lastUsed, null);
});

test('wrong, empty, swapped, expired and revoked keys open nothing', async () => {
  const { company, admin, make } = await office();
  const { keys } = stage.directory;
  const expires = new Date(stage.clock.now().getTime() + 60_000).toISOString();
  const first = (await make({ name: 'A', permissions: [], expires })).json;
  const second = (await make({ name: 'B', permissions: [] })).json;
  for (const [clientId, secret] of [
    [first.clientId, ''],
    [first.clientId, second.secret],
    [first.clientId.toUpperCase(), first.secret],
    ['', ''],
    ['\0', 'x'],
    ['nobody', first.secret],
  ]) {
    assert.equal(await keys.authenticate(clientId, secret), null, `${clientId}:${secret}`);
  }
  assert.ok(await keys.authenticate(first.clientId, first.secret));
  stage.clock.pass(60_001);
  assert.equal(await keys.authenticate(first.clientId, first.secret), null);
  assert.equal(await keys.actor(company.id, first.id), null);

  assert.ok(await keys.actor(company.id, second.id));
  const other = await buildCompany(stage.store);
  assert.equal(await keys.actor(other.id, second.id), null);
  const revoke = () => stage.call('POST', `/app-api/api-keys/${second.id}/revoke`, { cookie: admin.cookie });
  assert.equal((await revoke()).status, 204);
  assert.equal((await revoke()).status, 204);
  assert.equal(await keys.authenticate(second.clientId, second.secret), null);
  assert.equal(await keys.actor(company.id, second.id), null);
  const revoked = (await stage.events('apiKey.revoked')).filter((event) => event.subject === `apiKey:${second.id}`);
  assert.equal(revoked.length, 1);
});

test('a key is changed under its old secret, from the next request on; a revoked one no more', async () => {
  const { company, admin, make, list } = await office();
  const { id, clientId, secret } = (await make({ name: 'CRM', permissions: ['sessions.read'] })).json;
  const change = (body: Record<string, unknown>, cookie = admin.cookie) =>
    stage.call('PUT', `/app-api/api-keys/${id}`, {
      cookie,
      body: { name: 'CRM 2', permissions: ['users.read'], expires: null, perMinute: 10, ...body },
    });
  assert.equal((await change({})).status, 204);
  const actor = await stage.directory.keys.authenticate(clientId, secret);
  assert.deepEqual([...(actor?.permissions ?? [])], ['users.read']);
  assert.equal(actor?.perMinute, 10);
  assert.equal((await list())[0].name, 'CRM 2');

  assert.equal((await change({ permissions: ['companies.create'] })).status, 403);
  assert.equal((await change({ expires: '2001-01-01T00:00:00Z' })).status, 400);
  assert.equal((await change({ name: ' ' })).status, 400);
  const foreign = await buildAdmin(stage.store, await buildCompany(stage.store));
  assert.equal((await change({}, foreign.cookie)).status, 404);
  assert.deepEqual([...((await stage.directory.keys.actor(company.id, id))?.permissions ?? [])], ['users.read']);
  await stage.call('POST', `/app-api/api-keys/${id}/revoke`, { cookie: admin.cookie });
  assert.equal((await change({})).status, 404);
});

test('only company administrators hand out keys, within limits, with known permissions', async () => {
  const { company, make } = await office();
  const chief = await buildUser(stage.store, company, { roles: ['TenantAdmin'] });
  const body = { name: 'Mine', permissions: [] };
  assert.equal((await stage.call('POST', '/app-api/api-keys', { cookie: chief.cookie, body })).status, 403);
  assert.equal((await make({ name: 'X', permissions: ['everything'] })).status, 400);
  assert.equal((await make({ name: 'X', permissions: [], expires: '2001-01-01T00:00:00Z' })).status, 400);
  assert.equal((await make({ name: 'X', permissions: [], secret: 'mine' })).status, 400);
  const { keys } = stage.directory;
  for (let i = 0; i < limits.apiKeysPerCompany; i++)
    await keys.create(system(company.id), { name: `K${i}`, permissions: [] });
  assert.equal((await make(body)).status, 409);
});

test('the demo’s key has the id and secret it was given; an id is taken once', async () => {
  const { company } = await office();
  const { keys } = stage.directory;
  const chosen = { clientId: 'demo', secret: 'demo password' };
  await keys.create(system(company.id), { name: 'Demo', permissions: ['chatbot'] }, chosen);
  assert.ok(await keys.authenticate('demo', 'demo password'));
  await assert.rejects(keys.create(system(company.id), { name: 'Demo', permissions: [] }, chosen), {
    code: 'conflict',
  });
});
