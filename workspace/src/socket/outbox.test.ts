import assert from 'node:assert/strict';
import { test } from 'node:test';
import { memoryStore } from '../../testing/samples.ts';
import { ConnectionLost, Refused } from './connection.ts';
import { createOutbox, type KeyValueStore, type OutboxEntry } from './outbox.ts';

type Answer = 'ok' | 'lost' | string;

function setUp(store: KeyValueStore = memoryStore(), userId = 7) {
  const sent: string[] = [];
  const stored: string[] = [];
  let shown: readonly OutboxEntry[] = [];
  let answers: Answer[] = [];
  let seq = 0;
  const outbox = createOutbox({
    store,
    userId,
    exclusively: (task) => task(),
    now: () => 1_000,
    async send(entry) {
      sent.push(entry.text);
      const answer = answers.shift() ?? 'ok';
      if (answer === 'lost') throw new ConnectionLost();
      if (answer !== 'ok') throw new Refused({ code: answer, message: answer });
      return { seq: ++seq, at: '2026-01-01T00:00:00Z' };
    },
    onChange: (entries) => {
      shown = entries;
    },
    onSent: (entry) => void stored.push(entry.text),
  });
  return {
    outbox,
    sent,
    stored,
    shown: () => shown.map((entry) => entry.text),
    failed: () => shown.filter((entry) => entry.failed).map((entry) => `${entry.text}: ${entry.failed}`),
    willAnswer(...next: Answer[]) {
      answers = next;
    },
  };
}

test('messages leave in the order in which they were written, also within one millisecond', async () => {
  const { outbox, sent, stored, shown } = setUp();
  for (const text of ['one', 'two', 'three']) outbox.add(1, text);
  await outbox.flush();
  assert.deepEqual(sent, ['one', 'two', 'three']);
  assert.deepEqual(stored, sent);
  assert.deepEqual(shown(), []);
});

test('a lost line keeps the message and everything behind it', async () => {
  const { outbox, sent, shown, willAnswer } = setUp();
  outbox.add(1, 'one');
  outbox.add(1, 'two');
  willAnswer('lost');
  await outbox.flush();
  assert.deepEqual(shown(), ['one', 'two']);
  await outbox.flush();
  assert.deepEqual(sent, ['one', 'one', 'two']);
  assert.deepEqual(shown(), []);
});

test('a reload or a new login finds the messages again, under the same id', async () => {
  const store = memoryStore();
  const before = setUp(store);
  const entry = before.outbox.add(1, 'kept');
  const after = setUp(store);
  assert.deepEqual(after.outbox.entries(), [entry]);
  await after.outbox.flush();
  assert.deepEqual(after.sent, ['kept']);
});

test('messages belong to the user who wrote them', async () => {
  const store = memoryStore();
  setUp(store, 7).outbox.add(1, 'of seven');
  const other = setUp(store, 8);
  await other.outbox.flush();
  assert.deepEqual(other.sent, []);
  assert.deepEqual(setUp(store, 7).outbox.entries().length, 1);
});

test('a refused message is marked and does not hold up the next', async () => {
  const { outbox, stored, failed, willAnswer } = setUp();
  outbox.add(1, 'too late');
  outbox.add(2, 'fine');
  willAnswer('session-ended');
  await outbox.flush();
  assert.deepEqual(stored, ['fine']);
  assert.deepEqual(failed(), ['too late: session-ended']);
});

test('a refused message waits for the user: retry sends it, discard forgets it', async () => {
  const { outbox, sent, stored, shown, willAnswer } = setUp();
  const one = outbox.add(1, 'one');
  const two = outbox.add(1, 'two');
  willAnswer('not-permitted', 'not-permitted');
  await outbox.flush();
  await outbox.flush();
  assert.deepEqual(sent, ['one', 'two'], 'refused messages are not sent again by themselves');
  outbox.retry(one.messageId);
  outbox.discard(two.messageId);
  await outbox.flush();
  assert.deepEqual(stored, ['one']);
  assert.deepEqual(shown(), []);
});

test('what is added while sending goes with the same run', async () => {
  const store = memoryStore();
  const { outbox, stored } = setUp(store);
  outbox.add(1, 'one');
  const first = outbox.flush();
  outbox.add(1, 'two');
  const second = outbox.flush();
  await Promise.all([first, second]);
  await outbox.flush();
  assert.deepEqual(stored, ['one', 'two']);
});

test('what somebody else wrote into the storage is not sent', () => {
  const store = memoryStore();
  store.setItem('hovor.outbox.7.x', '{"text":5}');
  store.setItem('hovor.outbox.7.y', 'nonsense');
  assert.deepEqual(setUp(store).outbox.entries(), []);
});
