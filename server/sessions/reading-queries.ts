import type {
  CallParamSource,
  FeedbackScale,
  GuestBrowser,
  GuestLeftState,
  GuestSystem,
  SessionChannel,
  SessionSource,
  SessionStatus,
  TerminationReason,
} from '@hovor/protocol/enums';
import { sql } from 'kysely';
import type { Queryable } from '../foundation/database/database.ts';
import type { AcwForm } from './schema.ts';

/** Statements behind the lists and details: each reads for many sessions at once, so a page costs a fixed number. */

export interface RowRecord {
  id: number;
  tenantId: number;
  guestId: number;
  presetId: number | null;
  preset: string | null;
  scope: string;
  status: SessionStatus;
  channel: SessionChannel;
  source: SessionSource;
  language: string | null;
  os: GuestSystem;
  browser: GuestBrowser;
  url: string | null;
  created: Date;
  enteredQueue: Date | null;
  started: Date | null;
  ended: Date | null;
  terminationReason: TerminationReason | null;
  guestLeft: GuestLeftState;
  guestLost: Date | null;
  lastSeq: number;
  lastText: string | null;
  lastAt: Date | null;
  unansweredSince: Date | null;
  guestDeliveredSeq: number;
  guestReadSeq: number;
  operatorReadSeq: number;
  result: string | null;
  feedbackStars: number | null;
  feedbackGiven: boolean;
  guestName: string | null;
  guestEmail: string | null;
  guestPhone: string | null;
}

/** `lastText` is the newest thing somebody said, or the name of the newest file. */
export async function readRows(db: Queryable, companyId: number, ids: readonly number[]): Promise<RowRecord[]> {
  const { rows } = await sql<RowRecord>`
    select s.id, s.tenant_id, s.guest_id, s.preset_id, p.name as preset, s.scope, s.status, s.channel, s.source,
      s.language, s.os, s.browser, s.url, s.created, s.entered_queue, s.started, s.ended, s.termination_reason,
      s.guest_left, s.guest_lost, s.last_seq, coalesce(said.text, said.name) as last_text, said.at as last_at,
      s.unanswered_since, s.guest_delivered_seq, s.guest_read_seq, s.operator_read_seq, s.result, s.feedback_stars,
      s.feedback_stars is not null or s.feedback_text is not null as feedback_given,
      given.name as guest_name, given.email as guest_email, given.phone as guest_phone
    from sessions s
    left join presets p on p.company_id = s.company_id and p.id = s.preset_id
    left join lateral (
      select a.text, f.name, a.at from activities a
      left join files f on f.company_id = a.company_id and f.id = a.file_id
      where a.session_id = s.id and a.type in ('ChatMessage', 'SharedFile', 'ChatbotMessage')
      order by a.seq desc limit 1
    ) said on true
    left join lateral (
      select max(value) filter (where name = 'oo1_guest_ident') as name,
        max(value) filter (where name = 'oo1_guest_email') as email,
        max(value) filter (where name = 'oo1_guest_phone') as phone
      from session_params where session_id = s.id
        and name in ('oo1_guest_ident', 'oo1_guest_email', 'oo1_guest_phone')
    ) given on true
    where s.company_id = ${companyId} and s.id = any(${ids}::bigint[])`.execute(db);
  return rows;
}

export interface OperatorRow {
  sessionId: number;
  userId: number;
  joined: Date;
  left: Date | null;
  concluded: Date | null;
  acwUntil: Date | null;
  firstName: string;
  lastName: string;
  nickname: string | null;
  position: string | null;
  photoKey: string | null;
}

export function readOperators(db: Queryable, companyId: number, ids: readonly number[]): Promise<OperatorRow[]> {
  return db
    .selectFrom('sessionOperators as o')
    .innerJoin('sessions as s', 's.id', 'o.sessionId')
    .innerJoin('users as u', 'u.id', 'o.userId')
    .leftJoin('memberships as m', (join) => join.onRef('m.userId', '=', 'u.id').onRef('m.tenantId', '=', 's.tenantId'))
    .leftJoin('files as f', (join) =>
      join.onRef('f.companyId', '=', 'm.companyId').onRef('f.id', '=', 'm.photoFileId').on('f.deleted', 'is', null),
    )
    .select(['o.sessionId', 'o.userId', 'o.joined', 'o.left', 'o.concluded', 'o.acwUntil'])
    .select(['u.firstName', 'u.lastName', 'm.nickname', 'm.position', 'f.storageKey as photoKey'])
    .where('o.companyId', '=', companyId)
    .where('o.sessionId', 'in', [...ids])
    .orderBy('o.id')
    .execute();
}

export interface TagRow {
  id: number;
  name: string;
  label: string | null;
  background: string | null;
  text: string | null;
}

export function readTags(db: Queryable, companyId: number, ids: readonly number[]) {
  return db
    .selectFrom('sessionTags')
    .innerJoin('tags', 'tags.id', 'sessionTags.tagId')
    .select(['sessionTags.sessionId', 'tags.id', 'tags.name', 'tags.label', 'tags.background', 'tags.text'])
    .where('sessionTags.companyId', '=', companyId)
    .where('sessionTags.sessionId', 'in', [...ids])
    .orderBy('sessionTags.at')
    .orderBy('tags.id')
    .execute();
}

export interface ParamRow {
  sessionId: number;
  name: string;
  label: string | null;
  value: string | null;
  source: CallParamSource;
  readOnly: boolean;
  updated: Date;
  /** Defined and marked to be shown before acceptance (AD-PA-2). */
  inQueue: boolean;
}

export async function readParams(db: Queryable, companyId: number, ids: readonly number[]): Promise<ParamRow[]> {
  const { rows } = await sql<ParamRow>`
    select v.session_id, v.name, d.label, v.value, v.source, v.read_only, v.updated, coalesce(d.in_queue, false) as in_queue
    from session_params v
    join sessions s on s.company_id = v.company_id and s.id = v.session_id
    left join parameters d on d.company_id = s.company_id and d.tenant_id = s.tenant_id and d.name = v.name
    where v.company_id = ${companyId} and v.session_id = any(${ids}::bigint[])
    order by v.session_id, d.id nulls last, v.name`.execute(db);
  return rows;
}

export interface NoteRow {
  id: number;
  userId: number;
  firstName: string;
  lastName: string;
  nickname: null;
  text: string;
  at: Date;
}

export async function readNotes(db: Queryable, companyId: number, sessionId: number): Promise<NoteRow[]> {
  const rows = await db
    .selectFrom('sessionNotes')
    .innerJoin('users', 'users.id', 'sessionNotes.userId')
    .select(['sessionNotes.id', 'sessionNotes.userId', 'users.firstName', 'users.lastName'])
    .select(['sessionNotes.text', 'sessionNotes.at'])
    .where('sessionNotes.companyId', '=', companyId)
    .where('sessionNotes.sessionId', '=', sessionId)
    .orderBy('sessionNotes.id')
    .execute();
  return rows.map((row) => ({ ...row, nickname: null }));
}

export interface DetailRow {
  note: string | null;
  ip: string | null;
  feedbackScale: FeedbackScale | null;
  feedbackText: string | null;
}

export async function readDetail(db: Queryable, companyId: number, sessionId: number): Promise<DetailRow | null> {
  const row = await db
    .selectFrom('sessions')
    .select(['note', 'ip', 'feedbackScale', 'feedbackText'])
    .where('companyId', '=', companyId)
    .where('id', '=', sessionId)
    .executeTakeFirst();
  return (row as DetailRow | undefined) ?? null;
}

/** Sessions in which a user is now (ACW included), oldest first, with the draft and the client's unread lines. */
export async function readMine(
  db: Queryable,
  who: { companyId: number; tenantId: number; userId: number },
  only: readonly number[] | null,
): Promise<{ sessionId: number; acwDraft: AcwForm | null; unread: number }[]> {
  const { rows } = await sql<{ sessionId: number; acwDraft: AcwForm | null; unread: number }>`
    select o.session_id, o.acw_draft, unread.lines::integer as unread
    from session_operators o
    join sessions s on s.company_id = o.company_id and s.id = o.session_id and s.tenant_id = ${who.tenantId}
    cross join lateral (
      select count(*) as lines from activities a
      where a.session_id = s.id and a.seq > s.operator_read_seq and a.client = 'Guest'
        and a.type in ('ChatMessage', 'SharedFile')
    ) unread
    where o.company_id = ${who.companyId} and o.user_id = ${who.userId} and o.concluded is null
      ${only ? sql`and o.session_id = any(${only}::bigint[])` : sql``}
    order by o.joined, o.id`.execute(db);
  return rows;
}

/** The newest lines each client wrote, oldest of them first: the preview of the queue. */
export async function readPreview(db: Queryable, companyId: number, ids: readonly number[], lines: number) {
  const { rows } = await sql<{ sessionId: number; text: string }>`
    select s.id as session_id, said.text
    from sessions s
    cross join lateral (
      select a.seq, a.text from activities a
      where a.session_id = s.id and a.client = 'Guest' and a.type = 'ChatMessage'
      order by a.seq desc limit ${lines}
    ) said
    where s.company_id = ${companyId} and s.id = any(${ids}::bigint[])
    order by s.id, said.seq`.execute(db);
  return rows;
}

export async function guestSessionIds(
  db: Queryable,
  guest: { companyId: number; guestId: number },
  filter: { scope?: string; presetId?: number; tenantId?: number; before?: number; limit: number },
): Promise<number[]> {
  let query = db
    .selectFrom('sessions')
    .select('id')
    .where('companyId', '=', guest.companyId)
    .where('guestId', '=', guest.guestId);
  if (filter.scope !== undefined) query = query.where('scope', '=', filter.scope);
  if (filter.presetId !== undefined) query = query.where('presetId', '=', filter.presetId);
  if (filter.tenantId !== undefined) query = query.where('tenantId', '=', filter.tenantId);
  if (filter.before !== undefined) query = query.where('id', '<', filter.before);
  const rows = await query.orderBy('id', 'desc').limit(filter.limit).execute();
  return rows.map((row) => row.id);
}

/** Ended sessions of a tenant below `before`, newest first. `userId` = only those the user took part in. */
export async function historyIds(
  db: Queryable,
  tenant: { companyId: number; tenantId: number },
  filter: {
    before: number | null;
    search: string | null;
    contactId: number | null;
    userId: number | null;
    limit: number;
  },
): Promise<number[]> {
  const { search } = filter;
  const pattern = search && `%${search.replaceAll(/[\\%_]/g, '\\$&')}%`;
  const asId = search && /^\d{1,15}$/.test(search) ? Number(search) : null;
  const { rows } = await sql<{ id: number }>`
    select s.id from sessions s
    where s.company_id = ${tenant.companyId} and s.tenant_id = ${tenant.tenantId} and s.ended is not null
      ${filter.before === null ? sql`` : sql`and s.id < ${filter.before}`}
      ${
        filter.contactId === null
          ? sql``
          : sql`and s.channel_identity_id in (
              select id from channel_identities where company_id = ${tenant.companyId} and contact_id = ${filter.contactId})`
      }
      ${filter.userId === null ? sql`` : sql`and exists (select from session_operators o where o.session_id = s.id and o.user_id = ${filter.userId})`}
      ${
        pattern
          ? sql`and (s.id = ${asId} or exists (select from session_params v where v.session_id = s.id
              and v.name in ('oo1_guest_ident', 'oo1_guest_email', 'oo1_guest_phone') and v.value ilike ${pattern}))`
          : sql``
      }
    order by s.id desc limit ${filter.limit}`.execute(db);
  return rows.map((row) => row.id);
}
