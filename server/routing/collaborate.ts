import { limits } from '@hovor/protocol/limits';
import { displayName, fullName } from '../directory/service.ts';
import { invalid, notFound, Problem } from '../foundation/errors.ts';
import { type UserActor, userActor } from '../foundation/security/actor.ts';
import { type Store, transact, type Unit } from '../foundation/transact.ts';
import * as queries from './collaborate-queries.ts';
import * as forwards from './forward-queries.ts';
import { type TimelineLine, writeTimeline } from './offer-queries.ts';
import type { SessionRecord, SessionsPort } from './ports.ts';
import { familyOf, type Reason, rightFor } from './schema.ts';

/** Who is asked in: one operator, or the members of a group who are here. */
export interface CollaboratorInvite {
  target: { groupId: number } | { userId: number };
  note: string | null;
}

/** Collaborators by the rules of assignment: who can be asked, capacity, and the steps in the timeline (OP-CT-4). */
export function createCollaborate(store: Store, sessions: SessionsPort) {
  const invited: Reason = { because: 'invited as a collaborator' };
  const step = (
    session: SessionRecord,
    requestId: number,
    type: string,
    about: Partial<TimelineLine>,
  ): TimelineLine => ({
    ...{ sessionId: session.id, requestId, type, reason: invited },
    ...about,
  });

  /** Members of a group who could join: Online, here, with the right to the channel, not in and not asked yet. */
  async function membersOf(unit: Unit, session: SessionRecord, groupId: number) {
    const group = await forwards.targetGroup(unit.db, session, groupId);
    if (!group) throw notFound();
    const { channel } = await forwards.origin(unit.db, session, null);
    const members = await queries.ableMembers(unit.db, session, { groupId, right: rightFor[channel], now: unit.now });
    if (members.length === 0) {
      throw new Problem('conflict', { detail: 'Nobody else of this group is here and Online. Ask a single operator.' });
    }
    return { userIds: members, data: { toGroupId: group.id, toGroupName: group.name } };
  }

  async function oneOperator(unit: Unit, session: SessionRecord, userId: number) {
    const origin = await forwards.origin(unit.db, session, null);
    const user = await forwards.targetUser(unit.db, session, { ...origin, userId });
    if (!user) throw notFound();
    if (!user.roles.includes(rightFor[origin.channel])) {
      throw invalid('userId', 'This operator has no right to the channel of the conversation.');
    }
    const { isIn, asked, present } = await queries.standing(unit.db, session, userId, unit.now);
    if (isIn) throw invalid('userId', 'This operator is in the conversation already.');
    if (asked) throw invalid('userId', 'This operator is asked already.');
    if (!present) throw new Problem('conflict', { detail: 'This operator is not logged in.' });
    const data = { toOperatorUserId: userId, toOperatorFullName: fullName(user), toOperatorFace: displayName(user) };
    return { userIds: [userId], data };
  }

  return {
    /**
     * An operator who is in asks colleagues in. An invitation holds no slot and does not run out: it stays until it is
     * answered, canceled, or the conversation leaves its operators.
     * @throws not-found (session or target), not-permitted, session-ended, conflict (nobody is here), invalid-input
     */
    invite: (actor: UserActor, sessionId: number, { target, note }: CollaboratorInvite): Promise<void> =>
      transact(store, actor, async (unit) => {
        const session = await sessions.lockToCollaborate(unit, sessionId);
        const groupId = 'groupId' in target ? target.groupId : null;
        const { userIds, data } =
          'groupId' in target
            ? await membersOf(unit, session, target.groupId)
            : await oneOperator(unit, session, target.userId);
        const { channel, routingId } = await forwards.origin(unit.db, session, null);
        const requestId = await forwards.insertClosedRequest(unit.db, session, unit.now, {
          routingId,
          channel,
          groupId,
        });
        const text = note?.trim().slice(0, limits.noteLength) || null;
        const by = actor.userId;
        await sessions.askCollaborators(unit, session, {
          ...{ requestId, groupId, invitedBy: by, note: text, userIds },
          data: { ...data, ...(text && { note: text }) },
        });
        const [first] = userIds;
        await writeTimeline(unit.db, actor.companyId, unit.now, [
          step(session, requestId, 'RoutingRequestCreated', {}),
          groupId === null
            ? step(session, requestId, 'InvitedUser', { userId: first, byUserId: by })
            : step(session, requestId, 'InvitedGroup', { groupId, byUserId: by }),
          ...userIds.map((userId) => step(session, requestId, 'AssignedToOperator', { userId, groupId })),
        ]);
        for (const id of userIds) {
          unit.touch({ companyId: actor.companyId, tenantId: session.tenantId, topic: 'operator', id });
        }
      }),

    /** Takes an invitation back. @throws not-found (also when it is over), not-permitted, session-ended */
    cancelInvite: (actor: UserActor, sessionId: number, inviteId: number): Promise<void> =>
      transact(store, actor, async (unit) => {
        const session = await sessions.lockToCollaborate(unit, sessionId);
        const open = await sessions.cancelInvite(unit, session, inviteId, actor.userId);
        if (open.length === 0) throw notFound();
        const reason: Reason = { because: 'the invitation was canceled' };
        await writeTimeline(unit.db, actor.companyId, unit.now, [
          step(session, inviteId, 'RoutingEnded', { byUserId: actor.userId, reason }),
        ]);
      }),

    /** Sends a collaborator away. @throws not-found, not-permitted, conflict (leads the conversation), session-ended */
    kick: (actor: UserActor, sessionId: number, userId: number): Promise<void> =>
      transact(store, actor, (unit) => sessions.kick(unit, sessionId, userId)),

    /**
     * An invited operator joins, when a slot is free. The caller holds the session's lock.
     * @returns false when nobody asks (any more) @throws no-free-slot
     */
    async takeInvite(unit: Unit, session: SessionRecord): Promise<boolean> {
      const { userId, companyId } = userActor(unit.actor);
      const { asked } = await queries.standing(unit.db, session, userId, unit.now);
      if (!asked || session.status !== 'ACTIVE') return false;
      const { channel } = await forwards.origin(unit.db, session, null);
      if (!(await queries.hasFreeSlot(unit.db, companyId, userId, familyOf(channel))))
        throw new Problem('no-free-slot');
      const mine = await sessions.answerInvite(unit, session, userId, 'accepted');
      if (!mine) return false;
      const { requestId, groupId } = mine;
      const reason: Reason = { because: 'accepted by the operator' };
      await writeTimeline(unit.db, companyId, unit.now, [
        step(session, requestId, 'AcceptedByOperator', { userId, groupId, reason }),
        step(session, requestId, 'RoutingEnded', { groupId, reason }),
      ]);
      await sessions.join(unit, session, userId);
      return true;
    },

    /** @returns false when nobody asks (any more) */
    async rejectInvite(unit: Unit, session: SessionRecord): Promise<boolean> {
      const { userId, companyId } = userActor(unit.actor);
      const mine = await sessions.answerInvite(unit, session, userId, 'rejected');
      if (!mine) return false;
      const reason: Reason = { because: 'rejected by the operator' };
      const { requestId, groupId } = mine;
      await writeTimeline(unit.db, companyId, unit.now, [
        step(session, requestId, 'OperatorTimeoutExpired', { userId, groupId, byUserId: userId, reason }),
      ]);
      return true;
    },
  };
}
export type Collaborate = ReturnType<typeof createCollaborate>;
