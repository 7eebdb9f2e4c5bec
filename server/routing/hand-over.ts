import type { Unit } from '../foundation/transact.ts';
import type { Handover } from '../sessions/schema.ts';
import { tellOfferEnded } from './changes.ts';
import * as offers from './offer-queries.ts';
import type { SessionRecord, SessionsPort } from './ports.ts';
import type { Reason } from './schema.ts';

/**
 * What was before a handover ends: the open search with its offers, and the stays of all who are in. The session is
 * locked by the caller; afterwards it is IN_QUEUE and nobody looks for an operator.
 */
export async function handOver(unit: Unit, sessions: SessionsPort, session: SessionRecord, handover: Handover) {
  const { db, now } = unit;
  const { companyId, tenantId, id: sessionId } = session;
  const { byUserId } = handover;
  const mine =
    byUserId !== null &&
    (await offers.answerOffer(db, companyId, now, { sessionId, userId: byUserId, outcome: 'declined' }));
  const others = await offers.endOffersOfSessions(db, companyId, now, [sessionId], 'forwarded');
  for (const request of await offers.endRequests(db, companyId, now, [sessionId])) {
    const step = { sessionId, requestId: request.id, groupId: request.groupId, byUserId };
    const reason: Reason = { because: 'forwarded' };
    await offers.writeTimeline(db, companyId, now, [
      ...(request.groupId === null ? [] : [{ ...step, type: 'LeftGroupQueue', reason }]),
      { ...step, type: 'RoutingEnded', reason },
    ]);
  }
  for (const ended of mine ? [mine, ...others] : others) tellOfferEnded(unit, { companyId, tenantId }, ended);
  await sessions.handOver(unit, session, handover);
}
