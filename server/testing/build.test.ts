import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { actorOf, buildAdmin, buildApiKey, buildCompany, buildScene, buildTenant, buildUser } from './build.ts';
import { type TestDatabase, testDatabase } from './database.ts';

let database: TestDatabase;
before(async () => {
  database = await testDatabase();
});
after(() => database.close());

test('a scene is complete', async () => {
  const { store, db } = database;
  const scene = await buildScene(store, { operators: 2, slots: { live: 7 } });
  const members = await db.selectFrom('groupMembers').selectAll().where('groupId', '=', scene.group.id).execute();
  assert.equal(members.length, 2);
  const slots = await db.selectFrom('userSlots').selectAll().where('userId', '=', scene.operator.id).execute();
  assert.deepEqual(Object.fromEntries(slots.map((row) => [row.family, row.slots])), {
    live: 7,
    asynchronous: 5,
    email: 10,
  });
  assert.equal(scene.preset.routingId, scene.routing.id);
  assert.ok(actorOf(scene.operator).tenants.get(scene.tenantId)?.has('Operator'));
});

test('rights of actors are those of the rows', async () => {
  const { store } = database;
  const company = await buildCompany(store);
  const second = await buildTenant(store, company);
  const admin = await buildAdmin(store, company);
  assert.ok(actorOf(admin).tenants.get(second.id)?.has('TenantAdmin'));
  assert.equal(actorOf(admin).tenants.get(second.id)?.has('Operator'), false);
  const user = await buildUser(store, company, { roles: [], tenants: { [second.id]: ['TenantAdmin'] } });
  assert.deepEqual([...(actorOf(user).tenants.get(second.id) ?? [])], ['TenantAdmin']);
  const key = await buildApiKey(store, company, { tenantIds: [second.id] });
  assert.deepEqual([...(actorOf(key).tenantIds ?? [])], [second.id]);
});
