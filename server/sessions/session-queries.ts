import { type Insertable, sql, type Updateable } from 'kysely';
import type { Queryable } from '../foundation/database/database.ts';
import type { SessionOperators, Sessions } from '../foundation/database/tables.ts';
import { notBehind } from '../foundation/transact.ts';
import type { SessionFacts } from './policies.ts';
import type { AcwForm, SessionRecord, Stay } from './schema.ts';

const recordColumns = [
  'id',
  'companyId',
  'tenantId',
  'guestId',
  'presetId',
  'channel',
  'source',
  'status',
  'scope',
  'language',
  'created',
  'enteredQueue',
  'started',
  'ended',
  'closed',
  'terminationReason',
  'guestLeft',
  'guestLost',
  'feedbackStars',
  'feedbackText',
  'result',
  'lastSeq',
  'unansweredSince',
] as const;

/**
 * The row under a lock that keeps other writers out but lets rows that point to it be added. `behind`: a younger
 * transaction wrote it. The comparison stands outside the locking query on purpose: inside, PostgreSQL would evaluate
 * it before it waits, give this transaction its id too early, and every wait would end "behind".
 */
export async function lockRow(db: Queryable, companyId: number, sessionId: number) {
  const [row = null] = await lockRows(db, companyId, [sessionId]);
  return row;
}

/** The same for several, in the order of their ids, so that nobody waits in a circle. */
export async function lockRows(db: Queryable, companyId: number, sessionIds: readonly number[]) {
  if (sessionIds.length === 0) return [];
  const rows = await db
    .with('locked', (cte) =>
      cte
        .selectFrom('sessions')
        .select(recordColumns)
        .select('eventXid')
        .where('companyId', '=', companyId)
        .where('id', 'in', sessionIds)
        .orderBy('id')
        .forNoKeyUpdate(),
    )
    .selectFrom('locked')
    .select(recordColumns)
    .select(notBehind.as('current'))
    .execute();
  return rows.map(({ current, ...record }) => ({ record: record as SessionRecord, behind: !current }));
}

export async function readRecord(db: Queryable, companyId: number, sessionId: number): Promise<SessionRecord | null> {
  const row = await db
    .selectFrom('sessions')
    .select(recordColumns)
    .where('companyId', '=', companyId)
    .where('id', '=', sessionId)
    .executeTakeFirst();
  return (row as SessionRecord | undefined) ?? null;
}

/** null = the guest already has a running session of this package: the partial unique index decides (invariant 3). */
export async function insertSession(db: Queryable, row: Insertable<Sessions>): Promise<number | null> {
  const inserted = await db
    .insertInto('sessions')
    .values(row)
    .onConflict((conflict) => conflict.columns(['guestId', 'presetId']).where('ended', 'is', null).doNothing())
    .returning('id')
    .executeTakeFirst();
  return inserted?.id ?? null;
}

export async function runningSession(db: Queryable, companyId: number, guestId: number, presetId: number) {
  const row = await db
    .selectFrom('sessions')
    .select('id')
    .where('companyId', '=', companyId)
    .where('guestId', '=', guestId)
    .where('presetId', '=', presetId)
    .where('ended', 'is', null)
    .executeTakeFirst();
  return row?.id ?? null;
}

/** Every write of a locked session goes through here: it keeps `event_xid`, on which the order of events rests. */
export async function updateSession(
  db: Queryable,
  session: SessionRecord,
  set: Omit<Updateable<Sessions>, 'eventXid'>,
): Promise<void> {
  await db
    .updateTable('sessions')
    .set({ ...set, lastSeq: session.lastSeq, eventXid: sql`pg_current_xact_id()` })
    .where('companyId', '=', session.companyId)
    .where('id', '=', session.id)
    .execute();
}

/** Only the status of several sessions. */
export async function updateStatus(
  db: Queryable,
  companyId: number,
  sessionIds: readonly number[],
  status: SessionRecord['status'],
): Promise<void> {
  await db
    .updateTable('sessions')
    .set({ status, eventXid: sql`pg_current_xact_id()` })
    .where('companyId', '=', companyId)
    .where('id', 'in', sessionIds)
    .execute();
}

export async function readStays(db: Queryable, companyId: number, sessionId: number): Promise<Stay[]> {
  const rows = await db
    .selectFrom('sessionOperators')
    .select(['id', 'userId', 'joined', 'left', 'concluded', 'acwUntil', 'acwDraft'])
    .where('companyId', '=', companyId)
    .where('sessionId', '=', sessionId)
    .orderBy('id')
    .execute();
  return rows.map((row) => ({ ...row, acwDraft: row.acwDraft as AcwForm | null }));
}

export async function insertStay(
  db: Queryable,
  row: { companyId: number; sessionId: number; userId: number; joined: Date },
): Promise<void> {
  await db.insertInto('sessionOperators').values(row).execute();
}

export async function updateStay(
  db: Queryable,
  companyId: number,
  stayId: number,
  set: Updateable<SessionOperators>,
): Promise<void> {
  await db
    .updateTable('sessionOperators')
    .set(set)
    .where('companyId', '=', companyId)
    .where('id', '=', stayId)
    .execute();
}

/** Seconds of ACW of an operator: the highest of the operator's groups in the tenant (AD-GR-4); null = in no group. */
export async function acwSeconds(db: Queryable, companyId: number, tenantId: number, userId: number) {
  const row = await db
    .selectFrom('groupMembers')
    .innerJoin('groups', 'groups.id', 'groupMembers.groupId')
    .select((eb) => eb.fn.max('groups.maxAcwS').as('seconds'))
    .where('groupMembers.companyId', '=', companyId)
    .where('groupMembers.userId', '=', userId)
    .where('groups.tenantId', '=', tenantId)
    .executeTakeFirst();
  return row?.seconds ?? null;
}

type Related = Pick<SessionFacts, 'here' | 'tookPart' | 'offered' | 'invited' | 'servesGuest'>;

/** What of a user's relation to a session the policies need (`SessionFacts`). */
export async function userFacts(
  db: Queryable,
  session: { companyId: number; tenantId: number; guestId: number; id: number },
  userId: number,
) {
  const { rows } = await sql<Related>`
    with stays as (
      select o.session_id = ${session.id} as this, o."left" is null and o.concluded is null as here
      from session_operators o
      where o.company_id = ${session.companyId} and o.user_id = ${userId}
        and (o.session_id = ${session.id} or o.concluded is null)
        and o.session_id in (
          select id from sessions where guest_id = ${session.guestId} and tenant_id = ${session.tenantId})
    ), offered as (
      select f.session_id = ${session.id} as this from offers f
      where f.company_id = ${session.companyId} and f.user_id = ${userId} and f.ended is null
        and f.session_id in (
          select id from sessions where guest_id = ${session.guestId} and tenant_id = ${session.tenantId})
    )
    select
      coalesce((select bool_or(this and here) from stays), false) as here,
      coalesce((select bool_or(this) from stays), false) as took_part,
      coalesce((select bool_or(this) from offered), false) as offered,
      exists (select from collaborator_offers c
              where c.company_id = ${session.companyId} and c.session_id = ${session.id}
                and c.user_id = ${userId} and c.ended is null) as invited,
      exists (select from stays) or exists (select from offered) as serves_guest`.execute(db);
  return rows[0] ?? { here: false, tookPart: false, offered: false, invited: false, servesGuest: false };
}
