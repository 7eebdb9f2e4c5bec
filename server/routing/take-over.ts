import { displayName, fullName } from '../directory/service.ts';
import { notFound } from '../foundation/errors.ts';
import type { UserActor } from '../foundation/security/actor.ts';
import { type Store, transact } from '../foundation/transact.ts';
import { tellQueue } from './changes.ts';
import * as queries from './forward-queries.ts';
import { handOver } from './hand-over.ts';
import { writeTimeline } from './offer-queries.ts';
import type { SessionsPort } from './ports.ts';

/** A supervisor steps into a running or waiting conversation and becomes its operator. */
export function createTakeOver(store: Store, sessions: SessionsPort) {
  return {
    /**
     * Integrations see a forward to the supervisor that is accepted at once (API-WHE-5, API-WHE-6): all who were in are
     * "concluded", open offers are withdrawn. Slots do not count: who takes over has decided to.
     * @throws not-found, not-permitted, session-ended; conflict when nobody else serves it
     */
    takeOver: (actor: UserActor, sessionId: number): Promise<void> =>
      transact(store, actor, async (unit) => {
        const { companyId, userId } = actor;
        const session = await sessions.lockToTakeOver(unit, sessionId);
        const from = await queries.origin(unit.db, session, userId);
        const user = await queries.targetUser(unit.db, session, { ...from, userId });
        if (!user) throw notFound();
        await handOver(unit, sessions, session, {
          byUserId: userId,
          target: { userId },
          data: {
            toOperatorUserId: userId,
            toOperatorFullName: fullName(user),
            toOperatorFace: displayName(user),
          },
        });
        const requestId = await queries.insertClosedRequest(unit.db, session, unit.now, {
          routingId: from.routingId,
          channel: from.channel,
          groupId: from.groupId,
        });
        const step = { sessionId, requestId, userId, byUserId: userId };
        await writeTimeline(unit.db, companyId, unit.now, [
          { sessionId, requestId, type: 'RoutingRequestCreated', reason: { because: 'taken over' } },
          { ...step, type: 'ForwardedToUser', reason: { because: 'taken over by a supervisor' } },
          { ...step, type: 'AcceptedByOperator', reason: { because: 'taken over by a supervisor' } },
          { ...step, type: 'RoutingEnded', reason: { because: 'taken over by a supervisor' } },
        ]);
        await sessions.join(unit, session, userId);
        tellQueue(unit, { companyId, tenantId: session.tenantId });
      }),
  };
}
