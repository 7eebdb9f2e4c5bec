import assert from 'node:assert/strict';
import { test } from 'node:test';
import { activity, freshSession } from '../../testing/fake-data.ts';
import { sampleOffer, sampleSession, sampleSnapshot } from '../../testing/samples.ts';
import { type DeskEvent, reduceDesk } from './desk-reducer.ts';
import { conversationOf, type DeskState, emptyDesk } from './desk-state.ts';

const after = (events: DeskEvent[], from: DeskState = emptyDesk) =>
  events.reduce((state, event) => reduceDesk(state, event, 1_000), from);
const snapshot = (about = {}): DeskEvent => ({ type: 'snapshot', snapshot: sampleSnapshot(about) });

test('a snapshot replaces the lists: what is gone meanwhile is gone', () => {
  const before = after([snapshot({ offers: [sampleOffer(1, 0)], sessions: [sampleSession(2)] })]);
  const now = after([snapshot({ sessions: [sampleSession(3)] })], before);
  assert.deepEqual([...now.offers.keys()], []);
  assert.deepEqual([...now.sessions.keys()], [3]);
  assert.equal(now.loaded, true);
});

test('a snapshot keeps the conversations that are loaded', () => {
  const page = { session: freshSession(2), activities: [activity(2, 1, 0, {})], more: false };
  const state = after([{ type: 'page', sessionId: 2, page }, snapshot()]);
  assert.equal(conversationOf(state, 2).activities.length, 1);
});

test('an accepted offer leaves the queue when its session comes, whichever push is first', () => {
  const offered = after([snapshot({ offers: [sampleOffer(1, 0)] })]);
  const session: DeskEvent = { type: 'push', name: 'session', data: sampleSession(1) };
  const gone: DeskEvent = { type: 'push', name: 'offerGone', data: { sessionId: 1, reason: 'accepted' } };
  for (const events of [[session], [session, gone], [gone, session]]) {
    const state = after(events, offered);
    assert.equal(state.offers.size, 0);
    assert.equal(state.sessions.size, 1);
  }
});

test('an offer that somebody else took disappears alone', () => {
  const offered = after([snapshot({ offers: [sampleOffer(1, 0), sampleOffer(2, 1)] })]);
  const state = after([{ type: 'push', name: 'offerGone', data: { sessionId: 1, reason: 'taken' } }], offered);
  assert.deepEqual([...state.offers.keys()], [2]);
});

test('a change of the detail shows in the row of the list too', () => {
  const state = after([snapshot({ sessions: [sampleSession(2, { unread: 3 })] })]);
  const renamed = after([{ type: 'push', name: 'detail', data: freshSession(2, { guestName: 'New name' }) }], state);
  assert.equal(renamed.sessions.get(2)?.guestName, 'New name');
  assert.equal(renamed.sessions.get(2)?.unread, 3);
  assert.equal(conversationOf(renamed, 2).detail?.guestName, 'New name');
});

test('reading to the end clears the unread count at once, reading a part does not', () => {
  const state = after([snapshot({ sessions: [sampleSession(2, { unread: 3, lastSeq: 10 })] })]);
  assert.equal(after([{ type: 'readUpTo', sessionId: 2, seq: 9 }], state).sessions.get(2)?.unread, 3);
  assert.equal(after([{ type: 'readUpTo', sessionId: 2, seq: 10 }], state).sessions.get(2)?.unread, 0);
});

test('unknown pushes of a newer server change nothing', () => {
  const state = after([snapshot()]);
  const unknown = { type: 'push', name: 'somethingNew', data: {} } as unknown as DeskEvent;
  assert.equal(after([unknown], state), state);
});

test('a message that another tab sent stays on screen until its line comes; a discarded one goes', () => {
  const entry = (messageId: string, failed: string | null = null) => ({
    messageId,
    sessionId: 2,
    text: messageId,
    queued: 0,
    failed,
  });
  const page = { session: freshSession(2), activities: [activity(2, 1, 0, {})], more: false };
  const waiting = after([
    { type: 'page', sessionId: 2, page },
    { type: 'outbox', entries: [entry('sent'), entry('refused', 'session-ended'), entry('waits')] },
    { type: 'outbox', entries: [entry('waits')] },
  ]);
  const stored = (state: DeskState) => conversationOf(state, 2).stored.map((each) => each.messageId);
  assert.deepEqual(stored(waiting), ['sent']);
  const line = activity(2, 2, 0, { client: 'User', messageId: 'sent' });
  const came = after([{ type: 'push', name: 'activities', data: { sessionId: 2, activities: [line] } }], waiting);
  assert.deepEqual(stored(came), []);
});

test('what this tab sent is noted once, with its place', () => {
  const entry = { messageId: 'm', sessionId: 2, text: 'm', queued: 0, failed: null };
  const page = { session: freshSession(2), activities: [activity(2, 1, 0, {})], more: false };
  const state = after([
    { type: 'page', sessionId: 2, page },
    { type: 'outbox', entries: [entry] },
    { type: 'stored', entry, seq: 2, at: 'now' },
    { type: 'outbox', entries: [] },
  ]);
  assert.deepEqual(
    conversationOf(state, 2).stored.map((each) => each.seq),
    [2],
  );
});
