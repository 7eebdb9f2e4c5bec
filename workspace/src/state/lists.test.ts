import assert from 'node:assert/strict';
import { test } from 'node:test';
import { iso, me } from '../../testing/fake-data.ts';
import { sampleOffer, sampleSession } from '../../testing/samples.ts';
import { type DeskState, emptyDesk } from './desk-state.ts';
import {
  activeList,
  acwList,
  attentionCount,
  columnOrder,
  myPart,
  neighbour,
  nextUnanswered,
  waitingList,
} from './lists.ts';

const at = (second: number) => iso(Date.UTC(2026, 0, 1) + second * 1000);
const part = { userId: me.userId, name: 'Anna', joined: at(0), left: at(5), concluded: null };

const state: DeskState = {
  ...emptyDesk,
  offers: new Map([
    [1, sampleOffer(1, Date.parse(at(20)))],
    [2, sampleOffer(2, Date.parse(at(10)))],
  ]),
  sessions: new Map(
    [
      sampleSession(3, { lastAt: at(50) }),
      sampleSession(4, { unansweredSince: at(40), lastAt: at(45), unread: 2 }),
      sampleSession(5, { unansweredSince: at(30), lastAt: at(30), unread: 1 }),
      sampleSession(6, { lastAt: at(60) }),
      sampleSession(7, { status: 'ACW', operators: [{ ...part, acwUntil: at(90) }] }),
      sampleSession(8, { status: 'ACW', operators: [{ ...part, acwUntil: at(80) }] }),
    ].map((session) => [session.id, session]),
  ),
};

test('the longest wait stands on top, the longest unanswered client first, the shortest ACW first', () => {
  assert.deepEqual(
    waitingList(state.offers).map((offer) => offer.session.id),
    [2, 1],
  );
  assert.deepEqual(
    activeList(state.sessions).map((session) => session.id),
    [5, 4, 6, 3],
  );
  assert.deepEqual(
    acwList(state.sessions).map((session) => session.id),
    [8, 7],
  );
});

test('the column is walked from top to bottom and around', () => {
  assert.deepEqual(columnOrder(state), [2, 1, 5, 4, 6, 3, 8, 7]);
  assert.equal(neighbour(state, 1, 1), 5);
  assert.equal(neighbour(state, 2, -1), 7);
  assert.equal(neighbour(state, null, 1), 2);
  assert.equal(neighbour(state, null, -1), 7);
  assert.equal(neighbour(state, 999, 1), 2);
  assert.equal(neighbour(emptyDesk, null, 1), null);
});

test('one key leads to the next client without an answer, not to the one on screen', () => {
  assert.equal(nextUnanswered(state, null), 5);
  assert.equal(nextUnanswered(state, 5), 4);
  assert.equal(
    nextUnanswered({ ...state, sessions: new Map([[5, sampleSession(5, { unansweredSince: at(1) })]]) }, 5),
    5,
  );
  assert.equal(nextUnanswered(emptyDesk, 5), null);
});

test('lists are made anew only when their part of the state changed', () => {
  assert.equal(activeList(state.sessions), activeList(state.sessions));
});

test('the badge counts who waits and which sessions have something unread', () => {
  assert.equal(attentionCount(state), 4);
});

test('who joined twice is judged by the last time', () => {
  const operators = [
    { ...part, acwUntil: at(1) },
    { ...part, joined: at(9), left: null, acwUntil: null },
  ];
  assert.equal(myPart(operators, me.userId)?.joined, at(9));
  assert.equal(myPart(operators, 99), null);
});
