import assert from 'node:assert/strict';
import { test } from 'node:test';
import { activity, freshSession } from '../../testing/fake-data.ts';
import {
  append,
  type Conversation,
  emptyConversation,
  noteStored,
  noteTyping,
  prepend,
  takePage,
} from './conversation.ts';

const lines = (...seqs: number[]) => seqs.map((seq) => activity(1, seq, seq * 1000, { messageId: `m${seq}` }));
const range = (from: number, to: number) => lines(...Array.from({ length: to - from + 1 }, (_, at) => from + at));
const seqs = (conversation: Conversation) => conversation.activities.map((line) => line.seq);
const page = (activities: ReturnType<typeof lines>, more = false) => ({ session: freshSession(1), activities, more });
const loaded = (from: number, to: number, more = from > 1) => takePage(emptyConversation, page(range(from, to), more));

test('new lines are added once, in order', () => {
  const conversation = append(append(loaded(1, 3), lines(5, 4)), lines(4, 5));
  assert.deepEqual(seqs(conversation), [1, 2, 3, 4, 5]);
});

test('a line that does not follow on ours is not added but reported', () => {
  const conversation = append(loaded(1, 3), lines(5));
  assert.deepEqual(seqs(conversation), [1, 2, 3]);
  assert.equal(conversation.gap, true);
});

test('the answer to open closes the gap', () => {
  const conversation = takePage(append(loaded(1, 3), lines(6)), page(range(4, 6)));
  assert.deepEqual(seqs(conversation), [1, 2, 3, 4, 5, 6]);
  assert.equal(conversation.gap, false);
});

test('a line pushed before the first page came is not lost', () => {
  const conversation = takePage(append(emptyConversation, lines(9)), page(range(5, 8), true));
  assert.deepEqual(seqs(conversation), [5, 6, 7, 8, 9]);
  assert.equal(conversation.more, true);
});

test('after a long absence the newest page replaces what is too old to join', () => {
  const conversation = takePage(loaded(1, 3), page(range(300, 310), true));
  assert.deepEqual(
    seqs(conversation),
    range(300, 310).map((line) => line.seq),
  );
  assert.equal(conversation.more, true);
});

test('catching up keeps what is known of older lines', () => {
  assert.equal(takePage(loaded(5, 8), page(lines(9))).more, true);
  assert.equal(takePage(loaded(1, 8), page(lines(9))).more, false);
});

test('older pages go before, without doubles', () => {
  const conversation = prepend(loaded(5, 8), range(3, 6), true);
  assert.deepEqual(seqs(conversation), [3, 4, 5, 6, 7, 8]);
  assert.equal(conversation.more, true);
  assert.equal(prepend(conversation, [], true).more, false);
});

test('a stored message stays visible until its line arrives, and only until then', () => {
  const entry = { messageId: 'm4', sessionId: 1, text: 'hello', queued: 0, failed: null };
  const stored = noteStored(loaded(1, 3), entry, 4, 'now');
  assert.equal(stored.stored.length, 1);
  assert.equal(append(stored, lines(4)).stored.length, 0);
  assert.equal(noteStored(append(loaded(1, 3), lines(4)), entry, 4, 'now').stored.length, 0);
});

test('a message ends the typing of its sender', () => {
  const typing = noteTyping(noteTyping(loaded(1, 3), null, true, 0), 8, true, 0);
  assert.deepEqual(Object.keys(typing.typing).sort(), ['8', 'guest']);
  const said = append(typing, [activity(1, 4, 0, { client: 'Guest' })]);
  assert.deepEqual(Object.keys(said.typing), ['8']);
  assert.deepEqual(noteTyping(said, 8, false, 0).typing, {});
});
