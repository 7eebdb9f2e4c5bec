import assert from 'node:assert/strict';
import { randomUUID } from 'node:crypto';
import { after, before, test } from 'node:test';
import { createSettings } from '../directory/service.ts';
import { system } from '../foundation/security/actor.ts';
import { transact } from '../foundation/transact.ts';
import { buildApiKey, buildGuest, buildPreset, buildUser } from '../testing/build.ts';
import { createCatalogue, createSessions } from './service.ts';
import { activeSession, eventsOf, joinSession, type Scene, type Stage, sessionsStage, startInput } from './testing.ts';

let stage: Stage;
before(async () => {
  stage = await sessionsStage();
});
after(() => stage.close());

const row = async (scene: Scene, id: number) => {
  const [found] = await stage.sessions.rows(scene.company.id, [id]);
  assert.ok(found);
  return found;
};
const kinds = async (id: number) => (await eventsOf(stage, id)).map((event) => event.kind.replace('session.', ''));
const lines = async (scene: Scene, id: number) =>
  (await stage.sessions.activities(scene.guest.actor, id, {})).activities.map((line) => line.type);

test('20 starts at once are one session', async () => {
  const scene = await stage.scene();
  const node = createSessions(stage.store, { files: stage.files });
  const started = await Promise.all(
    Array.from({ length: 20 }, (_, i) =>
      (i % 2 ? node : stage.sessions).start(scene.guest.actor, startInput(scene.preset)),
    ),
  );
  assert.equal(new Set(started.map(({ id }) => id)).size, 1);
  assert.equal(started.filter(({ created }) => created).length, 1);
  const [first] = started;
  assert.ok(first);
  assert.deepEqual(await kinds(first.id), ['created', 'started']);
});

test('another package, another guest or an ended session start anew', async () => {
  const { sessions, store } = stage;
  const scene = await stage.scene();
  const { id } = await sessions.start(scene.guest.actor, startInput(scene.preset));
  const other = await buildPreset(store, scene.company);
  const guest = await buildGuest(store, scene.company);
  assert.notEqual((await sessions.start(scene.guest.actor, startInput(other))).id, id);
  assert.notEqual((await sessions.start(guest.actor, startInput(scene.preset))).id, id);
  await sessions.end(scene.guest.actor, id);
  assert.equal((await sessions.start(scene.guest.actor, startInput(scene.preset))).created, true);
});

test('what a session begins with', async () => {
  const { sessions } = stage;
  const scene = await stage.scene();
  const { id } = await sessions.start(
    scene.guest.actor,
    startInput(scene.preset, {
      language: 'cs',
      name: ' Jana \u202ENováková\n',
      email: 'jana@example.test',
      params: {
        cart: '[{"id":1}]',
        oo1_guest_ident: 'page says',
        oo1_business_result: 'forged',
        oo1_guest_phone: '+420',
      },
      consentVersion: '3',
    }),
  );
  const detail = await sessions.detail(system(scene.company.id), id);
  const params = Object.fromEntries(detail.params.map((param) => [param.name, [param.value, param.source]]));
  assert.deepEqual(params, {
    cart: ['[{"id":1}]', 'WIDGET_API'],
    oo1_guest_email: ['jana@example.test', 'ENTRY_FORM'],
    oo1_guest_ident: ['Jana Nováková', 'ENTRY_FORM'],
    oo1_guest_phone: ['+420', 'WIDGET_API'],
    oo1_page: [scene.preset.name, 'WIDGET_API'],
    oo1_ref_url: ['https://shop.example/cart', 'WIDGET_API'],
    oo1_widget_lang: ['cs', 'WIDGET_API'],
  });
  assert.equal(detail.guestName, 'Jana Nováková');
  assert.equal(detail.guestEmail, 'jana@example.test');
  assert.equal(detail.ip, '203.0.113.9');
  assert.deepEqual(
    [detail.os, detail.browser, detail.status, detail.source],
    ['WINDOWS', 'CHROME', 'IN_QUEUE', 'Default'],
  );
  // OP-SS-4: created and started carry the same instant.
  const events = await eventsOf(stage, id);
  assert.equal(events[0]?.at.toISOString(), detail.created);
  const started = events.find((event) => event.kind === 'session.started')?.payload;
  assert.deepEqual(started, {
    id,
    tenantId: scene.tenantId,
    channel: 'Chat',
    source: 'Default',
    started: detail.created,
  });
});

test('nobody starts in another company or in a package that is switched off', async () => {
  const { sessions, store } = stage;
  const [scene, foreign] = await Promise.all([stage.scene(), stage.scene()]);
  const off = await buildPreset(store, scene.company, { active: false });
  await assert.rejects(sessions.start(scene.guest.actor, startInput(foreign.preset)), { code: 'not-found' });
  await assert.rejects(sessions.start(scene.guest.actor, startInput(off)), { code: 'not-found' });
});

test('the whole life: queue, offer, operator, end, ACW, closed', async () => {
  const { sessions, store } = stage;
  const scene = await stage.scene({ group: { maxAcwS: 90 } });
  const companyId = scene.company.id;
  const { id } = await sessions.start(scene.guest.actor, startInput(scene.preset));
  const move = (step: 'toWaiting' | 'toQueue') =>
    transact(store, system(companyId), async (unit) =>
      sessions[step](unit, [await sessions.lockSession(unit, companyId, id)]),
    );
  await move('toWaiting');
  assert.equal((await row(scene, id)).status, 'WAITING');
  await move('toQueue');
  assert.equal((await row(scene, id)).status, 'IN_QUEUE');
  await move('toWaiting');

  const joined = stage.pass(5);
  await joinSession(sessions, store, scene, id, scene.operator.id);
  await joinSession(sessions, store, scene, id, scene.operator.id);
  let now = await row(scene, id);
  assert.equal(now.status, 'ACTIVE');
  assert.equal(now.started, joined.toISOString());
  assert.equal(now.operators.length, 1);
  await move('toQueue');
  assert.equal((await row(scene, id)).status, 'ACTIVE');

  const ended = stage.pass(60);
  await sessions.end(scene.operator.actor, id);
  now = await row(scene, id);
  assert.equal(now.status, 'ACW');
  assert.equal(now.terminationReason, 'OperatorLeft');
  assert.equal(now.guestLeft, 'StillConnected');
  assert.equal(now.ended, ended.toISOString());
  assert.equal(now.operators[0]?.left, ended.toISOString());
  assert.equal(now.operators[0]?.concluded, null);
  assert.equal(now.operators[0]?.acwUntil, new Date(ended.getTime() + 90_000).toISOString());

  await createCatalogue(store).defineResult(system(companyId), scene.tenantId, { name: 'Sold' });
  const concluded = stage.pass(30);
  await sessions.conclude(scene.operator.actor, id, { result: 'Sold', note: 'Nice client' });
  now = await row(scene, id);
  assert.equal(now.status, 'CLOSED');
  assert.equal(now.result, 'Sold');
  assert.equal(now.operators[0]?.concluded, concluded.toISOString());
  const detail = await sessions.detail(scene.operator.actor, id);
  assert.equal(detail.note, 'Nice client');
  assert.equal(detail.params.find((param) => param.name === 'oo1_business_result')?.value, 'Sold');

  assert.deepEqual(await kinds(id), [
    'created',
    'started',
    'activity',
    'operatorJoined',
    'ended',
    'activity',
    'operatorLeft',
    'activity',
    'paramsUpdated',
    'evaluated',
    'operatorConcluded',
  ]);
  assert.deepEqual(await lines(scene, id), ['Joined', 'Left', 'SessionEnded']);
  const { activities } = await sessions.activities(scene.guest.actor, id, {});
  assert.equal(activities[2]?.terminationReason, 'OperatorLeft');
  const told = (await eventsOf(stage, id)).find((event) => event.kind === 'session.ended');
  assert.deepEqual(told?.payload, {
    id,
    tenantId: scene.tenantId,
    channel: 'Chat',
    source: 'Default',
    started: joined.toISOString(),
    ended: ended.toISOString(),
    terminationReason: 'OperatorLeft',
  });
});

test('who ends it, and when, is the reason', async () => {
  const { sessions, store } = stage;
  const cases = [
    { by: 'guest', active: false, reason: 'GuestAbandoned', left: 'LeftQueue', status: 'CLOSED' },
    { by: 'guest', active: true, reason: 'GuestLeft', left: 'LeftSession', status: 'ACW' },
    { by: 'api', active: false, reason: 'SessionApiCall', left: 'StillConnected', status: 'CLOSED' },
    { by: 'api', active: true, reason: 'SessionApiCall', left: 'StillConnected', status: 'ACW' },
    { by: 'routing', active: false, reason: 'FailedRouting', left: 'StillConnected', status: 'CLOSED' },
    { by: 'lost', active: true, reason: 'OperatorAbandoned', left: 'StillConnected', status: 'ACW' },
  ] as const;
  for (const { by, active, reason, left, status } of cases) {
    const scene = await stage.scene();
    const { id } = await sessions.start(scene.guest.actor, startInput(scene.preset));
    if (active) await joinSession(sessions, store, scene, id, scene.operator.id);
    if (by === 'guest') await sessions.end(scene.guest.actor, id);
    else if (by === 'api') await sessions.end((await buildApiKey(store, scene.company)).actor, id);
    else await sessions.end(system(scene.company.id), id, reason);
    const now = await row(scene, id);
    assert.deepEqual([now.terminationReason, now.guestLeft, now.status], [reason, left, status], `${by} ${active}`);
  }
});

test('ending twice is ending once; strangers do not end', async () => {
  const { sessions, store } = stage;
  const scene = await stage.scene();
  const id = await activeSession(sessions, store, scene);
  const colleague = await buildUser(store, scene.company);
  const watcher = await buildUser(store, scene.company, { roles: ['TenantSessionsView'] });
  await assert.rejects(sessions.end(colleague.actor, id), { code: 'not-found' });
  await assert.rejects(sessions.end(watcher.actor, id), { code: 'not-permitted' });
  await assert.rejects(sessions.end(system(scene.company.id), id), { code: 'not-permitted' });
  const narrow = await buildApiKey(store, scene.company, { tenantIds: [scene.tenantId + 1_000] });
  await assert.rejects(sessions.end(narrow.actor, id), { code: 'not-found' });

  await Promise.all([
    sessions.end(scene.operator.actor, id),
    sessions.end(scene.guest.actor, id),
    sessions.end(scene.operator.actor, id),
  ]);
  assert.equal((await kinds(id)).filter((kind) => kind === 'ended').length, 1);
  assert.equal((await lines(scene, id)).filter((type) => type === 'SessionEnded').length, 1);
  const reason = (await row(scene, id)).terminationReason;
  await sessions.end(scene.guest.actor, id);
  const now = await row(scene, id);
  assert.equal(now.terminationReason, reason);
  assert.notEqual(now.guestLeft, 'StillConnected');
});

test('of several operators one left, the others are concluded only', async () => {
  const { sessions, store } = stage;
  const scene = await stage.scene({ operators: 3 });
  const id = await activeSession(sessions, store, scene);
  const [a, b, c] = scene.operators;
  assert.ok(a && b && c);
  await sessions.leave(b.actor, id);
  assert.equal((await row(scene, id)).status, 'ACTIVE');
  await sessions.end(c.actor, id);
  const { operators, status } = await row(scene, id);
  const of = (userId: number) => operators.find((stay) => stay.userId === userId);
  assert.equal(status, 'ACW');
  assert.deepEqual([of(a.id)?.left, of(b.id)?.left], [null, null]);
  assert.ok(of(a.id)?.concluded && of(b.id)?.concluded);
  assert.ok(of(c.id)?.left);
  assert.equal(of(c.id)?.concluded, null);
  const facts = await kinds(id);
  assert.equal(facts.filter((kind) => kind === 'operatorLeft').length, 1);
  assert.equal(facts.filter((kind) => kind === 'operatorConcluded').length, 2);
  await sessions.conclude(c.actor, id, null);
  assert.equal((await row(scene, id)).status, 'CLOSED');
});

test('the last operator to leave ends the session; who left may join again', async () => {
  const { sessions, store } = stage;
  const scene = await stage.scene({ operators: 2 });
  const id = await activeSession(sessions, store, scene);
  const [a, b] = scene.operators;
  assert.ok(a && b);
  await sessions.leave(a.actor, id);
  await joinSession(sessions, store, scene, id, a.id);
  await sessions.leave(b.actor, id);
  await sessions.leave(a.actor, id);
  const now = await row(scene, id);
  assert.equal(now.terminationReason, 'OperatorLeft');
  assert.equal(now.operators.length, 3);
  await assert.rejects(joinSession(sessions, store, scene, id, b.id), { code: 'session-ended' });
});

test('without time for ACW the session closes at once; the highest of several groups counts', async () => {
  const { sessions, store } = stage;
  const none = await stage.scene({ group: { maxAcwS: 0 } });
  const first = await activeSession(sessions, store, none);
  await sessions.end(none.operator.actor, first);
  assert.equal((await row(none, first)).status, 'CLOSED');
  assert.ok((await kinds(first)).includes('operatorConcluded'));

  const scene = await stage.scene({ group: { maxAcwS: 20 } });
  const group = await store.db
    .insertInto('groups')
    .values({ companyId: scene.company.id, tenantId: scene.tenantId, name: 'More', maxAcwS: 200 })
    .returning('id')
    .executeTakeFirstOrThrow();
  await store.db
    .insertInto('groupMembers')
    .values({ companyId: scene.company.id, groupId: group.id, userId: scene.operator.id })
    .execute();
  const second = await activeSession(sessions, store, scene);
  const ended = stage.now();
  await sessions.end(scene.operator.actor, second);
  assert.equal((await row(scene, second)).operators[0]?.acwUntil, new Date(ended.getTime() + 200_000).toISOString());
});

test('ACW runs out by itself and keeps the draft; two nodes sweep once', async () => {
  const { sessions, store } = stage;
  const scene = await stage.scene({ group: { maxAcwS: 60 } });
  await createCatalogue(store).defineResult(system(scene.company.id), scene.tenantId, { name: 'Done' });
  const id = await activeSession(sessions, store, scene);
  await assert.rejects(sessions.conclude(scene.operator.actor, id, null), { code: 'conflict' });
  await assert.rejects(sessions.saveAcwDraft(scene.operator.actor, id, { result: null, note: '' }), {
    code: 'conflict',
  });
  await sessions.end(scene.guest.actor, id);
  await assert.rejects(sessions.saveAcwDraft(scene.operator.actor, id, { result: 'Unheard of', note: null }), {
    code: 'invalid-input',
  });
  await sessions.saveAcwDraft(scene.operator.actor, id, { result: 'Done', note: 'half a sen' });
  const [mine] = await sessions.mySessions(scene.company.id, scene.operator.id, scene.tenantId);
  assert.deepEqual(mine?.acwDraft, { result: 'Done', note: 'half a sen' });

  const now = stage.now().getTime();
  await sessions.sweep(new Date(now + 59_000));
  assert.equal((await row(scene, id)).status, 'ACW');
  const other = createSessions(store, { files: stage.files });
  await Promise.all([sessions.sweep(new Date(now + 60_000)), other.sweep(new Date(now + 60_000))]);
  const closed = await row(scene, id);
  assert.equal(closed.status, 'CLOSED');
  assert.equal(closed.result, 'Done');
  assert.equal((await kinds(id)).filter((kind) => kind === 'operatorConcluded').length, 1);
  assert.deepEqual(await sessions.mySessions(scene.company.id, scene.operator.id, scene.tenantId), []);
  // Too late by a second: what the operator wrote is kept all the same.
  await sessions.conclude(scene.operator.actor, id, { result: 'Done', note: 'the whole sentence' });
  assert.equal((await sessions.detail(scene.operator.actor, id)).note, 'the whole sentence');
});

test('a tenant that wants a result of every conversation gets one', async () => {
  const { sessions, store } = stage;
  const scene = await stage.scene({ group: { maxAcwS: 60 } });
  const actor = system(scene.company.id);
  await createCatalogue(store).defineResult(actor, scene.tenantId, { name: 'Done' });
  await createSettings(store).set(actor, 'tenant', scene.tenantId, { resultRequired: 'true' });
  const id = await activeSession(sessions, store, scene);
  await sessions.end(scene.operator.actor, id);
  for (const form of [null, { result: null, note: 'no result' }]) {
    await assert.rejects(sessions.conclude(scene.operator.actor, id, form), {
      fields: { result: 'must not be empty.' },
    });
  }
  await sessions.conclude(scene.operator.actor, id, { result: 'Done', note: null });
  assert.equal((await row(scene, id)).result, 'Done');
});

test('a lost client may come back, and is given up after the tenant’s time', async () => {
  const { sessions, store } = stage;
  const scene = await stage.scene();
  await store.db
    .insertInto('settings')
    .values({
      companyId: scene.company.id,
      scope: 'tenant',
      scopeId: scene.tenantId,
      key: 'clientDisconnectedSeconds',
      value: '100',
    })
    .execute();
  const id = await activeSession(sessions, store, scene);
  const lost = stage.now();
  await sessions.guestDisconnected(scene.guest.actor, id);
  assert.equal((await row(scene, id)).guestLost, lost.toISOString());
  await sessions.guestConnected(scene.guest.actor, id);
  assert.equal((await row(scene, id)).guestLost, null);
  await sessions.sweep(new Date(lost.getTime() + 1_000_000));
  assert.equal((await row(scene, id)).ended, null);

  await sessions.guestDisconnected(scene.guest.actor, id);
  await sessions.guestDisconnected(scene.guest.actor, id);
  await sessions.sweep(new Date(lost.getTime() + 99_000));
  assert.equal((await row(scene, id)).ended, null);
  const other = createSessions(store, { files: stage.files });
  const late = new Date(lost.getTime() + 100_000);
  await Promise.all([sessions.sweep(late), other.sweep(late)]);
  const now = await row(scene, id);
  assert.deepEqual([now.terminationReason, now.guestLeft, now.status], ['GuestAbandoned', 'LeftSession', 'ACW']);
  const facts = await kinds(id);
  assert.deepEqual(
    ['guestLost', 'guestBack', 'ended'].map((fact) => facts.filter((kind) => kind === fact).length),
    [2, 1, 1],
  );
});

test('a client who closes the exit form has left after the session', async () => {
  const { sessions, store } = stage;
  const scene = await stage.scene();
  const id = await activeSession(sessions, store, scene);
  await sessions.end(scene.operator.actor, id);
  await sessions.guestDisconnected(scene.guest.actor, id);
  await sessions.end(scene.guest.actor, id);
  const now = await row(scene, id);
  assert.equal((await kinds(id)).filter((kind) => kind === 'guestLeft').length, 1);
  assert.equal(now.guestLeft, 'LeftAfterSession');
  assert.equal(now.guestLost, null);
});

test('timers run by themselves until they are stopped', async () => {
  const { sessions, store } = stage;
  const scene = await stage.scene({ group: { maxAcwS: 1 } });
  const id = await activeSession(sessions, store, scene);
  await sessions.end(scene.operator.actor, id);
  stage.pass(2);
  const closed = new Promise<void>((resolve) => {
    const end = store.bus.subscribe((changes) => {
      if (!changes.some((change) => change.topic === 'session' && change.id === id)) return;
      end();
      resolve();
    });
  });
  sessions.startTimers();
  await closed;
  await sessions.stopTimers();
  assert.equal((await row(scene, id)).status, 'CLOSED');
});

test('stars once, within the scale, after the end', async () => {
  const { sessions, store } = stage;
  const scene = await stage.scene();
  const id = await activeSession(sessions, store, scene);
  const give = (stars: number | null, text: string | null = null) =>
    sessions.feedback(scene.guest.actor, id, { stars, text });
  await assert.rejects(give(5), { code: 'conflict' });
  await sessions.end(scene.operator.actor, id);
  for (const stars of [0, 6, 2.5]) await assert.rejects(give(stars), { code: 'invalid-input' });
  await assert.rejects(give(null, '  '), { code: 'invalid-input' });
  await assert.rejects(give(5, 'x'.repeat(2_001)), { code: 'invalid-input' });
  const stranger = await buildGuest(store, scene.company);
  await assert.rejects(sessions.feedback(stranger.actor, id, { stars: 1, text: null }), { code: 'not-found' });
  await give(4, 'Díky <b>!</b>');
  await assert.rejects(give(5), { code: 'conflict' });
  const detail = await sessions.detail(scene.operator.actor, id);
  assert.deepEqual([detail.feedbackStars, detail.feedbackScale, detail.feedbackText], [4, 'Likert', 'Díky <b>!</b>']);
  assert.equal((await sessions.guestSession(scene.company.id, id))?.feedbackGiven, true);
  assert.ok((await kinds(id)).includes('feedbackGiven'));
});

test('commands from many sides at once keep the transcript gapless and the log in order', async () => {
  const { sessions, store } = stage;
  const scene = await stage.scene({ operators: 2 });
  const id = await activeSession(sessions, store, scene);
  const [a, b] = scene.operators;
  assert.ok(a && b);
  const results = await Promise.allSettled([
    ...Array.from({ length: 15 }, (_, i) =>
      sessions.send(i % 2 ? a.actor : scene.guest.actor, {
        sessionId: id,
        messageId: `00000000-0000-4000-8000-0000000000${10 + i}`,
        text: `m${i}`,
      }),
    ),
    sessions.addNote(a.actor, id, 'note'),
    sessions.setParams(b.actor, id, { x: '1' }),
    sessions.leave(b.actor, id),
    sessions.end(a.actor, id),
  ]);
  for (const result of results) {
    if (result.status === 'rejected') assert.ok(['session-ended', 'not-permitted'].includes(result.reason.code));
  }
  const { activities } = await sessions.activities(scene.guest.actor, id, {});
  assert.deepEqual(
    activities.map((line) => line.seq),
    activities.map((_, i) => i + 1),
  );
  const told = (await eventsOf(stage, id)).filter((event) => event.kind === 'session.activity');
  assert.deepEqual(
    told.map((event) => (event.payload as { seq: number }).seq),
    activities.map((line) => line.seq),
  );
});

test('a hundred commands on one session at once: each waits for its turn, none is turned away', async () => {
  const { sessions, store } = stage;
  const scene = await stage.scene();
  const id = await activeSession(sessions, store, scene);
  await Promise.all(
    Array.from({ length: 50 }, async (_, i) => {
      await Promise.all([
        sessions.setParams(scene.operator.actor, id, { [`p${i}`]: 'x' }),
        sessions.send(scene.guest.actor, { sessionId: id, messageId: randomUUID(), text: `m${i}` }),
      ]);
    }),
  );
  const params = (await sessions.params(scene.company.id, [id])).get(id);
  assert.equal(params?.filter((param) => /^p\d+$/.test(param.name)).length, 50);
  assert.equal((await kinds(id)).filter((kind) => kind === 'paramsUpdated').length, 50);
});
