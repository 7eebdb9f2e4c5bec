import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
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
