import assert from 'node:assert/strict';
import { test } from 'node:test';
import { feedbackScale, guestLeftAt, guestLeftByEnd, leaverOf, queueStatus, staysAfterEnd } from './rules.ts';
import type { Stay } from './schema.ts';
import { parseUserAgent } from './user-agent.ts';

const at = (seconds: number) => new Date(Date.UTC(2026, 0, 1) + seconds * 1000);
const stay = (id: number, joined: number, over: Partial<Stay> = {}): Stay => ({
  id,
  userId: id * 10,
  joined: at(joined),
  left: null,
  concluded: null,
  acwUntil: null,
  acwDraft: null,
  ...over,
});

test('the border of the queue is whether anybody holds an offer', () => {
  assert.deepEqual([0, 1, 5].map(queueStatus), ['IN_QUEUE', 'WAITING', 'WAITING']);
});

test('one operator left: who ended it, else who came first', () => {
  const stays = [stay(1, 30), stay(2, 10), stay(3, 0, { concluded: at(5) })];
  assert.equal(leaverOf(stays, 10)?.id, 1);
  assert.equal(leaverOf(stays, null)?.id, 2);
  assert.equal(leaverOf(stays, 30)?.id, 2);
  assert.equal(leaverOf([], 10), null);
});

test('the end: the leaver into ACW, the others concluded, those gone untouched', () => {
  const stays = [stay(1, 30), stay(2, 10), stay(3, 0, { concluded: at(5) })];
  const [first] = stays;
  assert.ok(first);
  const after = staysAfterEnd(stays, first, 60, at(100));
  assert.equal(after.status, 'ACW');
  assert.deepEqual(
    after.stays.map(({ stay: { id }, left, concluded, acwUntil }) => [id, left, concluded, acwUntil]),
    [
      [1, at(100), null, at(160)],
      [2, null, at(100), null],
    ],
  );
  assert.equal(staysAfterEnd(stays, first, 0, at(100)).status, 'CLOSED');
  assert.deepEqual(staysAfterEnd([], null, 60, at(1)), { status: 'CLOSED', stays: [] });
});

test('where the client was when leaving', () => {
  assert.deepEqual((['CREATED', 'IN_QUEUE', 'WAITING', 'ACTIVE', 'ACW', 'CLOSED'] as const).map(guestLeftAt), [
    'LeftBeforeQueue',
    'LeftQueue',
    'LeftQueue',
    'LeftSession',
    'LeftAfterSession',
    'LeftAfterSession',
  ]);
  assert.equal(guestLeftByEnd({ status: 'ACTIVE', guestLost: null }, 'OperatorLeft'), 'StillConnected');
  assert.equal(guestLeftByEnd({ status: 'ACTIVE', guestLost: at(1) }, 'OperatorLeft'), 'LeftSession');
  assert.equal(guestLeftByEnd({ status: 'WAITING', guestLost: null }, 'GuestAbandoned'), 'LeftQueue');
});

test('scales', () => {
  assert.deepEqual([2, 5, 9, 10].map(feedbackScale), ['Likert', 'Likert', 'Likert', 'NPS']);
});

test('user agents of real browsers', () => {
  const cases: [string, string, string][] = [
    [
      'Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/120.0.0.0 Safari/537.36',
      'WINDOWS',
      'CHROME',
    ],
    [
      'Mozilla/5.0 (Windows NT 10.0) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/120.0 Safari/537.36 Edg/120.0',
      'WINDOWS',
      'CHROMIUM_EDGE',
    ],
    [
      'Mozilla/5.0 (Windows NT 10.0) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/64.0 Safari/537.36 Edge/17.1',
      'WINDOWS',
      'EDGE',
    ],
    [
      'Mozilla/5.0 (Macintosh; Intel Mac OS X 14_1) AppleWebKit/605.1.15 (KHTML, like Gecko) Version/17.1 Safari/605.1.15',
      'OSX',
      'SAFARI',
    ],
    [
      'Mozilla/5.0 (iPhone; CPU iPhone OS 17_1 like Mac OS X) AppleWebKit/605.1.15 Version/17.1 Mobile/15E148 Safari/604.1',
      'IOS',
      'SAFARI',
    ],
    [
      'Mozilla/5.0 (iPhone; CPU iPhone OS 17_1 like Mac OS X) AppleWebKit/605.1.15 CriOS/120.0 Mobile/15E148 Safari/604.1',
      'IOS',
      'CHROME',
    ],
    [
      'Mozilla/5.0 (Linux; Android 14) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/120.0 Mobile Safari/537.36',
      'ANDROID',
      'CHROME',
    ],
    ['Mozilla/5.0 (X11; Linux x86_64; rv:120.0) Gecko/20100101 Firefox/120.0', 'LINUX', 'FF'],
    ['Mozilla/5.0 (Windows NT 10.0) AppleWebKit/537.36 Chrome/120.0 Safari/537.36 OPR/106.0', 'WINDOWS', 'OPERA'],
    ['Mozilla/5.0 (Windows NT 6.1; WOW64; Trident/7.0; rv:11.0) like Gecko', 'WINDOWS', 'IE_11'],
    ['Mozilla/4.0 (compatible; MSIE 8.0; Windows NT 6.1; Trident/4.0)', 'WINDOWS', 'IE_8'],
    ['Mozilla/4.0 (compatible; MSIE 6.0; Windows NT 5.1)', 'WINDOWS', 'IE_LOW'],
    ['curl/8.0', 'OTHER', 'OTHER'],
    ['', 'OTHER', 'OTHER'],
    ['x'.repeat(1_000_000), 'OTHER', 'OTHER'],
  ];
  for (const [header, os, browser] of cases) {
    assert.deepEqual(parseUserAgent(header), { os, browser }, header.slice(0, 120));
  }
  assert.deepEqual(parseUserAgent(null), { os: 'OTHER', browser: 'OTHER' });
});
