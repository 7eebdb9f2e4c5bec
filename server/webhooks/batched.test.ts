import assert from 'node:assert/strict';
import { test } from 'node:test';
import { batched } from './batched.ts';

/** Work that waits until it is told to end. */
function held() {
  const batches: { items: number[]; end: () => void; fail: (error: Error) => void }[] = [];
  const work = (items: number[]) =>
    new Promise<number[]>((resolve, reject) => {
      batches.push({ items, end: () => resolve(items.map((item) => item * 10)), fail: reject });
    });
  return { batches, work };
}
const turn = () => new Promise(setImmediate);

test('what comes while the work is under way goes together, and each gets its own answer', async () => {
  const { batches, work } = held();
  const ask = batched(work);
  const answers = [1, 2, 3].map(ask);
  assert.deepEqual(batches[0]?.items, [1]);
  batches[0]?.end();
  await turn();
  assert.deepEqual(batches[1]?.items, [2, 3]);
  batches[1]?.end();
  assert.deepEqual(await Promise.all(answers), [10, 20, 30]);
});

test('one that takes long holds up only its own, and one that fails fails only its own', async () => {
  const { batches, work } = held();
  const ask = batched(work, { atOnce: 2, most: 1 });
  const [slow, bad, good] = [1, 2, 3].map(ask);
  batches[1]?.fail(new Error('no'));
  await assert.rejects(async () => bad, /no/);
  await turn();
  batches[2]?.end();
  assert.equal(await good, 30);
  batches[0]?.end();
  assert.equal(await slow, 10);
});
