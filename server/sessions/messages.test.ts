import assert from 'node:assert/strict';
import { randomUUID } from 'node:crypto';
import { after, before, test } from 'node:test';
import { limits } from '@hovor/protocol/limits';
import type { Activity } from '@hovor/protocol/session';
import { openDatabase } from '../foundation/database/database.ts';
import { buildGuest, buildScene } from '../testing/build.ts';
import { createMessageWriter } from './messages.ts';
import { activeSession, eventsOf, joinSession, type Stage, sessionsStage, startInput } from './testing.ts';

let stage: Stage;
before(async () => {
  stage = await sessionsStage();
});
after(() => stage.close());

const message = (sessionId: number, text = 'Hello') => ({ sessionId, messageId: randomUUID(), text });

/** The transcript as stored, and the events that tell of it. */
async function transcript(sessionId: number) {
  const rows = await stage.db
    .selectFrom('activities')
    .select(['seq', 'id', 'messageId', 'text', 'type', 'client'])
    .where('sessionId', '=', sessionId)
    .orderBy('seq')
    .execute();
  const events = (await eventsOf(stage, sessionId)).filter((event) => event.kind === 'session.activity');
  return { rows, events: events.map((event) => event.payload as { seq: number; activityId: number; text: string }) };
}

test('several writers on one database: gapless, nothing lost or doubled, one order for all', async () => {
  const { store, sessions } = stage;
  const scenes = await Promise.all([1, 2, 3].map(() => buildScene(store)));
  const ids = await Promise.all(scenes.map((scene) => activeSession(sessions, store, scene)));
  const nodes = [1, 2, 3, 4].map(() => createMessageWriter(store, { batch: 7, waiting: 1_000, patience: 5_000 }));
  const answers = new Map<string, { sessionId: number; seqs: number[] }>();

  await Promise.all(
    nodes.flatMap((node, n) =>
      ids.flatMap((sessionId, s) =>
        Array.from({ length: 40 }, async (_, i) => {
          const scene = scenes[s];
          assert.ok(scene);
          const actor = i % 2 ? scene.guest.actor : scene.operator.actor;
          const line = message(sessionId, `node ${n} line ${i}`);
          const seqs = [(await node.send(actor, line)).seq];
          // Every third one is sent again, through another node, as a client does that missed the answer.
          if (i % 3 === 0) seqs.push((await (nodes[(n + 1) % nodes.length] ?? node).send(actor, line)).seq);
          answers.set(line.messageId, { sessionId, seqs });
        }),
      ),
    ),
  );

  for (const sessionId of ids) {
    const { rows, events } = await transcript(sessionId);
    assert.deepEqual(
      rows.map((row) => row.seq),
      rows.map((_, i) => i + 1),
    );
    const said = rows.filter((row) => row.type === 'ChatMessage');
    assert.equal(said.length, 160);
    for (const row of said) {
      const answer = answers.get(row.messageId ?? '');
      assert.deepEqual([...new Set(answer?.seqs)], [row.seq]);
    }
    assert.deepEqual(
      events.map(({ seq, activityId }) => ({ seq, activityId })),
      rows.map(({ seq, id }) => ({ seq, activityId: id })),
    );
    const session = await stage.db.selectFrom('sessions').selectAll().where('id', '=', sessionId).executeTakeFirst();
    assert.equal(session?.lastSeq, rows.length);
  }
});

test('a killed connection in the middle loses and doubles nothing', async () => {
  const { store, sessions, database } = stage;
  const scene = await stage.scene();
  const sessionId = await activeSession(sessions, store, scene);
  const name = `victim-${randomUUID().slice(0, 8)}`;
  const victim = openDatabase({ url: database.url, maxConnections: 1, applicationName: name });
  const node = createMessageWriter({ ...store, db: victim.db }, { batch: 3, waiting: 1_000, patience: 20_000 });
  const lines = Array.from({ length: 60 }, (_, i) => message(sessionId, `line ${i}`));
  let kills = 0;
  let done = false;
  const killing = (async () => {
    // Enough to hit connections before, during and after a statement; then the rest must come through.
    while (!done && kills < 25) {
      const { rows } = await database.pool.query(
        'select pg_terminate_backend(pid) from pg_stat_activity where application_name = $1',
        [name],
      );
      kills += rows.length;
      await new Promise((resolve) => setTimeout(resolve, 15));
    }
  })();
  const stored = await Promise.all(lines.map((line) => node.send(scene.guest.actor, line)));
  done = true;
  await killing;
  await victim.close();
  assert.ok(kills > 0, 'the connection was never killed');

  const { rows, events } = await transcript(sessionId);
  const said = rows.filter((row) => row.type === 'ChatMessage');
  assert.deepEqual(
    said.map((row) => row.text),
    lines.map((line) => line.text),
  );
  assert.deepEqual(
    said.map((row) => row.seq),
    stored.map((line) => line.seq),
  );
  assert.equal(events.length, rows.length);
});

test('an answer lost after the commit is asked for again: one line, and listeners are told', async () => {
  const { store, sessions } = stage;
  const scene = await stage.scene();
  const sessionId = await activeSession(sessions, store, scene);
  let losses = 0;
  const db = store.db.withPlugin({
    transformQuery: ({ node }) => node,
    async transformResult({ result }) {
      if (losses++ > 0) return result;
      throw Object.assign(new Error('Connection terminated unexpectedly'), { code: 'ECONNRESET' });
    },
  });
  const node = createMessageWriter({ ...store, db });
  stage.changes.length = 0;
  const stored = await node.send(scene.guest.actor, message(sessionId, 'once'));
  assert.equal(losses, 2);
  const { rows, events } = await transcript(sessionId);
  assert.equal(rows.filter((row) => row.text === 'once').length, 1);
  assert.equal(events.filter((event) => event.text === 'once').length, 1);
  const told = stage.changes.filter((change) => change.topic === 'activities').flatMap((c) => c.local as Activity[]);
  assert.deepEqual(
    told.map((line) => line.seq),
    [stored.seq],
  );
});

test('listeners of this process get the lines themselves, in order', async () => {
  const { store, sessions } = stage;
  const scene = await stage.scene();
  const sessionId = await activeSession(sessions, store, scene);
  stage.changes.length = 0;
  const first = message(sessionId, 'first');
  const [one, two] = await Promise.all([
    sessions.send(scene.guest.actor, first),
    sessions.send(scene.operator.actor, message(sessionId, 'second')),
  ]);
  const told = stage.changes
    .filter((change) => change.topic === 'activities' && change.id === sessionId)
    .flatMap((change) => change.local as Activity[]);
  assert.deepEqual(
    told.map((line) => [line.seq, line.text, line.client, line.userId]),
    [
      [one.seq, 'first', 'Guest', null],
      [two.seq, 'second', 'User', scene.operator.id],
    ],
  );
  const { activities } = await sessions.activities(scene.operator.actor, sessionId, { after: one.seq - 1 });
  assert.deepEqual(told, activities);
  assert.ok(stage.changes.some((change) => change.topic === 'events'));
});

test('the same message twice in one batch is one line', async () => {
  const { store, sessions } = stage;
  const scene = await stage.scene();
  const sessionId = await activeSession(sessions, store, scene);
  const line = message(sessionId);
  const answers = await Promise.all([1, 2, 3].map(() => sessions.send(scene.guest.actor, line)));
  assert.equal(new Set(answers.map((answer) => answer.seq)).size, 1);
  const upper = { ...line, messageId: line.messageId.toUpperCase() };
  assert.equal((await sessions.send(scene.guest.actor, upper)).seq, answers[0]?.seq);
  assert.equal((await transcript(sessionId)).rows.filter((row) => row.type === 'ChatMessage').length, 1);
});

test('a message id stands for one line only', async () => {
  const { store, sessions } = stage;
  const scene = await stage.scene();
  const sessionId = await activeSession(sessions, store, scene);
  const line = message(sessionId);
  await sessions.send(scene.guest.actor, line);
  await assert.rejects(sessions.send(scene.guest.actor, { ...line, text: 'other' }), { code: 'conflict' });
  await assert.rejects(sessions.send(scene.operator.actor, line), { code: 'conflict' });
});

test('only those who take part write, and nobody after the end', async () => {
  const { store, sessions } = stage;
  const scene = await stage.scene({ operators: 2 });
  const { id } = await sessions.start(scene.guest.actor, startInput(scene.preset));
  const [inside, outside] = scene.operators;
  assert.ok(inside && outside);
  await joinSession(sessions, store, scene, id, inside.id);
  await assert.rejects(sessions.send(outside.actor, message(id)), { code: 'not-permitted' });

  const otherGuest = await buildGuest(store, scene.company);
  await assert.rejects(sessions.send(otherGuest.actor, message(id)), { code: 'not-found' });
  const foreign = await stage.scene();
  await assert.rejects(sessions.send(foreign.guest.actor, message(id)), { code: 'not-found' });
  await assert.rejects(sessions.send(foreign.operator.actor, message(id)), { code: 'not-found' });
  await assert.rejects(sessions.send(scene.guest.actor, message(999_999_999)), { code: 'not-found' });

  const last = message(id, 'last words');
  const stored = await sessions.send(scene.guest.actor, last);
  await sessions.end(inside.actor, id);
  await assert.rejects(sessions.send(inside.actor, message(id)), { code: 'session-ended' });
  await assert.rejects(sessions.send(scene.guest.actor, message(id)), { code: 'session-ended' });
  // The retry of what was stored before the end is still answered.
  assert.deepEqual(await sessions.send(scene.guest.actor, last), stored);
});

test('refused messages leave the others of their batch alone', async () => {
  const { store, sessions } = stage;
  const scene = await stage.scene();
  const sessionId = await activeSession(sessions, store, scene);
  const results = await Promise.allSettled([
    sessions.send(scene.guest.actor, message(sessionId, 'good')),
    sessions.send(scene.guest.actor, message(sessionId + 1_000_000, 'bad session')),
    sessions.send(scene.guest.actor, { ...message(sessionId), text: 'nul\0' }),
    sessions.send(scene.guest.actor, { ...message(sessionId), messageId: 'x' }),
    sessions.send(scene.guest.actor, message(Number.MAX_SAFE_INTEGER * 2 ** 20, 'poison: no bigint')),
    sessions.send(scene.guest.actor, message(sessionId, 'good too')),
  ]);
  assert.deepEqual(
    results.map((result) => result.status),
    ['fulfilled', 'rejected', 'rejected', 'rejected', 'rejected', 'fulfilled'],
  );
  const { rows } = await transcript(sessionId);
  assert.deepEqual(
    rows.filter((row) => row.type === 'ChatMessage').map((row) => row.text),
    ['good', 'good too'],
  );
});

test('hostile text is kept letter by letter', async () => {
  const { store, sessions } = stage;
  const scene = await stage.scene();
  const sessionId = await activeSession(sessions, store, scene);
  const texts = [
    '<script>alert(1)</script>',
    '<img src=x onerror=alert(1)>',
    "'); drop table activities; --",
    '\u202Egnp.exe',
    'zero\u200Bwidth',
    '😀'.repeat(1_000),
    '{"a":"b\\"}',
    '{curly},"quoted"\\',
    'řádek\nřádek\r\n\ttab',
    'null',
  ];
  const stored = await Promise.all(texts.map((text) => sessions.send(scene.guest.actor, message(sessionId, text))));
  const { activities } = await sessions.activities(scene.guest.actor, sessionId, {});
  for (const [i, text] of texts.entries()) {
    assert.equal(activities.find((line) => line.seq === stored[i]?.seq)?.text, text);
  }
  const lone = await sessions.send(scene.guest.actor, message(sessionId, 'half \uD83D pair'));
  const page = await sessions.activities(scene.guest.actor, sessionId, { after: lone.seq - 1 });
  assert.equal(page.activities[0]?.text, 'half \uFFFD pair');
});

test('4,000 characters are a message, 4,001 are not', async () => {
  const { store, sessions } = stage;
  const scene = await stage.scene();
  const sessionId = await activeSession(sessions, store, scene);
  await sessions.send(scene.guest.actor, message(sessionId, 'x'.repeat(limits.messageLength)));
  await sessions.send(scene.guest.actor, message(sessionId, '😀'.repeat(limits.messageLength)));
  for (const text of ['x'.repeat(4_001), '😀'.repeat(4_001), 'x'.repeat(1024 * 1024), '', ' \n\t']) {
    await assert.rejects(sessions.send(scene.guest.actor, message(sessionId, text)), { code: 'invalid-input' });
  }
});

test('beyond the bound senders are told to wait, and nothing accepted is dropped', async () => {
  const { store, sessions } = stage;
  const scene = await stage.scene();
  const sessionId = await activeSession(sessions, store, scene);
  const node = createMessageWriter(store, { batch: 2, waiting: 5, patience: 5_000 });
  const results = await Promise.allSettled(
    Array.from({ length: 8 }, (_, i) => node.send(scene.guest.actor, message(sessionId, `m${i}`))),
  );
  const refused = results.filter((result) => result.status === 'rejected');
  assert.equal(refused.length, 3);
  for (const result of refused) {
    assert.equal(result.reason.code, 'unavailable');
    assert.equal(result.reason.retryAfterMs, 1_000);
  }
  const { rows } = await transcript(sessionId);
  assert.equal(rows.filter((row) => row.type === 'ChatMessage').length, 5);
  await node.send(scene.guest.actor, message(sessionId, 'room again'));
});

test('flush waits for what was accepted', async () => {
  const { store, sessions } = stage;
  const scene = await stage.scene();
  const sessionId = await activeSession(sessions, store, scene);
  const sent = Array.from({ length: 20 }, (_, i) => sessions.send(scene.guest.actor, message(sessionId, `m${i}`)));
  await sessions.flush();
  const { rows } = await transcript(sessionId);
  assert.equal(rows.filter((row) => row.type === 'ChatMessage').length, 20);
  await Promise.all(sent);
});

test('a database that stays away is reported, not waited for without end', async () => {
  const { store, database } = stage;
  const gone = new URL(database.url);
  gone.port = '1';
  const { db, close } = openDatabase({ url: gone.href, maxConnections: 1 });
  const node = createMessageWriter({ ...store, db }, { batch: 5, waiting: 10, patience: 60 });
  const scene = await stage.scene();
  await assert.rejects(node.send(scene.guest.actor, message(1)), { code: 'unavailable' });
  await close();
});

test('the oldest unanswered client line is known in every order of a batch', async () => {
  const { store, sessions } = stage;
  const scene = await stage.scene();
  const sessionId = await activeSession(sessions, store, scene);
  const since = async () => (await sessions.rows(scene.company.id, [sessionId]))[0]?.unansweredSince;
  const guest = (text: string) => sessions.send(scene.guest.actor, message(sessionId, text));
  const operator = (text: string) => sessions.send(scene.operator.actor, message(sessionId, text));
  const first = await guest('question');
  stage.pass(10);
  await guest('another');
  assert.equal(await since(), first.at);
  await operator('answer');
  assert.equal(await since(), null);
  stage.pass(10);
  const [, , third] = await Promise.all([guest('a'), operator('b'), guest('c')]);
  assert.equal(await since(), third?.at);
  await Promise.all([guest('d'), operator('e')]);
  assert.equal(await since(), null);
});
