import type { Unit } from '../foundation/transact.ts';
import type { EndedOffer } from './offer-queries.ts';

/** What other rooms hear of routing: events (facts for integrations) and wake-ups for screens. */

interface Place {
  companyId: number;
  tenantId: number;
}

export function tellOffered(unit: Unit, place: Place, sessionId: number, groupId: number, userIds: number[]) {
  unit.record({
    ...place,
    kind: 'session.offered',
    subject: `session:${sessionId}`,
    payload: { id: sessionId, userIds, groupId },
  });
  unit.touch({ ...place, topic: 'session', id: sessionId });
  for (const id of userIds) unit.touch({ ...place, topic: 'operator', id });
}

export function tellOfferEnded(unit: Unit, place: Place, offer: Pick<EndedOffer, 'sessionId' | 'userId' | 'outcome'>) {
  const { sessionId, userId, outcome } = offer;
  unit.record({
    ...place,
    kind: 'session.offerEnded',
    subject: `session:${sessionId}`,
    payload: { id: sessionId, userId, outcome },
  });
  unit.touch({ ...place, topic: 'session', id: sessionId });
  unit.touch({ ...place, topic: 'operator', id: userId });
}

/** The order of those who wait may have changed. */
export const tellQueue = (unit: Unit, place: Place) => unit.touch({ ...place, topic: 'queue', id: place.tenantId });
