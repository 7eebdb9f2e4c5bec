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

test('a company begins with the away reasons of AD-SET-1; administrators add, rename, order and switch them off', async () => {
  const made = await stage.directory.companies.create(system(0), { name: 'Bakery', timezone: 'Europe/Prague' });
  const { id: tenantId } = await stage.directory.tenants.create(system(made.id), { name: 'Shop' });
  const company = { id: made.id, guid: made.guid, name: 'Bakery', tenantId };
  const admin = await buildAdmin(stage.store, company);
  const operator = await buildUser(stage.store, company);
  const list = async () => (await stage.call('GET', '/app-api/away-reasons', { cookie: operator.cookie })).json;
  const before = await list();
  assert.deepEqual(
    before.map((one: { name: string; paid: boolean }) => [one.name, one.paid]),
    [
      ['Lunch', false],
      ['Break', true],
      ['Training', true],
      ['Personal', false],
    ],
  );
  const post = (body: unknown) => stage.call('POST', '/app-api/away-reasons', { cookie: admin.cookie, body });
  const put = (id: number, body: unknown) =>
    stage.call('PUT', `/app-api/away-reasons/${id}`, { cookie: admin.cookie, body });
  const added = await post({ name: 'Meeting', paid: true });
  assert.equal(added.status, 201);
  assert.equal((await post({ name: 'MEETING', paid: false })).status, 409);
  assert.equal((await post({ name: '\u200B', paid: false })).status, 400);
  assert.equal((await put(before[0].id, { active: false, position: 9 })).status, 204);
  assert.equal((await put(before[0].id, {})).status, 400);
  const after = await list();
  assert.deepEqual(after.at(-1), { ...before[0], active: false, position: 9 });
  assert.equal(after.at(-2).id, added.json.id);
});

test('companies and tenants are found within, and by the GUID of the widget', async () => {
  const { companies, tenants } = stage.directory;
  const company = await buildCompany(stage.store);
  const other = await buildCompany(stage.store);
  assert.equal((await companies.byGuid(company.guid))?.id, company.id);
  assert.equal(await companies.byGuid('00000000-0000-0000-0000-000000000000'), undefined);
  await companies.update(system(company.id), { name: 'New name', timezone: 'Asia/Tokyo' });
  const renamed = await companies.load(company.id);
  assert.deepEqual([renamed.name, renamed.timezone, renamed.language], ['New name', 'Asia/Tokyo', 'en']);
  await assert.rejects(companies.update(system(company.id), { timezone: 'Mars/Base' }), { code: 'invalid-input' });
  await assert.rejects(tenants.load(company.id, other.tenantId), { code: 'not-found' });
  await assert.rejects(tenants.rename(system(company.id), other.tenantId, 'X'), { code: 'not-found' });
  await tenants.rename(system(company.id), company.tenantId, 'Shop');
  await assert.rejects(tenants.create(system(company.id), { name: 'shop' }), { code: 'conflict' });
});

test('administrators order and colour away reasons; an incomplete order changes nothing', async () => {
  const { id } = await stage.directory.companies.create(system(0), { name: 'Mill' });
  const { id: tenantId } = await stage.directory.tenants.create(system(id), { name: 'Shop' });
  const admin = await buildAdmin(stage.store, { id, guid: '', name: 'Mill', tenantId });
  const call = (method: 'GET' | 'PUT', path: string, body?: unknown) =>
    stage.call(method, `/app-api/${path}`, { cookie: admin.cookie, body });
  const list = async (): Promise<{ id: number; name: string; color: string | null }[]> =>
    (await call('GET', 'away-reasons')).json;
  const ids = (await list()).map((reason) => reason.id);
  assert.equal((await call('PUT', 'away-reason-order', { ids: ids.toReversed() })).status, 204);
  assert.deepEqual(
    (await list()).map((reason) => reason.name),
    ['Personal', 'Training', 'Break', 'Lunch'],
  );
  for (const wrong of [ids.slice(1), [...ids.slice(1), 1], [...ids, ids[0]]]) {
    assert.equal((await call('PUT', 'away-reason-order', { ids: wrong })).status, 400);
  }
  const tooMany = Array.from({ length: limits.settingsListLength + 1 }, (_, n) => n + 1);
  assert.equal((await call('PUT', 'away-reason-order', { ids: tooMany })).status, 400);
  assert.equal((await call('PUT', `away-reasons/${ids[0]}`, { color: 'tomato' })).status, 400);
  assert.equal((await call('PUT', `away-reasons/${ids[0]}`, { color: '#D9480F' })).status, 204);
  assert.equal((await list()).at(-1)?.color, '#d9480f');
});

test('the company’s administrator keeps its name, language and zone, and makes and renames tenants', async () => {
  const company = await buildCompany(stage.store);
  const admin = await buildAdmin(stage.store, company);
  const chief = await buildUser(stage.store, company, { roles: ['TenantAdmin'] });
  const call = (method: 'GET' | 'POST' | 'PUT', path: string, body?: unknown, cookie = admin.cookie) =>
    stage.call(method, `/app-api/${path}`, { cookie, body });
  const wrong = await call('PUT', 'company', { timezone: 'Mars/Base' });
  assert.deepEqual([wrong.status, Object.keys(wrong.json.errors)], [400, ['timezone']]);
  const { json } = await call('PUT', 'company', {
    name: ' Mill\u200B & Sons ',
    language: 'cs',
    timezone: 'Asia/Tokyo',
  });
  assert.deepEqual(
    [json.name, json.language, json.timezone, json.guid],
    ['Mill & Sons', 'cs', 'Asia/Tokyo', company.guid],
  );
  const made = await call('POST', 'tenants', { name: 'Second' });
  assert.equal(made.status, 201);
  assert.deepEqual((await call('POST', 'tenants', { name: 'SECOND' })).json.errors, {
    name: 'is taken by another tenant.',
  });
  assert.equal((await call('PUT', `tenants/${made.json.id}`, { name: 'Third' })).status, 204);
  const names = (await call('GET', 'tenants')).json.map((tenant: { name: string }) => tenant.name);
  assert.equal(names.at(-1), 'Third');
  for (const path of ['company', 'tenants', 'company/settings']) {
    assert.equal((await call('GET', path, undefined, chief.cookie)).status, 403, path);
  }
});
