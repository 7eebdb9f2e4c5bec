import assert from 'node:assert/strict';
import { test } from 'node:test';
import { backoff } from './backoff.ts';

test('the first attempt comes within a second, none later than a quarter of a minute', () => {
  assert.ok(backoff(0, () => 1) < 1_000);
  for (let attempt = 0; attempt < 1_100; attempt++) assert.ok(backoff(attempt, () => 1) <= 15_150);
});

test('attempts spread out: chance decides over the whole span', () => {
  assert.equal(
    backoff(4, () => 0),
    150,
  );
  assert.ok(backoff(4, () => 1) > 9_000);
});
