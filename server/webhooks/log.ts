import { type SqlBool, sql, type Transaction } from 'kysely';
import type { DB } from '../foundation/database/tables.ts';
import type { LogEvent } from '../foundation/events/subscriber.ts';
import type { ApiKeyActor } from '../foundation/security/actor.ts';
import type { Store } from '../foundation/transact.ts';
import { type EnqueueOptions, readDetails } from './enqueue.ts';
import { eventTypeOf, messageOf } from './payloads.ts';
import type { Message } from './schema.ts';

/** A place in the log. Ids alone do not say what was there before (docs/decisions/event-order.md). */
export interface LogPlace {
  /** Number of the transaction, as text. */
  xid: string;
  id: number;
}

export interface LogPage {
  events: (Message & LogPlace)[];
  /** After the last event that was looked at, shown or not. */
  next: LogPlace;
  /** There is more that may be read now. */
  more: boolean;
}

const beginning: LogPlace = { xid: '0', id: 0 };

/**
 * The event log as an integrator reads it: what webhooks send, in the order of the log, never an event that could still
 * get one before it. The tenants of a key limit it as they limit its webhooks.
 */
export function createEventLog(store: Store, { zone, fileUrl }: EnqueueOptions) {
  return {
    /** Up to `limit` events of the log after `place`; those the key may not see are skipped. */
    read: (
      actor: ApiKeyActor,
      place: LogPlace | null,
      limit: number,
      mayRead: (type: Message['eventType']) => boolean,
    ) =>
      store.db
        .transaction()
        .setIsolationLevel('repeatable read')
        .setAccessMode('read only')
        .execute(async (db): Promise<LogPage> => {
          const rows = await readAfter(db, actor, place ?? beginning, limit);
          const wanted = rows.filter((row) => {
            const type = eventTypeOf(row);
            return type !== null && mayRead(type);
          });
          const details = await readDetails(db, wanted, fileUrl);
          const events = wanted.flatMap((row) => {
            const message = messageOf(row, details, zone);
            return message ? [{ xid: row.xid, id: row.id, ...message }] : [];
          });
          const last = rows.at(-1);
          const next = last ? { xid: last.xid, id: last.id } : (place ?? beginning);
          return { events, next, more: rows.length === limit };
        }),

    /** The end of the log as it is now: nothing that is there already comes after it. */
    async end(): Promise<LogPlace> {
      const { rows } = await sql<LogPlace>`
        select xid::text as xid, id from events where xid < pg_snapshot_xmin(pg_current_snapshot())
        order by events.xid desc, id desc limit 1`.execute(store.db);
      return rows[0] ?? beginning;
    },
  };
}
export type EventLog = ReturnType<typeof createEventLog>;

async function readAfter(
  db: Transaction<DB>,
  { companyId, tenantIds }: ApiKeyActor,
  { xid, id }: LogPlace,
  limit: number,
): Promise<(LogEvent & LogPlace)[]> {
  const seen = tenantIds
    ? sql<SqlBool>`(e.tenant_id = any(${[...tenantIds]}::int[]) or (e.tenant_id is null and exists (
        select from memberships m where m.company_id = e.company_id
          and m.user_id = (e.payload->>'userId')::int and m.tenant_id = any(${[...tenantIds]}::int[]))))`
    : sql<SqlBool>`true`;
  const { rows } = await sql<LogEvent & LogPlace>`
    select id, xid::text as xid, company_id, tenant_id, kind, subject, actor, at, payload
    from events e
    where (e.xid, e.id) > (${xid}::xid8, ${id}::bigint) and e.xid < pg_snapshot_xmin(pg_current_snapshot())
      and e.company_id = ${companyId} and ${seen}
    order by e.xid, e.id
    limit ${limit}`.execute(db);
  return rows;
}
