import { sql } from 'kysely';
import type { Queryable } from '../foundation/database/database.ts';
import type { Move, NewOffer, Reason, Return, Withdrawal } from './schema.ts';

/** Writes of requests, offers and their timeline. The sessions concerned are locked before (round.ts, commands.ts). */

/**
 * Starts the search for sessions that entered the queue: a request each, with the operator who served this client last
 * (AD-GR-12), and its first line in the timeline. Safe when several nodes do it: one open request a session.
 */
export async function createRequests(db: Queryable, companyId: number, tenantId: number, now: Date): Promise<number> {
  const { rows } = await sql<{ id: number }>`
    with made as (
      insert into routing_requests (company_id, tenant_id, session_id, routing_id, channel, created, last_user_id)
      select s.company_id, s.tenant_id, s.id, p.routing_id, routing_channel(s.channel, s.source),
             coalesce(s.entered_queue, ${now}::timestamptz),
             (select so.user_id
              from sessions old join session_operators so on so.company_id = old.company_id and so.session_id = old.id
              where old.company_id = s.company_id and old.tenant_id = s.tenant_id and old.guest_id = s.guest_id
                and old.id <> s.id
              order by so.joined desc limit 1)
      from sessions s
      left join presets p on p.company_id = s.company_id and p.id = s.preset_id
      where s.company_id = ${companyId} and s.tenant_id = ${tenantId} and s.status = 'IN_QUEUE' and s.closed is null
        and not exists (select from routing_requests r where r.session_id = s.id and r.ended is null)
      on conflict (session_id) where ended is null do nothing
      returning *
    ), noted as (
      insert into routing_timeline (company_id, session_id, request_id, at, type, reason)
      select company_id, session_id, id, ${now}, 'RoutingRequestCreated',
             jsonb_build_object('because', 'client entered the queue', 'routingId', routing_id, 'lastUserId', last_user_id)
      from made
    )
    select id from made`.execute(db);
  return rows.length;
}

/**
 * Notes that this transaction wrote events of these sessions, so that none is written behind it
 * (0001_foundation.sql). Changes of the session itself do that on their own.
 */
export async function stampSessions(db: Queryable, companyId: number, sessionIds: readonly number[]) {
  await sql`update sessions set event_xid = pg_current_xact_id()
            where company_id = ${companyId} and id = any (${[...sessionIds]}) and event_xid <> pg_current_xact_id()`.execute(
    db,
  );
}

/**
 * Writes the offers that still hold under lock: session waiting, request in that group, operator Online, present, with
 * the channel on and a free slot (invariant 4). One statement; see migration 0020.
 */
export async function writeOffers(db: Queryable, companyId: number, tenantId: number, now: Date, offers: NewOffer[]) {
  const wanted = offers.map(({ requestId, sessionId, groupId, userId, channel, expires, whole }) => ({
    requestId,
    sessionId,
    groupId,
    userId,
    channel,
    whole,
    expires: new Date(expires).toISOString(),
  }));
  const { rows } = await sql<{ id: number; sessionId: number; requestId: number; userId: number }>`
    select id, session_id, request_id, user_id
    from routing_write_offers(${companyId}, ${tenantId}, ${now}, ${JSON.stringify(wanted)}::jsonb)`.execute(db);
  return rows;
}

/** @returns ids of those that were still open */
export async function withdrawOffers(db: Queryable, companyId: number, now: Date, withdrawals: Withdrawal[]) {
  if (withdrawals.length === 0) return new Set<number>();
  const wanted = withdrawals.map(({ offerId, outcome, reason }) => ({ id: offerId, outcome, why: reason.because }));
  const { rows } = await sql<{ id: number }>`
    update offers o set ended = ${now}, outcome = w.outcome, ended_reason = w.why
    from jsonb_to_recordset(${JSON.stringify(wanted)}::jsonb) as w (id bigint, outcome text, why text)
    where o.company_id = ${companyId} and o.id = w.id and o.ended is null
    returning o.id`.execute(db);
  return new Set(rows.map(({ id }) => id));
}

/** @returns ids of those that were still open and not marked yet */
export async function markTimedOut(db: Queryable, companyId: number, now: Date, offerIds: number[]) {
  if (offerIds.length === 0) return new Set<number>();
  const { rows } = await sql<{ id: number }>`
    update offers set timed_out = ${now}
    where company_id = ${companyId} and id = any (${offerIds}) and ended is null and timed_out is null
    returning id`.execute(db);
  return new Set(rows.map(({ id }) => id));
}

/** Puts requests into their new groups; those that are no longer where they were stay. @returns ids of the moved */
export async function moveRequests(db: Queryable, companyId: number, now: Date, moves: Move[]) {
  if (moves.length === 0) return new Set<number>();
  const wanted = moves.map(({ requestId, fromGroupId, groupId, rulePosition }) => ({
    id: requestId,
    from: fromGroupId,
    to: groupId,
    position: rulePosition,
  }));
  const { rows } = await sql<{ id: number }>`
    update routing_requests r
    set group_id = m."to", rule_position = m.position, rules_changed = false,
        entered_group = case when m."from" = m."to" then r.entered_group else ${now}::timestamptz end
    from jsonb_to_recordset(${JSON.stringify(wanted)}::jsonb) as m (id bigint, "from" integer, "to" integer, position integer)
    where r.company_id = ${companyId} and r.id = m.id and r.ended is null and r.group_id is not distinct from m."from"
    returning r.id`.execute(db);
  return new Set(rows.map(({ id }) => id));
}

/** Sends forwards back that nobody accepted; those that are no longer where they were stay. @returns ids of the moved */
export async function returnRequests(db: Queryable, companyId: number, now: Date, returns: Return[]) {
  if (returns.length === 0) return new Set<number>();
  const wanted = returns.map(({ requestId, fromStage, groupId, userId }) => ({
    id: requestId,
    was: fromStage,
    group: groupId,
    user: userId,
  }));
  const { rows } = await sql<{ id: number }>`
    update routing_requests r set
      group_id = b."group", rule_position = null, entered_group = case when b."group" is not null then ${now}::timestamptz end,
      target_user_id = b."user", stage = case when b."user" is not null then 'back' end
    from jsonb_to_recordset(${JSON.stringify(wanted)}::jsonb) as b (id bigint, was text, "group" integer, "user" integer)
    where r.company_id = ${companyId} and r.id = b.id and r.ended is null and r.stage = b.was
    returning r.id`.execute(db);
  return new Set(rows.map(({ id }) => id));
}

/** Ends searches. @returns those that were still open */
export async function endRequests(db: Queryable, companyId: number, now: Date, sessionIds: number[]) {
  if (sessionIds.length === 0) return [];
  const { rows } = await sql<{ id: number; sessionId: number; groupId: number | null }>`
    update routing_requests set ended = ${now}
    where company_id = ${companyId} and session_id = any (${sessionIds}) and ended is null
    returning id, session_id, group_id`.execute(db);
  return rows;
}

export interface EndedOffer {
  id: number;
  sessionId: number;
  requestId: number;
  groupId: number;
  userId: number;
  outcome: 'accepted' | 'declined' | 'expired' | 'withdrawn';
}

/** Ends all open offers of sessions whose search is over. */
export async function endOffersOfSessions(
  db: Queryable,
  companyId: number,
  now: Date,
  sessionIds: number[],
  why: string,
) {
  const { rows } = await sql<EndedOffer>`
    update offers set ended = ${now}, ended_reason = ${why},
                      outcome = case when expires <= ${now} then 'expired' else 'withdrawn' end
    where company_id = ${companyId} and session_id = any (${sessionIds}) and ended is null
    returning id, session_id, request_id, group_id, user_id, outcome`.execute(db);
  return rows;
}

/** The operator's own answer. @returns null when this operator holds no open offer of the session (any more) */
export async function answerOffer(
  db: Queryable,
  companyId: number,
  now: Date,
  answer: { sessionId: number; userId: number; outcome: 'accepted' | 'declined' },
) {
  const { rows } = await sql<EndedOffer>`
    update offers set ended = ${now}, outcome = ${answer.outcome}
    where company_id = ${companyId} and session_id = ${answer.sessionId} and user_id = ${answer.userId} and ended is null
    returning id, session_id, request_id, group_id, user_id, outcome`.execute(db);
  return rows[0] ?? null;
}

/** Which of these sessions have an open offer: the one border between IN_QUEUE and WAITING (OP-SS-1). */
export async function sessionsOffered(db: Queryable, companyId: number, sessionIds: number[]) {
  const { rows } = await sql<{ sessionId: number }>`
    select distinct session_id from offers
    where company_id = ${companyId} and session_id = any (${sessionIds}) and ended is null`.execute(db);
  return new Set(rows.map(({ sessionId }) => sessionId));
}

export interface TimelineLine {
  sessionId: number;
  requestId: number;
  type: string;
  groupId?: number | null;
  userId?: number | null;
  byUserId?: number | null;
  reason: Reason;
}

/** Appends steps of the search with their reasons (AD-RT-11). */
export async function writeTimeline(db: Queryable, companyId: number, at: Date, lines: TimelineLine[]): Promise<void> {
  if (lines.length === 0) return;
  const rows = lines.map(({ sessionId, requestId, type, groupId, userId, byUserId, reason }) => ({
    ...{ sessionId, requestId, type, groupId, userId, byUserId, reason },
  }));
  // One parameter however many lines: a statement of thousands of parameters costs more to read than to carry out.
  await sql`
    insert into routing_timeline (company_id, session_id, request_id, at, type, group_id, user_id, by_user_id, reason)
    select ${companyId}::integer, l."sessionId", l."requestId", ${at}::timestamptz, l.type, l."groupId", l."userId",
           l."byUserId", l.reason
    from jsonb_array_elements(${JSON.stringify(rows)}::jsonb) with ordinality as o (line, nth),
         jsonb_to_record(o.line) as l ("sessionId" bigint, "requestId" bigint, type text, "groupId" integer,
                                       "userId" integer, "byUserId" integer, reason jsonb)
    order by o.nth`.execute(db);
}

/** Tenants in which something waits or is searched for: where an engine that starts has to look. */
export async function tenantsWithWork(db: Queryable) {
  const { rows } = await sql<{ companyId: number; tenantId: number }>`
    select distinct company_id, tenant_id from (
      select company_id, tenant_id from routing_requests where ended is null
      union all
      select company_id, tenant_id from sessions where closed is null and status in ('IN_QUEUE', 'WAITING')
    ) work`.execute(db);
  return rows;
}
