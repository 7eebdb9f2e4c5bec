import assert from 'node:assert/strict';
import { test } from 'node:test';
import { sampleOffer, sampleSession, sampleSnapshot } from '../../testing/samples.ts';
import { type DeskEvent, reduceDesk } from '../state/desk-reducer.ts';
import { type DeskState, emptyDesk } from '../state/desk-state.ts';
import { createAnnouncer } from './announcer.ts';
import { favicon } from './badge.ts';
import { defaultNotifications, parseNotifications } from './settings.ts';

function run(events: DeskEvent[]) {
  const announcements = createAnnouncer();
  let state: DeskState = emptyDesk;
  return events.map((event) => {
    const before = state;
    state = reduceDesk(state, event, 0);
    return announcements(before, state, event).map((news) => `${news.kind} ${news.sessionId}`);
  });
}

const snapshot = (about = {}): DeskEvent => ({ type: 'snapshot', snapshot: sampleSnapshot(about) });
const offer = (id: number): DeskEvent => ({ type: 'push', name: 'offer', data: sampleOffer(id, 0) });
const session = (id: number, unread: number): DeskEvent => ({
  type: 'push',
  name: 'session',
  data: sampleSession(id, { unread }),
});

test('opening the page is silent, a new offer sounds once', () => {
  assert.deepEqual(run([snapshot({ offers: [sampleOffer(1, 0)] }), offer(2), offer(2)]), [[], ['offer 2'], []]);
});

test('more unread lines are news, fewer and none are not', () => {
  const heard = run([
    snapshot({ sessions: [sampleSession(1)] }),
    session(1, 1),
    session(1, 1),
    session(1, 0),
    session(1, 2),
  ]);
  assert.deepEqual(heard, [[], ['message 1'], [], [], ['message 1']]);
});

test('what came while the line was down is announced after it', () => {
  const heard = run([
    snapshot({ sessions: [sampleSession(1)] }),
    snapshot({ offers: [sampleOffer(2, 0)], sessions: [sampleSession(1, { unread: 4 })] }),
  ]);
  assert.deepEqual(heard.at(-1), ['offer 2', 'message 1']);
});

test('settings survive nonsense in the storage', () => {
  assert.deepEqual(parseNotifications(null), defaultNotifications);
  assert.deepEqual(parseNotifications('{"offerVolume":7,"desktop":"yes"}'), defaultNotifications);
  assert.deepEqual(parseNotifications('['), defaultNotifications);
  assert.equal(parseNotifications('{"offerSound":false}').offerSound, false);
});

test('the icon carries the count', () => {
  assert.ok(!favicon(0).includes('<text'));
  assert.ok(favicon(3).includes('>3<'));
  assert.ok(favicon(25).includes('>9+<'));
});

test('a session that comes without an offer is news, one that was offered before is not', () => {
  const accepted: DeskEvent = { type: 'push', name: 'offerGone', data: { sessionId: 1, reason: 'accepted' } };
  assert.deepEqual(run([snapshot(), offer(1), accepted, session(1, 0), session(2, 0), session(2, 1)]), [
    [],
    ['offer 1'],
    [],
    [],
    ['offer 2'],
    ['message 2'],
  ]);
});
