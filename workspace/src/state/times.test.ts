import assert from 'node:assert/strict';
import { test } from 'node:test';
import { elapsedShare, formatCountdown, formatDuration, isoDuration } from './durations.ts';
import { offsetFrom } from './server-time.ts';

test('running times', () => {
  assert.equal(formatDuration(0), '0:00');
  assert.equal(formatDuration(59_999), '0:59');
  assert.equal(formatDuration(12 * 60_000 + 4_000), '12:04');
  assert.equal(formatDuration(3_600_000 + 62_000), '1:01:02');
  assert.equal(formatDuration(-5_000), '0:00');
  assert.equal(isoDuration(61_500), 'PT61S');
});

test('a countdown reads zero only when it is over', () => {
  assert.equal(formatCountdown(400), '0:01');
  assert.equal(formatCountdown(0), '0:00');
  assert.equal(formatCountdown(-400), '0:00');
});

test('a ring is filled by the share of time that has gone', () => {
  assert.equal(elapsedShare(0, 100, 25), 0.25);
  assert.equal(elapsedShare(0, 100, -5), 0);
  assert.equal(elapsedShare(0, 100, 500), 1);
  assert.equal(elapsedShare(100, 100, 100), 1);
});

test("countdowns follow the server's clock when this machine's is wrong", () => {
  const now = Date.UTC(2026, 0, 1, 12);
  const header = (shift: number) => new Date(now + shift).toUTCString();
  assert.equal(offsetFrom(header(0), now, now + 100), 0);
  assert.equal(offsetFrom(header(-1_000), now, now + 100), 0);
  assert.equal(Math.round((offsetFrom(header(300_000), now, now + 100) ?? 0) / 1000), 300);
  assert.equal(offsetFrom(null, now, now), null);
  assert.equal(offsetFrom('nonsense', now, now), null);
  assert.equal(offsetFrom(header(300_000), now, now + 60_000), null, 'an answer that slow says nothing');
});
