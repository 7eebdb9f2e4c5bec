import assert from 'node:assert/strict';
import { test } from 'node:test';
import { barsOf } from './bars.ts';

const now = Date.parse('2026-03-04T10:20:00Z');
const figures = (hour: string, delivered: number, failed = 0) => ({
  ...{ hour: `2026-03-${hour}:00:00.000Z`, delivered, failed },
  average: 1,
  slowest: 1,
});

test('a day has 24 bars, the present hour last, empty hours empty', () => {
  const bars = barsOf([figures('04T10', 100), figures('03T11', 50, 50)], now, 41);
  assert.equal(bars.length, 24);
  assert.deepEqual([bars.at(-1)?.delivered, bars.at(-1)?.failed], [40, 0]);
  assert.deepEqual([bars[0]?.delivered, bars[0]?.failed], [20, 20]);
  assert.equal(bars.filter(({ delivered }) => delivered > 0).length, 2);
});

test('one failure among thousands is seen', () => {
  assert.equal(barsOf([figures('04T10', 10_000, 1)], now, 25).at(-1)?.failed, 1);
  assert.ok(barsOf([], now, 25).every(({ delivered, failed }) => delivered === 0 && failed === 0));
});
