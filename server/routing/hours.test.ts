import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { decide } from './rules.ts';
import { busy, group, offer, operator, pairs, request, second, start, toGroups, world } from './rules-world.ts';
import type { GroupFacts, RequestFacts } from './schema.ts';

const hour = 3600 * second;
const shut = { open: false, changes: start + 10 * hour };
const fresh = (id = 1, about: Partial<RequestFacts> = {}) =>
  request(id, { groupId: null, rulePosition: null, enteredGroup: null, ...about });
const over = (fallback: 'first' | 'stay' | 'end', ...groupIds: number[]) => ({ ...toGroups(...groupIds), fallback });
const message = { channel: 'WhatsApp' as const };
const messenger = { channels: new Set(['WhatsApp' as const]) };

describe('outside its opening hours', () => {
  it('a group takes no new client, though its operators are here; the next open one does', () => {
    const groups = [group(1, [1], { hours: shut }), group(2, [2])];
    const decisions = decide(world({ operators: [operator(1), operator(2)], groups, requests: [fresh()] }), start);
    assert.deepEqual(pairs(decisions), [[1, 2]]);
    const rules = decisions.moves[0]?.reason.rules;
    assert.deepEqual(
      rules?.map(({ closed, taken }) => [closed, taken]),
      [
        ['outside opening hours', false],
        [null, true],
      ],
    );
  });

  it('a live client who finds every door closed is told so at once', () => {
    const closed = world({ operators: [operator(1)], groups: [group(1, [1], { hours: shut })], requests: [fresh()] });
    const decisions = decide(closed, start);
    assert.equal(decisions.failures[0]?.reason.because, 'outside opening hours');
    assert.deepEqual([decisions.moves, decisions.offers], [[], []]);
  });

  it('a message waits until it opens, and nobody is asked meanwhile', () => {
    const groups = [group(1, [1], { hours: shut })];
    const operators = [operator(1, messenger)];
    const entered = decide(world({ operators, groups, requests: [fresh(1, message)] }), start);
    assert.equal(entered.moves[0]?.reason.because, 'first rule that holds, waits until it opens');
    assert.deepEqual(entered.offers, []);
    assert.equal(entered.nextWakeAt, shut.changes);
    const waiting = world({ operators, groups, requests: [request(1, message)] });
    const later = decide(waiting, start + hour);
    assert.deepEqual([later.offers, later.moves, later.failures], [[], [], []]);
    const opened = { ...waiting, groups: new Map([[1, group(1, [1], { hours: { open: true, changes: null } })]]) };
    assert.deepEqual(pairs(decide(opened, shut.changes)), [[1, 1]]);
  });
});

describe('when the opening hours end, a client who waits', () => {
  const ended = (about: Partial<GroupFacts> = {}) => group(1, [1], { hours: shut, ...about });

  it('goes on to the next group of the rules, with the reason', () => {
    const groups = [ended(), group(2, [2])];
    const decisions = decide(
      world({ operators: [operator(1, busy(3)), operator(2)], groups, requests: [request(1)] }),
      start,
    );
    assert.deepEqual(
      decisions.moves.map(({ fromGroupId, groupId, reason }) => [fromGroupId, groupId, reason.because]),
      [[1, 2, 'opening hours are over']],
    );
  });

  it('may still be accepted by who was asked, until that time is over', () => {
    const groups = [ended(), group(2, [2])];
    const operators = [operator(1), operator(2)];
    const offers = [offer(1, 1)];
    const asked = decide(world({ operators, groups, requests: [request(1, { offers })] }), start + second);
    assert.deepEqual([asked.moves, asked.withdrawals], [[], []]);
    const late = decide(world({ operators, groups, requests: [request(1, { offers })] }), start + 31 * second);
    assert.deepEqual(
      late.moves.map(({ groupId }) => groupId),
      [2],
    );
    assert.equal(late.withdrawals[0]?.outcome, 'expired');
  });

  it('ends when no group is open and the rules end or fall back', () => {
    for (const fallback of ['end', 'first'] as const) {
      const closed = world({
        operators: [operator(1)],
        groups: [ended()],
        requests: [request(1)],
        ruleSet: over(fallback, 1),
      });
      assert.equal(decide(closed, start).failures[0]?.reason.because, 'opening hours are over, no further group');
    }
  });

  it('falls back to an earlier group that is open', () => {
    const groups = [group(1, [1]), group(2, [2], { hours: shut })];
    const waits = request(1, { groupId: 2, rulePosition: 1 });
    const [move] = decide(world({ operators: [operator(1), operator(2)], groups, requests: [waits] }), start).moves;
    assert.deepEqual([move?.groupId, move?.reason.because], [1, 'fallback to the first group']);
  });

  it('is served by those still there when the rules say stay, and is told when nobody is left', () => {
    const stay = { groups: [ended()], requests: [request(1)], ruleSet: over('stay', 1) };
    assert.deepEqual(pairs(decide(world({ operators: [operator(1)], ...stay }), start)), [[1, 1]]);
    const gone = decide(world({ operators: [operator(1, { present: false })], ...stay }), start);
    assert.equal(gone.failures[0]?.reason.because, 'opening hours are over, no further group');
  });

  it('stays where somebody sent it on purpose', () => {
    const forward = { stage: 'out' as const, userId: null, returnUserId: null, returnGroupId: null };
    const sent = world({ operators: [operator(1)], groups: [ended()], requests: [request(1, { forward })] });
    assert.deepEqual(pairs(decide(sent, start)), [[1, 1]]);
  });
});

describe('settings per channel family', () => {
  it('hold for sessions of that family only', () => {
    const all = { channels: new Set(['Mluvii', 'WhatsApp'] as const) };
    const groups = [
      group(1, [1, 2], {
        byFamily: { asynchronous: { timeToAccept: 600 * second, priorities: ['longestIdle'], autoPickup: true } },
      }),
    ];
    const operators = [operator(1, { ...all, ...busy(2), idleSince: start - 900 * second }), operator(2, all)];
    const decisions = decide(world({ operators, groups, requests: [request(1), request(2, message)] }), start);
    assert.deepEqual(
      decisions.offers.map(({ requestId, userId, expires, autoAccept }) => [requestId, userId, expires, autoAccept]),
      [
        [1, 2, start + 30 * second, false],
        [2, 1, start + 600 * second, true],
      ],
    );
  });
});

describe('by skills', () => {
  const able = (userId: number, skills: Record<string, number>) =>
    operator(userId, { skills: new Map(Object.entries(skills)), slots: { live: 1, asynchronous: 0, email: 0 } });

  it('the highest level for the language or a tag comes first, and the explanation says which', () => {
    const operators = [
      able(1, { 'language cs': 2 }),
      able(2, { 'language cs': 1, 'tag loans': 5 }),
      able(3, { 'language en': 5 }),
    ];
    const groups = [group(1, [1, 2, 3], { priorities: ['skill', 'longestIdle'] })];
    const requests = [
      request(1, { wants: ['language cs', 'tag loans'] }),
      request(2, { wants: ['language cs'] }),
      request(3, { wants: ['language cs'] }),
    ];
    const decisions = decide(world({ operators, groups, requests }), start);
    assert.deepEqual(pairs(decisions), [
      [1, 2],
      [2, 1],
      [3, 3],
    ]);
    const [first] = decisions.offers;
    assert.equal(first?.reason.decidedBy, 'skill');
    assert.deepEqual(
      first?.reason.candidates?.map(({ userId, skill }) => [userId, skill]),
      [
        [2, 5],
        [1, 2],
        [3, 0],
      ],
    );
  });
});

describe('the explanation of a wait', () => {
  it('says why nobody could be asked when a client entered the group', () => {
    const operators = [operator(1, busy(3)), operator(2, { state: 'AWAY' }), operator(3, { present: false })];
    const [move] = decide(world({ operators, requests: [fresh()] }), start).moves;
    assert.deepEqual(
      [move?.reason.members, move?.reason.ready, move?.reason.leftOut],
      [
        3,
        1,
        [
          { because: 'away', count: 1, userIds: [2] },
          { because: 'not here', count: 1, userIds: [3] },
          { because: 'no free slot', count: 1, userIds: [1] },
        ],
      ],
    );
  });
});

describe('the explanation of an offer', () => {
  it('names every candidate of a small group in order, and everybody who was left out', () => {
    const operators = [
      operator(1, busy(2)),
      operator(2, busy(1)),
      operator(3, { state: 'BREAK' }),
      operator(4, busy(3)),
      operator(5, { present: false }),
      operator(6, { channels: new Set() }),
      operator(7),
    ];
    const offers = [offer(1, 7, { ended: start - second, outcome: 'declined' })];
    const [made] = decide(world({ operators, requests: [request(1, { offers })] }), start).offers;
    assert.deepEqual(
      made?.reason.candidates?.map(({ userId, active }) => [userId, active]),
      [
        [2, 1],
        [1, 2],
      ],
    );
    assert.deepEqual(made?.reason.leftOut, [
      { because: 'away', count: 1, userIds: [3] },
      { because: 'not here', count: 1, userIds: [5] },
      { because: 'channel off', count: 1, userIds: [6] },
      { because: 'asked already', count: 1, userIds: [7] },
      { because: 'no free slot', count: 1, userIds: [4] },
    ]);
  });
});
