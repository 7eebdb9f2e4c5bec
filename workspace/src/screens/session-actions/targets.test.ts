import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { ForwardTargets } from '@hovor/protocol/desk';
import { asMember, narrow, waitingForOperators } from './targets.ts';

const operator = (userId: number, name: string, waiting = 0) => ({ userId, name, state: 'online' as const, waiting });
const group = (id: number, name: string, operators: ReturnType<typeof operator>[]) => ({
  ...{ id, name, online: operators.length, busy: 0, away: 0, waiting: 0 },
  operators,
});
const targets: ForwardTargets = {
  groups: [
    group(1, 'Péče', [operator(7, 'Žofie Malá'), operator(8, 'Jan Novák', 2)]),
    group(2, 'Sales', [operator(8, 'Jan Novák', 2)]),
  ],
  chatbots: [{ id: 3, name: 'Orders bot' }],
};
const nobody: ReadonlySet<number> = new Set();

test('what is typed finds groups, operators and chatbots, with or without accents', () => {
  const names = (text: string) => {
    const { groups, chatbots } = narrow(targets, { text, without: nobody });
    return [...groups.map(({ name, operators }) => `${name}:${operators.length}`), ...chatbots.map(({ name }) => name)];
  };
  assert.deepEqual(names(''), ['Péče:2', 'Sales:1', 'Orders bot']);
  assert.deepEqual(names('pece'), ['Péče:2']);
  assert.deepEqual(names('ZOFIE'), ['Péče:1']);
  assert.deepEqual(names('bot'), ['Orders bot']);
  assert.deepEqual(names('nobody of this name'), []);
});

test('operators who are in already are not offered; their groups are', () => {
  const { groups } = narrow(targets, { text: '', without: new Set([8]) });
  assert.deepEqual(
    groups.map(({ name, operators }) => [name, operators.map(({ userId }) => userId)]),
    [
      ['Péče', [7]],
      ['Sales', []],
    ],
  );
});

test('a target becomes one member of the request, and waits of a group are summed', () => {
  assert.deepEqual(asMember({ kind: 'operator', id: 8, name: '' }), { userId: 8 });
  assert.deepEqual(asMember({ kind: 'group', id: 1, name: '' }), { groupId: 1 });
  assert.deepEqual(asMember({ kind: 'chatbot', id: 3, name: '' }), { chatbotId: 3 });
  assert.equal(waitingForOperators(targets.groups[0] as (typeof targets.groups)[number]), 2);
});
