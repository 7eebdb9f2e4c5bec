import type { Because } from '@hovor/protocol/routing-explained';
import { createPool, type Desk, openDesk, type Pool, unable } from './candidates.ts';
import { createRuleChoice } from './rule-choice.ts';
import {
  type Decisions,
  type ForwardFacts,
  familyOf,
  type GroupFacts,
  inFamily,
  isClosed,
  type OfferFacts,
  type Reason,
  type RequestFacts,
  type RoutingRule,
  type RuleSet,
  type Snapshot,
} from './schema.ts';
import { createServing } from './serving.ts';

/**
 * The life of a routing request: one search for an operator for one session.
 *
 * NEW        No group yet. The rules of its rule set are looked at from the top; the first whose conditions all hold and
 *            whose group takes clients now (open, somebody is here, the queue has room) gets it, else the first whose
 *            conditions hold. A live client does not wait before a closed door, a message waits until it opens.
 *            No such rule → FAILED.
 * IN GROUP   Waits in the group's queue. The session counts as IN_QUEUE while no offer is open and as WAITING while at
 *            least one is (OP-SS-1). What moves it on:
 *            - an operator is ready and free: one offer, to the best by the group's priorities (AD-GR-5, AD-GR-11);
 *            - the time to accept of all open offers is over: one operator more is asked, the former offers stay open,
 *              the circle grows (AD-GR-7);
 *            - an operator goes away, is lost, switches the channel off or leaves the group: that offer is withdrawn;
 *            - an operator declines: not asked again in this request, unless nobody else can be; then again after the
 *              time to accept has passed, so that a single operator is not pestered;
 *            - the max. time in queue is over and nobody can be asked (AD-GR-8): the next rule whose conditions hold and
 *              whose group takes clients; none → the fallback of the rule set (AD-RT-9): the first group, stay, or FAILED;
 *            - the opening hours of the group end (AD-OH-2): offers that are out may be accepted until their time is
 *              over, then it is moved on as if the time in queue were over. Who stays is served as long as anybody is
 *              there, then FAILED. A message waits for the opening instead.
 *            "To whole group" (AD-GR-10): all who are ready are asked at once, slots do not count.
 * BOT        The rule leads to a group that stands for a chatbot: the bot takes the session at once and the search is over.
 *            What it hands on begins a new search, which passes over the bots the session had already (AD-RT-2).
 * FORWARDED  A search that began with a forward (OP-ES-2): in the chosen group from its beginning, and asks there whoever is
 *            free, or waits for the one operator who was chosen; one of a chatbot does not wait for a free slot
 *            (CB-CM-16). Its rules play no part. When the chosen operator declines or lets the time to accept pass, or
 *            nobody can be asked for the max. time in queue, it comes back: to the operator who forwarded while that one
 *            is here, else, and when that one does not accept either, to the group it came from, where it is IN GROUP
 *            like any other.
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
  const decisions: Decisions = {
    moves: [],
    bots: [],
    returns: [],
    withdrawals: [],
    timeOuts: [],
    offers: [],
    failures: [],
    nextWakeAt: null,
  };
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
  const poolOf = (group: GroupFacts, { channel, wants = [] }: RequestFacts) => {
    const skills = group.priorities.includes('skill') ? wants : [];
    const key = `${group.id} ${channel} ${skills.join('\n')}`;
    const pool = pools.get(key) ?? createPool(group, channel, desks, skills);
    pools.set(key, pool);
    return pool;
  };
  const groups = new Map<string, GroupFacts>();
  /** A group as it distributes sessions of the request's channel family. */
  const groupFor = (groupId: number | null, { channel }: RequestFacts) => {
    const plain = groupId === null ? undefined : snapshot.groups.get(groupId);
    if (!plain?.byFamily) return plain;
    const family = familyOf(channel);
    const key = `${groupId} ${family}`;
    const group = groups.get(key) ?? inFamily(plain, family);
    groups.set(key, group);
    return group;
  };
  const { serve: serveIn, serveOne } = createServing(decisions, now, wakeAt);
  const serve = (request: RequestFacts, group: GroupFacts, offers: readonly OfferFacts[]) =>
    serveIn(request, group, poolOf(group, request), offers);
  const isHere = (group: GroupFacts, request: RequestFacts) =>
    poolOf(groupFor(group.id, request) ?? group, request).here > 0;
  const rules = createRuleChoice(snapshot, { isHere, waitingIn: (groupId) => waiting.get(groupId) ?? 0 });

  for (const { hours } of snapshot.groups.values()) if (hours?.changes) wakeAt(hours.changes);
  for (const request of inOrder(snapshot)) place(request);
  return decisions;

  function isMember(group: GroupFacts, userId: number) {
    const set = members.get(group.id) ?? new Set(group.members);
    members.set(group.id, set);
    return set.has(userId);
  }

  function mayBeAsked({ forward }: RequestFacts, group: GroupFacts, userId: number) {
    return forward?.userId ? forward.userId === userId : isMember(group, userId);
  }

  /** Ends offers nobody can take any more and notes times that ran out. @returns the offers still open */
  function settleOffers(request: RequestFacts): OfferFacts[] {
    const group = request.groupId === null ? undefined : snapshot.groups.get(request.groupId);
    return request.offers.filter((offer) => {
      if (offer.ended !== null) return false;
      const desk = desks.get(offer.userId);
      const inGroup = group !== undefined && offer.groupId === group.id && mayBeAsked(request, group, offer.userId);
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
    if (request.forward) return placeForward(request, request.forward);
    const ruleSet = request.routingId === null ? undefined : snapshot.ruleSets.get(request.routingId);
    if (!ruleSet) return fail(request, { because: 'no routing', routingId: request.routingId });
    const present = groupFor(request.groupId, request);
    if (!present) {
      const { rule, reason } = rules.first(ruleSet, request);
      if (!rule) return fail(request, reason);
      if (!handToBot(request, rule.groupId, reason)) enter(request, rule, null, reason);
      return;
    }

    const offers = open.get(request.id) ?? [];
    if (request.rulesChanged && lookAgain(request, ruleSet, present, offers)) return;
    if (isClosed(present)) return placeBehindDoor(request, ruleSet, present, offers);
    if (serve(request, present, offers)) return;
    const due = (request.enteredGroup ?? request.created) + present.maxQueueTime;
    // Where it goes on from is known only when its new rule is written.
    if (now < due || request.rulesChanged) return wakeAt(Math.max(due, now));
    overflow(request, ruleSet, present, offers);
  }

  /**
   * The opening hours of its group ended while it waits. An offer that is out may still be accepted until its time is
   * over; then a live client is moved on, and a message too when another group takes it, else it waits for the opening.
   */
  function placeBehindDoor(request: RequestFacts, ruleSet: RuleSet, present: GroupFacts, offers: OfferFacts[]) {
    if (offers.some(({ expires }) => expires > now)) return;
    if (familyOf(request.channel) === 'live') return overflow(request, ruleSet, present, offers);
    const { rule, reason } = rules.next(ruleSet, request, 'opening hours are over');
    if (rule) changeGroup(request, rule, { from: present, offers, reason });
  }

  /**
   * The rules changed while it waits: it goes where they send it now, and stays where it is when they send it nowhere.
   * @returns false when it stays
   */
  function lookAgain(request: RequestFacts, ruleSet: RuleSet, present: GroupFacts, offers: OfferFacts[]): boolean {
    // Its own place does not fill the queue of its group.
    waiting.set(present.id, (waiting.get(present.id) ?? 1) - 1);
    const { rule, reason } = rules.first(ruleSet, request);
    waiting.set(present.id, (waiting.get(present.id) ?? 0) + 1);
    const { id: requestId, sessionId } = request;
    if (!rule || rule.groupId === present.id) {
      const rulePosition = rule?.position ?? request.rulePosition ?? 0;
      const stay = { fromGroupId: present.id, groupId: present.id, rulePosition };
      decisions.moves.push({ requestId, sessionId, ...stay, reason: { ...reason, because: 'the rules changed' } });
      return false;
    }
    changeGroup(request, rule, { from: present, offers, reason: { ...reason, because: 'the rules changed' } });
    return true;
  }

  /** A forwarded request: to its target, or back. */
  function placeForward(request: RequestFacts, forward: ForwardFacts) {
    const offers = open.get(request.id) ?? [];
    const group = groupFor(request.groupId, request);
    if (!group) return giveBack(request, forward, offers, 'the group is gone');
    if (handToBot(request, group.id, { because: 'forwarded to a chatbot' })) return;
    if (forward.userId !== null && refusedBy(forward.userId, request.offers)) {
      return giveBack(request, forward, offers, 'the operator did not accept');
    }
    if (serveForward(request, forward, group, offers)) return;
    const due = (request.enteredGroup ?? request.created) + group.maxQueueTime;
    if (now < due) return wakeAt(due);
    giveBack(request, forward, offers, 'nobody accepted in time');
  }

  /** Declined, or let the time to accept pass. */
  function refusedBy(wanted: number, offers: readonly OfferFacts[]) {
    return offers.some(({ userId, ended, outcome, expires }) => {
      if (userId !== wanted) return false;
      return ended === null ? expires <= now : outcome === 'declined' || outcome === 'expired';
    });
  }

  function serveForward(request: RequestFacts, forward: ForwardFacts, group: GroupFacts, offers: OfferFacts[]) {
    const { userId, pastCapacity } = forward;
    const alone: GroupFacts | null =
      userId === null ? null : { ...group, distribution: 'utilization', members: [userId] };
    const pool = alone ? createPool(alone, request.channel, desks) : poolOf(group, request);
    if (alone ? serveOne(request, alone, pool, offers) : serveIn(request, group, pool, offers)) return true;
    if (!pastCapacity) return false;
    return serveIn(request, { ...(alone ?? group), distribution: 'whole', autoPickup: false }, pool, offers);
  }

  function giveBack(request: RequestFacts, forward: ForwardFacts, offers: OfferFacts[], because: Because) {
    for (const offer of offers) withdraw(request, offer, { because: 'the forward comes back' });
    const { stage, returnUserId, returnGroupId } = forward;
    const known = returnGroupId !== null && snapshot.groups.has(returnGroupId) ? returnGroupId : null;
    const desk = returnUserId === null ? undefined : desks.get(returnUserId);
    const why = unable(desk, request.channel);
    const toOperator = stage === 'out' && desk !== undefined && (why === null || why === 'away');
    wakeAt(now);
    decisions.returns.push({
      requestId: request.id,
      sessionId: request.sessionId,
      fromStage: stage,
      fromGroupId: request.groupId,
      fromUserId: forward.userId,
      userId: toOperator ? returnUserId : null,
      groupId: toOperator ? (known ?? request.groupId) : known,
      reason: { because, returnUserId, returnUser: toOperator ? 'here' : (why ?? 'was asked') },
    });
  }

  /** The time in the queue is over and nobody can be asked, or the group closed for those who wait. */
  function overflow(request: RequestFacts, ruleSet: RuleSet, from: GroupFacts, offers: OfferFacts[]) {
    const closed = isClosed(from);
    const next = rules.next(ruleSet, request, closed ? 'opening hours are over' : 'time in queue over');
    if (next.rule) return changeGroup(request, next.rule, { from, offers, reason: next.reason });
    const over = closed ? 'opening hours are over, no further group' : 'time in queue over, no further group';
    const { rules: lookedAt = [] } = next.reason;
    switch (ruleSet.fallback) {
      case 'stay':
        // Those who were let in are served as long as anybody is still there.
        if (closed && !isHere(from, request)) fail(request, { because: over, lookedAt });
        else if (closed) serve(request, from, offers);
        return;
      case 'end':
        return fail(request, { because: over, lookedAt });
      case 'first': {
        const { rule, reason } = rules.first(ruleSet, request);
        const to = groupFor(rule?.groupId ?? null, request);
        // A message does not go back to wait before a closed door.
        if (rule && to && rule.groupId !== from.id && !isClosed(to)) {
          const back = { ...reason, because: 'fallback to the first group' as const, lookedAt };
          changeGroup(request, rule, { from, offers, reason: back });
        } else if (closed) fail(request, { ...reason, because: over, lookedAt });
      }
    }
  }

  function changeGroup(
    request: RequestFacts,
    rule: RoutingRule,
    { from, offers, reason }: { from: GroupFacts; offers: OfferFacts[]; reason: Reason },
  ) {
    for (const offer of offers) withdraw(request, offer, { because: 'moved to another group' });
    // A slot that came free now may serve somebody who was passed over a moment ago.
    if (offers.length > 0) wakeAt(now);
    if (!handToBot(request, rule.groupId, reason)) enter(request, rule, from.id, reason);
  }

  /** A group that stands for a chatbot has no queue: the bot takes the session at once (AD-RT-2). */
  function handToBot(request: RequestFacts, groupId: number, reason: Reason): boolean {
    const chatbot = snapshot.groups.get(groupId)?.chatbot;
    if (!chatbot?.takes) return false;
    const { id: requestId, sessionId, groupId: fromGroupId } = request;
    decisions.bots.push({ requestId, sessionId, groupId, chatbotId: chatbot.id, fromGroupId, reason });
    if (fromGroupId !== null) waiting.set(fromGroupId, (waiting.get(fromGroupId) ?? 1) - 1);
    return true;
  }

  function enter(request: RequestFacts, rule: RoutingRule, fromGroupId: number | null, reason: Reason) {
    const { id: requestId, sessionId } = request;
    const { groupId, position: rulePosition } = rule;
    const move = { requestId, sessionId, fromGroupId, groupId, rulePosition, reason: { ...reason } };
    decisions.moves.push(move);
    waiting.set(groupId, (waiting.get(groupId) ?? 0) + 1);
    if (fromGroupId !== null) waiting.set(fromGroupId, (waiting.get(fromGroupId) ?? 1) - 1);
    const group = groupFor(groupId, request);
    if (!group || isClosed(group) || serve(request, group, [])) return;
    Object.assign(move.reason, poolOf(group, request).nobody());
    wakeAt(now + group.maxQueueTime);
  }

  function fail(request: RequestFacts, reason: Reason) {
    const offers = open.get(request.id) ?? [];
    for (const offer of offers) withdraw(request, offer, { because: 'no group' });
    if (offers.length > 0) wakeAt(now);
    decisions.failures.push({ requestId: request.id, sessionId: request.sessionId, groupId: request.groupId, reason });
    if (request.groupId !== null) waiting.set(request.groupId, (waiting.get(request.groupId) ?? 1) - 1);
  }
}

const endOf = ({ id, sessionId }: RequestFacts, { id: offerId, userId, groupId }: OfferFacts) => ({
  offerId,
  requestId: id,
  sessionId,
  userId,
  groupId,
});

/** Clients in the queue of each group; who waits for one operator stands in none. */
export function countWaiting(requests: readonly RequestFacts[]): Map<number, number> {
  const waiting = new Map<number, number>();
  for (const { groupId, forward } of requests)
    if (groupId !== null && !forward?.userId) waiting.set(groupId, (waiting.get(groupId) ?? 0) + 1);
  return waiting;
}

/** Requests by the rank their routing gives their channel, then by waiting time (AD-RT-10). */
export function inOrder({
  requests,
  channelRanks,
  ruleSets,
}: Pick<Snapshot, 'requests' | 'channelRanks' | 'ruleSets'>): RequestFacts[] {
  const ranks = new Map(
    requests.map(({ id, routingId, channel }) => {
      const ranked = (routingId !== null && ruleSets.get(routingId)?.channelRanks) || channelRanks;
      const rank = ranked.indexOf(channel);
      return [id, rank < 0 ? ranked.length : rank];
    }),
  );
  const rank = ({ id }: RequestFacts) => ranks.get(id) ?? 0;
  return [...requests].sort((a, b) => rank(a) - rank(b) || a.created - b.created || a.id - b.id);
}
