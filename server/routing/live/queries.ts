import type { Channel } from '@hovor/protocol/enums';
import { sql } from 'kysely';
import type { Queryable } from '../../foundation/database/database.ts';

/** SQL of the live boards; besides the snapshot a constant number of statements. */

/** Conversations not concluded yet, by operator, group that accepted them, and channel. */
export interface HeldRow {
  userId: number;
  /** Null for whoever came in otherwise than by an offer. */
  groupId: number | null;
  channel: Channel;
  active: number;
  acw: number;
}

export async function held(db: Queryable, companyId: number, tenantId: number) {
  const { rows } = await sql<HeldRow>`
    select so.user_id, o.group_id, routing_channel(s.channel, s.source) as channel,
           count(*) filter (where so."left" is null and s.status = 'ACTIVE')::int as active,
           count(*) filter (where so."left" is not null or s.status <> 'ACTIVE')::int as acw
    from session_operators so
    join sessions s on s.company_id = so.company_id and s.id = so.session_id and s.tenant_id = ${tenantId}
    left join lateral (
      select a.group_id from offers a
      where a.session_id = so.session_id and a.user_id = so.user_id and a.outcome = 'accepted'
      order by a.ended desc limit 1
    ) o on true
    where so.company_id = ${companyId} and so.concluded is null
    group by 1, 2, 3`.execute(db);
  return rows;
}

/** What an operator's card shows besides the snapshot. */
export interface CardRow {
  userId: number;
  awayReasonId: number | null;
  awayReason: string | null;
  note: string | null;
  changed: Date;
  forced: boolean;
  roles: string[];
}

export async function cards(db: Queryable, companyId: number, tenantId: number) {
  const { rows } = await sql<CardRow>`
    select m.user_id, m.roles, st.away_reason_id, ar.name as away_reason, st.note, coalesce(st.changed, u.created) as changed,
           coalesce(st.forced, false) as forced
    from memberships m
    join users u on u.company_id = m.company_id and u.id = m.user_id and u.enabled
    left join operator_states st on st.company_id = m.company_id and st.user_id = m.user_id
    left join away_reasons ar on ar.company_id = st.company_id and ar.id = st.away_reason_id
    where m.company_id = ${companyId} and m.tenant_id = ${tenantId} and 'Operator' = any (m.roles)
    order by m.user_id`.execute(db);
  return rows;
}

/** Searches that ended within a quarter of an hour. Quarters: every time zone's midnight lies between two of them. */
export interface QuarterRow {
  groupId: number;
  channel: Channel;
  /** Start of the quarter; milliseconds since 1970. */
  quarter: number;
  accepted: number;
  inTime: number;
  abandoned: number;
  /** Seconds all that were accepted waited together. */
  waited: number;
}

/**
 * First searches of clients, not forwards: `inTime` accepted within these seconds, the border included. A search that was
 * over because a chatbot took the client, or because another search took its place, is neither accepted nor abandoned.
 */
export async function quarters(
  db: Queryable,
  { companyId, tenantId, since, within }: { companyId: number; tenantId: number; since: Date; within: number },
) {
  const { rows } = await sql<QuarterRow>`
    select e.group_id, e.channel, (extract(epoch from e.quarter) * 1000)::float8 as quarter,
           count(e.wait)::int as accepted,
           count(*) filter (where e.wait <= make_interval(secs => ${within}))::int as in_time,
           count(*) filter (where e.wait is null)::int as abandoned,
           coalesce(extract(epoch from sum(e.wait)), 0)::float8 as waited
    from (
      select r.group_id, r.channel, date_bin('15 minutes', r.ended, timestamptz 'epoch') as quarter,
             o.ended - r.created as wait, s.ended as session_ended, r.ended
      from routing_requests r
      join sessions s on s.company_id = r.company_id and s.id = r.session_id
      left join lateral (
        select a.ended from offers a where a.request_id = r.id and a.outcome = 'accepted' order by a.ended limit 1
      ) o on true
      where r.company_id = ${companyId} and r.tenant_id = ${tenantId} and r.ended >= ${since}
        and r.group_id is not null and r.stage is null
    ) e
    where e.wait is not null or e.session_ended <= e.ended
    group by 1, 2, 3`.execute(db);
  return rows;
}

/** The calendar of a company's day. */
export async function zoneOf(db: Queryable, companyId: number): Promise<string> {
  const { timezone } = await db
    .selectFrom('companies')
    .select('timezone')
    .where('id', '=', companyId)
    .executeTakeFirstOrThrow();
  return timezone;
}

/** Whether a user serves clients in a tenant. */
export async function servesIn(db: Queryable, companyId: number, tenantId: number, userId: number): Promise<boolean> {
  const { rows } = await sql<{ one: number }>`
    select 1 as one from memberships
    where company_id = ${companyId} and tenant_id = ${tenantId} and user_id = ${userId} and 'Operator' = any (roles)`.execute(
    db,
  );
  return rows.length > 0;
}
