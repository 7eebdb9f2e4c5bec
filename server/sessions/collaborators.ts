import { Problem } from '../foundation/errors.ts';
import type { Unit } from '../foundation/transact.ts';
import { ended, lockSeen, refuse } from './access.ts';
import * as queries from './collaborator-queries.ts';
import { operatorFact } from './lifecycle.ts';
import { isParticipant, maySupervise } from './policies.ts';
import { isHere, isRunning, leaderOf } from './rules.ts';
import type { ActivityData, SessionRecord } from './schema.ts';
import { readStays, updateStay } from './session-queries.ts';
import { recordOf, saveSession, touchOperator, writeActivity } from './transcript.ts';

/**
 * Collaborators: further operators of a running conversation (GL-22, OP-CT-4).
 *
 * ASKED      An operator who is in invited a colleague or the members of a group; who is asked sees it among the waiting
 *            sessions and may read the conversation. What moves it on:
 *            - accepted  one of them joins: a stay like any other; whoever else of the group was asked is `taken`;
 *            - rejected  this one will not come; the rest of the group stays asked;
 *            - canceled  by somebody who is in;
 *            - over      the conversation ended, was forwarded or taken over.
 * HERE       A stay (rules.ts). Whoever goes while others stay, by hand or by a kick, is "concluded" only (OP-SS-3).
 */

/** Locks a conversation for somebody who brings others in or sends them away. All below need its record. */
export async function lockToCollaborate(unit: Unit, sessionId: number): Promise<SessionRecord> {
  const { session, facts } = await lockSeen(unit, sessionId);
  if (!isRunning(session)) throw ended();
  if (!isParticipant(unit.actor, facts)) throw refuse('You are not in this conversation.');
  if (session.status !== 'ACTIVE') throw new Problem('conflict', { detail: 'The conversation waits for an operator.' });
  return session;
}

/** Asks operators in, as one invitation. Who is in or asked already is left out by the caller. */
export async function askCollaborators(
  unit: Unit,
  session: SessionRecord,
  asked: queries.NewAsk & { userIds: readonly number[]; data: ActivityData },
): Promise<void> {
  const { userIds, data, ...about } = asked;
  await queries.insertAsks(unit.db, session, unit.now, userIds, about);
  await writeActivity(unit, session, { type: 'OperatorInvited', client: 'User', userId: asked.invitedBy, data });
  await saveSession(unit, session);
}

/** @returns who was asked by this invitation and has not answered; empty when it is over */
export async function cancelInvite(unit: Unit, session: SessionRecord, inviteId: number, userId: number) {
  const open = await queries.endAsks(unit.db, session, unit.now, { requestId: inviteId }, 'canceled');
  const [first] = open;
  if (!first) return open;
  const data = await queries.targetOf(unit.db, session.companyId, inviteId);
  await writeActivity(unit, session, { type: 'OperatorInviteCanceled', client: 'User', userId, data });
  await saveSession(unit, session);
  return open;
}

/** An operator's yes or no; the session is locked, a yes is followed by `join`. @returns null when nobody asks (any more) */
export async function answerInvite(
  unit: Unit,
  session: SessionRecord,
  userId: number,
  outcome: 'accepted' | 'rejected',
) {
  const [mine] = await queries.endAsks(unit.db, session, unit.now, { userId }, outcome);
  if (!mine) return null;
  if (outcome === 'accepted') {
    await queries.endAsks(unit.db, session, unit.now, { requestId: mine.requestId }, 'taken');
  } else {
    const data = await queries.targetOf(unit.db, session.companyId, mine.requestId);
    await writeActivity(unit, session, { type: 'OperatorInviteRejected', client: 'User', userId, data });
  }
  await saveSession(unit, session);
  return mine;
}

/**
 * Sends a collaborator away. The operator whose conversation it is (who is here longest) sends anybody, whoever came later
 * nobody; supervisors do both. @throws not-found when that operator is not in it
 */
export async function kick(unit: Unit, sessionId: number, userId: number): Promise<void> {
  const { session, facts } = await lockSeen(unit, sessionId);
  const { actor } = unit;
  if (!isRunning(session)) throw ended();
  const stays = await readStays(unit.db, session.companyId, session.id);
  const leader = leaderOf(stays);
  const leads = actor.kind === 'user' && leader?.userId === actor.userId;
  if (!leads && !maySupervise(actor, facts))
    throw refuse('Only the operator who leads the conversation sends others away.');
  const stay = stays.find((one) => one.userId === userId && isHere(one));
  if (!stay) throw new Problem('not-found');
  if (stay === leader)
    throw new Problem('conflict', { detail: 'This operator leads the conversation. Forward it instead.' });
  await updateStay(unit.db, session.companyId, stay.id, { concluded: unit.now });
  const by = actor.kind === 'user' ? actor.userId : null;
  const data = await queries.operatorData(unit.db, session, userId);
  await writeActivity(unit, session, { type: 'OperatorKicked', client: 'User', userId: by, data });
  recordOf(unit, session, 'operatorConcluded', operatorFact(unit, session, userId));
  await saveSession(unit, session);
  touchOperator(unit, session, userId);
}
