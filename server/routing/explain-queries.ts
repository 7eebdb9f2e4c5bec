import type { Because } from '@hovor/protocol/routing-explained';
import { sql } from 'kysely';
import type { Queryable } from '../foundation/database/database.ts';
import type { Reason } from './schema.ts';

/** What the explanation of a session's routing is made of (explain.ts). */

export interface SearchRow {
  id: number;
  created: Date;
  ended: Date | null;
  routingId: number | null;
  routingName: string | null;
}

export interface StepRow {
  requestId: number;
  at: Date;
  type: string;
  groupId: number | null;
  userId: number | null;
  byUserId: number | null;
  /** Without its details once the session is anonymised. */
  reason: Partial<Reason>;
  /** Of a step that asked an operator. */
  expires: Date | null;
  ended: Date | null;
  outcome: 'accepted' | 'declined' | 'expired' | 'withdrawn' | null;
  endedReason: Because | null;
}

export async function searches(db: Queryable, companyId: number, sessionId: number) {
  const { rows } = await sql<SearchRow>`
    select r.id, r.created, r.ended, r.routing_id, ro.name as routing_name
    from routing_requests r
    left join routings ro on ro.company_id = r.company_id and ro.id = r.routing_id
    where r.company_id = ${companyId} and r.session_id = ${sessionId}
    order by r.id`.execute(db);
  return rows;
}

export async function steps(db: Queryable, companyId: number, sessionId: number) {
  const { rows } = await sql<StepRow>`
    select t.request_id, t.at, t.type, t.group_id, t.user_id, t.by_user_id, t.reason,
           o.expires, o.ended, o.outcome, o.ended_reason
    from routing_timeline t
    left join offers o on t.type = 'AssignedToOperator' and o.company_id = t.company_id and o.request_id = t.request_id
                      and o.user_id = t.user_id and o.offered = t.at
    where t.company_id = ${companyId} and t.session_id = ${sessionId}
    order by t.id`.execute(db);
  return rows;
}

export async function groupNames(db: Queryable, companyId: number, ids: readonly number[]) {
  const { rows } = await sql<{ id: number; name: string }>`
    select id, name from groups where company_id = ${companyId} and id = any (${[...ids]}::int[])`.execute(db);
  return new Map(rows.map(({ id, name }) => [id, name]));
}

export async function userNames(db: Queryable, companyId: number, ids: readonly number[]) {
  const { rows } = await sql<{ id: number; name: string }>`
    select id, trim(first_name || ' ' || last_name) as name from users
    where company_id = ${companyId} and id = any (${[...ids]}::int[])`.execute(db);
  return new Map(rows.map(({ id, name }) => [id, name]));
}

export async function chatbotNames(db: Queryable, companyId: number, ids: readonly number[]) {
  const { rows } = await sql<{ id: number; name: string }>`
    select id, name from chatbots where company_id = ${companyId} and id = any (${[...ids]}::int[])`.execute(db);
  return new Map(rows.map(({ id, name }) => [id, name]));
}
