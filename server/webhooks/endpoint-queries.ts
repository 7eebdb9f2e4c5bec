import { limits } from '@hovor/protocol/limits';
import { type SqlBool, sql } from 'kysely';
import type { Queryable } from '../foundation/database/database.ts';

/** The count of what waits stops here: whoever sees it needs no exact number, and a dead endpoint has millions. */
export const waitingCounted = 10_001;

export interface EndpointRow {
  id: number;
  callbackUrl: string;
  eventTypes: string[];
  tenantIds: number[] | null;
  state: 'enabled' | 'disabled';
  created: Date;
  failingSince: Date | null;
  disabled: Date | null;
  disabledReason: string | null;
  previousUntil: Date | null;
  waiting: number;
  oldestWaiting: Date | null;
  lastEvent: Date | null;
  lastState: 'pending' | 'delivered' | 'failed' | null;
}

/** Registrations with how their deliveries stand; `id` null = all of the company. */
export async function selectEndpoints(db: Queryable, companyId: number, id: number | null): Promise<EndpointRow[]> {
  const { rows } = await sql<EndpointRow>`
    select w.id, w.callback_url, w.event_types, w.tenant_ids, w.state, w.created, w.failing_since, w.disabled,
      w.disabled_reason, case when w.previous_until > now() then w.previous_until end as previous_until,
      (select count(*) from (
        select from webhook_deliveries d where d.webhook_id = w.id and d.state = 'pending' limit ${waitingCounted}
      ) p)::int as waiting,
      (select d.created from webhook_deliveries d where d.webhook_id = w.id and d.state = 'pending'
        order by d.id limit 1) as oldest_waiting,
      l.created as last_event, l.state as last_state
    from webhooks w
    left join lateral (
      select d.created, d.state from webhook_deliveries d where d.webhook_id = w.id
      order by d.created desc, d.id desc limit 1) l on true
    where w.company_id = ${companyId} and ${id === null ? sql<SqlBool>`true` : sql<SqlBool>`w.id = ${id}`}
    order by w.id`.execute(db);
  return rows;
}

export interface HourRow {
  webhookId: number;
  hour: Date;
  delivered: number;
  failed: number;
  took: number;
  slowest: number;
}

/** Figures of the hours of the chart that had any; `id` null = of all webhooks of the company. */
export const selectHours = (db: Queryable, companyId: number, id: number | null): Promise<HourRow[]> =>
  db
    .selectFrom('webhookHours')
    .select(['webhookId', 'hour', 'delivered', 'failed', 'took', 'slowest'])
    .where('companyId', '=', companyId)
    .$if(id !== null, (query) => query.where('webhookId', '=', id ?? 0))
    .where('hour', '>', sql<Date>`now() - make_interval(hours => ${limits.webhookChartHours})`)
    .orderBy('webhookId')
    .orderBy('hour')
    .execute();

/** The secrets that sign now, the present one first. */
export async function selectSecrets(db: Queryable, companyId: number, id: number) {
  const { rows } = await sql<{ callbackUrl: string; eventTypes: string[]; secrets: string[] }>`
    select callback_url, event_types,
      array_remove(array[secret, case when previous_until > now() then previous_secret end], null) as secrets
    from webhooks where company_id = ${companyId} and id = ${id}`.execute(db);
  return rows[0];
}

/** The present secret becomes the previous one for `overlap` milliseconds; the one before it is void. */
export async function rotateSecret(
  db: Queryable,
  companyId: number,
  id: number,
  { secret, overlap }: { secret: string; overlap: number },
) {
  const { rows } = await sql<{ previousUntil: Date }>`
    update webhooks set previous_secret = secret, previous_until = now() + make_interval(secs => ${overlap / 1000}),
      secret = ${secret}
    where company_id = ${companyId} and id = ${id}
    returning previous_until`.execute(db);
  return rows[0]?.previousUntil;
}

/** Switched off by a person: no reason is noted. */
export const switchOff = (db: Queryable, companyId: number, id: number) =>
  db
    .updateTable('webhooks')
    .set({ state: 'disabled', disabled: sql`now()`, disabledReason: null })
    .where('companyId', '=', companyId)
    .where('id', '=', id)
    .where('state', '=', 'enabled')
    .returning('id')
    .executeTakeFirst();
