import assert from 'node:assert/strict';
import { after, before, describe, it } from 'node:test';
import { setTimeout as sleep } from 'node:timers/promises';
import { type TestDatabase, testDatabase } from '../../server/testing/database.ts';
import { type Guest, guestArrives } from '../people/guest.ts';
import { integration } from '../people/integration.ts';
import { type OperatorAtDesk, operatorLogsIn } from '../people/operator.ts';
import { type Receiver, startReceiver } from '../people/receiver.ts';
import { freePort, type ServerProcess, startServerProcess } from '../server-process.ts';

/** How often the server is killed: 20 in every test run, more by hand (`KILLS=100`). */
const kills = Number(process.env.KILLS ?? 20);
const guestCount = 8;
const password = 'correct-horse-battery-staple';

describe(`R1: the server is killed ${kills} times while people talk`, () => {
  let database: TestDatabase;
  let receiver: Receiver;
  let server: ServerProcess;
  let guests: Guest[] = [];
  let operators: OperatorAtDesk[] = [];
  let env: Record<string, string>;
  let talking = true;
  let trouble: unknown;

  before(async () => {
    database = await testDatabase();
    receiver = await startReceiver();
    env = {
      PORT: String(await freePort()),
      DATABASE_URL: database.url,
      DEMO: 'on',
      DEMO_PASSWORD: password,
      DATA_DIR: `${process.env.TEST_DATA_DIR ?? '/tmp'}/hovor-kill-${process.pid}`,
      LOG_LEVEL: 'error',
    };
    server = await startServerProcess(env);
    const api = await integration(server.url, 'demo', password);
    await api.post('Webhooks', {
      eventTypes: ['SessionStarted', 'SessionActivityChatMessage'],
      callbackUrl: receiver.url,
    });
    operators = await Promise.all(
      ['anna', 'boris', 'clara', 'david'].map((name) => operatorLogsIn(server.url, `${name}@demo.test`, password)),
    );
    guests = await Promise.all(Array.from({ length: guestCount }, () => guestArrives(server.url)));
  });

  after(async () => {
    talking = false;
    await Promise.allSettled([...guests, ...operators].map((person) => person.leave()));
    await server?.stop();
    await receiver?.stop();
    await database?.close();
  });

  it('loses nothing, doubles nothing, and everybody saw one order', async () => {
    const conversations = guests.map((guest, index) => talk(guest, index));
    for (const conversation of conversations) conversation.catch((error) => (trouble ??= error));
    for (let round = 0; round < kills; round++) {
      await everybodySpoke();
      await sleep(Math.random() * 350);
      await server.kill();
      server = await startServerProcess(env);
    }
    talking = false;
    await Promise.all(conversations);

    await Promise.all([...guests, ...operators].map((person) => person.catchUp()));
    for (const guest of guests) await checkConversation(guest);
    await checkReceiver();
  });

  /** A kill before anybody is back would attack nobody, and on a slow machine nobody would ever get through. */
  async function everybodySpoke() {
    const before = guests.map(({ sent }) => sent.length);
    while (!guests.every(({ sent }, index) => sent.length > (before[index] ?? 0))) {
      if (trouble) throw trouble;
      await sleep(10);
    }
  }

  /** Guest and operators write to each other without pause until told to stop. */
  async function talk(guest: Guest, index: number) {
    for (let turn = 0; talking; turn++) {
      await guest.say(`guest ${index} says ${turn}`);
      const operator = operators.find((candidate) => candidate.transcripts.has(guest.session.id));
      if (operator) await operator.say(guest.session.id, `operator answers ${index} with ${turn}`);
      await sleep(5);
    }
  }

  async function checkConversation(guest: Guest) {
    const sessionId = guest.session.id;
    const { rows } = await database.pool.query<{ seq: number; id: number; message_id: string | null; text: string }>(
      'select seq, id, message_id, text from activities where session_id = $1 order by seq',
      [sessionId],
    );
    assert.deepEqual(
      rows.map((row) => row.seq),
      rows.map((_, index) => index + 1),
      'seq is gapless',
    );
    const byOperators = operators.flatMap((operator) => operator.sent.get(sessionId) ?? []);
    for (const sent of [...guest.sent, ...byOperators]) {
      const stored = rows.filter((row) => row.message_id === sent.messageId);
      assert.deepEqual(
        stored.map(({ seq, text }) => ({ seq, text })),
        [{ seq: sent.seq, text: sent.text }],
        'an acknowledged message is stored once, where it was acknowledged',
      );
    }
    const stored = rows.map((row) => row.id);
    assert.deepEqual(
      guest.transcript.lines.map((line) => line.id),
      stored,
      'the client saw what is stored',
    );
    for (const operator of operators) {
      const transcript = operator.transcripts.get(sessionId);
      if (transcript?.lines.length)
        assert.deepEqual(
          transcript.lines.map((line) => line.id),
          stored,
          'so did the operator',
        );
    }
    assert.ok(guest.sent.length > kills, `the conversation went on through the kills (${guest.sent.length} messages)`);
  }

  async function checkReceiver() {
    const { rows } = await database.pool.query<{ id: number; session_id: number }>(
      `select a.id, a.session_id from activities a where a.type = 'ChatMessage'
         and a.session_id = any($1) order by a.session_id, a.seq`,
      [guests.map((guest) => guest.session.id)],
    );
    const expected = Map.groupBy(rows, (row) => row.session_id);
    const deadline = Date.now() + 60_000;
    let arrived = receivedBySession();
    while (Date.now() < deadline && arrived.values().reduce((sum, ids) => sum + ids.length, 0) < rows.length) {
      await sleep(100);
      arrived = receivedBySession();
    }
    for (const [sessionId, activities] of expected) {
      assert.deepEqual(
        arrived.get(sessionId),
        activities.map((activity) => activity.id),
        'the integration got each message, in order, once per event id',
      );
    }
  }

  function receivedBySession(): Map<number, number[]> {
    const bySession = new Map<number, number[]>();
    for (const event of receiver.distinct()) {
      if (event.eventType !== 'SessionActivityChatMessage') continue;
      const sessionId = Number(event.data.sessionId);
      bySession.set(sessionId, [...(bySession.get(sessionId) ?? []), Number(event.data.activityId)]);
    }
    return bySession;
  }
});
