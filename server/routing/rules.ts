import type { Channel } from '@hovor/protocol/enums';
import { createPool, type Desk, occupy, openDesk, type Pool, pick, unable } from './candidates.ts';
import { checkConditions } from './conditions.ts';
import {
  type Decisions,
  type ForwardFacts,
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
 * BOT        The rule leads to a group that stands for a chatbot: the bot takes the session at once and the search is over.
 *            What it hands on begins a new search, which passes over the bots the session had already (AD-RT-2).
 * FORWARDED  A search that began with a forward (OP-ES-2): in the chosen group from its beginning, and asks there whoever is
 *            free, or waits for the one operator who was chosen. Its rules play no part. When the chosen operator declines
 *            or lets the time to accept pass, or nobody can be asked for the max. time in queue, it comes back: to the
 *            operator who forwarded while that one is here, else, and when that one does not accept either, to the group
 *            it came from, where it is IN GROUP like any other.
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
    const present = request.groupId === null ? undefined : snapshot.groups.get(request.groupId);
    if (!present) {
      const { rule, reason } = firstRule(ruleSet, request);
      if (!rule) return fail(request, reason);
      if (handToBot(request, rule.groupId, reason)) return;
      const group = enter(request, rule, null, reason);
      if (!serve(request, group, [])) wakeAt(now + group.maxQueueTime);
      return;
    }

    const offers = open.get(request.id) ?? [];
    if (request.rulesChanged && lookAgain(request, ruleSet, present, offers)) return;
    if (serve(request, present, offers)) return;
    const due = (request.enteredGroup ?? request.created) + present.maxQueueTime;
    // Where it goes on from is known only when its new rule is written.
    if (now < due || request.rulesChanged) return wakeAt(Math.max(due, now));
    overflow(request, ruleSet, present, offers);
  }

  /**
   * The rules changed while it waits: it goes where they send it now, and stays where it is when they send it nowhere.
   * @returns false when it stays
   */
  function lookAgain(request: RequestFacts, ruleSet: RuleSet, present: GroupFacts, offers: OfferFacts[]): boolean {
    // Its own place does not fill the queue of its group.
    waiting.set(present.id, (waiting.get(present.id) ?? 1) - 1);
    const { rule, reason } = firstRule(ruleSet, request);
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
    const group = request.groupId === null ? undefined : snapshot.groups.get(request.groupId);
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

  function serveForward(request: RequestFacts, { userId }: ForwardFacts, group: GroupFacts, offers: OfferFacts[]) {
    if (userId === null) return serve(request, group, offers);
    const alone: GroupFacts = { ...group, distribution: 'utilization', members: [userId] };
    return serveOne(request, alone, createPool(alone, request.channel, desks), offers);
  }

  function giveBack(request: RequestFacts, forward: ForwardFacts, offers: OfferFacts[], because: string) {
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
    changeGroup(request, rule, { from, offers, reason });
  }

  function changeGroup(
    request: RequestFacts,
    rule: RoutingRule,
    { from, offers, reason }: { from: GroupFacts; offers: OfferFacts[]; reason: Reason },
  ) {
    for (const offer of offers) withdraw(request, offer, { because: 'moved to another group' });
    // A slot that came free now may serve somebody who was passed over a moment ago.
    if (offers.length > 0) wakeAt(now);
    if (handToBot(request, rule.groupId, reason)) return;
    const group = enter(request, rule, from.id, reason);
    if (!serve(request, group, [])) wakeAt(now + group.maxQueueTime);
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
    if (request.forward?.stage === 'out' && request.forward.returnUserId !== null) {
      asked.add(request.forward.returnUserId);
    }
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
      const closed = group ? (botClosed(group, request) ?? closedBecause(group, request.channel)) : 'group is gone';
      seen.push({ position: rule.position, groupId: rule.groupId, holds, conditions: checked, closed });
      if (!holds || !group) continue;
      // Nobody waits for a chatbot that is off.
      if (!group.chatbot) holding ??= rule;
      if (closed === null) return { taking: rule, holding, rules: seen };
    }
    return { taking: null, holding, rules: seen };
  }

  function botClosed({ chatbot }: GroupFacts, { botsBefore = [] }: RequestFacts): string | null {
    if (!chatbot) return null;
    if (!chatbot.takes) return 'chatbot is off';
    return botsBefore.includes(chatbot.id) ? 'chatbot handed it on' : null;
  }

  /** Why a group takes no new clients of a channel now; null = it does. */
  function closedBecause(group: GroupFacts, channel: Channel): string | null {
    if (group.chatbot) return null;
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
