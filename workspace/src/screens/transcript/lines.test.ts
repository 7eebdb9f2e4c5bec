import assert from 'node:assert/strict';
import { test } from 'node:test';
import { activity } from '../../../testing/fake-data.ts';
import { looksSame, transcriptLines } from './lines.ts';

const noon = new Date(2026, 5, 1, 12).getTime();
const said = (seq: number, at: number, about = {}) =>
  activity(1, seq, at, { client: 'Guest', text: `${seq}`, ...about });
const none = { stored: [], outbox: [] };
const shape = (lines: ReturnType<typeof transcriptLines>) =>
  lines.map((line) => (line.kind === 'message' ? `${line.message.from}:${line.message.text}` : line.kind));

test('each day opens with its date', () => {
  const lines = transcriptLines([said(1, noon), said(2, noon + 1000), said(3, noon + 86_400_000)], none, 7);
  assert.deepEqual(shape(lines), ['day', 'guest:1', 'guest:2', 'day', 'guest:3']);
});

test('messages of one author in a row form a block; others, events and long pauses end it', () => {
  const lines = transcriptLines(
    [
      said(1, noon),
      said(2, noon + 1_000),
      said(3, noon + 2_000, { client: 'User', userId: 7, userName: 'Anna' }),
      said(4, noon + 3_000, { client: 'User', userId: 8, userName: 'Boris' }),
      activity(1, 5, noon + 4_000, { type: 'Joined', client: 'User' }),
      said(6, noon + 5_000, { client: 'User', userId: 8, userName: 'Boris' }),
      said(7, noon + 400_000, { client: 'User', userId: 8, userName: 'Boris' }),
    ],
    none,
    7,
  );
  const marks = lines.flatMap((line) =>
    line.kind === 'message'
      ? [`${line.message.seq}${line.message.first ? 'F' : ''}${line.message.last ? 'L' : ''}`]
      : [],
  );
  assert.deepEqual(marks, ['1F', '2L', '3FL', '4FL', '6FL', '7FL']);
});

test('what is on its way stands at the end, and never twice', () => {
  const entry = (id: string) => ({ messageId: id, sessionId: 1, text: id, queued: noon + 9_000, failed: null });
  const stored = [{ ...entry('b'), seq: 3, at: new Date(noon + 8_000).toISOString() }];
  const mine = { client: 'User', userId: 7, messageId: 'a', text: 'a' };
  const lines = transcriptLines(
    [said(1, noon), said(2, noon + 1_000, mine)],
    { stored, outbox: [entry('a'), entry('b'), entry('c')] },
    7,
  );
  assert.deepEqual(shape(lines), ['day', 'guest:1', 'me:a', 'me:b', 'me:c']);
});

test('a message keeps its identity from typing to storage, so that nothing flickers', () => {
  const entry = { messageId: 'x', sessionId: 1, text: 'x', queued: noon, failed: null };
  const before = transcriptLines([], { stored: [], outbox: [entry] }, 7).at(-1)?.key;
  const after = transcriptLines([said(1, noon, { client: 'User', userId: 7, messageId: 'x' })], none, 7).at(-1)?.key;
  assert.equal(before, after);
});

test('a chatbot goes by its name, and its buttons know that they were pressed', () => {
  const button = { title: 'Plan A', value: 'a', href: null, imageUrl: null };
  const chatbot = { id: 1, name: 'Robo', message: { suggested: [button], cards: [] } as never };
  const asks = said(1, noon, { type: 'ChatbotMessage', client: 'Chatbot', chatbot });
  const find = (lines: ReturnType<typeof transcriptLines>, seq: number) =>
    lines.flatMap((line) => (line.kind === 'message' && line.message.seq === seq ? [line] : []))[0];
  const before = find(transcriptLines([asks], none, 7), 1);
  const lines = transcriptLines([asks, said(2, noon + 1_000, { text: 'a' })], none, 7);
  const after = find(lines, 1);
  assert.ok(before && after);
  assert.equal(after.message.author, 'Robo');
  assert.deepEqual([...after.message.pressed], ['a']);
  assert.equal(find(lines, 2)?.message.chosen, 'Plan A');
  assert.equal(looksSame(before, after), false, 'the button is drawn anew');
});
