import assert from 'node:assert/strict';
import { test } from 'node:test';
import { customSeconds } from './lengths.ts';

test('a custom length is whole hours or days within a year', () => {
  assert.equal(customSeconds(2, 'hours'), 7200);
  assert.equal(customSeconds('365', 'days'), 31_536_000);
  for (const [amount, unit] of [
    ['', 'hours'],
    [0, 'days'],
    [1.5, 'hours'],
    [366, 'days'],
    [-1, 'days'],
  ] as const) {
    assert.equal(customSeconds(amount, unit), null, `${amount} ${unit}`);
  }
});
