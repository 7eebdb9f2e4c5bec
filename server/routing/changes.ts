import type { Unit } from '../foundation/transact.ts';
import type { EndedOffer, TimelineLine } from './offer-queries.ts';
import type { BotTurn, Move, Return } from './schema.ts';

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

/** From one group's queue into another's. Staying where it is, by a rule that changed, is no step. */
export function linesOfMove({ requestId, sessionId, fromGroupId, groupId, reason }: Move): TimelineLine[] {
  if (fromGroupId === groupId) return [];
  const line = { requestId, sessionId };
  const entered: TimelineLine = { ...line, type: 'EnteredGroupQueue', groupId, reason };
  if (fromGroupId === null) return [entered];
  const { because } = reason;
  const inTime = because === 'opening hours are over' || because === 'the rules changed';
  const over: TimelineLine = { ...line, type: 'GroupQueueTimeoutExpired', groupId: fromGroupId, reason: { because } };
  const left: TimelineLine = { ...line, type: 'LeftGroupQueue', groupId: fromGroupId, reason: { because } };
  return [...(inTime ? [] : [over]), left, entered];
}

/** A chatbot takes over: the search is over for now. */
export function linesOfBotTurn({ requestId, sessionId, groupId, fromGroupId, chatbotId, reason }: BotTurn) {
  const line = { requestId, sessionId };
  const left = { ...line, type: 'LeftGroupQueue', groupId: fromGroupId, reason: { because: reason.because } };
  return [
    ...(fromGroupId === null ? [] : [left]),
    { ...line, type: 'ForwardedToGroup', groupId, reason: { ...reason, chatbotId } },
    { ...line, type: 'RoutingEnded', groupId, reason: { because: 'a chatbot took it', chatbotId } },
  ] satisfies TimelineLine[];
}

/** A forward nobody accepted, in the session's routing timeline: what ended, and where it goes now. */
export function linesOfReturn({ requestId, sessionId, reason, ...to }: Return): TimelineLine[] {
  const line = { requestId, sessionId, reason };
  const over: TimelineLine =
    to.fromUserId === null
      ? { ...line, type: 'GroupQueueTimeoutExpired', groupId: to.fromGroupId }
      : { ...line, type: 'OperatorTimeoutExpired', groupId: to.fromGroupId, userId: to.fromUserId };
  if (to.userId !== null) return [over, { ...line, type: 'ForwardedToUser', groupId: to.groupId, userId: to.userId }];
  if (to.groupId === null) return [over];
  return [
    over,
    { ...line, type: 'ForwardedToGroup', groupId: to.groupId },
    { ...line, type: 'EnteredGroupQueue', groupId: to.groupId },
  ];
}
