import type { Because } from '@hovor/protocol/routing-explained';
import { Problem } from '../foundation/errors.ts';
import type { UserActor } from '../foundation/security/actor.ts';
import { type Store, transact, type Unit } from '../foundation/transact.ts';
import { tellOfferEnded, tellQueue } from './changes.ts';
import type { Collaborate } from './collaborate.ts';
import * as queries from './offer-queries.ts';
import type { SessionRecord, SessionsPort } from './ports.ts';
import type { Reason } from './schema.ts';

/** An operator's answers to an offer. The session is locked first, so of many who accept at once exactly one wins. */
export function createCommands(
  store: Store,
  sessions: SessionsPort,
  invites: Pick<Collaborate, 'takeInvite' | 'rejectInvite'>,
) {
  return {
    /**
     * Takes an offered session (OP-AC-2, OP-AC-8): the operator is in, all other offers of it are withdrawn. Or joins a
     * conversation a colleague invited to (OP-CT-4), when a slot is free.
     * @throws not-found outside the company; no-free-slot; offer-gone when the operator holds no open offer (any more)
     */
    accept: (actor: UserActor, sessionId: number) =>
      transact(store, actor, async (unit) => {
        const session = await sessions.lockSession(unit, actor.companyId, sessionId);
        if (await takeOffer(unit, sessions, session, actor.userId, { autoAccepted: false })) return;
        if (!(await invites.takeInvite(unit, session))) throw new Problem('offer-gone');
      }),

    /**
     * Gives an offer back: this operator is not asked again in this search unless nobody else can be. Or rejects an
     * invitation of a colleague.
     * @throws not-found outside the company; offer-gone when there is no open offer (any more)
     */
    decline: (actor: UserActor, sessionId: number) =>
      transact(store, actor, async (unit) => {
        const { companyId, userId } = actor;
        const session = await sessions.lockSession(unit, companyId, sessionId);
        const offer = await queries.answerOffer(unit.db, companyId, unit.now, {
          sessionId,
          userId,
          outcome: 'declined',
        });
        if (!offer) {
          if (await invites.rejectInvite(unit, session)) return;
          throw new Problem('offer-gone');
        }
        const { requestId, groupId } = offer;
        const reason: Reason = { because: 'declined by the operator' };
        const line = {
          sessionId,
          requestId,
          groupId,
          userId,
          byUserId: userId,
          type: 'OperatorTimeoutExpired',
          reason,
        };
        await queries.writeTimeline(unit.db, companyId, unit.now, [line]);
        const open = await queries.sessionsOffered(unit.db, companyId, [sessionId]);
        if (session.status === 'WAITING' && !open.has(sessionId)) await sessions.toQueue(unit, [session]);
        tellOfferEnded(unit, { companyId, tenantId: session.tenantId }, offer);
        await queries.stampSessions(unit.db, companyId, [sessionId]);
      }),
  };
}

/**
 * The one way from an open offer into the session, by hand or by auto pick-up (AD-GR-9); the caller holds the session's
 * lock. @returns false when there is no open offer for this operator, or the client is gone
 */
export async function takeOffer(
  unit: Unit,
  sessions: SessionsPort,
  session: SessionRecord,
  userId: number,
  { autoAccepted }: { autoAccepted: boolean },
): Promise<boolean> {
  const { companyId, tenantId, id: sessionId } = session;
  const place = { companyId, tenantId };
  if (session.ended !== null) return false;
  const offer = await queries.answerOffer(unit.db, companyId, unit.now, { sessionId, userId, outcome: 'accepted' });
  if (!offer) return false;
  const others = await queries.endOffersOfSessions(unit.db, companyId, unit.now, [sessionId], 'taken by somebody else');
  await queries.endRequests(unit.db, companyId, unit.now, [sessionId]);
  const step = { sessionId, requestId: offer.requestId, groupId: offer.groupId };
  const because: Because = autoAccepted ? 'accepted by auto pick-up' : 'accepted by the operator';
  await queries.writeTimeline(unit.db, companyId, unit.now, [
    {
      ...step,
      type: 'AcceptedByOperator',
      userId,
      reason: { because, othersAsked: others.map((other) => other.userId) },
    },
    { ...step, type: 'LeftGroupQueue', reason: { because } },
    { ...step, type: 'RoutingEnded', reason: { because } },
  ]);
  await sessions.join(unit, session, userId, { autoAccepted });
  for (const ended of [offer, ...others]) tellOfferEnded(unit, place, ended);
  tellQueue(unit, place);
  return true;
}
