import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { limits } from '@hovor/protocol/limits';
import { system } from '../foundation/security/actor.ts';
import { buildAdmin, buildApiKey, buildGuest, buildUser } from '../testing/build.ts';
import { createCatalogue } from './service.ts';
import { activeSession, eventsOf, type Stage, sessionsStage, startInput } from './testing.ts';

let stage: Stage;
before(async () => {
  stage = await sessionsStage();
});
after(() => stage.close());

const factsOf = async (id: number, kind: string) =>
  (await eventsOf(stage, id)).filter((event) => event.kind === `session.${kind}`).map((event) => event.payload);

test('parameters carry where they come from; what does not change is no change', async () => {
  const { sessions, store } = stage;
  const scene = await stage.scene();
  const id = await activeSession(sessions, store, scene);
  const key = await buildApiKey(store, scene.company);
  await sessions.setParams(scene.guest.actor, id, { basket: '3', color: 'red' });
  await sessions.setParams(scene.operator.actor, id, { color: 'blue' });
  stage.pass(5);
  const params = await sessions.setParams(key.actor, id, { order: '77', color: 'blue', basket: null, ghost: null });
  const byName = new Map(params.map((param) => [param.name, param]));
  assert.deepEqual(
    ['basket', 'color', 'order'].map((name) => [byName.get(name)?.value, byName.get(name)?.source]),
    [
      [undefined, undefined],
      ['blue', 'USER'],
      ['77', 'API'],
    ],
  );
  assert.equal(byName.get('order')?.updated, stage.now().toISOString());
  assert.deepEqual(await factsOf(id, 'paramsUpdated'), [
    { id, tenantId: scene.tenantId, names: ['basket', 'color'] },
    { id, tenantId: scene.tenantId, names: ['color'] },
    { id, tenantId: scene.tenantId, names: ['order', 'basket'] },
  ]);
  await sessions.setParams(key.actor, id, { order: '77' });
  assert.equal((await factsOf(id, 'paramsUpdated')).length, 3);
  await sessions.removeParams(scene.operator.actor, id, ['order']);
  assert.equal(
    (await sessions.params(scene.company.id, [id])).get(id)?.some((p) => p.name === 'order'),
    false,
  );
});

test('read-only parameters are closed to operators and clients, not to the API', async () => {
  const { sessions, store } = stage;
  const scene = await stage.scene();
  const id = await activeSession(sessions, store, scene);
  const key = await buildApiKey(store, scene.company);
  const value = async () =>
    (await sessions.params(scene.company.id, [id])).get(id)?.find((p) => p.name === 'vip')?.value;
  await sessions.setParams(key.actor, id, { vip: 'yes' }, { readOnly: true });
  await assert.rejects(sessions.setParams(scene.operator.actor, id, { vip: 'no' }), { code: 'not-permitted' });
  await assert.rejects(sessions.removeParams(scene.operator.actor, id, ['vip']), { code: 'not-permitted' });
  await sessions.setParams(scene.guest.actor, id, { vip: 'no', oo1_business_result: 'Sold' });
  assert.equal(await value(), 'yes');
  await sessions.setParams(scene.operator.actor, id, { vip: 'yes' });
  await sessions.setParams(key.actor, id, { vip: 'gold' });
  assert.equal(await value(), 'gold');
  await assert.rejects(sessions.setParams(scene.operator.actor, id, { vip: 'no' }), { code: 'not-permitted' });
});

test('every limit of parameters is hit', async () => {
  const { sessions, store } = stage;
  const scene = await stage.scene();
  const id = await activeSession(sessions, store, scene);
  const set = (params: Record<string, string>) => sessions.setParams(scene.operator.actor, id, params);
  const refused = { code: 'invalid-input' };
  await set({ ['n'.repeat(limits.paramNameLength)]: 'v'.repeat(limits.paramValueLength) });
  await assert.rejects(set({ ['n'.repeat(limits.paramNameLength + 1)]: 'v' }), refused);
  await assert.rejects(set({ n: 'v'.repeat(limits.paramValueLength + 1) }), refused);
  await assert.rejects(set({ n: 'a\0b' }), refused);
  await assert.rejects(set({ 'n\0': 'b' }), refused);
  await assert.rejects(set({ ' ': 'b' }), refused);
  await assert.rejects(set({ oo1_guest_ident: 'x'.repeat(limits.nameLength + 1) }), refused);
  const present = (await sessions.params(scene.company.id, [id])).get(id)?.length ?? 0;
  const many = (count: number) => Object.fromEntries(Array.from({ length: count }, (_, i) => [`p${i}`, 'x']));
  await set(many(limits.paramsPerSession - present));
  await assert.rejects(set({ one: 'more' }), refused);
  await assert.rejects(set(many(limits.paramsPerSession + 1)), refused);
  await set({ p0: 'changed' });
  const guest = await buildGuest(store, scene.company);
  const flood = startInput(scene.preset, { params: many(limits.paramsPerSession + 1) });
  await assert.rejects(sessions.start(guest.actor, flood), refused);
});

test('client data can be completed after the end, by operators of it; clients cannot any more', async () => {
  const { sessions, store } = stage;
  const scene = await stage.scene();
  const id = await activeSession(sessions, store, scene);
  await sessions.end(scene.guest.actor, id);
  await sessions.setParams(scene.operator.actor, id, { oo1_guest_ident: 'Eva\u202E \nNová' });
  assert.equal((await sessions.rows(scene.company.id, [id]))[0]?.guestName, 'Eva Nová');
  await assert.rejects(sessions.setParams(scene.guest.actor, id, { x: '1' }), { code: 'session-ended' });
  await sessions.addNote(scene.operator.actor, id, 'later');
  await sessions.addTag(scene.operator.actor, id, { name: 'late' });
});

test('who may not see it may not change it; a supervisor sees, and notes only', async () => {
  const { sessions, store } = stage;
  const scene = await stage.scene();
  const id = await activeSession(sessions, store, scene);
  const foreign = await stage.scene();
  const colleague = await buildUser(store, scene.company);
  const stranger = await buildGuest(store, scene.company);
  const tag = await sessions.addTag(scene.operator.actor, id, { name: 'mine' });
  for (const actor of [foreign.operator.actor, colleague.actor]) {
    await assert.rejects(sessions.addNote(actor, id, 'x'), { code: 'not-found' });
    await assert.rejects(sessions.addTag(actor, id, { name: 'x' }), { code: 'not-found' });
    await assert.rejects(sessions.removeTag(actor, id, tag.id), { code: 'not-found' });
    await assert.rejects(sessions.setParams(actor, id, { x: '1' }), { code: 'not-found' });
    await assert.rejects(sessions.detail(actor, id), { code: 'not-found' });
    await assert.rejects(sessions.activities(actor, id, {}), { code: 'not-found' });
    await assert.rejects(sessions.guestSessions(actor, id), { code: 'not-found' });
    await assert.rejects(sessions.conclude(actor, id, null), { code: 'not-found' });
    await assert.rejects(sessions.leave(actor, id), { code: 'not-found' });
    await assert.rejects(sessions.markRead(actor, id, 1), { code: 'not-found' });
    await assert.rejects(sessions.mayTakePart(actor, id), { code: 'not-found' });
  }
  await assert.rejects(sessions.setParams(stranger.actor, id, { x: '1' }), { code: 'not-found' });
  await assert.rejects(sessions.markDelivered(stranger.actor, id, 1), { code: 'not-found' });
  await assert.rejects(sessions.guestDisconnected(stranger.actor, id), { code: 'not-found' });

  const supervisor = await buildUser(store, scene.company, { roles: ['TenantSessionsView'] });
  await sessions.addNote(supervisor.actor, id, 'well done');
  await assert.rejects(sessions.setParams(supervisor.actor, id, { x: '1' }), { code: 'not-permitted' });
  await assert.rejects(sessions.addTag(supervisor.actor, id, { name: 'x' }), { code: 'not-permitted' });
  await assert.rejects(sessions.leave(supervisor.actor, id), { code: 'not-permitted' });
  await assert.rejects(sessions.conclude(supervisor.actor, id, null), { code: 'not-permitted' });
  const admin = await buildAdmin(store, scene.company);
  await sessions.addTag(admin.actor, id, { id: tag.id });
  const { notes, tags } = await sessions.detail(supervisor.actor, id);
  assert.deepEqual(
    notes.map((note) => [note.userId, note.text]),
    [[supervisor.id, 'well done']],
  );
  assert.deepEqual(
    tags.map((one) => one.name),
    ['mine'],
  );
});

test('a preview is for reading only', async () => {
  const { sessions, store } = stage;
  const scene = await stage.scene();
  const { id } = await sessions.start(scene.guest.actor, startInput(scene.preset));
  await assert.rejects(sessions.detail(scene.operator.actor, id), { code: 'not-found' });
  const request = await store.db
    .insertInto('routingRequests')
    .values({
      companyId: scene.company.id,
      tenantId: scene.tenantId,
      sessionId: id,
      channel: 'Mluvii',
      created: stage.now(),
    })
    .returning('id')
    .executeTakeFirstOrThrow();
  await store.db
    .insertInto('offers')
    .values({
      companyId: scene.company.id,
      tenantId: scene.tenantId,
      sessionId: id,
      requestId: request.id,
      groupId: scene.group.id,
      userId: scene.operator.id,
      channel: 'Mluvii',
      offered: stage.now(),
      expires: stage.now(),
    })
    .execute();
  assert.equal((await sessions.detail(scene.operator.actor, id)).id, id);
  assert.deepEqual(await sessions.mayTakePart(scene.operator.actor, id), {
    companyId: scene.company.id,
    tenantId: scene.tenantId,
    participant: false,
  });
  await assert.rejects(sessions.setParams(scene.operator.actor, id, { x: '1' }), { code: 'not-permitted' });
  await assert.rejects(sessions.addNote(scene.operator.actor, id, 'x'), { code: 'not-permitted' });
  await assert.rejects(sessions.end(scene.operator.actor, id), { code: 'not-permitted' });
});

test('a new tag enters the tenant’s list only when the tenant allows it', async () => {
  const { sessions, store } = stage;
  const scene = await stage.scene();
  const id = await activeSession(sessions, store, scene);
  const [one, two] = await Promise.all([
    sessions.addTag(scene.operator.actor, id, { name: 'Refund' }),
    sessions.addTag(scene.operator.actor, id, { name: 'refund' }),
  ]);
  assert.equal(one.id, two.id);
  assert.equal((await factsOf(id, 'tagged')).length, 1);
  await sessions.removeTag(scene.operator.actor, id, one.id);
  await sessions.removeTag(scene.operator.actor, id, one.id);
  assert.equal((await factsOf(id, 'untagged')).length, 1);

  await store.db
    .insertInto('settings')
    .values({
      companyId: scene.company.id,
      scope: 'tenant',
      scopeId: scene.tenantId,
      key: 'operatorsMayCreateTags',
      value: 'false',
    })
    .execute();
  await assert.rejects(sessions.addTag(scene.operator.actor, id, { name: 'New one' }), { code: 'not-permitted' });
  assert.equal((await sessions.addTag(scene.operator.actor, id, { name: ' REFUND ' })).id, one.id);
  await assert.rejects(sessions.addTag(scene.operator.actor, id, { name: '\u200B' }), { code: 'invalid-input' });
  await assert.rejects(sessions.addTag(scene.operator.actor, id, { name: 'x'.repeat(101) }), { code: 'invalid-input' });

  const foreign = await stage.scene();
  const theirs = await createCatalogue(store).defineTag(system(foreign.company.id), foreign.tenantId, {
    name: 'theirs',
  });
  await assert.rejects(sessions.addTag(scene.operator.actor, id, { id: theirs.id }), { code: 'not-found' });
  await assert.rejects(sessions.removeTag(scene.operator.actor, id, theirs.id), { code: 'not-found' });
});

test('notes are bounded and keep what was written', async () => {
  const { sessions, store } = stage;
  const scene = await stage.scene();
  const id = await activeSession(sessions, store, scene);
  const text = '<b>bold</b>\n\u202Eodd';
  const note = await sessions.addNote(scene.operator.actor, id, text);
  assert.equal(note.text, text);
  await sessions.addNote(scene.operator.actor, id, 'n'.repeat(limits.noteLength));
  await assert.rejects(sessions.addNote(scene.operator.actor, id, 'n'.repeat(limits.noteLength + 1)), {
    code: 'invalid-input',
  });
  await assert.rejects(sessions.addNote(scene.operator.actor, id, ' '), { code: 'invalid-input' });
  assert.equal((await factsOf(id, 'noteAdded')).length, 2);
});

test('receipts only go forward, never beyond the last line, and are raised by those who talk', async () => {
  const { sessions, store } = stage;
  const scene = await stage.scene();
  const id = await activeSession(sessions, store, scene);
  for (let i = 0; i < 4; i++) {
    const messageId = `00000000-0000-4000-8000-00000000000${i}`;
    await sessions.send(scene.guest.actor, { sessionId: id, messageId, text: `m${i}` });
  }
  const receipts = () => sessions.receipts(scene.company.id, id);
  const unread = async () =>
    (await sessions.mySessions(scene.company.id, scene.operator.id, scene.tenantId))[0]?.unread;
  assert.equal(await unread(), 4);
  await sessions.markDelivered(scene.guest.actor, id, 2);
  await sessions.markRead(scene.guest.actor, id, 3);
  await sessions.markRead(scene.operator.actor, id, 4);
  assert.deepEqual(await receipts(), { guestDelivered: 3, guestRead: 3, operatorRead: 4 });
  assert.equal(await unread(), 1);
  stage.changes.length = 0;
  await sessions.markRead(scene.guest.actor, id, 1);
  await sessions.markDelivered(scene.guest.actor, id, 0);
  assert.deepEqual(stage.changes, []);
  await sessions.markRead(scene.operator.actor, id, 2_000_000);
  assert.deepEqual(await receipts(), { guestDelivered: 3, guestRead: 3, operatorRead: 5 });
  assert.deepEqual(
    stage.changes.map(({ topic, id: subject }) => [topic, subject]),
    [['receipts', id]],
  );
  const supervisor = await buildUser(store, scene.company, { roles: ['TenantSessionsView'] });
  await sessions.send(scene.guest.actor, {
    sessionId: id,
    messageId: '00000000-0000-4000-8000-000000000009',
    text: 'more',
  });
  await sessions.markRead(supervisor.actor, id, 6);
  assert.equal((await receipts())?.operatorRead, 5);
});
