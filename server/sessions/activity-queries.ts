import { type Insertable, sql } from 'kysely';
import type { Queryable } from '../foundation/database/database.ts';
import type { Activities } from '../foundation/database/tables.ts';
import type { NewActivity } from './schema.ts';

/** A line as stored, with what its presentation needs. */
export interface ActivityRow {
  id: number;
  sessionId: number;
  seq: number;
  type: string;
  at: Date;
  client: string | null;
  userId: number | null;
  messageId: string | null;
  text: string | null;
  chatbotId: number | null;
  chatbotName: string | null;
  data: NewActivity['data'] | null;
  firstName: string | null;
  lastName: string | null;
  nickname: string | null;
}

export interface ActivityFileRow {
  id: number;
  name: string;
  contentType: string;
  size: number;
  deleted: Date | null;
}

export async function insertActivity(
  db: Queryable,
  row: Omit<Insertable<Activities>, 'data'> & { data: NewActivity['data'] | null },
): Promise<number> {
  const inserted = await db
    .insertInto('activities')
    .values({ ...row, data: row.data && JSON.stringify(row.data) })
    .returning('id')
    .executeTakeFirstOrThrow();
  return inserted.id;
}

/** What a sender's name is made of in a tenant (OP-PR-3). */
export async function senderNames(db: Queryable, companyId: number, tenantId: number, userId: number) {
  const row = await db
    .selectFrom('users')
    .leftJoin('memberships', (join) =>
      join.onRef('memberships.userId', '=', 'users.id').on('memberships.tenantId', '=', tenantId),
    )
    .select(['users.firstName', 'users.lastName', 'memberships.nickname'])
    .where('users.companyId', '=', companyId)
    .where('users.id', '=', userId)
    .executeTakeFirst();
  return row ?? null;
}

/** The line that carries this id of its sender, if any. */
export async function activityByMessage(db: Queryable, companyId: number, sessionId: number, messageId: string) {
  const row = await db
    .selectFrom('activities')
    .select(['id', 'seq', 'at', 'type', 'client', 'userId'])
    .where('companyId', '=', companyId)
    .where('sessionId', '=', sessionId)
    .where('messageId', '=', messageId)
    .executeTakeFirst();
  return row ?? null;
}

type Joined = ActivityRow & {
  fileId: number | null;
  fileName: string | null;
  contentType: string | null;
  size: number | null;
  deleted: Date | null;
};

/** A page of a transcript, ascending: the first lines above `after`, or the last ones below `before`. */
export async function activityPage(
  db: Queryable,
  session: { companyId: number; tenantId: number; id: number },
  page: { after: number; limit: number } | { before: number; limit: number },
): Promise<Joined[]> {
  const forward = 'after' in page;
  const range = forward ? sql`a.seq > ${page.after}` : sql`a.seq < ${page.before}`;
  const { rows } = await sql<Joined>`
    select a.id, a.session_id, a.seq, a.type, a.at, a.client, a.user_id, a.message_id, a.text, a.data,
      a.chatbot_id, c.name as chatbot_name,
      u.first_name, u.last_name, m.nickname,
      f.id as file_id, f.name as file_name, f.content_type, f.size, f.deleted
    from activities a
    left join files f on f.company_id = a.company_id and f.id = a.file_id
    left join users u on u.company_id = a.company_id and u.id = a.user_id
    left join chatbots c on c.company_id = a.company_id and c.id = a.chatbot_id
    left join memberships m on m.user_id = u.id and m.tenant_id = ${session.tenantId}
    where a.company_id = ${session.companyId} and a.session_id = ${session.id} and ${range}
    order by a.seq ${forward ? sql`asc` : sql`desc`}
    limit ${page.limit}`.execute(db);
  return forward ? rows : rows.reverse();
}

export interface BatchRow {
  companyId: number;
  sessionId: number;
  client: 'User' | 'Guest';
  sender: number;
  actor: string;
  messageId: string;
  text: string;
  at: string;
}

export interface BatchAnswer {
  n: number;
  outcome: 'stored' | 'known' | 'conflict' | 'later' | 'session-ended' | 'not-permitted' | 'not-found';
  activityId: number | null;
  seq: number | null;
  at: Date | null;
  tenantId: number | null;
  firstName: string | null;
  lastName: string | null;
  nickname: string | null;
}

/** One batch of messages in one statement (0015_sessions.sql); answers are in the order of the rows. */
export async function storeMessages(db: Queryable, rows: readonly BatchRow[]): Promise<BatchAnswer[]> {
  const column = <K extends keyof BatchRow>(key: K) => rows.map((row) => row[key]);
  const answer = await sql<BatchAnswer>`
    select * from store_messages(
      ${column('companyId')}::integer[], ${column('sessionId')}::bigint[], ${column('client')}::text[],
      ${column('sender')}::bigint[], ${column('actor')}::jsonb[], ${column('messageId')}::uuid[],
      ${column('text')}::text[], ${column('at')}::timestamptz[])`.execute(db);
  return answer.rows;
}
