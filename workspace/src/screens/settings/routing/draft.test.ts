import assert from 'node:assert/strict';
import { test } from 'node:test';
import { changeOf, draftOf, faultsOf } from './draft.ts';

const stored = {
  ...{ id: 1, name: 'Shop', version: 3, fallback: 'first' as const, channelRanks: [], packages: [] },
  rules: [
    { groupId: 5, conditions: [{ param: 'tier', operator: 'equals' as const, value: 'gold' }] },
    { groupId: 6, conditions: [{ param: 'url', operator: 'is set' as const }] },
  ],
};

test('what is stored comes back as it was; a value an operator does not look at is left out', () => {
  const draft = draftOf(stored);
  assert.deepEqual(changeOf(draft).rules, stored.rules);
  const [first] = draft.rules;
  assert.ok(first);
  const unset = { ...draft, rules: [{ ...first, groupId: null }] };
  assert.deepEqual(changeOf(unset).rules, [{ conditions: stored.rules[0]?.conditions }]);
});

test('words of the server find the rule or condition they are about', () => {
  const { rules } = draftOf(stored);
  const fields = { 'rules[1].conditions[0].value': 'is no pattern.', 'rules.0.groupId': 'choose.', name: 'empty' };
  assert.deepEqual(faultsOf(fields, rules), { 'rule-1 condition-0': 'is no pattern.', 'rule-0': 'choose.' });
});
