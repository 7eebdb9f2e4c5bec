import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { inOrder } from './rules.ts';
import { type Decisions, familyOf, inFamily, type OperatorFacts, type RequestFacts, type Snapshot } from './schema.ts';
import { hour, minute, simulate, type Totals, zone } from './simulation.ts';

/** More seeds and weeks by hand: ROUTING_SEEDS=50 ROUTING_DAYS=60. */
const seeds = Number(process.env.ROUTING_SEEDS ?? 2);
const days = Number(process.env.ROUTING_DAYS ?? 14);
const wall = new Intl.DateTimeFormat('en-GB', { timeZone: zone, weekday: 'short', hour: '2-digit', minute: '2-digit' });

/** Looked up the slow, obvious way. */
const able = (operator: OperatorFacts | undefined, { channel }: RequestFacts) =>
  operator?.state === 'ONLINE' && operator.present && operator.channels.has(channel);

/** What must hold of every single decision. */
function inspect(snapshot: Snapshot, decisions: Decisions, now: number) {
  const requests = new Map(snapshot.requests.map((request) => [request.id, request]));
  const find = (id: number) => requests.get(id) as RequestFacts;
  const termsOf = (groupId: number, request: RequestFacts) => {
    const group = snapshot.groups.get(groupId);
    assert.ok(group, `group ${groupId} exists`);
    return inFamily(group, familyOf(request.channel));
  };

  // Capacity: what was held, less what this decision took back, and what it gave.
  const held = new Map<string, number>();
  const more = (userId: number, request: RequestFacts, by: number) => {
    const key = `${userId} ${familyOf(request.channel)}`;
    held.set(key, (held.get(key) ?? snapshot.operators.get(userId)?.used[familyOf(request.channel)] ?? 0) + by);
    return held.get(key) ?? 0;
  };
  for (const { userId, requestId } of decisions.withdrawals) more(userId, find(requestId), -1);
  for (const made of decisions.offers) {
    const request = find(made.requestId);
    const operator = snapshot.operators.get(made.userId);
    assert.ok(able(operator, request), `asked operator ${made.userId} who is not ready`);
    assert.ok(termsOf(made.groupId, request).members.includes(made.userId), 'asked a stranger to the group');
    const used = more(made.userId, request, 1);
    if (!made.whole) assert.ok(used <= (operator?.slots[familyOf(request.channel)] ?? 0), 'over capacity');
    const again = request.offers.some(({ userId, ended }) => userId === made.userId && ended === null);
    assert.equal(again, false, 'a second open offer to the same operator');
    assert.equal(made.expires, now + termsOf(made.groupId, request).timeToAccept);
  }

  // Doors: nobody new behind a closed one, but a message that waits for the opening.
  for (const { groupId, fromGroupId, requestId, reason } of decisions.moves) {
    if (groupId === fromGroupId) continue;
    const group = snapshot.groups.get(groupId);
    if (group?.hours?.open === false) {
      assert.notEqual(familyOf(find(requestId).channel), 'live', 'a live client before a closed door');
      if (reason.because !== 'the rules changed') assert.equal(fromGroupId, null, 'moved behind a closed door');
    }
  }

  // Timers: a time that is over is noticed at its instant, not later.
  for (const { requestId, offerId } of decisions.timeOuts) {
    assert.equal(find(requestId).offers.find(({ id }) => id === offerId)?.expires, now, 'noticed late');
  }
  for (const { hours } of snapshot.groups.values()) {
    if (hours?.changes) assert.ok((decisions.nextWakeAt ?? Infinity) <= hours.changes, 'sleeps through an opening');
  }

  // Nobody is forgotten, nobody overtaken.
  const moved = new Map(decisions.moves.map((move) => [move.requestId, move.groupId]));
  const served = new Set(decisions.offers.map(({ requestId }) => requestId));
  const failed = new Set(decisions.failures.map(({ requestId }) => requestId));
  const gone = new Set(decisions.withdrawals.map(({ offerId }) => offerId));
  const order = inOrder(snapshot);
  const places = new Map(order.map(({ id }, place) => [id, place]));
  for (const [place, request] of order.entries()) {
    const groupId = moved.get(request.id) ?? request.groupId;
    if (served.has(request.id) || failed.has(request.id)) continue;
    assert.notEqual(groupId, null, `request ${request.id} is nowhere and nobody said why`);
    const group = termsOf(groupId as number, request);
    const open = request.offers.filter(({ id, ended }) => ended === null && !gone.has(id));
    if (open.some(({ expires }) => expires > now)) continue;
    if (group.hours?.open === false) {
      const stays = snapshot.ruleSets.get(request.routingId ?? 0)?.fallback === 'stay';
      assert.ok(familyOf(request.channel) !== 'live' || stays, `request ${request.id} waits behind a closed door`);
      continue;
    }
    const asked = new Set(request.offers.filter(({ outcome }) => outcome !== 'withdrawn').map(({ userId }) => userId));
    for (const userId of group.members) {
      const operator = snapshot.operators.get(userId);
      if (asked.has(userId) || !able(operator, request)) continue;
      const full = more(userId, request, 0) >= (operator?.slots[familyOf(request.channel)] ?? 0);
      const free = group.distribution === 'whole' && !group.autoPickup ? true : !full;
      assert.ok(!free || decisions.nextWakeAt === now, `request ${request.id} was forgotten by operator ${userId}`);
    }
    for (const made of decisions.offers) {
      const later = (places.get(made.requestId) ?? 0) > place;
      if (!later || made.groupId !== groupId || made.channel !== request.channel || asked.has(made.userId)) continue;
      assert.equal(decisions.nextWakeAt, now, `request ${request.id} was overtaken at operator ${made.userId}`);
    }
    const entered = moved.has(request.id) && request.groupId !== groupId ? now : (request.enteredGroup ?? now);
    const due = entered + group.maxQueueTime;
    if (due > now) assert.ok((decisions.nextWakeAt ?? Infinity) <= due, 'sleeps through the end of a time in queue');
  }
}

function weeks(seed: number, start: string) {
  const from = Date.parse(start);
  const until = from + days * 24 * hour;
  const doors = new Set<string>();
  const known = new Map<number, boolean>();
  const longest = { live: 0 };
  const totals = simulate({
    ...{ seed, from, until },
    check(snapshot, decisions, now) {
      inspect(snapshot, decisions, now);
      for (const { id, hours } of snapshot.groups.values()) {
        if (!hours || known.get(id) === hours.open) continue;
        if (known.has(id)) doors.add(`${id} ${hours.open ? 'opens' : 'closes'} ${wall.format(now)}`);
        known.set(id, hours.open);
      }
    },
    ended(request, _, now) {
      if (familyOf(request.channel) === 'live') longest.live = Math.max(longest.live, now - request.created);
    },
  });
  return { totals, doors, longest };
}

/** Everybody who came is accounted for. */
function settled({ arrived, accepted, failed, left }: Totals) {
  const open = arrived - accepted - failed - left;
  assert.ok(open >= 0 && open < arrived / 20, `${open} of ${arrived} are still open`);
  assert.ok(accepted > arrived / 2, `${accepted} of ${arrived} were served`);
}

describe(`${days} days of a busy centre`, () => {
  for (let seed = 1; seed <= seeds; seed++) {
    for (const start of ['2026-03-18T00:00:00Z', '2026-10-14T00:00:00Z']) {
      it(`seed ${seed} from ${start.slice(0, 10)}, over a change of the clocks`, () => {
        const { totals, doors, longest } = weeks(seed, start);
        settled(totals);
        assert.ok(totals.closings > days, 'doors opened and closed');
        assert.ok(longest.live <= 20 * minute, 'no live client outlives their patience');
        if (days < 12) return;
        // By the clock on the wall, on every day of both times of the year.
        const seen = [...doors].filter((line) => line.startsWith('1 '));
        assert.ok(
          seen.every((line) => /opens \w+ 08:00|closes \w+ 17:00/.test(line.replace(',', ''))),
          seen.join('; '),
        );
      });
    }
  }
});
