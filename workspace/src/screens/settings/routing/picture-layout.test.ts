import assert from 'node:assert/strict';
import { test } from 'node:test';
import { fit, layoutOf } from './picture-layout.ts';

test('rules stand in their order, each group once, and nothing lies on anything else', () => {
  const { rules, groups, links, height } = layoutOf(2, [
    { groupId: 7 },
    { groupId: 5 },
    { groupId: null },
    { groupId: 7 },
  ]);
  assert.deepEqual(
    groups.map(({ id }) => id),
    [7, 5],
  );
  assert.deepEqual(links, [
    { rule: 0, group: 0 },
    { rule: 1, group: 1 },
    { rule: 3, group: 0 },
  ]);
  for (const column of [rules, groups.map(({ box }) => box)]) {
    for (const [index, box] of column.entries()) {
      const next = column[index + 1];
      assert.ok(box.y >= 0 && box.y + box.height <= height);
      if (next) assert.ok(box.y + box.height < next.y);
    }
  }
});

test('an empty routing is a picture too, and long text is cut', () => {
  const { rules, groups, height } = layoutOf(0, []);
  assert.deepEqual([rules, groups], [[], []]);
  assert.ok(height > 0);
  assert.equal(fit('short', 200), 'short');
  assert.ok(fit('x'.repeat(100), 200).length < 30);
});
