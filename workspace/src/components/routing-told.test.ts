import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { RoutingSearch, RoutingStep } from '@hovor/protocol/routing-explained';
import { lookedAt, told } from './routing-told.ts';

const [sales, support] = [
  { id: 1, name: 'Sales' },
  { id: 2, name: 'Support' },
];
const anna = { id: 7, name: 'Anna' };

const step = (
  second: number,
  type: RoutingStep['type'],
  because: RoutingStep['because'],
  about: Partial<RoutingStep> = {},
): RoutingStep => ({
  at: new Date(Date.UTC(2026, 0, 5, 10, 0, second)).toISOString(),
  ...{ type, because, group: null, operator: null, by: null, chatbot: null, rules: [], candidates: [] },
  ...{ decidedBy: null, leftOut: [], members: null, ready: null, waited: null, offer: null },
  ...about,
});
const search = (steps: RoutingStep[], outcome: RoutingSearch['outcome'] = 'accepted'): RoutingSearch => ({
  ...{ requestId: 1, begun: '2026-01-05T10:00:00.000Z', ended: null, routing: null, operator: null },
  ...{ outcome, steps },
});
const lines = (...args: Parameters<typeof search>) =>
  told(search(...args)).map(({ headline, from, step: { group } }) => [
    headline,
    from?.name ?? null,
    group?.name ?? null,
  ]);

test('a move from one queue to another is one line, an acceptance too', () => {
  assert.deepEqual(
    lines([
      step(0, 'RoutingRequestCreated', 'client entered the queue'),
      step(0, 'EnteredGroupQueue', 'first rule that holds', { group: sales }),
      step(5, 'GroupQueueTimeoutExpired', 'time in queue over', { group: sales }),
      step(5, 'LeftGroupQueue', 'time in queue over', { group: sales }),
      step(5, 'EnteredGroupQueue', 'time in queue over', { group: support }),
      step(5, 'AssignedToOperator', 'next in turn', { group: support, operator: anna }),
      step(9, 'AcceptedByOperator', 'accepted by the operator', { group: support, operator: anna }),
      step(9, 'LeftGroupQueue', 'accepted by the operator', { group: support }),
      step(9, 'RoutingEnded', 'accepted by the operator', { group: support }),
    ]),
    [
      ['EnteredGroupQueue', null, 'Sales'],
      ['Moved', 'Sales', 'Support'],
      ['AssignedToOperator', null, 'Support'],
      ['AcceptedByOperator', null, 'Support'],
    ],
  );
});

test('what ended an offer is named: time, refusal, a lost connection', () => {
  const end = (because: RoutingStep['because']) => step(1, 'OperatorTimeoutExpired', because, { operator: anna });
  assert.deepEqual(
    told(search([end('time to accept is over'), end('declined by the operator'), end('not here')])).map(
      ({ headline, because }) => [headline, because],
    ),
    [
      ['OperatorTimeoutExpired', null],
      ['Declined', null],
      ['TakenBack', 'not here'],
    ],
  );
});

test('a forward that is not accepted comes back, with the reason; what failed says so', () => {
  const back = 'the operator did not accept';
  assert.deepEqual(
    told(
      search(
        [
          step(0, 'RoutingRequestCreated', 'forwarded'),
          step(0, 'ForwardedToGroup', 'forwarded by a user', { group: support }),
          step(0, 'EnteredGroupQueue', 'forwarded', { group: support }),
          step(3, 'OperatorTimeoutExpired', 'the forward comes back', { operator: anna }),
          step(3, 'OperatorTimeoutExpired', back, { operator: anna }),
          step(3, 'ForwardedToUser', back, { operator: anna }),
          step(9, 'RoutingEnded', 'no rule holds'),
        ],
        'failed',
      ),
    ).map(({ headline, because }) => [headline, because]),
    [
      ['ForwardedToGroup', null],
      ['CameBackToUser', back],
      ['RoutingEnded', 'no rule holds'],
    ],
  );
});

test('a rule that was looked at twice with the same result is told once', () => {
  const rule = (position: number, closed: 'nobody is here' | null, taken = false) => ({
    ...{ position, group: sales, holds: true, conditions: [], closed, taken },
  });
  assert.deepEqual(
    lookedAt([rule(2, 'nobody is here'), rule(1, null), rule(2, 'nobody is here'), rule(1, null, true)]).map(
      ({ position, taken }) => [position, taken],
    ),
    [
      [1, false],
      [2, false],
      [1, true],
    ],
  );
});
