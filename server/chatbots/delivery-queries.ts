import { sql } from 'kysely';
import type { Queryable } from '../foundation/database/database.ts';
import type { Attempt, NewDelivery } from './schema.ts';

/** Events on their way to bots. All times come from the caller's clock. */

export const insertDeliveries = (db: Queryable, now: Date, deliveries: readonly NewDelivery[]) =>
  db
    .insertInto('chatbotDeliveries')
    .values(deliveries.map((delivery) => ({ ...delivery, created: now, nextAttempt: now })))
    .execute();

const isHead = sql`not exists (
  select from chatbot_deliveries e where e.session_id = d.session_id and e.state = 'pending' and e.id < d.id)`;

/**
 * Takes the oldest due events of a bot, one per session: a later one waits until the earlier one is finished
 * (CB-TR-15). The lease keeps other processes away and survives this one by its length.
 */
export async function claim(
  db: Queryable,
  chatbotId: number,
  { limit, lease, probe, now }: { limit: number; lease: number; probe: boolean; now: Date },
): Promise<Attempt[]> {
  const { rows } = await sql<Attempt>`
    with due as (
      select d.id from chatbot_deliveries d
      where d.chatbot_id = ${chatbotId} and d.state = 'pending' and (${probe} or d.next_attempt <= ${now})
        and (d.leased_until is null or d.leased_until <= ${now}) and ${isHead}
      order by d.id limit ${limit} for update of d skip locked
    )
    update chatbot_deliveries d
    set attempts = attempts + 1, leased_until = ${new Date(now.getTime() + lease)}
    from due, chatbots c
    where d.id = due.id and c.id = d.chatbot_id and c.state = 'enabled' and c.callback_url is not null
    returning d.id, d.chatbot_id, d.company_id, d.session_id, d.session_id::text as subject, d.activity, d.body,
      d.attempts as attempt, d.created, c.callback_url, c.failing_since is not null as failing`.execute(db);
  return rows.sort((a, b) => a.id - b.id);
}

/** Milliseconds until something of this bot is due; null = nothing is pending, or it is off. */
export async function nextDue(db: Queryable, chatbotId: number, now: Date): Promise<number | null> {
  const { rows } = await sql<{ due: Date | null }>`
    select min(greatest(d.next_attempt, d.leased_until)) as due
    from chatbot_deliveries d
    join chatbots c on c.id = d.chatbot_id and c.state = 'enabled' and c.callback_url is not null
    where d.chatbot_id = ${chatbotId} and d.state = 'pending' and ${isHead}`.execute(db);
  const due = rows[0]?.due;
  return due ? Math.max(0, due.getTime() - now.getTime()) : null;
}

/** Bots that are on and have anything to be sent. */
export async function botsWithWork(db: Queryable): Promise<number[]> {
  const { rows } = await sql<{ id: number }>`
    select c.id from chatbots c
    where c.state = 'enabled' and c.callback_url is not null
      and exists (select from chatbot_deliveries d where d.chatbot_id = c.id and d.state = 'pending')`.execute(db);
  return rows.map(({ id }) => id);
}

export const finish = (
  db: Queryable,
  id: number,
  about: { state: 'delivered' | 'dropped'; status: number | null; error: string | null; now: Date },
) =>
  db
    .updateTable('chatbotDeliveries')
    .set({
      state: about.state,
      finished: about.now,
      leasedUntil: null,
      lastStatus: about.status,
      lastError: about.error,
    })
    .where('id', '=', id)
    .where('state', '=', 'pending')
    .execute();

/** Not arrived: waits until `next`. */
export const postpone = (
  db: Queryable,
  id: number,
  about: { status: number | null; error: string | null; next: Date },
) =>
  db
    .updateTable('chatbotDeliveries')
    .set({ leasedUntil: null, lastStatus: about.status, lastError: about.error, nextAttempt: about.next })
    .where('id', '=', id)
    .where('state', '=', 'pending')
    .execute();

/** Given back untried: we stopped before an answer came. */
export const giveBack = (db: Queryable, id: number) =>
  sql`update chatbot_deliveries set leased_until = null, attempts = attempts - 1
      where id = ${id} and state = 'pending'`.execute(db);

/** After an outage everything goes at once. */
export const releasePending = (db: Queryable, chatbotId: number, now: Date) =>
  db
    .updateTable('chatbotDeliveries')
    .set({ nextAttempt: now })
    .where('chatbotId', '=', chatbotId)
    .where('state', '=', 'pending')
    .where('nextAttempt', '>', now)
    .execute();

/** What a bot that is off was not told is of no use to it any more. */
export const dropPending = (db: Queryable, companyId: number, chatbotId: number, now: Date, error: string) =>
  db
    .updateTable('chatbotDeliveries')
    .set({ state: 'dropped', finished: now, leasedUntil: null, lastError: error })
    .where('companyId', '=', companyId)
    .where('chatbotId', '=', chatbotId)
    .where('state', '=', 'pending')
    .execute();

/** Has the session left the stay this event belongs to? */
export async function isOver(db: Queryable, id: number): Promise<boolean> {
  const { rows } = await sql<{ over: boolean }>`
    select b."left" is not null as over from chatbot_deliveries d
    join session_chatbots b on b.id = d.stay_id where d.id = ${id}`.execute(db);
  return rows[0]?.over ?? true;
}

/** Forgets finished events older than this, at most `limit` at once. */
export const purge = (db: Queryable, before: Date, limit: number) =>
  sql`
  delete from chatbot_deliveries where id in (
    select id from chatbot_deliveries where state <> 'pending' and finished < ${before}
    order by finished limit ${limit} for update skip locked)`.execute(db);
