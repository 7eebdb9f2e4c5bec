import type { TakenAway } from '@hovor/protocol/desk';
import { sql } from 'kysely';
import type { Queryable } from '../foundation/database/database.ts';

/** SQL behind what clients and operators see of the queue. */

export interface QueuePlaceRow {
  sessionId: number;
  groupId: number | null;
  place: number;
}

/** Places of these sessions in their groups' queues, from 1; those that wait for nobody are left out. */
export async function placesInQueue(db: Queryable, sessionIds: readonly number[]) {
  const { rows } = await sql<QueuePlaceRow>`
    with asked as (
      select company_id, tenant_id, group_id, target_user_id, session_id from routing_requests
      where session_id = any (${[...sessionIds]}) and ended is null
    ), queue as (
      select r.session_id, r.group_id,
             row_number() over (partition by r.company_id, r.tenant_id, r.group_id, r.target_user_id order by r.created, r.id)::int as place
      from routing_requests r
      join sessions s on s.company_id = r.company_id and s.id = r.session_id and s.status in ('IN_QUEUE', 'WAITING')
      where r.ended is null
        and exists (select from asked a where a.company_id = r.company_id and a.tenant_id = r.tenant_id
                                          and a.group_id is not distinct from r.group_id
                                          and a.target_user_id is not distinct from r.target_user_id)
    )
    select * from queue where session_id in (select session_id from asked)`.execute(db);
  return rows;
}

/**
 * How many clients operators of these groups accepted since a time, and when the first of them was. Groups in which
 * nobody is Online now are left out: their recent pace says nothing about the next.
 */
export async function recentFlow(db: Queryable, groupIds: number[], { since, now }: { since: Date; now: Date }) {
  const { rows } = await sql<{ groupId: number; accepted: number; first: Date }>`
    select group_id, count(*)::int as accepted, min(ended) as first from offers
    where group_id = any (${groupIds}) and outcome = 'accepted' and ended > ${since}
      and exists (select from group_members m
                  join operator_states st on st.company_id = m.company_id and st.user_id = m.user_id and st.kind = 'ONLINE'
                  join presence p on p.user_id = m.user_id and p.tenant_id = offers.tenant_id and p.expires > ${now}
                  where m.company_id = offers.company_id and m.group_id = offers.group_id)
    group by group_id`.execute(db);
  return rows;
}

export interface OpenOfferRow {
  userId: number;
  sessionId: number;
  groupId: number;
  groupName: string;
  offered: Date;
  expires: Date;
  forwarded: { by: string | null; note: string | null } | null;
  returned: { to: string | null; because: string | null } | null;
}

/** Open offers of operators in a tenant, longest wait first; only of these sessions when given. */
export async function openOffers(
  db: Queryable,
  about: { companyId: number; tenantId: number; userIds: readonly number[]; sessionIds?: readonly number[] },
) {
  const only = about.sessionIds ? [...about.sessionIds] : null;
  const { rows } = await sql<OpenOfferRow>`
    select o.user_id, o.session_id, o.group_id, g.name as group_name, o.offered, o.expires, f.forwarded, b.returned
    from offers o
    join groups g on g.company_id = o.company_id and g.id = o.group_id
    join sessions s on s.company_id = o.company_id and s.id = o.session_id and s.status in ('IN_QUEUE', 'WAITING')
    left join routing_requests r on r.company_id = o.company_id and r.id = o.request_id and r.forwarded
    left join lateral (
      select jsonb_build_object('by', trim(u.first_name || ' ' || u.last_name), 'note', a.data -> 'note') as forwarded
      from activities a left join users u on u.company_id = a.company_id and u.id = a.user_id
      where a.session_id = r.session_id and a.type = 'SessionForwarded'
      order by a.seq desc limit 1) f on true
    left join lateral (
      select jsonb_build_object(
               'to', coalesce(a.data ->> 'toGroupName', a.data ->> 'toOperatorFullName', a.data ->> 'toChatbotName'),
               'because', (select t.reason ->> 'because' from routing_timeline t
                           where t.request_id = r.id and t.type = 'ForwardedToUser' and t.user_id = o.user_id
                           order by t.id desc limit 1)) as returned
      from activities a
      where r.stage = 'back' and r.return_user_id = o.user_id and a.session_id = r.session_id
        and a.type = 'SessionForwarded'
      order by a.seq desc limit 1) b on true
    where o.company_id = ${about.companyId} and o.tenant_id = ${about.tenantId} and o.user_id = any (${[...about.userIds]})
      and o.ended is null and (${only}::bigint[] is null or o.session_id = any (${only}))
    order by s.entered_queue, o.session_id`.execute(db);
  return rows;
}

/** Who is concerned by changes of sessions: operators who are in, those who hold an offer and those asked in. */
export async function concerned(db: Queryable, companyId: number, sessionIds: readonly number[]) {
  const ids = [...sessionIds];
  const { rows } = await sql<{ sessionId: number; userId: number }>`
    select session_id, user_id from session_operators
    where company_id = ${companyId} and session_id = any (${ids}) and concluded is null
    union
    select session_id, user_id from offers
    where company_id = ${companyId} and session_id = any (${ids}) and ended is null
    union
    select session_id, user_id from collaborator_offers
    where company_id = ${companyId} and session_id = any (${ids}) and ended is null`.execute(db);
  return rows;
}

/** How the last offer of each session to each of these operators ended. */
export async function offerOutcomes(
  db: Queryable,
  companyId: number,
  userIds: number[],
  sessionIds: readonly number[],
) {
  const { rows } = await sql<{ sessionId: number; userId: number; outcome: string | null; endedReason: string | null }>`
    select distinct on (session_id, user_id) session_id, user_id, outcome, ended_reason from offers
    where company_id = ${companyId} and session_id = any (${[...sessionIds]}) and user_id = any (${userIds})
    order by session_id, user_id, id desc`.execute(db);
  return rows;
}

/**
 * Who took sessions away from operators whose last stay in them is concluded, and how; nothing for those who gave them
 * away themselves. The line and the end of the stay were written in one transaction and carry its time.
 */
export async function takenAway(
  db: Queryable,
  companyId: number,
  userIds: readonly number[],
  sessionIds: readonly number[],
) {
  const { rows } = await sql<{ sessionId: number; userId: number; why: TakenAway['why']; by: string | null }>`
    select so.session_id, so.user_id, trim(u.first_name || ' ' || u.last_name) as by,
           case when a.type = 'OperatorKicked' then 'kicked'
                when a.data ->> 'toOperatorUserId' = a.user_id::text then 'takenOver'
                else 'rerouted' end as why
    from session_operators so
    join activities a on a.session_id = so.session_id and a.at = so.concluded
      and (a.type = 'SessionForwarded'
           or a.type = 'OperatorKicked' and a.data ->> 'toOperatorUserId' = so.user_id::text)
    left join users u on u.company_id = a.company_id and u.id = a.user_id
    where so.company_id = ${companyId} and so.session_id = any (${[...sessionIds]}) and so.user_id = any (${[...userIds]})
      and a.user_id is distinct from so.user_id
      and not exists (select from session_operators later
                      where later.session_id = so.session_id and later.user_id = so.user_id and later.id > so.id)`.execute(
    db,
  );
  return rows;
}

export interface OfferedOperator {
  sessionId: number;
  userId: number;
  firstName: string;
  lastName: string;
  nickname: string | null;
}

/** Everybody these sessions are offered to now, in the order of the offers (AD-AP-2). */
export async function offeredOperators(
  db: Queryable,
  about: { companyId: number; tenantId: number; sessionIds: readonly number[] },
) {
  const { rows } = await sql<OfferedOperator>`
    select o.session_id, o.user_id, u.first_name, u.last_name, m.nickname
    from offers o
    join users u on u.company_id = o.company_id and u.id = o.user_id
    left join memberships m on m.company_id = o.company_id and m.user_id = o.user_id and m.tenant_id = o.tenant_id
    where o.company_id = ${about.companyId} and o.tenant_id = ${about.tenantId} and o.ended is null
      and o.session_id = any (${[...about.sessionIds]})
    order by o.offered, o.id`.execute(db);
  return rows;
}
