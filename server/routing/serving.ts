import type { Because } from '@hovor/protocol/routing-explained';
import { type Choice, type Desk, occupy, type Pool, smallGroup } from './candidates.ts';
import type { Decisions, GroupFacts, LeftOutLooked, OfferFacts, Reason, RequestFacts } from './schema.ts';
import { familyOf } from './schema.ts';

/** Names given of those who were left out for one reason. */
const namedLeftOut = 10;

/**
 * Whom a request is offered to, inside the group it is in (rules.ts: IN GROUP). Writes into `decisions.offers`; an offer
 * takes its slot at once, so that the next request of the same decision sees it taken.
 */
export function createServing(decisions: Decisions, now: number, wakeAt: (time: number) => void) {
  /** Offers the request as far as it may be now. @returns false when it has to wait for somebody */
  function serve(request: RequestFacts, group: GroupFacts, pool: Pool, offers: readonly OfferFacts[]): boolean {
    return group.distribution === 'whole' && !group.autoPickup
      ? serveAll(request, group, pool, offers)
      : serveOne(request, group, pool, offers);
  }

  function serveOne(request: RequestFacts, group: GroupFacts, pool: Pool, offers: readonly OfferFacts[]): boolean {
    if (offers.some((offer) => offer.expires > now)) return true;
    const { asked, again, soonest } = whoWasAsked(request, group, pool);
    let choice = pool.best(asked, request.lastUserId);
    let because: Because = offers.length > 0 ? 'time to accept over, one more is asked' : 'next in turn';
    if (!choice) {
      choice = pool.choose(again.filter(pool.hasRoom), request.lastUserId);
      because = 'nobody else, asked again';
    }
    if (!choice) {
      if (soonest !== null) wakeAt(soonest);
      return false;
    }
    offer(request, group, choice.desk, explain(because, request, pool, choice, asked));
    return true;
  }

  /** To the whole group: all who are ready and were not asked; all of them again when everyone declined. */
  function serveAll(request: RequestFacts, group: GroupFacts, pool: Pool, offers: readonly OfferFacts[]): boolean {
    const { asked, again, soonest } = whoWasAsked(request, group, pool);
    const fresh = [...pool.ready.values()].filter((desk) => !asked.has(desk.userId));
    const chosen = fresh.length > 0 || offers.length > 0 ? fresh : again;
    const { members, leftOut } = pool.about;
    const reason: Reason = { because: 'offered to the whole group', members, ready: pool.ready.size, leftOut };
    for (const desk of chosen) offer(request, group, desk, reason);
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
    const again: Desk[] = [];
    let soonest: number | null = null;
    if (request.forward?.stage === 'out' && request.forward.returnUserId !== null) {
      asked.add(request.forward.returnUserId);
    }
    if (request.offers.length === 0) return { asked, again, soonest };
    const free = new Map<number, number>();
    const holding = new Set<number>();
    for (const { userId, ended, outcome } of request.offers) {
      if (ended === null || outcome !== 'withdrawn') asked.add(userId);
      if (ended === null) holding.add(userId);
      else if (outcome !== 'withdrawn') free.set(userId, Math.max(free.get(userId) ?? 0, ended + group.timeToAccept));
    }
    for (const [userId, time] of free) {
      const desk = pool.ready.get(userId);
      if (!desk || holding.has(userId)) continue;
      if (time <= now) again.push(desk);
      else if (soonest === null || time < soonest) soonest = time;
    }
    return { asked, again, soonest };
  }

  return { serve, serveOne };
}

/** Every candidate of a small group in its order, and who was left out; of a large one the first two and counts. */
function explain(
  because: Because,
  request: RequestFacts,
  pool: Pool,
  { desk, runnerUp, decidedBy }: Choice,
  asked: ReadonlySet<number>,
): Reason {
  const { members } = pool.about;
  const reason = { because, members, ready: pool.ready.size, decidedBy };
  const told = (one: Desk) => ({
    userId: one.userId,
    active: one.active,
    idleSince: one.idleSince,
    lastOffered: one.lastOffered,
    skill: pool.skilled ? pool.skillOf(one) : null,
    lastOperator: one.userId === request.lastUserId,
  });
  const leftOut: LeftOutLooked[] = [...pool.about.leftOut];
  const askedHere = [...asked].filter((userId) => userId !== desk.userId && pool.ready.has(userId));
  if (askedHere.length > 0) {
    leftOut.push({ because: 'asked already', count: askedHere.length, userIds: askedHere.slice(0, namedLeftOut) });
  }
  if (pool.ready.size > smallGroup) {
    return { ...reason, candidates: [desk, ...(runnerUp ? [runnerUp] : [])].map(told), leftOut };
  }
  const rest = [...pool.ready.values()].filter((one) => one !== desk && pool.hasRoom(one) && !asked.has(one.userId));
  const full = [...pool.ready.values()].filter((one) => one !== desk && !pool.hasRoom(one) && !asked.has(one.userId));
  if (full.length > 0) {
    leftOut.push({ because: 'no free slot', count: full.length, userIds: full.map(({ userId }) => userId) });
  }
  return { ...reason, candidates: [desk, ...pool.sort(rest, request.lastUserId)].map(told), leftOut };
}
