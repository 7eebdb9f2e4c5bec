import assert from 'node:assert/strict';
import { it } from 'node:test';
import { limits } from '@hovor/protocol/limits';
import { checkConditions, conditionHolds } from './conditions.ts';
import { matches, patternFault } from './patterns.ts';

const cases: [string, string | null, string | null, boolean][] = [
  ['equals', 'Gold', 'gold', true],
  ['equals', '10', '10.0', true],
  ['equals', null, '', false],
  ['not equals', 'a', 'b', true],
  ['not equals', null, 'b', true],
  ['contains', 'Premium client', 'PREMIUM', true],
  ['starts with', '/shop/cart', '/shop', true],
  ['matches', 'Objednávka ČR-2026-0042', 'čr-\\d{4}-\\d+', true],
  ['matches', '/blog/cart', '^/(shop|cart)', false],
  ['matches', 'x', '(', false],
  ['matches', 'x', '(?<=a)b', false],
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

it('a hostile expression costs little or is refused', () => {
  const text = `${'a'.repeat(limits.paramValueLength)}!`;
  for (const pattern of ['(a+)+$', '(((.*)*)*)*x', '(.{1,100}){1,9}x', '(a{1000}){1000}', 'a?'.repeat(200)]) {
    const started = process.cpuUsage().user;
    matches(pattern, text);
    assert.ok(process.cpuUsage().user - started < 1_000_000, pattern);
  }
});

it('an expression too long, too large or not understood has a fault in words', () => {
  assert.equal(patternFault('^a{1,10}$'), null);
  assert.match(patternFault('a'.repeat(limits.conditionPatternLength + 1)) ?? '', /at most 500/);
  assert.match(patternFault('(.{1,100}){1,9}x') ?? '', /repeats too much/);
  assert.match(patternFault('(?=a)') ?? '', /not a regular expression/);
  const end = `${' '.repeat(limits.conditionPatternText)}x`;
  assert.equal(matches('x', end), false, 'only the beginning of a long value is looked at');
});

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
