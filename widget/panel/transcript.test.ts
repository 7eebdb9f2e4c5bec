import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { Activity } from '../../protocol/session.ts';
import { addLines, isShown, unreadAfter } from './transcript.ts';

const line = (seq: number, change: Partial<Activity> = {}): Activity => ({
  id: seq,
  sessionId: 1,
  seq,
  type: 'ChatMessage',
  at: '2026-01-01T10:00:00Z',
  client: 'User',
  userId: 7,
  userName: 'Anna',
  messageId: null,
  text: `${seq}`,
  file: null,
  terminationReason: null,
  ...change,
});
const seqs = (lines: readonly Activity[]) => lines.map((one) => one.seq);

test('lines come in any order, twice, and once each in the transcript', () => {
  let lines: readonly Activity[] = [];
  for (const batch of [[line(1), line(2)], [line(2), line(4), line(3)], [line(1)], [line(5), line(5)]]) {
    lines = addLines(lines, batch).lines;
  }
  assert.deepEqual(seqs(lines), [1, 2, 3, 4, 5]);
});

test('a gap is told and nothing is shown out of order', () => {
  const start = addLines([], [line(1), line(2)]).lines;
  const next = addLines(start, [line(4), line(5)]);
  assert.equal(next.gap, true);
  assert.deepEqual(seqs(next.lines), [1, 2]);
  assert.deepEqual(seqs(addLines(next.lines, [line(3), line(4), line(5)]).lines), [1, 2, 3, 4, 5]);
});

test('older pages join in front', () => {
  const newest = addLines([], [line(201), line(202)]).lines;
  assert.deepEqual(seqs(addLines(newest, [line(199), line(200)]).lines), [199, 200, 201, 202]);
  assert.deepEqual(seqs(addLines(newest, [line(150), line(151)]).lines), [201, 202]);
});

test('nothing new leaves the transcript the same object, so nothing is drawn', () => {
  const lines = addLines([], [line(1), line(2)]).lines;
  assert.equal(addLines(lines, [line(2)]).lines, lines);
});

test('unread is what others said and the client can see', () => {
  const lines = [
    line(1),
    line(2, { client: 'Guest', userId: null }),
    line(3, { type: 'Joined' }),
    line(4, { type: 'NotifyOperator' }),
    line(5),
  ];
  assert.equal(unreadAfter(lines, 0), 2);
  assert.equal(unreadAfter(lines, 1), 1);
  assert.equal(isShown(line(4, { type: 'NotifyOperator' })), false);
});
