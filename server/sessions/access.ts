import type { Queryable } from '../foundation/database/database.ts';
import { notFound, Problem } from '../foundation/errors.ts';
import { type Actor, companyOf } from '../foundation/security/actor.ts';
import { Retry, type Unit } from '../foundation/transact.ts';
import { maySee, type SessionFacts } from './policies.ts';
import type { SessionRecord } from './schema.ts';
import { lockRow, lockRows, readRecord, userFacts } from './session-queries.ts';

/**
 * The only ways to a session for an actor: loading is the permission check. Unknown, foreign and forbidden look the
 * same from outside (not-found).
 */
export interface Seen {
  session: SessionRecord;
  facts: SessionFacts;
}

/** @throws not-found when the session does not exist in the actor's company, or not for the actor */
export async function loadSeen(db: Queryable, actor: Actor, sessionId: number): Promise<Seen> {
  const session = await readRecord(db, companyOf(actor), sessionId);
  if (!session) throw notFound();
  return seen(db, actor, session);
}

/** The same under lock, for commands. */
export async function lockSeen(unit: Unit, sessionId: number): Promise<Seen> {
  const session = await lockSession(unit, companyOf(unit.actor), sessionId);
  return seen(unit.db, unit.actor, session);
}

/**
 * Locks a session for this unit. Call it before any other write of the unit: a transaction that wrote earlier and then
 * waited here is older than what it finds, and starts again (0001_foundation.sql).
 */
export async function lockSession(unit: Unit, companyId: number, sessionId: number): Promise<SessionRecord> {
  const locked = await lockRow(unit.db, companyId, sessionId);
  if (!locked) throw notFound();
  if (locked.behind) throw new Retry('The session was written by a younger transaction.');
  return locked.record;
}

/** Several at once, for work that takes them together; those that do not exist are left out. */
export async function lockSessions(
  unit: Unit,
  companyId: number,
  sessionIds: readonly number[],
): Promise<Map<number, SessionRecord>> {
  const rows = await lockRows(unit.db, companyId, sessionIds);
  if (rows.some(({ behind }) => behind)) throw new Retry('A session was written by a younger transaction.');
  return new Map(rows.map(({ record }) => [record.id, record]));
}

async function seen(db: Queryable, actor: Actor, session: SessionRecord): Promise<Seen> {
  const related =
    actor.kind === 'user'
      ? await userFacts(db, session, actor.userId)
      : { here: false, tookPart: false, offered: false, invited: false, servesGuest: false };
  const facts: SessionFacts = { tenantId: session.tenantId, guestId: session.guestId, ...related };
  if (!maySee(actor, facts)) throw notFound();
  return { session, facts };
}

export const refuse = (detail: string) => new Problem('not-permitted', { detail });
export const ended = () => new Problem('session-ended');
