import { limits } from '@hovor/protocol/limits';
import { type SqlBool, sql } from 'kysely';
import type { Queryable } from '../foundation/database/database.ts';
import type { AttemptEntry, DeliveryRow, LogFilter } from './schema.ts';

/** The deliveries of one webhook a filter names. */
const filtered = ({ companyId, webhookId, state, eventType, from, to }: LogFilter) => sql<SqlBool>`
  d.company_id = ${companyId} and d.webhook_id = ${webhookId}
  and ${state === undefined ? sql`true` : sql`d.state = ${state}`}
  and ${eventType === undefined ? sql`true` : sql`d.event_type = ${eventType}`}
  and ${from === undefined ? sql`true` : sql`d.created >= ${from}`}
  and ${to === undefined ? sql`true` : sql`d.created < ${to}`}`;

const columns = sql`d.id, d.event_id, d.event_type, d.subject, d.state, d.attempts, d.created, d.finished, d.replayed,
  d.last_status, d.last_error, d.last_took, case when d.state = 'pending' then d.next_attempt end as next_attempt`;

/** Newest first, at most a page; `before` = the last row of the page before. */
export async function selectDeliveries(db: Queryable, filter: LogFilter, before: number | null) {
  const page =
    before === null
      ? sql`true`
      : sql`(d.created, d.id) < (
      select created, id from webhook_deliveries where id = ${before} and webhook_id = ${filter.webhookId})`;
  const { rows } = await sql<DeliveryRow>`
    select ${columns} from webhook_deliveries d where ${filtered(filter)} and ${page}
    order by d.created desc, d.id desc limit ${limits.listPage}`.execute(db);
  return rows;
}

export async function selectDelivery(db: Queryable, companyId: number, webhookId: number, id: number) {
  const { rows } = await sql<DeliveryRow & { body: string; attemptLog: AttemptEntry[] }>`
    select ${columns}, d.body, d.attempt_log from webhook_deliveries d
    where d.company_id = ${companyId} and d.webhook_id = ${webhookId} and d.id = ${id}`.execute(db);
  return rows[0];
}

export interface Replayed {
  count: number;
  /** The last one, for the next request; null = there are no more. */
  next: number | null;
}

/**
 * Makes deliveries pending again, oldest first: their attempts and their three days begin anew, those that wait go now.
 * What is being sent at this moment is left alone.
 */
export async function replay(
  db: Queryable,
  filter: LogFilter,
  { ids, after, limit }: { ids?: readonly number[] | undefined; after: number; limit: number },
): Promise<Replayed> {
  const chosen = ids === undefined ? sql`true` : sql`d.id = any(${[...ids]}::bigint[])`;
  const { rows } = await sql<Replayed>`
    with chosen as (
      select d.id from webhook_deliveries d
      where ${filtered(filter)} and ${chosen} and d.id > ${after}
        and (d.leased_until is null or d.leased_until <= now())
      order by d.id limit ${limit} for update
    ), again as (
      update webhook_deliveries d set state = 'pending', finished = null, replayed = now(), next_attempt = now(),
        attempts = case d.state when 'pending' then d.attempts else 0 end,
        pending_since = case d.state when 'pending' then d.pending_since else now() end
      from chosen where chosen.id = d.id returning d.id
    )
    select count(*)::int as count, case when count(*) = ${limit} then max(id) end as next from again`.execute(db);
  return rows[0] ?? { count: 0, next: null };
}
