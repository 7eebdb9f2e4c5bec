import assert from 'node:assert/strict';
import { it } from 'node:test';
import { checkConditions, conditionHolds } from './conditions.ts';

const cases: [string, string | null, string | null, boolean][] = [
  ['equals', 'Gold', 'gold', true],
  ['equals', '10', '10.0', true],
  ['equals', null, '', false],
  ['not equals', 'a', 'b', true],
  ['not equals', null, 'b', true],
  ['contains', 'Premium client', 'PREMIUM', true],
  ['starts with', '/shop/cart', '/shop', true],
  ['in list', 'cs', 'en, cs; de', true],
  ['in list', 'pl', 'en, cs; de', false],
  ['less than', '9', '10', true],
  ['greater than', '2026-05-04', '2026-05-03T23:00:00Z', true],
  ['less than', 'b', 'a', false],
  ['is set', '0', null, true],
  ['is set', '', null, false],
  ['is not set', null, null, true],
  ['constructor', 'x', 'x', false],
  ['eqals', 'x', 'x', false],
];

for (const [operator, found, value, holds] of cases) {
  it(`${found} ${operator} ${value} is ${holds}`, () => {
    assert.equal(conditionHolds({ param: 'p', operator, value }, found), holds);
  });
}

it('all conditions must hold; the first that fails ends the look', () => {
  const conditions = ['a', 'b', 'c'].map((param) => ({ param, operator: 'is set' }));
  const { holds, checked } = checkConditions(conditions, (name) => (name === 'b' ? null : name));
  assert.equal(holds, false);
  assert.deepEqual(
    checked.map((item) => [item.param, item.holds]),
    [
      ['a', true],
      ['b', false],
    ],
  );
});
