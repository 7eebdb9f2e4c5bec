import type { Channel, OperatorStateKind } from '@hovor/protocol/enums';
import { sql } from 'kysely';
import type { Queryable } from '../foundation/database/database.ts';
import { notBehind } from '../foundation/transact.ts';
import type { StateFacts } from './state-rules.ts';

/** SQL of operator states, presence leases and channel switches (OP-ST, OP-WS-9). */

export interface StateRow extends StateFacts {
  userId: number;
  changed: Date;
  forced: boolean;
  loginId: number | null;
}

/** Locks the state of an operator; `behind`: a younger transaction wrote it while this one waited. */
export async function lockState(db: Queryable, companyId: number, userId: number) {
  const row = await db
    .selectFrom('operatorStates')
    .select(['userId', 'kind', 'awayReasonId', 'note', 'changed', 'forced', 'loginId'])
    .select(notBehind.as('current'))
    .where('companyId', '=', companyId)
    .where('userId', '=', userId)
    .forNoKeyUpdate()
    .executeTakeFirst();
  if (!row) return null;
  const { current, ...state } = row;
  return { state: state as StateRow, behind: !current };
}

/** The first row of an operator: OFFLINE. Nothing happens when there is one. */
export async function createState(db: Queryable, companyId: number, userId: number, now: Date) {
  await db
    .insertInto('operatorStates')
    .values({ companyId, userId, kind: 'OFFLINE', changed: now })
    .onConflict((conflict) => conflict.column('userId').doNothing())
    .execute();
}

/** Every write of a locked state goes through here: it keeps `event_xid`, on which the order of events rests. */
export async function writeState(db: Queryable, companyId: number, state: StateRow) {
  const { userId, ...set } = state;
  await db
    .updateTable('operatorStates')
    .set({ ...set, eventXid: sql`pg_current_xact_id()` })
    .where('companyId', '=', companyId)
    .where('userId', '=', userId)
    .execute();
}

export async function logState(db: Queryable, companyId: number, state: StateRow) {
  const { loginId: _, ...row } = state;
  await db
    .insertInto('operatorStateLog')
    .values({ ...row, companyId })
    .execute();
}

export interface NamedState extends StateRow {
  awayReason: string | null;
}

export async function readState(db: Queryable, companyId: number, userId: number): Promise<NamedState | null> {
  const row = await db
    .selectFrom('operatorStates as st')
    .leftJoin('awayReasons as ar', (join) =>
      join.onRef('ar.companyId', '=', 'st.companyId').onRef('ar.id', '=', 'st.awayReasonId'),
    )
    .select([
      'st.userId',
      'st.kind',
      'st.awayReasonId',
      'st.note',
      'st.changed',
      'st.forced',
      'st.loginId',
      'ar.name as awayReason',
    ])
    .where('st.companyId', '=', companyId)
    .where('st.userId', '=', userId)
    .executeTakeFirst();
  return (row as NamedState | undefined) ?? null;
}

/** The state an operator chose last, before the connection was lost. */
export async function lastChosen(db: Queryable, companyId: number, userId: number): Promise<StateFacts | null> {
  const row = await db
    .selectFrom('operatorStateLog')
    .select(['kind', 'awayReasonId', 'note'])
    .where('companyId', '=', companyId)
    .where('userId', '=', userId)
    .where('kind', 'not in', ['OFFLINE', 'DISCONNECTED'])
    .orderBy('id', 'desc')
    .limit(1)
    .executeTakeFirst();
  return (row as StateFacts | undefined) ?? null;
}

export async function awayReasonExists(db: Queryable, companyId: number, awayReasonId: number): Promise<boolean> {
  const row = await db
    .selectFrom('awayReasons')
    .select('id')
    .where('companyId', '=', companyId)
    .where('id', '=', awayReasonId)
    .where('active', '=', true)
    .executeTakeFirst();
  return row !== undefined;
}

/** Tenants a user is an operator in: where a change of state concerns somebody. */
export async function operatorTenants(db: Queryable, companyId: number, userId: number): Promise<number[]> {
  const { rows } = await sql<{ tenantId: number }>`
    select tenant_id from memberships
    where company_id = ${companyId} and user_id = ${userId} and 'Operator' = any (roles)`.execute(db);
  return rows.map(({ tenantId }) => tenantId);
}

export interface PresenceRow {
  connectionId: string;
  companyId: number;
  tenantId: number;
  userId: number;
  loginId: number;
  expires: Date;
}

/** A connection opens its desk, or another tenant's with the same connection. */
export async function putPresence(db: Queryable, row: PresenceRow) {
  const { tenantId, expires } = row;
  await db
    .insertInto('presence')
    .values(row)
    .onConflict((conflict) => conflict.column('connectionId').doUpdateSet({ tenantId, expires }))
    .execute();
}

/** Renews leases of connections that still live. A lease that is gone stays gone: @returns the ids that were renewed. */
export async function renewPresence(db: Queryable, leases: { connectionId: string; expires: Date }[]) {
  const { rows } = await sql<{ connectionId: string }>`
    update presence p set expires = greatest(p.expires, l.expires)
    from jsonb_to_recordset(${JSON.stringify(leases)}::jsonb) as l ("connectionId" uuid, expires timestamptz)
    where p.connection_id = l."connectionId"
    returning p.connection_id`.execute(db);
  return new Set(rows.map(({ connectionId }) => connectionId));
}

/** A closed connection: its lease ends soon, or at once. */
export async function shortenPresence(db: Queryable, connectionId: string, expires: Date) {
  await sql`update presence set expires = least(expires, ${expires}) where connection_id = ${connectionId}`.execute(db);
}

/** Removes leases that ran out. @returns whose they were */
export async function deleteExpired(db: Queryable, now: Date) {
  return db.deleteFrom('presence').where('expires', '<=', now).returning(['companyId', 'tenantId', 'userId']).execute();
}

export async function nextExpiry(db: Queryable): Promise<Date | null> {
  const row = await db
    .selectFrom('presence')
    .select((eb) => eb.fn.min('expires').as('expires'))
    .executeTakeFirst();
  return row?.expires ?? null;
}

export async function isPresent(db: Queryable, companyId: number, userId: number, now: Date): Promise<boolean> {
  const row = await db
    .selectFrom('presence')
    .select('connectionId')
    .where('companyId', '=', companyId)
    .where('userId', '=', userId)
    .where('expires', '>', now)
    .limit(1)
    .executeTakeFirst();
  return row !== undefined;
}

/** Whether the login a state belongs to still lives. */
export async function loginAlive(db: Queryable, companyId: number, userId: number, loginId: number | null, now: Date) {
  if (loginId === null) return false;
  const row = await db
    .selectFrom('logins')
    .innerJoin('users', 'users.id', 'logins.userId')
    .select('logins.id')
    .where('logins.companyId', '=', companyId)
    .where('logins.userId', '=', userId)
    .where('logins.id', '=', loginId)
    .where('logins.expires', '>', now)
    .where('users.enabled', '=', true)
    .executeTakeFirst();
  return row !== undefined;
}

/** Operators whose state says they are here while no lease does, and lost ones whose login is over. */
export async function withoutPresence(db: Queryable, now: Date) {
  const { rows } = await sql<{ companyId: number; userId: number }>`
    select st.company_id, st.user_id from operator_states st
    where st.kind <> 'OFFLINE'
      and not exists (select from presence p where p.user_id = st.user_id and p.expires > ${now})
      and (st.kind <> 'DISCONNECTED'
           or not exists (select from logins l join users u on u.id = l.user_id and u.enabled
                          where l.id = st.login_id and l.expires > ${now}))`.execute(db);
  return rows;
}

export interface Abandoned {
  companyId: number;
  tenantId: number;
  sessionId: number;
  /** When the last operator in it was lost. */
  since: Date;
}

/** Running sessions in which nobody is any more: every operator who is in was lost, the last one at `since`. */
export async function abandoned(db: Queryable, about: { sessionId?: number; before: Date }) {
  const one = about.sessionId ?? null;
  const { rows } = await sql<Abandoned>`
    select s.company_id, s.tenant_id, s.id as session_id, max(st.changed) as since
    from session_operators so
    join sessions s on s.company_id = so.company_id and s.id = so.session_id and s.status = 'ACTIVE'
    left join operator_states st on st.company_id = so.company_id and st.user_id = so.user_id
    where so.concluded is null and so."left" is null and (${one}::bigint is null or so.session_id = ${one})
    group by s.company_id, s.tenant_id, s.id
    having bool_and(coalesce(st.kind in ('DISCONNECTED', 'OFFLINE'), false)) and max(st.changed) <= ${about.before}`.execute(
    db,
  );
  return rows;
}

/** Channels of a user in a tenant that are switched by hand. */
export async function channelSwitches(db: Queryable, companyId: number, tenantId: number, userId: number) {
  const rows = await db
    .selectFrom('channelSwitches')
    .select(['channel', 'enabled'])
    .where('companyId', '=', companyId)
    .where('tenantId', '=', tenantId)
    .where('userId', '=', userId)
    .execute();
  return new Map(rows.map((row) => [row.channel as Channel, row.enabled]));
}

export async function putChannelSwitch(
  db: Queryable,
  row: { companyId: number; tenantId: number; userId: number; channel: Channel; enabled: boolean },
) {
  const { enabled } = row;
  await db
    .insertInto('channelSwitches')
    .values(row)
    .onConflict((conflict) => conflict.columns(['userId', 'tenantId', 'channel']).doUpdateSet({ enabled }))
    .execute();
}

/** Live slots of an operator: taken and in all (AD-US-9). */
export async function liveSlots(db: Queryable, companyId: number, userId: number) {
  const { rows } = await sql<{ used: number; total: number }>`
    select routing_used(${userId}, 'live')::int as used, routing_slots(${companyId}, ${userId}, 'live') as total`.execute(
    db,
  );
  return rows[0] ?? { used: 0, total: 0 };
}

export type { OperatorStateKind };
