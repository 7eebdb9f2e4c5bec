import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { GuestSession } from '../../protocol/guest.ts';
import { eventsBetween, phaseOf } from './phases.ts';

const session = (change: Partial<GuestSession>): GuestSession => ({
  id: 1,
  presetId: 1,
  scope: '',
  status: 'IN_QUEUE',
  created: '2026-01-01T10:00:00Z',
  started: '2026-01-01T10:00:00Z',
  ended: null,
  terminationReason: null,
  place: 1,
  estimatedWait: null,
  operators: [],
  lastSeq: 0,
  receipts: { guestDelivered: 0, guestRead: 0, operatorRead: 0 },
  feedbackGiven: false,
  ...change,
});
const anna = { userId: 7, name: 'Anna', position: null, photoUrl: null };

test('each step of a conversation is told once', () => {
  assert.deepEqual(eventsBetween(0, session({})), ['chatSessionCreated']);
  assert.deepEqual(eventsBetween(1, session({ status: 'WAITING' })), []);
  assert.deepEqual(eventsBetween(1, session({ status: 'ACTIVE', operators: [anna] })), ['chatSessionStarted']);
  assert.deepEqual(eventsBetween(2, session({ status: 'ACW', operators: [anna] })), ['chatSessionEnded']);
  assert.deepEqual(eventsBetween(3, session({ status: 'CLOSED', operators: [anna] })), []);
});

test('steps that happened between two looks are made up for', () => {
  assert.deepEqual(eventsBetween(0, session({ status: 'ACTIVE', operators: [anna] })), [
    'chatSessionCreated',
    'chatSessionStarted',
  ]);
  assert.deepEqual(eventsBetween(1, session({ status: 'CLOSED', operators: [anna] })), [
    'chatSessionStarted',
    'chatSessionEnded',
  ]);
  assert.deepEqual(eventsBetween(1, session({ status: 'CLOSED' })), ['chatSessionEnded']);
});

test('an end is an end, whatever the status says', () => {
  assert.equal(phaseOf(session({ ended: '2026-01-01T10:05:00Z' })), 3);
  assert.equal(phaseOf(session({ status: 'CREATED' })), 0);
});
