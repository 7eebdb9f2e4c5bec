import { type SqlBool, sql, type Transaction } from 'kysely';
import type { Change } from '../foundation/bus.ts';
import type { DB } from '../foundation/database/tables.ts';
import type { Batch, LogEvent } from '../foundation/events/subscriber.ts';
import { type Details, eventTypeOf, type FileDetails, messageOf } from './payloads.ts';

type Db = Transaction<DB>;

export interface EnqueueOptions {
  /** Zone of the times in payloads. */
  zone: string;
  /** Absolute address a file of a conversation can be downloaded from. */
  fileUrl(file: { id: number; storageKey: string }): string;
}

/**
 * Writes a delivery for every webhook that wants an event, in the transaction that moves the cursor: no event is lost or
 * written twice, whatever crashes. Returns the webhooks that have something to send now.
 */
export async function enqueue({ db, events }: Batch, { zone, fileUrl }: EnqueueOptions): Promise<Change[]> {
  const wanted = await selectWanted(db, events);
  if (wanted.length === 0) return [];
  const details = await readDetails(db, wanted, fileUrl);
  const rows = wanted.flatMap((event) => {
    const message = messageOf(event, details, zone);
    return message ? [{ event, eventType: message.eventType, body: JSON.stringify(message) }] : [];
  });
  return rows.length === 0 ? [] : insertDeliveries(db, rows);
}

/** Events of the batch that at least one enabled webhook of their company asks for. */
async function selectWanted(db: Db, events: readonly LogEvent[]): Promise<LogEvent[]> {
  const typed = events.filter((event) => eventTypeOf(event) !== null);
  if (typed.length === 0) return [];
  const rows = await db
    .selectFrom('webhooks')
    .select(['companyId', 'eventTypes'])
    .where('state', '=', 'enabled')
    .where('companyId', '=', sql<number>`any(${[...new Set(typed.map(({ companyId }) => companyId))]}::int[])`)
    .execute();
  const asked = new Set(rows.flatMap(({ companyId, eventTypes }) => eventTypes.map((type) => `${companyId} ${type}`)));
  return typed.filter((event) => asked.has(`${event.companyId} ${eventTypeOf(event)}`));
}

/** What payloads need beyond the events, in at most three statements. */
export async function readDetails(db: Db, events: LogEvent[], fileUrl: EnqueueOptions['fileUrl']): Promise<Details> {
  const numbers = (values: unknown[]) => [...new Set(values.filter((value) => typeof value === 'number'))];
  // Messages carry all they have in the event itself.
  const activityIds = numbers(
    events.filter(({ payload }) => payload.type !== 'ChatMessage').map(({ payload }) => payload.activityId),
  );
  const fileIds = numbers(events.map(({ payload }) => payload.fileId));
  const reasonIds = numbers(events.map(({ payload }) => payload.awayReasonId));
  const companies = [...new Set(events.map(({ companyId }) => companyId))];
  const ours = sql<SqlBool>`company_id = any(${companies}::int[])`;

  const activities = activityIds.length
    ? await db
        .selectFrom('activities')
        .select(['id', 'chatbotId', 'data'])
        .where(ours)
        .where('id', '=', sql<number>`any(${activityIds}::bigint[])`)
        .execute()
    : [];
  const files = fileIds.length
    ? await db
        .selectFrom('files')
        .select(['id', 'userId', 'tenantId', 'name', 'storageKey', 'deleted'])
        .where(ours)
        .where('id', '=', sql<number>`any(${fileIds}::int[])`)
        .execute()
    : [];
  const reasons = reasonIds.length
    ? await db
        .selectFrom('awayReasons')
        .select(['id', 'name'])
        .where(ours)
        .where('id', '=', sql<number>`any(${reasonIds}::int[])`)
        .execute()
    : [];

  const activityMap = new Map(
    activities.map(({ id, chatbotId, data }) => [id, { chatbotId, data: (data ?? {}) as Record<string, unknown> }]),
  );
  const fileMap = new Map(
    files.map(({ id, userId, tenantId, name, storageKey, deleted }): [number, FileDetails] => [
      id,
      {
        id,
        operatorOwner: userId,
        departmentOwner: tenantId,
        name,
        downloadUrl: fileUrl({ id, storageKey }),
        isUploading: false,
        isDeleted: deleted !== null,
      },
    ]),
  );
  const reasonMap = new Map(reasons.map(({ id, name }) => [id, name]));
  return {
    activity: (id) => activityMap.get(id),
    file: (id) => fileMap.get(id),
    awayReason: (id) => reasonMap.get(id),
  };
}

/**
 * One statement for the whole batch, in the order of the log, so that ids of deliveries ascend with it. An event reaches
 * a webhook whose registration could not see it yet, which is enabled, asks for its type, and whose scope holds its
 * tenant; an event of a user belongs to the tenants the user is a member of.
 */
async function insertDeliveries(db: Db, rows: { event: LogEvent; eventType: string; body: string }[]) {
  const users = rows.map(({ event }) => (typeof event.payload.userId === 'number' ? event.payload.userId : null));
  const { rows: written } = await sql<{ webhookId: number; companyId: number }>`
    with input as (
      select * from unnest(
        ${rows.map(({ event }) => event.id)}::bigint[], ${rows.map(({ eventType }) => eventType)}::text[],
        ${rows.map(({ body }) => body)}::text[], ${users}::int[]
      ) with ordinality as t (event_id, event_type, body, user_id, n)
    ), written as (
      insert into webhook_deliveries (company_id, webhook_id, event_id, event_type, subject, body, next_attempt)
      select e.company_id, w.id, e.id, i.event_type, e.subject, i.body, now()
      from input i
      join events e on e.id = i.event_id
      join webhooks w on w.company_id = e.company_id and w.state = 'enabled' and i.event_type = any(w.event_types)
        and not pg_visible_in_snapshot(e.xid, w.since)
      where w.tenant_ids is null
        or e.tenant_id = any(w.tenant_ids)
        or (e.tenant_id is null and exists (
          select from memberships m
          where m.company_id = e.company_id and m.user_id = i.user_id and m.tenant_id = any(w.tenant_ids)))
      order by i.n, w.id
      on conflict (webhook_id, event_id, event_type) do nothing
      returning webhook_id, company_id
    )
    select distinct webhook_id, company_id from written`.execute(db);
  return written.map(
    ({ webhookId, companyId }): Change => ({ companyId, tenantId: null, topic: 'webhook', id: webhookId }),
  );
}
