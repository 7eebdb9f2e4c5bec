import { limits } from '@hovor/protocol/limits';
import { displayName, fullName } from '../directory/service.ts';
import { invalid, notFound, Problem } from '../foundation/errors.ts';
import type { Actor } from '../foundation/security/actor.ts';
import { type Store, transact, type Unit } from '../foundation/transact.ts';
import { tellQueue } from './changes.ts';
import * as queries from './forward-queries.ts';
import { handOver } from './hand-over.ts';
import { writeTimeline } from './offer-queries.ts';
import type { ChatbotsPort, SessionRecord, SessionsPort } from './ports.ts';
import { type Reason, rightFor } from './schema.ts';

/** To whom a session is forwarded (OP-ES-6). */
export type ForwardTarget = { groupId: number } | { userId: number } | { chatbotId: number };

export interface Forward {
  target: ForwardTarget;
  /** For whoever takes it; the client does not see it. */
  note: string | null;
  /** Where nobody has a free slot, slots do not count (CB-CM-16). */
  pastCapacity?: boolean;
}

/**
 * Forwarding (OP-ES-2 to OP-ES-6, OP-SS-2): the present search or conversation ends for its operators, a new search
 * begins that is aimed at the target. What becomes of it when nobody accepts is decided by rules.ts (FORWARDED).
 */
export function createForward(store: Store, sessions: SessionsPort, chatbots: ChatbotsPort | undefined) {
  /**
   * In the unit of another room, which has locked the session. `byUserId`: the operator who forwards.
   * @throws session-ended, not-found (no such target in the tenant), invalid-input (the target cannot take it)
   */
  async function forwardWithin(unit: Unit, session: SessionRecord, forward: Forward & { byUserId: number | null }) {
    const { target, byUserId } = forward;
    const from = await queries.origin(unit.db, session, byUserId);
    const note = forward.note?.trim() ? { note: forward.note.trim().slice(0, limits.noteLength) } : {};
    // A supervisor who is not in the conversation only sends it on: it comes back to whoever served it.
    const returnUserId = from.byIsIn ? byUserId : from.servedBy;
    const back = {
      ...{ routingId: from.routingId, channel: from.channel, returnUserId, returnGroupId: from.groupId },
      pastCapacity: forward.pastCapacity ?? false,
    };

    if ('chatbotId' in target) {
      const bot = await chatbots?.find(unit, session, target.chatbotId);
      if (!bot) throw chatbots ? notFound() : noChatbots();
      await handOver(unit, sessions, session, {
        byUserId,
        target,
        data: { ...toChatbot(target.chatbotId, bot.name), ...note },
      });
      if (!(await chatbots?.take(unit, session, target.chatbotId))) throw notFound();
      return;
    }
    if ('groupId' in target) {
      const group = await queries.targetGroup(unit.db, session, target.groupId);
      if (!group) throw notFound();
      const data = { toGroupId: group.id, toGroupName: group.name, ...note };
      await handOver(unit, sessions, session, { byUserId, target, data });
      return search(unit, session, byUserId, { ...back, groupId: group.id, targetUserId: null });
    }
    const { userId } = target;
    const user = await queries.targetUser(unit.db, session, { ...from, userId });
    if (!user) throw notFound();
    if (userId === byUserId) throw invalid('userId', 'This is you. Choose somebody else.');
    if (userId === from.servedBy) throw invalid('userId', 'This operator serves the conversation now.');
    if (!user.roles.includes(rightFor[from.channel])) {
      throw invalid('userId', 'This operator has no right to the channel of the conversation.');
    }
    if (user.groupId === null) throw invalid('userId', 'The tenant has no group of operators.');
    const data = {
      toOperatorUserId: userId,
      toOperatorFullName: fullName(user),
      toOperatorFace: displayName(user),
      ...note,
    };
    await handOver(unit, sessions, session, { byUserId, target, data });
    await search(unit, session, byUserId, { ...back, groupId: user.groupId, targetUserId: userId });
  }

  async function search(unit: Unit, session: SessionRecord, byUserId: number | null, request: queries.ForwardRequest) {
    const { companyId, tenantId, id: sessionId } = session;
    const requestId = await queries.insertForward(unit.db, session, unit.now, request);
    const { groupId, targetUserId } = request;
    const step = { sessionId, requestId, groupId };
    const forwarded: Reason = { because: 'forwarded' };
    const by: { byUserId: number | null; reason: Reason } = {
      byUserId,
      reason: { because: byUserId === null ? 'forwarded by an integration' : 'forwarded by a user' },
    };
    await writeTimeline(unit.db, companyId, unit.now, [
      { ...step, groupId: null, type: 'RoutingRequestCreated', reason: forwarded },
      targetUserId === null
        ? { ...step, ...by, type: 'ForwardedToGroup' }
        : { ...step, ...by, groupId: null, userId: targetUserId, type: 'ForwardedToUser' },
      ...(targetUserId === null ? [{ ...step, type: 'EnteredGroupQueue', reason: forwarded }] : []),
    ]);
    tellQueue(unit, { companyId, tenantId });
  }

  return {
    forwardWithin,

    /**
     * A new session looks for this one operator first, and falls to the rules of its package when that one does not
     * accept in time or cannot be given it at all (OP-WS-11). In the unit that made the session.
     */
    async aimWithin(unit: Unit, session: SessionRecord, userId: number): Promise<void> {
      const from = await queries.origin(unit.db, session, null);
      const user = await queries.targetUser(unit.db, session, { ...from, userId });
      if (!user || user.groupId === null || !user.roles.includes(rightFor[from.channel])) return;
      const { routingId, channel } = from;
      const requestId = await queries.insertForward(unit.db, session, unit.now, {
        ...{ routingId, channel, groupId: user.groupId, targetUserId: userId, returnUserId: null, returnGroupId: null },
        pastCapacity: false,
      });
      const reason: Reason = { because: 'the client came by an invitation' };
      const step = { sessionId: session.id, requestId, reason };
      await writeTimeline(unit.db, session.companyId, unit.now, [
        { ...step, type: 'RoutingRequestCreated' },
        { ...step, type: 'ForwardedToUser', userId },
      ]);
    },

    /**
     * An operator who is in the session or is offered it (OP-AC-5), a supervisor (AD-SE-7) or an integration sends it on.
     * @throws not-found (session or target), not-permitted, session-ended, invalid-input
     */
    forward: (actor: Actor, sessionId: number, forward: Forward): Promise<void> =>
      transact(store, actor, async (unit) => {
        const session = await sessions.lockToForward(unit, sessionId);
        await forwardWithin(unit, session, { ...forward, byUserId: actor.kind === 'user' ? actor.userId : null });
      }),
  };
}

const toChatbot = (toChatbotId: number, toChatbotName: string) => ({ toChatbotId, toChatbotName });
const noChatbots = () => new Problem('not-built', { detail: 'Chatbots are not available in this version.' });
