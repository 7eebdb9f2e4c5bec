import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import type { OperatorStateKind } from '@hovor/protocol/enums';
import { decide, inOrder } from './rules.ts';
import { busy, group, offer, operator, pairs, request, second, start, world } from './rules-world.ts';
import type { Decisions, OperatorFacts, RequestFacts, Snapshot } from './schema.ts';

/** A generator whose numbers follow from its seed, so that a failure can be repeated. */
function seeded(seed: number) {
  let state = seed >>> 0;
  const next = () => {
    state = (Math.imul(state, 1664525) + 1013904223) >>> 0;
    return state / 2 ** 32;
  };
  return { chance: (part: number) => next() < part, below: (n: number) => Math.floor(next() * n) };
}

interface Life {
  snapshot: Snapshot & { requests: RequestFacts[]; operators: Map<number, OperatorFacts> };
  running: { userId: number; until: number }[];
}

/** Some weeks of a small centre in fast motion: arrivals, breaks, lost connections, accepts, declines, silence. */
function live(seed: number, check: (snapshot: Snapshot, decisions: Decisions, now: number) => void) {
  const random = seeded(seed);
  const userIds = Array.from({ length: 3 + random.below(8) }, (_, index) => index + 1);
  const groups = [1, 2].map((id) =>
    group(
      id,
      userIds.filter(() => random.chance(0.7)),
      {
        maxQueueTime: (20 + random.below(200)) * second,
        timeToAccept: (5 + random.below(30)) * second,
        queueSize: 3 + random.below(20),
      },
    ),
  );
  const operators = userIds.map((userId) =>
    operator(userId, { slots: { live: random.below(4), asynchronous: 0, email: 0 } }),
  );
  const base = world({ operators, groups, requests: [] });
  const life: Life = { snapshot: { ...base, requests: [], operators: new Map(base.operators) }, running: [] };
  let now = start;
  let ids = 0;
  const change = (userId: number, about: Partial<OperatorFacts>) => {
    const before = life.snapshot.operators.get(userId) as OperatorFacts;
    life.snapshot.operators.set(userId, { ...before, ...about });
  };
  const use = (userId: number, more: number) => {
    const { used } = life.snapshot.operators.get(userId) as OperatorFacts;
    change(userId, { used: { ...used, live: used.live + more } });
  };
  const states: OperatorStateKind[] = ['ONLINE', 'ONLINE', 'ONLINE', 'AWAY', 'BREAK', 'DISCONNECTED'];

  for (let step = 0; step < 300; step++) {
    now += random.below(15) * second;
    for (let arrivals = random.below(4); arrivals > 0; arrivals--) {
      const id = ++ids;
      const lastUserId = random.chance(0.3) ? 1 + random.below(userIds.length) : null;
      life.snapshot.requests.push(
        request(id, { created: now, groupId: null, rulePosition: null, enteredGroup: null, lastUserId }),
      );
    }
    if (random.chance(0.4)) {
      const state = states[random.below(states.length)] ?? 'ONLINE';
      change(1 + random.below(userIds.length), { state, present: state !== 'DISCONNECTED', idleSince: now });
    }
    for (const done of life.running.filter(({ until }) => until <= now)) use(done.userId, -1);
    life.running = life.running.filter(({ until }) => until > now);

    const decisions = decide(life.snapshot, now);
    check(life.snapshot, decisions, now);
    apply(decisions);
    for (const waiting of [...life.snapshot.requests]) answer(waiting);
  }

  function apply(decisions: Decisions) {
    const withdrawn = new Map(decisions.withdrawals.map((item) => [item.offerId, item]));
    const timedOut = new Set(decisions.timeOuts.map((item) => item.offerId));
    for (const { userId } of decisions.withdrawals) use(userId, -1);
    const failed = new Set(decisions.failures.map((item) => item.requestId));
    life.snapshot.requests = life.snapshot.requests
      .filter(({ id }) => !failed.has(id))
      .map((item) => {
        const move = decisions.moves.find(({ requestId }) => requestId === item.id);
        const made = decisions.offers.filter(({ requestId }) => requestId === item.id);
        const offers = item.offers.map((old) => ({
          ...old,
          timedOut: old.timedOut || timedOut.has(old.id),
          ...(withdrawn.has(old.id) && { ended: now, outcome: withdrawn.get(old.id)?.outcome ?? null }),
        }));
        for (const { userId, groupId, expires } of made) {
          use(userId, 1);
          change(userId, { idleSince: now, lastOffered: now });
          offers.push(offer(++ids, userId, { groupId, offered: now, expires }));
        }
        const place = move && { groupId: move.groupId, rulePosition: move.rulePosition, enteredGroup: now };
        return { ...item, ...place, offers };
      });
  }

  function answer(waiting: RequestFacts) {
    const open = waiting.offers.filter(({ ended }) => ended === null);
    const [one] = open;
    if (!one) return;
    if (random.chance(0.25)) {
      for (const { userId } of open) use(userId, -1);
      use(one.userId, 1);
      life.running.push({ userId: one.userId, until: now + random.below(120) * second });
      life.snapshot.requests = life.snapshot.requests.filter(({ id }) => id !== waiting.id);
    } else if (random.chance(0.15)) {
      use(one.userId, -1);
      const offers = waiting.offers.map((old) =>
        old === one ? { ...old, ended: now, outcome: 'declined' as const } : old,
      );
      life.snapshot.requests = life.snapshot.requests.map((item) =>
        item.id === waiting.id ? { ...item, offers } : item,
      );
    }
  }
}

/** Looked up the slow, obvious way. */
const ready = (snapshot: Snapshot, groupId: number, userId: number) => {
  const facts = snapshot.operators.get(userId);
  return (
    facts?.state === 'ONLINE' &&
    facts.present &&
    facts.channels.has('Mluvii') &&
    snapshot.groups.get(groupId)?.members.includes(userId)
  );
};

describe('whatever happens', () => {
  for (let seed = 1; seed <= 40; seed++) {
    it(`seed ${seed}: capacity, nobody forgotten, order`, () => {
      live(seed, (snapshot, decisions, now) => {
        const given = new Map<number, number>();
        for (const { userId } of decisions.withdrawals) given.set(userId, (given.get(userId) ?? 0) - 1);
        for (const made of decisions.offers) {
          assert.ok(ready(snapshot, made.groupId, made.userId), 'only to those who are ready');
          given.set(made.userId, (given.get(made.userId) ?? 0) + 1);
          const before = snapshot.requests.find(({ id }) => id === made.requestId) as RequestFacts;
          const again = before.offers.filter(
            ({ userId, outcome }) => userId === made.userId && outcome !== 'withdrawn',
          );
          assert.ok(
            again.every(({ ended }) => ended !== null),
            'never a second open offer to the same operator',
          );
          if (again.length > 0) assert.match(made.reason.because, /nobody else/);
        }
        for (const { userId, slots, used } of snapshot.operators.values()) {
          const more = given.get(userId) ?? 0;
          if (decisions.offers.some((made) => made.userId === userId))
            assert.ok(used.live + more <= slots.live, 'never over capacity');
        }
        const moved = new Map(decisions.moves.map((move) => [move.requestId, move.groupId]));
        const served = new Set(decisions.offers.map(({ requestId }) => requestId));
        const failed = new Set(decisions.failures.map(({ requestId }) => requestId));
        const order = inOrder(snapshot);
        for (const [place, waiting] of order.entries()) {
          const groupId = moved.get(waiting.id) ?? waiting.groupId;
          if (served.has(waiting.id) || failed.has(waiting.id) || groupId === null) continue;
          const gone = new Set(decisions.withdrawals.map(({ offerId }) => offerId));
          const open = waiting.offers.filter(({ id, ended }) => ended === null && !gone.has(id));
          if (open.some(({ expires }) => expires > now)) continue;
          // Nobody who could be asked was left out. Slots that a move gave back count at the next decision, at once.
          const asked = new Set(
            waiting.offers.filter(({ outcome }) => outcome !== 'withdrawn').map(({ userId }) => userId),
          );
          const members = snapshot.groups.get(groupId)?.members ?? [];
          for (const userId of members) {
            if (!ready(snapshot, groupId, userId) || asked.has(userId)) continue;
            const facts = snapshot.operators.get(userId) as OperatorFacts;
            const full = facts.used.live + (given.get(userId) ?? 0) >= facts.slots.live;
            assert.ok(
              full || decisions.nextWakeAt === now,
              `request ${waiting.id} was forgotten by operator ${userId}`,
            );
          }
          // Nobody who came later got an operator this one could have had.
          const later = new Set(order.slice(place + 1).map(({ id }) => id));
          for (const made of decisions.offers) {
            if (!later.has(made.requestId) || made.groupId !== groupId || asked.has(made.userId)) continue;
            assert.equal(decisions.nextWakeAt, now, `request ${waiting.id} was overtaken at operator ${made.userId}`);
          }
          const due =
            (moved.has(waiting.id) ? now : (waiting.enteredGroup ?? now)) +
            (snapshot.groups.get(groupId)?.maxQueueTime ?? 0);
          if (due > now)
            assert.ok((decisions.nextWakeAt ?? Infinity) <= due, 'wakes when the time in the queue is over');
        }
      });
    });
  }

  it('chooses as the slow, obvious way would', () => {
    const random = seeded(7);
    for (let round = 0; round < 200; round++) {
      const operators = Array.from({ length: 2 + random.below(12) }, (_, index) =>
        operator(index + 1, {
          slots: { live: random.below(5), asynchronous: 0, email: 0 },
          ...busy(random.below(3)),
          idleSince: start - random.below(5) * second,
          state: random.chance(0.8) ? 'ONLINE' : 'AWAY',
        }),
      );
      const requests = Array.from({ length: random.below(30) }, (_, index) =>
        request(index + 1, { lastUserId: random.chance(0.3) ? 1 + random.below(12) : null }),
      );
      const snapshot = world({ operators, requests });
      const load = new Map(operators.map((item) => [item.userId, { used: item.used.live, idle: item.idleSince }]));
      const expected: number[][] = [];
      for (const waiting of requests) {
        const [best] = operators
          .filter(({ userId, slots, state }) => state === 'ONLINE' && (load.get(userId)?.used ?? 0) < slots.live)
          .map(({ userId }) => ({
            userId,
            last: userId === waiting.lastUserId ? 0 : 1,
            used: load.get(userId)?.used ?? 0,
            idle: load.get(userId)?.idle ?? 0,
          }))
          .sort((a, b) => a.last - b.last || a.used - b.used || a.idle - b.idle || a.userId - b.userId);
        if (!best) continue;
        expected.push([waiting.id, best.userId]);
        load.set(best.userId, { used: best.used + 1, idle: start });
      }
      assert.deepEqual(pairs(decide(snapshot, start)), expected);
    }
  });
});
