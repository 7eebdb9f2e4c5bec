import type { Channel } from '@hovor/protocol/enums';
import { createPool, type Desk, occupy, openDesk, type Pool, pick, unable } from './candidates.ts';
import { checkConditions } from './conditions.ts';
import {
  type Decisions,
  familyOf,
  type GroupFacts,
  type OfferFacts,
  type Reason,
  type RequestFacts,
  type RoutingRule,
  type RuleSet,
  type Snapshot,
} from './schema.ts';

/**
 * The life of a routing request: one search for an operator for one session.
 *
 * NEW        No group yet. The rules of its rule set are looked at from the top; the first whose conditions all hold and
 *            whose group takes clients now (somebody is here, the queue has room) gets it, else the first whose
 *            conditions hold. No such rule → FAILED.
 * IN GROUP   Waits in the group's queue. The session counts as IN_QUEUE while no offer is open and as WAITING while at
 *            least one is (OP-SS-1). What moves it on:
 *            - an operator is ready and free: one offer, to the best by the group's priorities (AD-GR-5, AD-GR-11);
 *            - the time to accept of all open offers is over: one operator more is asked, the former offers stay open,
 *              the circle grows (AD-GR-7);
 *            - an operator goes away, is lost, switches the channel off or leaves the group: that offer is withdrawn;
 *            - an operator declines: not asked again in this request, unless nobody else can be; then again after the
 *              time to accept has passed, so that a single operator is not pestered;
 *            - the max. time in queue is over and nobody can be asked (AD-GR-8): the next rule whose conditions hold and
 *              whose group takes clients; none → the fallback of the rule set (AD-RT-9): the first group, stay, or FAILED.
 *            "To whole group" (AD-GR-10): all who are ready are asked at once, slots do not count.
 * ACCEPTED   An operator accepted one of the open offers; the others are withdrawn (commands.ts, not here).
 * FAILED     The session ends with `FailedRouting`.
 * OVER       The session ended or was taken otherwise; the engine closes the request.
 *
 * Order: channels by rank, inside a rank the longest wait (AD-RT-10). A later client is served before an earlier one only
 * by an operator the earlier one can not get (other group, other channel, asked already).
 *
 * `decide` costs O(waiting × log waiting + members of the groups concerned) and knows no I/O and no clock.
 */
export function decide(snapshot: Snapshot, now: number): Decisions {
  const decisions: Decisions = { moves: [], withdrawals: [], timeOuts: [], offers: [], failures: [], nextWakeAt: null };
  const desks = new Map<number, Desk>();
  for (const operator of snapshot.operators.values()) desks.set(operator.userId, openDesk(operator));
  const wakeAt = (time: number) => {
    if (decisions.nextWakeAt === null || time < decisions.nextWakeAt) decisions.nextWakeAt = time;
  };
  const waiting = countWaiting(snapshot.requests);
  const members = new Map<number, ReadonlySet<number>>();
  const open = new Map<number, OfferFacts[]>();
  for (const request of snapshot.requests) open.set(request.id, settleOffers(request));

  const pools = new Map<string, Pool>();
  const poolOf = (group: GroupFacts, channel: Channel) => {
    const key = `${group.id} ${channel}`;
    const pool = pools.get(key) ?? createPool(group, channel, desks);
    pools.set(key, pool);
    return pool;
  };

  for (const request of inOrder(snapshot)) place(request);
  return decisions;

  function isMember(group: GroupFacts, userId: number) {
    const set = members.get(group.id) ?? new Set(group.members);
    members.set(group.id, set);
    return set.has(userId);
  }

  /** Ends offers nobody can take any more and notes times that ran out. @returns the offers still open */
  function settleOffers(request: RequestFacts): OfferFacts[] {
    const group = request.groupId === null ? undefined : snapshot.groups.get(request.groupId);
    return request.offers.filter((offer) => {
      if (offer.ended !== null) return false;
      const desk = desks.get(offer.userId);
      const inGroup = group !== undefined && offer.groupId === group.id && isMember(group, offer.userId);
      const why = inGroup ? unable(desk, request.channel) : 'not in the group';
      if (why !== null) {
        withdraw(request, offer, { because: why });
        return false;
      }
      if (offer.expires <= now && !offer.timedOut) decisions.timeOuts.push(endOf(request, offer));
      if (offer.expires > now) wakeAt(offer.expires);
      return true;
    });
  }

  function withdraw(request: RequestFacts, offer: OfferFacts, reason: Reason) {
    const outcome = offer.expires <= now ? 'expired' : 'withdrawn';
    decisions.withdrawals.push({ ...endOf(request, offer), outcome, reason });
    const desk = desks.get(offer.userId);
    if (!desk) return;
    desk.free[familyOf(request.channel)] += 1;
    desk.active -= 1;
  }

  /** One request: into a group if it has none, offers, overflow. */
  function place(request: RequestFacts) {
    const ruleSet = request.routingId === null ? undefined : snapshot.ruleSets.get(request.routingId);
    if (!ruleSet) return fail(request, { because: 'no routing', routingId: request.routingId });
    const present = request.groupId === null ? undefined : snapshot.groups.get(request.groupId);
    if (!present) {
      const { rule, reason } = firstRule(ruleSet, request);
      if (!rule) return fail(request, reason);
      const group = enter(request, rule, null, reason);
      if (!serve(request, group, [])) wakeAt(now + group.maxQueueTime);
      return;
    }

    const offers = open.get(request.id) ?? [];
    if (serve(request, present, offers)) return;
    const due = (request.enteredGroup ?? request.created) + present.maxQueueTime;
    if (now < due) return wakeAt(due);
    overflow(request, ruleSet, present, offers);
  }

  /** The time in the queue is over and nobody can be asked. */
  function overflow(request: RequestFacts, ruleSet: RuleSet, from: GroupFacts, offers: OfferFacts[]) {
    const next = nextRule(ruleSet, request);
    let { rule, reason } = next;
    if (!rule) {
      if (ruleSet.fallback === 'stay') return;
      if (ruleSet.fallback === 'end')
        return fail(request, { ...reason, because: 'time in queue over, no further group' });
      ({ rule, reason } = firstRule(ruleSet, request));
      if (!rule || rule.groupId === from.id) return;
      reason = { ...reason, because: 'fallback to the first group', lookedAt: next.reason };
    }
    for (const offer of offers) withdraw(request, offer, { because: 'moved to another group' });
    // A slot that came free now may serve somebody who was passed over a moment ago.
    if (offers.length > 0) wakeAt(now);
    const group = enter(request, rule, from.id, reason);
    if (!serve(request, group, [])) wakeAt(now + group.maxQueueTime);
  }

  function enter(request: RequestFacts, rule: RoutingRule, fromGroupId: number | null, reason: Reason) {
    const { id: requestId, sessionId } = request;
    const { groupId, position: rulePosition } = rule;
    decisions.moves.push({ requestId, sessionId, fromGroupId, groupId, rulePosition, reason });
    waiting.set(groupId, (waiting.get(groupId) ?? 0) + 1);
    if (fromGroupId !== null) waiting.set(fromGroupId, (waiting.get(fromGroupId) ?? 1) - 1);
    return snapshot.groups.get(groupId) as GroupFacts;
  }

  function fail(request: RequestFacts, reason: Reason) {
    for (const offer of open.get(request.id) ?? []) withdraw(request, offer, { because: 'no group' });
    decisions.failures.push({ requestId: request.id, sessionId: request.sessionId, groupId: request.groupId, reason });
    if (request.groupId !== null) waiting.set(request.groupId, (waiting.get(request.groupId) ?? 1) - 1);
  }

  /** Offers the request in this group as far as it may be now. @returns false when it has to wait for somebody */
  function serve(request: RequestFacts, group: GroupFacts, offers: OfferFacts[]): boolean {
    const pool = poolOf(group, request.channel);
    return group.distribution === 'whole' && !group.autoPickup
      ? serveAll(request, group, pool, offers)
      : serveOne(request, group, pool, offers);
  }

  function serveOne(request: RequestFacts, group: GroupFacts, pool: Pool, offers: OfferFacts[]): boolean {
    if (offers.some((offer) => offer.expires > now)) return true;
    const { asked, again, soonest } = whoWasAsked(request, group, pool);
    let choice = pool.best(asked, request.lastUserId);
    let because = offers.length > 0 ? 'time to accept over, one more is asked' : 'next in turn';
    if (!choice) {
      choice = pick(again.filter(pool.hasRoom), group.priorities, request.lastUserId);
      because = 'nobody else, asked again';
    }
    if (!choice) {
      if (soonest !== null) wakeAt(soonest);
      return false;
    }
    const { desk, decidedBy, runnerUp } = choice;
    const candidates = [desk, ...(runnerUp ? [runnerUp] : [])].map((candidate) => about(candidate, request));
    offer(request, group, desk, { because, ...pool.about, decidedBy, candidates, asked: asked.size });
    return true;
  }

  /** To the whole group: all who are ready and were not asked; all of them again when everyone declined. */
  function serveAll(request: RequestFacts, group: GroupFacts, pool: Pool, offers: OfferFacts[]): boolean {
    const { asked, again, soonest } = whoWasAsked(request, group, pool);
    const fresh = [...pool.ready.values()].filter((desk) => !asked.has(desk.userId));
    const chosen = fresh.length > 0 || offers.length > 0 ? fresh : again;
    for (const desk of chosen) offer(request, group, desk, { because: 'offered to the whole group', ...pool.about });
    if (chosen.length === 0 && offers.length === 0 && soonest !== null) wakeAt(soonest);
    return chosen.length > 0;
  }

  function offer(request: RequestFacts, group: GroupFacts, desk: Desk, reason: Reason) {
    const { id: requestId, sessionId, channel } = request;
    occupy(desk, familyOf(channel), now);
    const expires = now + group.timeToAccept;
    wakeAt(expires);
    decisions.offers.push({
      requestId,
      sessionId,
      groupId: group.id,
      userId: desk.userId,
      channel,
      expires,
      whole: group.distribution === 'whole',
      autoAccept: group.autoPickup,
      reason: { ...reason, waited: now - request.created },
    });
  }

  /**
   * Who must not be asked because they were (open, declined, or let the time pass), who of them may be asked once more,
   * and when the next of them may. An offer withdrawn before its time was over does not count as asked.
   */
  function whoWasAsked(request: RequestFacts, group: GroupFacts, pool: Pool) {
    const asked = new Set<number>();
    const free = new Map<number, number>();
    const holding = new Set<number>();
    for (const { userId, ended, outcome } of request.offers) {
      if (ended === null || outcome !== 'withdrawn') asked.add(userId);
      if (ended === null) holding.add(userId);
      else if (outcome !== 'withdrawn') free.set(userId, Math.max(free.get(userId) ?? 0, ended + group.timeToAccept));
    }
    const again: Desk[] = [];
    let soonest: number | null = null;
    for (const [userId, time] of free) {
      const desk = pool.ready.get(userId);
      if (!desk || holding.has(userId)) continue;
      if (time <= now) again.push(desk);
      else if (soonest === null || time < soonest) soonest = time;
    }
    return { asked, again, soonest };
  }

  /** The rule a new request takes: the first that holds and whose group takes clients, else the first that holds. */
  function firstRule(ruleSet: RuleSet, request: RequestFacts) {
    const looked = lookAt(ruleSet.rules, request);
    const rule = looked.taking ?? looked.holding;
    const because = looked.taking
      ? 'first rule that holds'
      : looked.holding
        ? 'first rule that holds, nobody is here'
        : 'no rule holds';
    return { rule, reason: { because, rules: looked.rules } as Reason };
  }

  /** The next rule after the present one that holds and whose group takes clients. */
  function nextRule(ruleSet: RuleSet, request: RequestFacts) {
    const from = request.rulePosition ?? -1;
    const looked = lookAt(
      ruleSet.rules.filter((rule) => rule.position > from && rule.groupId !== request.groupId),
      request,
    );
    return { rule: looked.taking, reason: { because: 'time in queue over', rules: looked.rules } as Reason };
  }

  function lookAt(rules: readonly RoutingRule[], request: RequestFacts) {
    const seen: Record<string, unknown>[] = [];
    let holding: RoutingRule | null = null;
    for (const rule of rules) {
      const group = snapshot.groups.get(rule.groupId);
      const { holds, checked } = checkConditions(rule.conditions, request.param);
      const closed = group ? closedBecause(group, request.channel) : 'group is gone';
      seen.push({ position: rule.position, groupId: rule.groupId, holds, conditions: checked, closed });
      if (!holds || !group) continue;
      holding ??= rule;
      if (closed === null) return { taking: rule, holding, rules: seen };
    }
    return { taking: null, holding, rules: seen };
  }

  /** Why a group takes no new clients of a channel now; null = it does. */
  function closedBecause(group: GroupFacts, channel: Channel): string | null {
    if (poolOf(group, channel).here === 0) return 'nobody is here';
    return (waiting.get(group.id) ?? 0) >= group.queueSize ? 'queue is full' : null;
  }
}

const endOf = ({ id, sessionId }: RequestFacts, { id: offerId, userId, groupId }: OfferFacts) => ({
  offerId,
  requestId: id,
  sessionId,
  userId,
  groupId,
});

const about = ({ userId, active, idleSince, lastOffered }: Desk, request: RequestFacts) => ({
  userId,
  active,
  idleSince,
  lastOffered,
  lastOperator: userId === request.lastUserId,
});

function countWaiting(requests: readonly RequestFacts[]) {
  const waiting = new Map<number, number>();
  for (const { groupId } of requests) if (groupId !== null) waiting.set(groupId, (waiting.get(groupId) ?? 0) + 1);
  return waiting;
}

/** Requests by rank of their channel, then by waiting time (AD-RT-10). */
export function inOrder({ requests, channelRanks }: Pick<Snapshot, 'requests' | 'channelRanks'>): RequestFacts[] {
  const ranks = new Map(channelRanks.map((channel, rank) => [channel, rank]));
  const rank = (request: RequestFacts) => ranks.get(request.channel) ?? channelRanks.length;
  return [...requests].sort((a, b) => rank(a) - rank(b) || a.created - b.created || a.id - b.id);
}
