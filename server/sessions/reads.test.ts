import assert from 'node:assert/strict';
import { randomUUID } from 'node:crypto';
import { after, before, test } from 'node:test';
import { limits } from '@hovor/protocol/limits';
import { SessionDetail, SessionRow } from '@hovor/protocol/session';
import { Check } from 'typebox/value';
import { system } from '../foundation/security/actor.ts';
import { buildAdmin, buildGuest, buildPreset, buildTenant, buildUser } from '../testing/build.ts';
import { createCatalogue, createSessions } from './service.ts';
import { activeSession, joinSession, type Stage, sessionsStage, startInput } from './testing.ts';

let stage: Stage;
before(async () => {
  stage = await sessionsStage();
});
after(() => stage.close());

const say = (sessionId: number, text: string) => ({ sessionId, messageId: randomUUID(), text });

/** A service whose statements are counted. */
function counted() {
  const count = { statements: 0 };
  const db = stage.db.withPlugin({
    transformQuery({ node }) {
      count.statements += 1;
      return node;
    },
    transformResult: async ({ result }) => result,
  });
  return { count, sessions: createSessions({ ...stage.store, db }, { files: stage.files }) };
}

test('rows and details have the shape of the protocol, in the order asked for', async () => {
  const { sessions, store } = stage;
  const scene = await stage.scene({ operators: 2 });
  const first = await activeSession(sessions, store, scene);
  const guest = await buildGuest(store, scene.company);
  const second = (await sessions.start(guest.actor, startInput(scene.preset, { name: 'Petr' }))).id;
  await sessions.send(scene.guest.actor, say(first, 'Dobrý den'));
  await sessions.addTag(scene.operator.actor, first, { name: 'vip' });
  const foreign = await stage.scene();
  const theirs = await activeSession(sessions, store, foreign);

  const rows = await sessions.rows(scene.company.id, [second, theirs, first, 999_999_999]);
  assert.deepEqual(
    rows.map((row) => row.id),
    [second, first],
  );
  for (const row of rows) assert.ok(Check(SessionRow, row));
  assert.equal(rows[1]?.lastText, 'Dobrý den');
  assert.equal(rows[1]?.operators.length, 2);
  assert.equal(rows[1]?.tags[0]?.name, 'vip');
  assert.equal(rows[0]?.preset, scene.preset.name);
  assert.ok(Check(SessionDetail, await sessions.detail(scene.operator.actor, first)));
  assert.deepEqual(await sessions.rows(scene.company.id, []), []);
});

test('a list of any length costs the same number of statements', async () => {
  const { sessions, store } = stage;
  const scene = await stage.scene();
  const ids: number[] = [];
  for (let i = 0; i < 12; i++) {
    const guest = await buildGuest(store, scene.company);
    const { id } = await sessions.start(guest.actor, startInput(scene.preset, { name: `G${i}` }));
    await joinSession(sessions, store, scene, id, scene.operator.id);
    ids.push(id);
  }
  const cost = async (work: (watched: ReturnType<typeof counted>['sessions']) => Promise<unknown>) => {
    const { count, sessions: watched } = counted();
    await work(watched);
    assert.ok(count.statements > 0);
    return count.statements;
  };
  const companyId = scene.company.id;
  const one = ids.slice(0, 1);
  assert.equal(await cost((s) => s.rows(companyId, ids)), await cost((s) => s.rows(companyId, one)));
  assert.equal(await cost((s) => s.params(companyId, ids)), await cost((s) => s.params(companyId, one)));
  assert.equal(await cost((s) => s.preview(companyId, ids)), await cost((s) => s.preview(companyId, one)));
  const mine = (only?: number[]) => cost((s) => s.mySessions(companyId, scene.operator.id, scene.tenantId, only));
  assert.equal(await mine(), await mine(one));
  assert.ok((await cost((s) => s.detail(scene.operator.actor, ids[0] ?? 0))) <= 10);
});

test('a transcript is paged both ways and never in larger pages than allowed', async () => {
  const { sessions, store } = stage;
  const scene = await stage.scene();
  const id = await activeSession(sessions, store, scene);
  await Promise.all(Array.from({ length: 229 }, (_, i) => sessions.send(scene.guest.actor, say(id, `m${i}`))));
  const seqs = async (page: { after?: number; before?: number; limit?: number }) => {
    const { activities, more } = await sessions.activities(scene.operator.actor, id, page);
    return { from: activities[0]?.seq, to: activities.at(-1)?.seq, count: activities.length, more };
  };
  assert.deepEqual(await seqs({}), { from: 31, to: 230, count: limits.activitiesPage, more: true });
  assert.deepEqual(await seqs({ before: 31 }), { from: 1, to: 30, count: 30, more: false });
  assert.deepEqual(await seqs({ after: 0 }), { from: 1, to: 200, count: 200, more: false });
  assert.deepEqual(await seqs({ after: 200 }), { from: 201, to: 230, count: 30, more: true });
  assert.deepEqual(await seqs({ after: 230 }), { from: undefined, to: undefined, count: 0, more: false });
  assert.deepEqual(await seqs({ before: 100, limit: 10 }), { from: 90, to: 99, count: 10, more: true });
  assert.deepEqual((await seqs({ limit: 10_000 })).count, limits.activitiesPage);
});

test('clients see their own view: nickname, no other company, no internals', async () => {
  const { sessions, store } = stage;
  const scene = await stage.scene();
  await store.db
    .updateTable('memberships')
    .set({ nickname: 'Anna from support', position: 'Adviser' })
    .where('userId', '=', scene.operator.id)
    .execute();
  const id = await activeSession(sessions, store, scene);
  await sessions.send(scene.operator.actor, say(id, 'Hello'));
  const view = await sessions.guestSession(scene.company.id, id);
  assert.deepEqual(view?.operators, [
    { userId: scene.operator.id, name: 'Anna from support', position: 'Adviser', photoUrl: null },
  ]);
  const { activities } = await sessions.activities(scene.guest.actor, id, {});
  assert.equal(activities.at(-1)?.userName, 'Anna from support');
  const foreign = await stage.scene();
  assert.equal(await sessions.guestSession(foreign.company.id, id), null);
  assert.equal(await sessions.receipts(foreign.company.id, id), null);
  await sessions.end(scene.operator.actor, id);
  assert.equal((await sessions.guestSession(scene.company.id, id))?.operators.length, 1);
});

test('a guest lists its own sessions of a scope, newest first', async () => {
  const { sessions, store } = stage;
  const scene = await stage.scene();
  const other = await buildPreset(store, scene.company);
  const ids: number[] = [];
  for (const [preset, scope] of [
    [scene.preset, 'a'],
    [other, 'b'],
    [scene.preset, 'a'],
  ] as const) {
    const { id } = await sessions.start(scene.guest.actor, startInput(preset, { scope }));
    await sessions.end(scene.guest.actor, id);
    ids.push(id);
  }
  const own = await sessions.guestOwn(scene.guest.actor, { scope: 'a' });
  assert.deepEqual(
    own.map((session) => session.id),
    [ids[2], ids[0]],
  );
  assert.deepEqual(await sessions.guestOwn(scene.guest.actor, { scope: 'a', presetId: other.id }), []);
  const stranger = await buildGuest(store, scene.company);
  assert.deepEqual(await sessions.guestOwn(stranger.actor, { scope: 'a' }), []);
});

test('who serves a client sees what the client wrote before, in this tenant', async () => {
  const { sessions, store } = stage;
  const scene = await stage.scene();
  const { id: earlier } = await sessions.start(scene.guest.actor, startInput(scene.preset));
  await sessions.send(scene.guest.actor, say(earlier, 'anybody?'));
  await sessions.end(scene.guest.actor, earlier);
  await assert.rejects(sessions.activities(scene.operator.actor, earlier, {}), { code: 'not-found' });

  const tenant = await buildTenant(store, scene.company);
  const elsewhere = await buildPreset(store, scene.company, { tenantId: tenant.id });
  const { id: hidden } = await sessions.start(scene.guest.actor, startInput(elsewhere));

  const id = await activeSession(sessions, store, scene);
  assert.deepEqual(
    (await sessions.guestSessions(scene.operator.actor, id)).map((row) => row.id),
    [earlier],
  );
  const { activities } = await sessions.activities(scene.operator.actor, earlier, {});
  assert.equal(activities[0]?.text, 'anybody?');
  await assert.rejects(sessions.activities(scene.operator.actor, hidden, {}), { code: 'not-found' });
  await assert.rejects(sessions.setParams(scene.operator.actor, earlier, { x: '1' }), { code: 'not-permitted' });

  await sessions.end(scene.operator.actor, id);
  await sessions.conclude(scene.operator.actor, id, null);
  await assert.rejects(sessions.activities(scene.operator.actor, earlier, {}), { code: 'not-found' });
});

test('history: own sessions for operators, all for those with the right, searched and paged', async () => {
  const { sessions, store } = stage;
  const scene = await stage.scene({ operators: 2 });
  const [a, b] = scene.operators;
  assert.ok(a && b);
  const make = async (name: string, operator: { id: number } | null) => {
    const guest = await buildGuest(store, scene.company);
    const input = startInput(scene.preset, { name, email: `${name.length}@example.test`, phone: '+420 777' });
    const { id } = await sessions.start(guest.actor, input);
    if (operator) await joinSession(sessions, store, scene, id, operator.id);
    await sessions.end(guest.actor, id);
    return id;
  };
  const one = await make('Jan Novák', a);
  const two = await make('100% _sure_', b);
  const three = await make('Jana', null);
  const running = await activeSession(sessions, store, scene);
  const supervisor = await buildUser(store, scene.company, { roles: ['TenantSessionsView'] });
  const list = async (
    actor: typeof supervisor.actor,
    filter: { before?: number; search?: string; limit?: number } = {},
  ) => (await sessions.history(actor, scene.tenantId, filter)).map((row) => row.id);

  assert.deepEqual(await list(supervisor.actor), [three, two, one]);
  assert.deepEqual(await list((await buildAdmin(store, scene.company)).actor), [three, two, one]);
  assert.deepEqual(await list(a.actor), [one]);
  assert.deepEqual(await list(supervisor.actor, { before: three, limit: 1 }), [two]);
  assert.deepEqual(await list(supervisor.actor, { search: 'jan' }), [three, one]);
  assert.deepEqual(await list(supervisor.actor, { search: '%' }), [two]);
  assert.deepEqual(await list(supervisor.actor, { search: '_' }), [two]);
  assert.deepEqual(await list(supervisor.actor, { search: '\\' }), []);
  assert.deepEqual(await list(supervisor.actor, { search: "' or 1=1 --" }), []);
  assert.deepEqual(await list(supervisor.actor, { search: 'n\0ul' }), []);
  assert.deepEqual(await list(supervisor.actor, { search: '4@example' }), [three]);
  assert.deepEqual(await list(supervisor.actor, { search: String(two) }), [two]);
  assert.deepEqual(await list(supervisor.actor, { search: String(running) }), []);
  const wallboard = await buildUser(store, scene.company, { roles: ['Wallboard'] });
  await assert.rejects(sessions.history(wallboard.actor, scene.tenantId, {}), { code: 'not-permitted' });
  const foreign = await stage.scene();
  await assert.rejects(sessions.history(foreign.operator.actor, scene.tenantId, {}), { code: 'not-permitted' });
});

test('the queue shows what the client wrote and the defined parameters', async () => {
  const { sessions, store } = stage;
  const scene = await stage.scene();
  const catalogue = createCatalogue(store);
  const admin = system(scene.company.id);
  await catalogue.defineParameter(admin, scene.tenantId, { name: 'order', label: 'Order' });
  await catalogue.defineParameter(admin, scene.tenantId, { name: 'secret', label: 'Secret', inQueue: false });
  const params = { order: '77', secret: 'x', undefined_one: 'y' };
  const { id } = await sessions.start(scene.guest.actor, startInput(scene.preset, { params }));
  for (let i = 0; i < limits.previewLines + 2; i++) await sessions.send(scene.guest.actor, say(id, `m${i}`));
  const preview = (await sessions.preview(scene.company.id, [id])).get(id);
  assert.equal(preview?.length, limits.previewLines);
  assert.equal(preview?.at(-1), `m${limits.previewLines + 1}`);
  assert.deepEqual((await sessions.queueParams(scene.company.id, [id])).get(id), [
    { name: 'order', label: 'Order', value: '77' },
  ]);
  const detail = await sessions.detail(system(scene.company.id), id);
  assert.deepEqual(
    detail.params.filter((param) => param.name.endsWith('_one') || param.name === 'order').map((param) => param.label),
    ['Order', null],
  );
  assert.deepEqual((await sessions.preview(scene.company.id + 1, [id])).get(id), []);
});

test('a list page has its bound, and the next one begins where it ended', async () => {
  const { sessions, store } = stage;
  const scene = await stage.scene();
  const { id: companyId } = scene.company;
  const past = { companyId, tenantId: scene.tenantId, guestId: scene.guest.id, channel: 'Chat', source: 'Default' };
  const closed = { status: 'CLOSED', created: stage.now(), ended: stage.now(), closed: stage.now() };
  const total = limits.listPage + 5;
  await store.db
    .insertInto('sessions')
    .values(Array.from({ length: total }, () => ({ ...past, ...closed })))
    .execute();
  const admin = await buildAdmin(store, scene.company);
  const first = await sessions.history(admin.actor, scene.tenantId, { limit: 10_000 });
  const before = first.at(-1)?.id;
  const second = await sessions.history(admin.actor, scene.tenantId, { ...(before && { before }) });
  assert.deepEqual([first.length, second.length], [limits.listPage, 5]);
  assert.equal(new Set([...first, ...second].map((row) => row.id)).size, total);
  const own = await sessions.guestOwn(scene.guest.actor, { scope: '', limit: 10_000 });
  assert.equal(own.length, limits.guestSessionsPage);
});
