import { limits } from '@hovor/protocol/limits';
import { type RawBuilder, sql } from 'kysely';
import type { Queryable } from '../foundation/database/database.ts';
import type { Attempt, Outcome } from './schema.ts';

/** What a lane asks for. */
export interface Claim {
  webhookId: number;
  /** At most so many, of different subjects. */
  limit: number;
  /** A half-open lane: those that wait shortest, due or not, so that it is not always the same one. */
  probe: boolean;
}

/** A probe is chosen among so many of the oldest. */
const probeAmong = 500;

/**
 * The oldest pending one of its subject. `offset 0` keeps it a look-up of one row in the index of subjects, which costs
 * the same whatever has piled up; without it PostgreSQL may join with all that waits for the webhook.
 */
const isHead = sql`not exists (
  select from webhook_deliveries e
  where e.webhook_id = d.webhook_id and e.subject = d.subject and e.state = 'pending' and e.id < d.id offset 0)`;

/**
 * For each of these lanes the oldest due deliveries of its enabled webhook, one per subject: a later one waits until the
 * earlier one of its subject is finished (API-WHD-6). The lease (milliseconds) keeps other processes away and survives
 * this one by its length. It does not wait for the disk: a lease that is lost with the machine lets a delivery be sent
 * again, and whatever was finished is on the disk.
 */
export async function claim(db: Queryable, claims: readonly Claim[], lease: number): Promise<Attempt[][]> {
  const { rows } = await sql<Attempt>`
    with asked as (
      select * from unnest(
        ${claims.map(({ webhookId }) => webhookId)}::int[], ${claims.map(({ limit }) => limit)}::int[],
        ${claims.map(({ probe }) => probe)}::bool[]
      ) as t (webhook_id, most, probe)
    ), due as (
      select h.id from asked a cross join lateral (
        with heads as (
          select d.id, d.next_attempt from webhook_deliveries d
          where d.webhook_id = a.webhook_id and d.state = 'pending'
            and (a.probe or d.next_attempt <= now())
            and (d.leased_until is null or d.leased_until <= now())
            and ${isHead}
          order by d.id limit case when a.probe then ${probeAmong} else a.most end
        )
        select d.id from webhook_deliveries d join heads h on h.id = d.id
        where d.state = 'pending' and (d.leased_until is null or d.leased_until <= now())
        order by case when a.probe then h.next_attempt end, d.id
        limit a.most for update of d skip locked
      ) h
    ), committing as materialized (select set_config('synchronous_commit', 'off', true))
    update webhook_deliveries d
    set attempts = attempts + 1, leased_until = now() + make_interval(secs => ${lease / 1000})
    from committing, due, webhooks w
    where d.id = due.id and w.id = d.webhook_id and w.state = 'enabled'
    returning d.id, d.webhook_id, d.company_id, d.event_id, d.subject, d.body, d.attempts as attempt,
      d.pending_since as since, w.callback_url, w.failing_since is not null as failing,
      array_remove(array[w.secret, case when w.previous_until > now() then w.previous_secret end], null) as secrets
    `.execute(db);
  const lanes = Map.groupBy(
    rows.sort((a, b) => a.id - b.id),
    ({ webhookId }) => webhookId,
  );
  return claims.map(({ webhookId }) => lanes.get(webhookId) ?? []);
}

/** For each of these webhooks the milliseconds until something is due; null = nothing is pending or it is disabled. */
export async function nextDue(db: Queryable, webhookIds: readonly number[]): Promise<(number | null)[]> {
  const { rows } = await sql<{ wait: number | null }>`
    select d.wait from unnest(${webhookIds}::int[]) with ordinality as a (webhook_id, n) cross join lateral (
      select extract(epoch from min(greatest(d.next_attempt, d.leased_until)) - now())::float8 * 1000 as wait
      from (
        select d.next_attempt, d.leased_until from webhook_deliveries d
        join webhooks w on w.id = d.webhook_id and w.state = 'enabled'
        where d.webhook_id = a.webhook_id and d.state = 'pending'
          and ${isHead}
        order by d.id limit 1000
      ) d
    ) d
    order by a.n`.execute(db);
  return rows.map(({ wait }) => (wait === null ? null : Math.max(0, Math.ceil(wait))));
}

/** Enabled webhooks that have anything to send. */
export async function lanesWithWork(db: Queryable) {
  const { rows } = await sql<{ id: number }>`
    select w.id from webhooks w
    where w.state = 'enabled'
      and exists (select from webhook_deliveries d where d.webhook_id = w.id and d.state = 'pending')`.execute(db);
  return rows.map(({ id }) => id);
}

/** One attempt as the log keeps it. */
const entryOf = ({ at, took, status, error, response }: Outcome) =>
  JSON.stringify({ at: at.toISOString(), took, status, error, response });

/** The log of a delivery with one more attempt; the oldest go. */
const logWith = (entry: RawBuilder<unknown>) => sql`
  jsonb_path_query_array(d.attempt_log || ${entry}, '$[last - ${sql.lit(limits.webhookAttemptsKept - 1)} to last]')`;

/** Delivered: all in one statement, with what each was answered; the hour counts them. */
export const markDelivered = (db: Queryable, done: { id: number; outcome: Outcome }[]) =>
  sql`
    with answered as (
      update webhook_deliveries d
      set state = 'delivered', finished = now(), leased_until = null, last_status = t.status, last_error = null,
        last_took = t.took, attempt_log = ${logWith(sql`t.entry`)}
      from unnest(
        ${done.map(({ id }) => id)}::bigint[], ${done.map(({ outcome }) => outcome.status ?? 0)}::int[],
        ${done.map(({ outcome }) => outcome.took)}::int[], ${done.map(({ outcome }) => entryOf(outcome))}::jsonb[]
      ) as t (id, status, took, entry)
      where d.id = t.id and d.state = 'pending'
      returning d.company_id, d.webhook_id, t.took
    )
    insert into webhook_hours as h (company_id, webhook_id, hour, delivered, took, slowest)
    select company_id, webhook_id, date_trunc('hour', now(), 'UTC'), count(*), sum(took), max(took)
    from answered group by 1, 2 order by 2 -- the same order everywhere, so that processes do not wait in a circle
    on conflict (webhook_id, hour) do update set delivered = h.delivered + excluded.delivered,
      took = h.took + excluded.took, slowest = greatest(h.slowest, excluded.slowest)`.execute(db);

/** Not delivered: waits `delay` milliseconds, or is given up as failed. */
export const markWaiting = (
  db: Queryable,
  id: number,
  outcome: Outcome,
  { delay, failed }: { delay: number; failed: boolean },
) =>
  sql`
    with answered as (
      update webhook_deliveries d
      set leased_until = null, last_status = ${outcome.status}, last_error = ${outcome.error},
        last_took = ${outcome.took}, attempt_log = ${logWith(sql`${entryOf(outcome)}::jsonb`)},
        next_attempt = now() + make_interval(secs => ${delay / 1000}),
        state = ${failed ? 'failed' : 'pending'}, finished = case when ${failed} then now() end
      where id = ${id} and state = 'pending'
      returning d.company_id, d.webhook_id
    )
    insert into webhook_hours as h (company_id, webhook_id, hour, failed, took, slowest)
    select company_id, webhook_id, date_trunc('hour', now(), 'UTC'), 1, ${outcome.took}::int, ${outcome.took}::int
    from answered
    on conflict (webhook_id, hour) do update set failed = h.failed + 1,
      took = h.took + excluded.took, slowest = greatest(h.slowest, excluded.slowest)`.execute(db);

/** Given back untried: we stopped before an answer came. */
export const giveBack = (db: Queryable, id: number) =>
  sql`
    update webhook_deliveries set leased_until = null, attempts = attempts - 1
    where id = ${id} and state = 'pending'`.execute(db);

/** Since when this webhook has only failed. The first failure after a success sets it. */
export async function noteFailing(db: Queryable, webhookId: number): Promise<Date | null> {
  const { rows } = await sql<{ failingSince: Date }>`
    update webhooks set failing_since = coalesce(failing_since, now()) where id = ${webhookId}
    returning failing_since`.execute(db);
  return rows[0]?.failingSince ?? null;
}

export const noteWorking = (db: Queryable, webhookId: number) =>
  sql`update webhooks set failing_since = null where id = ${webhookId} and failing_since is not null`.execute(db);

/** False when it was disabled or deleted already. */
export async function disableWebhook(db: Queryable, webhookId: number, reason: string): Promise<boolean> {
  const { rows } = await sql`
    update webhooks set state = 'disabled', disabled = now(), disabled_reason = ${reason}
    where id = ${webhookId} and state = 'enabled' returning id`.execute(db);
  return rows.length > 0;
}

/** What waits for webhooks that were disabled longer than `age` milliseconds is given up, and shown as such. */
export async function giveUpDisabled(db: Queryable, age: number, limit: number): Promise<number> {
  const { rows } = await sql`
    update webhook_deliveries set state = 'failed', finished = now(), leased_until = null,
      last_error = 'The webhook stayed disabled.'
    where id in (
      select d.id from webhook_deliveries d join webhooks w on w.id = d.webhook_id
      where d.state = 'pending' and w.state = 'disabled' and w.disabled < now() - make_interval(secs => ${age / 1000})
      limit ${limit} for update of d skip locked)
    returning id`.execute(db);
  return rows.length;
}

/** Forgets finished deliveries older than `age` milliseconds, at most `limit` at once. Returns how many. */
export async function purgeFinished(db: Queryable, age: number, limit: number): Promise<number> {
  const { rows } = await sql`
    delete from webhook_deliveries where id in (
      select id from webhook_deliveries
      where state <> 'pending' and finished < now() - make_interval(secs => ${age / 1000})
      order by finished limit ${limit} for update skip locked)
    returning id`.execute(db);
  return rows.length;
}

/** Forgets figures of hours older than `age` milliseconds. */
export const purgeHours = (db: Queryable, age: number) =>
  sql`delete from webhook_hours where hour < now() - make_interval(secs => ${age / 1000})`.execute(db);
