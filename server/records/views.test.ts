import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { limits } from '@hovor/protocol/limits';
import type { SaveView } from '@hovor/protocol/session-table';
import { type ErrorCode, Problem } from '../foundation/errors.ts';
import { type TestDatabase, testDatabase } from '../testing/database.ts';
import { recordScene, recordsOn } from './testing.ts';

let database: TestDatabase;
before(async () => {
  database = await testDatabase();
});
after(() => database.close());

const refused = (code: ErrorCode) => (error: unknown) => error instanceof Problem && error.code === code;

const lost: SaveView = {
  name: 'Lost',
  shared: false,
  view: 'history',
  filter: 'TerminationReason=GuestAbandoned',
  sort: '-created',
  columns: ['created', 'param:order'],
};

test('views belong to who saved them; administrators share theirs and look after shared ones', async () => {
  const scene = await recordScene(database);
  const { views } = recordsOn(database);
  const { tenantId } = scene;
  const [admin, operator, colleague] = [scene.admin.actor, scene.operator.actor, scene.colleague.actor];
  const names = async (actor: typeof admin) => (await views.list(actor, tenantId)).map(({ name }) => name);

  const own = await views.add(operator, tenantId, lost);
  assert.deepEqual({ ...own, id: 0 }, { ...lost, id: 0, mine: true });
  assert.deepEqual(await names(colleague), []);
  await assert.rejects(views.add(operator, tenantId, { ...lost, name: ' lost ' }), refused('conflict'));
  await assert.rejects(views.add(operator, tenantId, { ...lost, name: 'B', shared: true }), refused('not-permitted'));
  await assert.rejects(views.change(colleague, tenantId, own.id, lost), refused('not-found'));
  await assert.rejects(views.remove(admin, tenantId, own.id), refused('not-found'));

  const shared = await views.add(admin, tenantId, { ...lost, name: 'All lost', shared: true });
  assert.deepEqual(await names(colleague), ['All lost']);
  assert.equal((await views.list(colleague, tenantId))[0]?.mine, false);
  await assert.rejects(views.remove(operator, tenantId, shared.id), refused('not-found'));
  const second = await recordScene(database);
  await assert.rejects(views.change(second.admin.actor, tenantId, shared.id, lost), refused('not-found'));

  const changed = await views.change(operator, tenantId, own.id, { ...lost, name: 'Mine', sort: 'length' });
  assert.equal(changed.name, 'Mine');
  assert.equal(changed.sort, 'length');
  await views.remove(operator, tenantId, own.id);
  assert.deepEqual(await names(operator), ['All lost']);
});

test('a view that could not be shown is not stored, and the number of views has an end', async () => {
  const scene = await recordScene(database);
  const { views } = recordsOn(database);
  const add = (view: Partial<SaveView>) => views.add(scene.operator.actor, scene.tenantId, { ...lost, ...view });
  await assert.rejects(add({ filter: 'Nonsense=1' }), refused('invalid-input'));
  await assert.rejects(add({ columns: ['nothing'] }), refused('invalid-input'));
  for (let i = 0; i < limits.sessionViewsPerUser; i++) await add({ name: `View ${i}` });
  await assert.rejects(add({ name: 'One more' }), refused('conflict'));
});
