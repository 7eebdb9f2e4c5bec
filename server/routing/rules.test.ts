import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { decide } from './rules.ts';
import { busy, group, offer, operator, pairs, request, second, start, toGroups, world } from './rules-world.ts';
import type { RequestFacts, RuleSet } from './schema.ts';

describe('by operator utilisation', () => {
  it('asks the one with the fewest sessions, and says why', () => {
    const decisions = decide(
      world({ operators: [operator(1, busy(2)), operator(2, busy(1))], requests: [request(1)] }),
      start,
    );
    assert.deepEqual(pairs(decisions), [[1, 2]]);
    const [made] = decisions.offers;
    assert.equal(made?.reason.decidedBy, 'fewestActive');
    assert.deepEqual(
      (made?.reason.candidates ?? []).map((c) => [c.userId, c.active]),
      [
        [2, 1],
        [1, 2],
      ],
    );
    assert.equal(decisions.nextWakeAt, start + 30 * second);
  });

  it('prefers the last operator of the client, and others when that one is full', () => {
    const operators = [operator(1), operator(2, busy(2))];
    const requests = [request(1, { lastUserId: 2 }), request(2, { lastUserId: 2 })];
    assert.deepEqual(pairs(decide(world({ operators, requests }), start)), [
      [1, 2],
      [2, 1],
    ]);
  });

  it('lets a weaker priority decide only between equals', () => {
    const priorities = ['fewestActive', 'lastOperator'] as const;
    const operators = [operator(1), operator(2, busy(1)), operator(3)];
    const groups = [group(1, [1, 2, 3], { priorities })];
    const one = decide(world({ operators, groups, requests: [request(1, { lastUserId: 2 })] }), start);
    assert.deepEqual(pairs(one), [[1, 1]]);
    const other = decide(world({ operators, groups, requests: [request(1, { lastUserId: 3 })] }), start);
    assert.deepEqual(pairs(other), [[1, 3]]);
  });

  it('never asks those away, lost, without the channel or without a slot', () => {
    const operators = [
      operator(1, { state: 'AWAY' }),
      operator(2, { present: false }),
      operator(3, { channels: new Set(['Phone']) }),
      operator(4, busy(3)),
      operator(5, { state: 'BREAK' }),
    ];
    const decisions = decide(world({ operators, requests: [request(1)] }), start);
    assert.deepEqual(decisions.offers, []);
    assert.equal(decisions.nextWakeAt, start + 21 * second, 'wakes when the time in the queue is over');
  });

  it('grows the circle after the time to accept and keeps the former offer', () => {
    const late = offer(7, 1, { expires: start });
    const operators = [operator(1, busy(1)), operator(2)];
    const decisions = decide(world({ operators, requests: [request(1, { offers: [late] })] }), start);
    assert.deepEqual(pairs(decisions), [[1, 2]]);
    assert.deepEqual(decisions.withdrawals, []);
    assert.deepEqual(
      decisions.timeOuts.map(({ offerId }) => offerId),
      [7],
    );
  });

  it('waits while the time to accept runs', () => {
    const decisions = decide(
      world({ operators: [operator(1, busy(1)), operator(2)], requests: [request(1, { offers: [offer(7, 1)] })] }),
      start + second,
    );
    assert.deepEqual(pairs(decisions), []);
    assert.equal(decisions.nextWakeAt, start + 30 * second);
  });

  it('asks somebody else after a decline, and the same one only when nobody else is left and some time has passed', () => {
    const declined = offer(7, 1, { ended: start, outcome: 'declined' });
    const asked = request(1, { offers: [declined] });
    assert.deepEqual(pairs(decide(world({ operators: [operator(1), operator(2)], requests: [asked] }), start)), [
      [1, 2],
    ]);
    const alone = world({
      operators: [operator(1)],
      requests: [asked],
      groups: [group(1, [1], { maxQueueTime: 1000 * second })],
    });
    const early = decide(alone, start + second);
    assert.deepEqual(pairs(early), []);
    assert.equal(early.nextWakeAt, start + 30 * second);
    assert.deepEqual(pairs(decide(alone, start + 30 * second)), [[1, 1]]);
  });

  it('withdraws the offer of an operator who is gone and asks the next at once', () => {
    const operators = [operator(1, { ...busy(1), state: 'DISCONNECTED' }), operator(2)];
    const decisions = decide(world({ operators, requests: [request(1, { offers: [offer(7, 1)] })] }), start);
    assert.deepEqual(
      decisions.withdrawals.map(({ offerId, outcome, reason }) => [offerId, outcome, reason.because]),
      [[7, 'withdrawn', 'not here']],
    );
    assert.deepEqual(pairs(decisions), [[1, 2]]);
  });

  it('marks offers of a group with auto pick-up to be accepted at once', () => {
    const groups = [group(1, [1], { autoPickup: true })];
    const [made] = decide(world({ operators: [operator(1)], requests: [request(1)], groups }), start).offers;
    assert.equal(made?.autoAccept, true);
  });

  it('serves channels by rank, then the longest wait', () => {
    const operators = [
      operator(1, { channels: new Set(['Mluvii', 'Phone']), slots: { live: 2, asynchronous: 0, email: 0 } }),
    ];
    const requests = [request(1), request(2), request(3, { channel: 'Phone' })];
    assert.deepEqual(pairs(decide(world({ operators, requests }), start)), [
      [3, 1],
      [1, 1],
    ]);
  });
});

describe('to the whole group', () => {
  const groups = [group(1, [1, 2, 3], { distribution: 'whole' })];
  it('asks everybody who is ready, slots or not', () => {
    const operators = [operator(1, busy(3)), operator(2), operator(3, { state: 'AWAY' })];
    assert.deepEqual(pairs(decide(world({ operators, groups, requests: [request(1)] }), start)), [
      [1, 1],
      [1, 2],
    ]);
  });
  it('asks only those who came since', () => {
    const operators = [operator(1), operator(2), operator(3)];
    const requests = [request(1, { offers: [offer(1, 1), offer(2, 2, { ended: start, outcome: 'declined' })] })];
    assert.deepEqual(pairs(decide(world({ operators, groups, requests }), start)), [[1, 3]]);
  });
});

describe('rules and overflow', () => {
  const fresh = (about: Partial<RequestFacts> = {}) =>
    request(1, { groupId: null, rulePosition: null, enteredGroup: null, ...about });
  const vip = { param: 'vip', operator: 'equals', value: 'yes' };

  it('takes the first rule whose conditions hold', () => {
    const ruleSet: RuleSet = {
      id: 1,
      fallback: 'first',
      rules: [
        { position: 0, conditions: [vip], groupId: 1 },
        { position: 1, conditions: [], groupId: 2 },
      ],
    };
    const about = { operators: [operator(1), operator(2)], groups: [group(1, [1]), group(2, [2])], ruleSet };
    assert.deepEqual(pairs(decide(world({ ...about, requests: [fresh()] }), start)), [[1, 2]]);
    const known = decide(
      world({ ...about, requests: [fresh({ param: (name) => (name === 'vip' ? 'YES' : null) })] }),
      start,
    );
    assert.deepEqual(pairs(known), [[1, 1]]);
    assert.equal(known.moves[0]?.fromGroupId, null);
  });

  it('passes over a group where nobody is or whose queue is full, and says so', () => {
    const operators = [operator(1, { state: 'OFFLINE' }), operator(2, busy(3)), operator(3)];
    const groups = [group(1, [1]), group(2, [2], { queueSize: 0 }), group(3, [3])];
    const decisions = decide(world({ operators, groups, requests: [fresh()] }), start);
    assert.deepEqual(
      decisions.moves.map(({ groupId }) => groupId),
      [3],
    );
    const rules = decisions.moves[0]?.reason.rules ?? [];
    assert.deepEqual(
      rules.map(({ closed }) => closed),
      ['nobody is here', 'queue is full', null],
    );
  });

  it('waits in the first group when nobody is anywhere', () => {
    const decisions = decide(
      world({ operators: [], groups: [group(1, []), group(2, [])], requests: [fresh()] }),
      start,
    );
    assert.deepEqual(
      decisions.moves.map(({ groupId }) => groupId),
      [1],
    );
  });

  it('ends a request without routing or without a rule that holds', () => {
    const ruleSet: RuleSet = { id: 1, fallback: 'first', rules: [{ position: 0, conditions: [vip], groupId: 1 }] };
    const none = decide(
      world({ operators: [operator(1)], ruleSet, requests: [fresh(), request(2, { routingId: null })] }),
      start,
    );
    assert.deepEqual(
      none.failures.map(({ requestId }) => requestId),
      [1, 2],
    );
  });

  const overdue = request(1, { enteredGroup: start - 120 * second, created: start - 120 * second });
  const two = { operators: [operator(1, busy(3)), operator(2)], groups: [group(1, [1]), group(2, [2])] };

  it('moves to the next group when the time in the queue is over and nobody can be asked', () => {
    const late = { ...overdue, offers: [offer(9, 1, { expires: start - second, timedOut: true })] };
    const decisions = decide(world({ ...two, requests: [late] }), start);
    assert.deepEqual(
      decisions.moves.map(({ fromGroupId, groupId }) => [fromGroupId, groupId]),
      [[1, 2]],
    );
    assert.deepEqual(
      decisions.withdrawals.map(({ offerId, outcome }) => [offerId, outcome]),
      [[9, 'expired']],
    );
    assert.deepEqual(pairs(decisions), [[1, 2]]);
  });

  it('does not take a client away from an operator who may still accept', () => {
    const decisions = decide(world({ ...two, requests: [{ ...overdue, offers: [offer(9, 1)] }] }), start + second);
    assert.deepEqual(decisions.moves, []);
  });

  for (const [fallback, moves, failures] of [
    ['first', [1], []],
    ['stay', [], []],
    ['end', [], [1]],
  ] as const) {
    it(`falls back: ${fallback}`, () => {
      const operators = [operator(1, busy(3)), operator(2, busy(3))];
      const ruleSet = { ...toGroups(1, 2), fallback };
      const last = { ...overdue, groupId: 2, rulePosition: 1 };
      const decisions = decide(world({ ...two, operators, ruleSet, requests: [last] }), start);
      assert.deepEqual(
        decisions.moves.map(({ groupId }) => groupId),
        moves,
      );
      assert.deepEqual(
        decisions.failures.map(({ requestId }) => requestId),
        failures,
      );
    });
  }

  it('stays without spinning when the only group is full', () => {
    const decisions = decide(world({ operators: [operator(1, busy(3))], requests: [overdue] }), start);
    assert.deepEqual([decisions.moves, decisions.nextWakeAt], [[], null]);
  });
});
