import type { TerminationReason } from '@hovor/protocol/enums';
import { Problem } from '../foundation/errors.ts';
import type { Actor, UserActor } from '../foundation/security/actor.ts';
import { type Store, transact, type Unit } from '../foundation/transact.ts';
import { ended, lockSeen, refuse } from './access.ts';
import { leaveChatbot } from './bots.ts';
import { endAsks } from './collaborator-queries.ts';
import { isParticipant, mayEnd, mayErase, mayForward, mayTakeOver } from './policies.ts';
import {
  allConcluded,
  guestLeftAt,
  guestLeftByEnd,
  inAcw,
  isHere,
  isRunning,
  isWaiting,
  leaverOf,
  queueStatus,
  reasonOfEnd,
  staysAfterEnd,
} from './rules.ts';
import type { Handover, SessionRecord, Stay } from './schema.ts';
import { acwSeconds, insertStay, readStays, updateStatus, updateStay } from './session-queries.ts';
import { recordOf, saveSession, touchOperator, touchQueue, touchSession, writeActivity } from './transcript.ts';

/** ACW of an operator who is in no group of the tenant (AD-SET-18). */
const defaultAcwSeconds = 60;

/** Steps of a session's life that routing takes in its own units. The sessions must be locked there. */
export const toWaiting = (unit: Unit, sessions: readonly SessionRecord[]): Promise<void> =>
  moveInQueue(unit, sessions, 1);

export const toQueue = (unit: Unit, sessions: readonly SessionRecord[]): Promise<void> =>
  moveInQueue(unit, sessions, 0);

async function moveInQueue(unit: Unit, sessions: readonly SessionRecord[], offers: number) {
  const status = queueStatus(offers);
  const moved = sessions.filter((session) => isWaiting(session.status) && session.status !== status);
  const [first] = moved;
  if (!first) return;
  const ids = moved.map(({ id }) => id);
  await updateStatus(unit.db, first.companyId, ids, status);
  for (const session of moved) {
    session.status = status;
    touchSession(unit, session);
    touchQueue(unit, session);
  }
}

export async function join(
  unit: Unit,
  session: SessionRecord,
  userId: number,
  { autoAccepted = false }: { autoAccepted?: boolean } = {},
): Promise<void> {
  if (!isRunning(session)) throw ended();
  const stays = await readStays(unit.db, session.companyId, session.id);
  if (stays.some((stay) => stay.userId === userId && isHere(stay))) return;
  await insertStay(unit.db, { companyId: session.companyId, sessionId: session.id, userId, joined: unit.now });
  await writeActivity(unit, session, { type: 'Joined', client: 'User', userId });
  recordOf(unit, session, 'operatorJoined', operatorFact(unit, session, userId));
  const wasWaiting = isWaiting(session.status);
  await saveSession(unit, session, {
    ...(session.status !== 'ACTIVE' && { status: 'ACTIVE' }),
    ...(session.started === null && { started: unit.now, autoAccepted }),
  });
  if (wasWaiting) touchQueue(unit, session);
  touchOperator(unit, session, userId);
}

/** Ends a running session for everybody. `endedBy`: the operator who pressed End. */
export async function endWithin(
  unit: Unit,
  session: SessionRecord,
  reason: TerminationReason,
  endedBy: number | null = null,
): Promise<void> {
  if (!isRunning(session)) return;
  await leaveChatbot(unit, session, 'ended');
  await endAsks(unit.db, session, unit.now, {}, 'over');
  const stays = await readStays(unit.db, session.companyId, session.id);
  const leaver = leaverOf(stays, endedBy);
  const seconds = leaver && (await acwSeconds(unit.db, session.companyId, session.tenantId, leaver.userId));
  const after = staysAfterEnd(stays, leaver, seconds ?? defaultAcwSeconds, unit.now);
  const wasWaiting = isWaiting(session.status);

  recordOf(unit, session, 'ended', {
    tenantId: session.tenantId,
    channel: session.channel,
    source: session.source,
    started: session.started?.toISOString() ?? null,
    ended: unit.now.toISOString(),
    terminationReason: reason,
  });
  for (const { stay, left, concluded, acwUntil } of after.stays) {
    await updateStay(unit.db, session.companyId, stay.id, { left, concluded, acwUntil });
    if (left) {
      await writeActivity(unit, session, { type: 'Left', client: 'User', userId: stay.userId });
      recordOf(unit, session, 'operatorLeft', operatorFact(unit, session, stay.userId));
    }
    if (concluded) recordOf(unit, session, 'operatorConcluded', operatorFact(unit, session, stay.userId));
    touchOperator(unit, session, stay.userId);
  }
  if (reason === 'GuestLeft') await writeActivity(unit, session, { type: 'Left', client: 'Guest' });
  await writeActivity(unit, session, { type: 'SessionEnded', client: null, data: { terminationReason: reason } });
  await saveSession(unit, session, {
    status: after.status,
    ended: unit.now,
    ...(after.status === 'CLOSED' && { closed: unit.now }),
    terminationReason: reason,
    guestLeft: guestLeftByEnd(session, reason),
    guestLost: null,
  });
  if (wasWaiting) touchQueue(unit, session);
}

export async function lockToForward(unit: Unit, sessionId: number): Promise<SessionRecord> {
  const { session, facts } = await lockSeen(unit, sessionId);
  if (!isRunning(session)) throw ended();
  if (!mayForward(unit.actor, facts))
    throw refuse('Only those who talk in it or are offered it forward a conversation.');
  return session;
}

export async function lockToTakeOver(unit: Unit, sessionId: number): Promise<SessionRecord> {
  const { session, facts } = await lockSeen(unit, sessionId);
  if (!isRunning(session)) throw ended();
  if (!mayTakeOver(unit.actor, facts))
    throw refuse('Only tenant administrators who are operators take conversations over.');
  if (facts.here) {
    const stays = await readStays(unit.db, session.companyId, session.id);
    if (stays.filter(isHere).length === 1)
      throw new Problem('conflict', { detail: 'You serve this conversation already.' });
  }
  return session;
}

/**
 * The session leaves everybody who is here, who are "concluded" only (OP-SS-2), and looks for somebody again. It keeps
 * the time it entered the queue and the first acceptance, so that waiting time and length count once.
 */
export async function handOver(unit: Unit, session: SessionRecord, { byUserId, target, data }: Handover) {
  if (!isRunning(session)) throw ended();
  await leaveChatbot(unit, session, 'forward');
  await endAsks(unit.db, session, unit.now, {}, 'over');
  await writeActivity(unit, session, {
    type: 'SessionForwarded',
    client: byUserId === null ? null : 'User',
    userId: byUserId,
    data,
  });
  recordOf(unit, session, 'forwarded', {
    tenantId: session.tenantId,
    channel: session.channel,
    source: session.source,
    time: unit.now.toISOString(),
    userId: null,
    operatorGroupId: null,
    chatbotId: null,
    ...('groupId' in target ? { operatorGroupId: target.groupId } : target),
  });
  const stays = await readStays(unit.db, session.companyId, session.id);
  for (const stay of stays.filter(isHere)) {
    await updateStay(unit.db, session.companyId, stay.id, { concluded: unit.now });
    recordOf(unit, session, 'operatorConcluded', operatorFact(unit, session, stay.userId));
    touchOperator(unit, session, stay.userId);
  }
  await saveSession(unit, session, { status: queueStatus(0) });
  touchQueue(unit, session);
}

/** ACW of one stay is over; the last one closes the session. */
export async function concludeStay(unit: Unit, session: SessionRecord, stay: Stay, stays: readonly Stay[]) {
  await updateStay(unit.db, session.companyId, stay.id, { concluded: unit.now, acwDraft: null });
  recordOf(unit, session, 'operatorConcluded', operatorFact(unit, session, stay.userId));
  touchOperator(unit, session, stay.userId);
  const others = stays.filter((other) => other.id !== stay.id);
  if (!isRunning(session) && allConcluded(others) && session.status !== 'CLOSED') {
    await saveSession(unit, session, { status: 'CLOSED', closed: unit.now });
  } else {
    await saveSession(unit, session);
  }
}

export async function lockToErase(unit: Unit, sessionId: number): Promise<SessionRecord> {
  const { session } = await lockSeen(unit, sessionId);
  if (!mayErase(unit.actor)) throw refuse('Only integrations that may anonymise do this.');
  return session;
}

export async function closeWithin(unit: Unit, session: SessionRecord, reason: TerminationReason): Promise<void> {
  await endWithin(unit, session, reason);
  for (let stays = await readStays(unit.db, session.companyId, session.id); ; ) {
    const stay = stays.find(inAcw);
    if (!stay) return;
    await concludeStay(unit, session, stay, stays);
    stays = await readStays(unit.db, session.companyId, session.id);
  }
}

export const operatorFact = (unit: Unit, session: SessionRecord, userId: number) => ({
  tenantId: session.tenantId,
  userId,
  channel: session.channel,
  source: session.source,
  time: unit.now.toISOString(),
});

/** The commands of those who talk. */
export function createLifecycle(store: Store) {
  return {
    async end(actor: Actor, sessionId: number, wanted?: TerminationReason): Promise<void> {
      await transact(store, actor, async (unit) => {
        const { session, facts } = await lockSeen(unit, sessionId);
        if (!isRunning(session)) return guestGoes(unit, session, actor);
        if (!mayEnd(actor, facts)) throw refuse('Only those who talk in it end a conversation.');
        const reason = reasonOfEnd(actor, session, wanted);
        if (!reason) throw refuse('This reason is not yours to give.');
        await endWithin(unit, session, reason, actor.kind === 'user' ? actor.userId : null);
      });
    },

    async leave(actor: UserActor, sessionId: number): Promise<void> {
      await transact(store, actor, async (unit) => {
        const { session, facts } = await lockSeen(unit, sessionId);
        if (!isRunning(session)) return;
        if (!isParticipant(actor, facts)) throw refuse('You are not in this conversation.');
        const stays = await readStays(unit.db, session.companyId, session.id);
        const mine = stays.find((stay) => stay.userId === actor.userId && isHere(stay));
        if (!mine) throw new Problem('internal');
        if (!stays.some((stay) => stay !== mine && isHere(stay))) {
          return endWithin(unit, session, 'OperatorLeft', actor.userId);
        }
        await writeActivity(unit, session, { type: 'Left', client: 'User', userId: actor.userId });
        await concludeStay(unit, session, mine, stays);
      });
    },
  };

  /** The client closes a conversation that is over: the exit form (MOD-RD-10). Ending twice changes nothing else. */
  async function guestGoes(unit: Unit, session: SessionRecord, actor: Actor) {
    if (actor.kind === 'guest') await leaveAfterEnd(unit, session);
  }
}

/** Notes once that the client has gone after the end. */
export async function leaveAfterEnd(unit: Unit, session: SessionRecord): Promise<void> {
  if (session.guestLeft !== 'StillConnected') return;
  const guestLeft = guestLeftAt(session.status);
  recordOf(unit, session, 'guestLeft', { guestLeft });
  await saveSession(unit, session, { guestLeft });
}
