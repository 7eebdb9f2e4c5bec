import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { buildAdmin, buildCompany, buildGroup, buildRouting, buildTenant, buildUser } from '../../testing/build.ts';
import { type DirectoryStage, directoryStage } from '../testing.ts';

let stage: DirectoryStage;
before(async () => {
  stage = await directoryStage();
});
after(() => stage.close());

async function office() {
  const company = await buildCompany(stage.store);
  const admin = await buildAdmin(stage.store, company);
  const chief = await buildUser(stage.store, company, { roles: ['TenantAdmin'] });
  const base = `/app-api/tenants/${company.tenantId}/groups`;
  const call = (method: 'GET' | 'POST' | 'PUT' | 'DELETE', path = '', body?: unknown) =>
    stage.call(method, `${base}${path}`, { cookie: chief.cookie, body });
  return { company, admin, chief, call };
}

test('a tenant’s administrator makes a group with the defaults of AD-SET-18 and AD-SET-19, changes it, fills it', async () => {
  const { company, call } = await office();
  const anna = await buildUser(stage.store, company);
  const jan = await buildUser(stage.store, company);
  const made = await call('POST', '', { name: '  Night\u200B shift ', userIds: [anna.id] });
  assert.equal(made.status, 201, made.text);
  const path = `/${made.json.id}`;
  const group = (await call('GET', path)).json;
  const { created: _, version: __, ...rest } = group;
  assert.deepEqual(rest, {
    id: made.json.id,
    tenantId: company.tenantId,
    name: 'Night shift',
    type: 'NORMAL',
    distribution: 'utilization',
    queueSize: 10,
    timeToAcceptS: 30,
    maxQueueTimeS: 120,
    maxAcwS: 60,
    autoPickup: false,
    priorities: ['lastOperator', 'fewestActive', 'longestIdle'],
    byFamily: {},
    calendarId: null,
    userIds: [anna.id],
  });
  const changed = await call('PUT', path, { queueSize: 3, priorities: ['roundRobin'], autoPickup: true });
  assert.deepEqual(
    [changed.json.queueSize, changed.json.priorities, changed.json.autoPickup],
    [3, ['roundRobin'], true],
  );
  assert.equal((await call('PUT', `${path}/members`, { userIds: [jan.id, jan.id] })).status, 204);
  assert.deepEqual((await call('GET', path)).json.userIds, [jan.id]);
  const kinds = await stage.db
    .selectFrom('events')
    .select('kind')
    .where('subject', '=', `group:${made.json.id}`)
    .orderBy('id')
    .execute();
  assert.deepEqual(
    kinds.map((row) => row.kind),
    [
      'group.created',
      'group.membersChanged',
      'group.updated',
      ...Array(2).fill('setting.changed'),
      'group.membersChanged',
    ],
  );
});

test('names are unique in the tenant, settings have bounds, members belong to the tenant', async () => {
  const { company, call } = await office();
  const other = await buildTenant(stage.store, company);
  const far = await buildUser(stage.store, company, { tenantId: other.id });
  assert.equal((await call('POST', '', { name: 'Sales' })).status, 201);
  assert.equal((await call('POST', '', { name: 'SALES' })).status, 409);
  for (const wrong of [
    { name: '\u200B' },
    { name: 'A', queueSize: -1 },
    { name: 'A', timeToAcceptS: 0 },
    { name: 'A', distribution: 'random' },
    { name: 'A', priorities: ['lastOperator', 'lastOperator'] },
    { name: 'A', userIds: [far.id] },
    { name: 'A', userIds: [2 ** 31] },
    { name: 'A', companyId: 1 },
  ]) {
    assert.equal((await call('POST', '', wrong)).status, 400, JSON.stringify(wrong));
  }
  assert.deepEqual(
    (await call('GET')).json.map((group: { name: string }) => group.name),
    ['Sales'],
  );
});

test('a group of another tenant is not reached through the own one', async () => {
  const { company, call } = await office();
  const other = await buildTenant(stage.store, company);
  const group = await buildGroup(stage.store, company, { tenantId: other.id });
  assert.equal((await call('GET', `/${group.id}`)).status, 404);
  assert.equal((await call('PUT', `/${group.id}`, { name: 'X' })).status, 404);
  assert.equal((await call('PUT', `/${group.id}/members`, { userIds: [] })).status, 404);
  assert.equal((await call('DELETE', `/${group.id}`)).status, 404);
});

test('a group goes unless a routing leads to it', async () => {
  const { company, call } = await office();
  const target = await buildGroup(stage.store, company);
  await buildRouting(stage.store, company, { groups: [target] });
  const kept = await call('DELETE', `/${target.id}`);
  assert.equal(kept.status, 409);
  assert.match(kept.json.detail, /routing/);
  const free = await buildGroup(stage.store, company, { members: [await buildUser(stage.store, company)] });
  assert.equal((await call('DELETE', `/${free.id}`)).status, 204);
  assert.equal((await call('GET', `/${free.id}`)).status, 404);
});

test('the group of all operators follows rights and disabling by itself', async () => {
  const { company, admin, call } = await office();
  const anna = await buildUser(stage.store, company);
  const made = await call('POST', '', { name: 'Everybody', type: 'ALL_OPERATORS' });
  const members = async () => (await call('GET', `/${made.json.id}`)).json.userIds;
  assert.deepEqual(await members(), [anna.id]);
  const { id } = await stage.directory.users.create(admin.actor, {
    firstName: 'New',
    lastName: 'Operator',
    email: `new-${anna.id}@example.test`,
    memberships: [{ tenantId: company.tenantId, roles: ['Operator'] }],
  });
  assert.deepEqual(await members(), [anna.id, id]);
  await stage.directory.users.setEnabled(admin.actor, anna.id, false);
  assert.deepEqual(await members(), [id]);
  await stage.directory.users.setEnabled(admin.actor, anna.id, true);
  await stage.directory.users.setMembership(admin.actor, id, { tenantId: company.tenantId, roles: ['TenantAdmin'] });
  assert.deepEqual(await members(), [anna.id]);
  assert.equal((await call('PUT', `/${made.json.id}/members`, { userIds: [] })).status, 409);
});

test('the second of two administrators who save a group is told, and members count as part of it', async () => {
  const company = await buildCompany(stage.store);
  const [admin, anna] = [await buildAdmin(stage.store, company), await buildUser(stage.store, company)];
  const group = await buildGroup(stage.store, company);
  const path = `/app-api/tenants/${company.tenantId}/groups/${group.id}`;
  const put = (body: unknown) => stage.call('PUT', path, { cookie: admin.cookie, body });
  const seen = (await stage.call('GET', path, { cookie: admin.cookie })).json;

  const first = await put({ version: seen.version, name: 'First', userIds: [anna.id] });
  assert.deepEqual([first.status, first.json.name, first.json.userIds], [200, 'First', [anna.id]]);
  const second = await put({ version: seen.version, name: 'Second', userIds: [] });
  assert.equal(second.status, 409);
  assert.ok(second.json.errors.version);
  const kept = (await stage.call('GET', path, { cookie: admin.cookie })).json;
  assert.deepEqual([kept.name, kept.userIds], ['First', [anna.id]]);
  assert.ok(kept.version > seen.version);
  await stage.call('PUT', `${path}/members`, { cookie: admin.cookie, body: { userIds: [] } });
  assert.equal((await put({ version: kept.version, name: 'Late' })).status, 409, 'members changed meanwhile');
  assert.equal((await put({ name: 'Whatever' })).status, 200, 'without a version nothing is compared');
});
