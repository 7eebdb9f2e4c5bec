import type { OperatorStateKind } from '@hovor/protocol/enums';
import { type RawBuilder, sql } from 'kysely';
import type { Queryable } from '../foundation/database/database.ts';

/** SQL of states as supervisors and integrations see them (OP-ST-6). */

/** A state with the name and kind of its away reason (MOD-USR-5). */
export interface ShownState {
  userId: number;
  kind: OperatorStateKind;
  awayReasonId: number | null;
  awayReason: string | null;
  awayReasonPaid: boolean | null;
  note: string | null;
  changed: Date;
  forced: boolean;
}

export interface StateFilter {
  /** Only members of one of these tenants; null = of the whole company. */
  tenantIds?: readonly number[] | null;
  /** This user, also when disabled; otherwise all enabled ones. */
  userId?: number;
}

/** The present state of users, by id. Who never opened the workspace is OFFLINE since the account exists. */
export async function presentStates(db: Queryable, companyId: number, { tenantIds = null, userId }: StateFilter) {
  const who: RawBuilder<boolean> = userId === undefined ? sql`u.enabled` : sql`u.id = ${userId}`;
  const where = tenantIds
    ? sql`exists (select from memberships m where m.company_id = u.company_id and m.user_id = u.id
                  and m.tenant_id = any (${[...tenantIds]}::int[]))`
    : sql`true`;
  const { rows } = await sql<ShownState>`
    select u.id as user_id, coalesce(st.kind, 'OFFLINE') as kind, st.away_reason_id, ar.name as away_reason,
           ar.paid as away_reason_paid, st.note, coalesce(st.changed, u.created) as changed,
           coalesce(st.forced, false) as forced
    from users u
    left join operator_states st on st.company_id = u.company_id and st.user_id = u.id
    left join away_reasons ar on ar.company_id = st.company_id and ar.id = st.away_reason_id
    where u.company_id = ${companyId} and ${who} and ${where}
    order by u.id`.execute(db);
  return rows;
}

export interface HistoryFilter {
  /** Both included, as texts PostgreSQL reads; null = open. */
  from: string | null;
  to: string | null;
  limit: number;
  offset: number;
}

/** Past and present states of one user, oldest first. */
export async function stateHistory(db: Queryable, companyId: number, userId: number, filter: HistoryFilter) {
  const { from, to, limit, offset } = filter;
  const { rows } = await sql<ShownState>`
    select l.user_id, l.kind, l.away_reason_id, ar.name as away_reason, ar.paid as away_reason_paid, l.note, l.changed,
           l.forced
    from operator_state_log l
    left join away_reasons ar on ar.company_id = l.company_id and ar.id = l.away_reason_id
    where ${within(companyId, userId, from, to)}
    order by l.changed, l.id limit ${limit} offset ${offset}`.execute(db);
  return rows;
}

export async function countStates(
  db: Queryable,
  companyId: number,
  userId: number,
  { from, to }: Pick<HistoryFilter, 'from' | 'to'>,
): Promise<number> {
  const { rows } = await sql<{ n: number }>`
    select count(*)::int as n from operator_state_log l where ${within(companyId, userId, from, to)}`.execute(db);
  return rows[0]?.n ?? 0;
}

const within = (companyId: number, userId: number, from: string | null, to: string | null) =>
  sql<boolean>`l.company_id = ${companyId} and l.user_id = ${userId}
    and (${from}::timestamptz is null or l.changed >= ${from}::timestamptz)
    and (${to}::timestamptz is null or l.changed <= ${to}::timestamptz)`;
