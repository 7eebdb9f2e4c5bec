import { sql } from 'kysely';
import type { Queryable } from '../foundation/database/database.ts';
import type { SessionRecord } from '../sessions/schema.ts';

/** What is blanked of one session; its row is locked before. Rows and numbers stay, so that sums stay right. */

/** Words of events that the program chose; every other text of an event may be somebody's. */
const wordsOfEvents = [
  'channel',
  'source',
  'type',
  'client',
  'time',
  'started',
  'ended',
  'terminationReason',
  'guestLeft',
  'scale',
  'outcome',
  'userIds',
];

/** The same of a line's `data`. Names of groups, operators and chatbots are the company's own. */
const wordsOfLines = [
  'terminationReason',
  'toGroupName',
  'toOperatorFullName',
  'toOperatorFace',
  'toChatbotName',
  'response',
  'result',
  'submissionResult',
  'status',
];

type Session = Pick<SessionRecord, 'companyId' | 'id'>;

export const blankSession = (db: Queryable, { companyId, id }: Session, now: Date) =>
  sql`
    update sessions set
      ip = null, user_agent = null, url = null, scope = '', result = null, note = null,
      feedback_stars = null, feedback_scale = null, feedback_text = null, channel_identity_id = null,
      anonymized = coalesce(anonymized, ${now}::timestamptz), event_xid = pg_current_xact_id()
    where company_id = ${companyId} and id = ${id}`.execute(db);

export const blankLines = (db: Queryable, { companyId, id }: Session) =>
  sql`
    update activities set text = null, data = without_words(data - 'latitude' - 'longitude', ${wordsOfLines})
    where company_id = ${companyId} and session_id = ${id} and (text is not null or data is not null)`.execute(db);

export const deleteParams = (db: Queryable, { companyId, id }: Session) =>
  db.deleteFrom('sessionParams').where('companyId', '=', companyId).where('sessionId', '=', id).execute();

export const deleteNotes = (db: Queryable, { companyId, id }: Session) =>
  db.deleteFrom('sessionNotes').where('companyId', '=', companyId).where('sessionId', '=', id).execute();

export const blankStays = (db: Queryable, { companyId, id }: Session) =>
  db
    .updateTable('sessionOperators')
    .set({ note: null, acwDraft: null })
    .where('companyId', '=', companyId)
    .where('sessionId', '=', id)
    .execute();

/** Conditions of rules show the values they looked at. */
export const blankTimeline = (db: Queryable, { companyId, id }: Session) =>
  sql`
    update routing_timeline set reason = jsonb_build_object('because', reason -> 'because')
    where company_id = ${companyId} and session_id = ${id}`.execute(db);

export const blankEvents = (db: Queryable, { companyId, id }: Session) =>
  sql`
    update events set payload = without_words(payload, ${wordsOfEvents})
    where company_id = ${companyId} and subject = ${`session:${id}`}`.execute(db);

/** Names of files in the store whose bytes have to go. */
export async function storedFiles(db: Queryable, { companyId, id }: Session): Promise<string[]> {
  const rows = await db
    .selectFrom('files')
    .select('storageKey')
    .where('companyId', '=', companyId)
    .where('sessionId', '=', id)
    .execute();
  return rows.map(({ storageKey }) => storageKey);
}

/** The ending tells what it was; the rest of the name may be somebody's. */
export const blankFiles = (db: Queryable, { companyId, id }: Session, now: Date) =>
  sql`
    update files set name = 'file' || coalesce(substring(lower(name) from '\\.[a-z0-9]{1,5}$'), ''),
                     deleted = coalesce(deleted, ${now}::timestamptz)
    where company_id = ${companyId} and session_id = ${id}`.execute(db);

export interface GuestRow {
  id: number;
  /** Has sessions or messages in tenants besides these. */
  elsewhere: boolean;
}

/** A guest as seen with this scope; null = unknown there. `tenantIds` null = the whole company. */
export async function findGuest(
  db: Queryable,
  companyId: number,
  trackedId: string,
  tenantIds: readonly number[] | null,
): Promise<GuestRow | null> {
  const { rows } = await sql<{ id: number; here: boolean; elsewhere: boolean }>`
    with traces as (
      select g.id, t.tenant_id from guests g
      cross join lateral (
        select s.tenant_id from sessions s where s.guest_id = g.id
        union select o.tenant_id from offline_messages o where o.guest_id = g.id) t
      where g.company_id = ${companyId} and g.tracked_id = ${trackedId}
    )
    select g.id,
      ${tenantIds}::int[] is null or exists (select from traces where tenant_id = any (${tenantIds}::int[])) as here,
      ${tenantIds}::int[] is not null
        and exists (select from traces where not tenant_id = any (${tenantIds}::int[])) as elsewhere
    from guests g where g.company_id = ${companyId} and g.tracked_id = ${trackedId}`.execute(db);
  const [row] = rows;
  return row?.here ? { id: row.id, elsewhere: row.elsewhere } : null;
}

export async function sessionsOfGuest(
  db: Queryable,
  companyId: number,
  guestId: number,
  tenantIds: readonly number[] | null,
): Promise<number[]> {
  const { rows } = await sql<{ id: number }>`
    select id from sessions
    where company_id = ${companyId} and guest_id = ${guestId}
      and (${tenantIds}::int[] is null or tenant_id = any (${tenantIds}::int[]))
    order by id`.execute(db);
  return rows.map(({ id }) => id);
}

export const blankOfflineMessages = (
  db: Queryable,
  companyId: number,
  guestId: number,
  tenantIds: readonly number[] | null,
) =>
  sql`
    update offline_messages set name = null, email = null, phone = null, message = '', url = null
    where company_id = ${companyId} and guest_id = ${guestId}
      and (${tenantIds}::int[] is null or tenant_id = any (${tenantIds}::int[]))`.execute(db);

/** The cookie and the token in the client's browser mean nobody from now on. */
export const forgetGuest = (db: Queryable, companyId: number, guestId: number, tokenHash: Buffer, now: Date) =>
  sql`
    update guests set tracked_id = gen_random_uuid(), token_hash = ${tokenHash}, anonymized = ${now}
    where company_id = ${companyId} and id = ${guestId}`.execute(db);
