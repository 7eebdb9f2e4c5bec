import assert from 'node:assert/strict';
import { test } from 'node:test';
import { gathered } from './gathered.ts';

test('lookups that come while others are under way travel together, and each gets its own answer', async () => {
  const batches: number[][] = [];
  const releases: (() => void)[] = [];
  const double = gathered<number, number>(async (keys) => {
    batches.push(keys);
    await new Promise<void>((resolve) => releases.push(resolve));
    return (key) => key * 2;
  });
  const answers = Array.from({ length: 1_200 }, (_, key) => double(key));
  while (releases.length > 0) {
    for (const release of releases.splice(0)) release();
    await new Promise((resolve) => setImmediate(resolve));
  }
  assert.deepEqual(
    await Promise.all(answers),
    Array.from({ length: 1_200 }, (_, key) => key * 2),
  );
  assert.deepEqual(
    batches.map((keys) => keys.length),
    [1, 1, 500, 500, 198],
  );
});

test('a failed statement fails those who travelled with it and nobody else', async () => {
  let calls = 0;
  const find = gathered<string, string>(async () => {
    if (++calls === 1) throw new Error('the connection broke');
    return (key) => key.toUpperCase();
  });
  await assert.rejects(find('a'), /broke/);
  assert.equal(await find('b'), 'B');
});
