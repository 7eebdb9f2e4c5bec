import type { SessionExport, SessionView, Sort } from '@hovor/protocol/session-table';
import { sql } from 'kysely';
import type { Queryable } from '../../foundation/database/database.ts';
import type { FileColumn } from './csv.ts';

export interface Order {
  companyId: number;
  tenantId: number;
  userId: number;
  format: SessionExport['format'];
  delimiter: string;
  view: SessionView;
  filter: string;
  sort: Sort;
  columns: FileColumn[];
  zone: string;
  ownOnly: boolean;
}

export interface ExportRow extends Order {
  id: number;
  state: SessionExport['state'];
  written: number;
  total: number | null;
  size: number | null;
  storageKey: string | null;
  attempts: number;
  created: Date;
  finished: Date | null;
  expires: Date | null;
}

/** Adds an order unless user or company have enough under way. One at a time per company, so that none slips by. */
export async function insertExport(
  db: Queryable,
  order: Order,
  { created, perUser, perCompany }: { created: Date; perUser: number; perCompany: number },
): Promise<number | null> {
  await sql`select pg_advisory_xact_lock(hashtext('session_exports'), ${order.companyId})`.execute(db);
  const { rows } = await sql<{ id: number }>`
    insert into session_exports
      (company_id, tenant_id, user_id, format, delimiter, view, filter, sort, columns, zone, own_only, created)
    select ${order.companyId}, ${order.tenantId}, ${order.userId}, ${order.format}, ${order.delimiter}, ${order.view},
      ${order.filter}, ${order.sort}, ${JSON.stringify(order.columns)}::jsonb, ${order.zone}, ${order.ownOnly}, ${created}
    from (select count(*) as company, count(*) filter (where user_id = ${order.userId}) as own
          from session_exports where company_id = ${order.companyId} and state in ('waiting', 'running')) open
    where open.company < ${perCompany} and open.own < ${perUser}
    returning id`.execute(db);
  return rows[0]?.id ?? null;
}

interface Owner {
  companyId: number;
  tenantId: number;
  userId: number;
}

const all = sql`id, company_id, tenant_id, user_id, format, delimiter, view, filter, sort, columns, zone, own_only, state,
  written, total, size, storage_key, attempts, created, finished, expires`;

/** A user's exports in a tenant, newest first; with an id that one only. */
export async function readExports(db: Queryable, owner: Owner, exportId?: number): Promise<ExportRow[]> {
  const { rows } = await sql<ExportRow>`
    select ${all} from session_exports
    where company_id = ${owner.companyId} and tenant_id = ${owner.tenantId} and user_id = ${owner.userId}
      ${exportId === undefined ? sql`` : sql`and id = ${exportId}`}
    order by id desc limit 50`.execute(db);
  return rows;
}

/** Takes an order to work on it: one that waits, or one whose worker shows no life any more. */
export async function claimExport(db: Queryable, exportId: number, now: Date, until: Date): Promise<ExportRow | null> {
  const { rows } = await sql<ExportRow>`
    update session_exports set state = 'running', written = 0, attempts = attempts + 1, leased_until = ${until}
    where id = ${exportId} and state in ('waiting', 'running') and (leased_until is null or leased_until < ${now})
    returning ${all}`.execute(db);
  return rows[0] ?? null;
}

/** Notes progress and stays in charge. False = it was cancelled, or somebody else works on it now. */
export async function noteProgress(
  db: Queryable,
  { id, attempts }: { id: number; attempts: number },
  progress: { written: number; total: number | null; until: Date },
): Promise<boolean> {
  const { rows } = await sql`
    update session_exports set written = ${progress.written}, total = ${progress.total}, leased_until = ${progress.until}
    where id = ${id} and state = 'running' and attempts = ${attempts} returning id`.execute(db);
  return rows.length > 0;
}

export async function finishExport(
  db: Queryable,
  { id, attempts }: { id: number; attempts: number },
  done: { written: number; size: number; storageKey: string; finished: Date; expires: Date },
): Promise<boolean> {
  const { rows } = await sql`
    update session_exports set state = 'done', written = ${done.written}, total = ${done.written}, size = ${done.size},
      storage_key = ${done.storageKey}, finished = ${done.finished}, expires = ${done.expires}, leased_until = null
    where id = ${id} and state = 'running' and attempts = ${attempts} returning id`.execute(db);
  return rows.length > 0;
}

/** Gives an order back after a failure: for another attempt, or for good. */
export async function giveBack(
  db: Queryable,
  { id, attempts }: { id: number; attempts: number },
  state: 'waiting' | 'failed',
  now: Date,
): Promise<void> {
  await sql`
    update session_exports set state = ${state}, leased_until = null,
      finished = ${state === 'failed' ? now : null}
    where id = ${id} and state = 'running' and attempts = ${attempts}`.execute(db);
}

export async function cancelExport(db: Queryable, owner: Owner, exportId: number, now: Date): Promise<boolean> {
  const { rows } = await sql`
    update session_exports set state = 'cancelled', finished = ${now}, leased_until = null
    where company_id = ${owner.companyId} and tenant_id = ${owner.tenantId} and user_id = ${owner.userId}
      and id = ${exportId} and state in ('waiting', 'running') returning id`.execute(db);
  return rows.length > 0;
}

/** Removes an order that is over. Its file's key, null without a file, undefined when there is no such order. */
export async function deleteExport(db: Queryable, owner: Owner, exportId: number): Promise<string | null | undefined> {
  const { rows } = await sql<{ storageKey: string | null }>`
    delete from session_exports
    where company_id = ${owner.companyId} and tenant_id = ${owner.tenantId} and user_id = ${owner.userId}
      and id = ${exportId} and state not in ('waiting', 'running') returning storage_key`.execute(db);
  return rows[0]?.storageKey;
}

/** Orders nobody works on although somebody should, with the attempts they had. */
export async function abandonedExports(db: Queryable, now: Date): Promise<{ id: number; attempts: number }[]> {
  const { rows } = await sql<{ id: number; attempts: number }>`
    select id, attempts from session_exports
    where state = 'running' and leased_until < ${now}`.execute(db);
  return rows;
}

export interface Removed {
  companyId: number;
  tenantId: number;
  userId: number;
  storageKey: string | null;
}

/** Files whose time is over lose their place in the list. */
export async function expireExports(db: Queryable, now: Date): Promise<Removed[]> {
  const { rows } = await sql<Removed>`
    with gone as (select id, storage_key from session_exports where storage_key is not null and expires < ${now} for update)
    update session_exports e set state = 'expired', storage_key = null from gone
    where e.id = gone.id returning e.company_id, e.tenant_id, e.user_id, gone.storage_key`.execute(db);
  return rows;
}

/** All files and orders of a tenant that may hold a session which must be forgotten. */
export async function withdrawExports(
  db: Queryable,
  { companyId, tenantId }: { companyId: number; tenantId: number },
): Promise<Removed[]> {
  const { rows } = await sql<Removed>`
    with gone as (select id, storage_key from session_exports
      where company_id = ${companyId} and tenant_id = ${tenantId}
        and (storage_key is not null or state in ('waiting', 'running')) for update)
    update session_exports e set state = 'expired', storage_key = null, leased_until = null, filter = '' from gone
    where e.id = gone.id returning e.company_id, e.tenant_id, e.user_id, gone.storage_key`.execute(db);
  return rows;
}
