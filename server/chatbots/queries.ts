import { sql } from 'kysely';
import type { Queryable } from '../foundation/database/database.ts';
import type { Chatbot } from './schema.ts';

const bots = (db: Queryable) =>
  db
    .selectFrom('chatbots')
    .select(['id', 'companyId', 'tenantId', 'groupId', 'name', 'callbackUrl', 'state', 'autoStart', 'created'])
    .select(['failingSince', 'lastError', 'lastErrorAt', 'lastSeen', 'disabledReason'])
    .select(
      sql<number>`(select count(*)::int from session_chatbots b where b.chatbot_id = chatbots.id and b."left" is null)`.as(
        'sessions',
      ),
    );

export const selectChatbots = (db: Queryable, companyId: number, tenantId: number) =>
  bots(db)
    .where('companyId', '=', companyId)
    .where('tenantId', '=', tenantId)
    .orderBy(sql`lower(name)`)
    .execute() as Promise<Chatbot[]>;

export const selectChatbot = (db: Queryable, companyId: number, chatbotId: number) =>
  bots(db).where('companyId', '=', companyId).where('id', '=', chatbotId).executeTakeFirst() as Promise<
    Chatbot | undefined
  >;

/** Changes of one bot happen one after the other. */
export const lockChatbot = (db: Queryable, companyId: number, chatbotId: number) =>
  db
    .selectFrom('chatbots')
    .select(['id', 'tenantId', 'groupId', 'name', 'callbackUrl', 'state'])
    .where('companyId', '=', companyId)
    .where('id', '=', chatbotId)
    .forNoKeyUpdate()
    .executeTakeFirst();

export async function countChatbots(db: Queryable, companyId: number, tenantId: number): Promise<number> {
  const row = await db
    .selectFrom('chatbots')
    .select((eb) => eb.fn.countAll<number>().as('count'))
    .where('companyId', '=', companyId)
    .where('tenantId', '=', tenantId)
    .executeTakeFirstOrThrow();
  return row.count;
}

export const insertChatbot = (
  db: Queryable,
  bot: {
    companyId: number;
    tenantId: number;
    groupId: number;
    name: string;
    callbackUrl: string | null;
    autoStart: boolean;
    created: Date;
  },
) => db.insertInto('chatbots').values(bot).returning('id').executeTakeFirstOrThrow();

export const updateChatbot = (
  db: Queryable,
  companyId: number,
  chatbotId: number,
  change: { name?: string; callbackUrl?: string | null; autoStart?: boolean },
) =>
  Object.keys(change).length === 0
    ? Promise.resolve([])
    : db.updateTable('chatbots').set(change).where('companyId', '=', companyId).where('id', '=', chatbotId).execute();

/** False when it was on already. */
export async function enable(db: Queryable, companyId: number, chatbotId: number): Promise<boolean> {
  const row = await db
    .updateTable('chatbots')
    .set({
      state: 'enabled',
      failingSince: null,
      lastError: null,
      lastErrorAt: null,
      disabled: null,
      disabledReason: null,
    })
    .where('companyId', '=', companyId)
    .where('id', '=', chatbotId)
    .where('state', '=', 'disabled')
    .returning('id')
    .executeTakeFirst();
  return row !== undefined;
}

/** False when it was off already. */
export async function disable(
  db: Queryable,
  companyId: number,
  chatbotId: number,
  about: { at: Date; reason: string | null },
): Promise<boolean> {
  const row = await db
    .updateTable('chatbots')
    .set({ state: 'disabled', failingSince: null, disabled: about.at, disabledReason: about.reason })
    .where('companyId', '=', companyId)
    .where('id', '=', chatbotId)
    .where('state', '=', 'enabled')
    .returning('id')
    .executeTakeFirst();
  return row !== undefined;
}

/** The bot answered. Written at most every few seconds while all is well. */
export const noteSeen = (db: Queryable, chatbotId: number, now: Date) =>
  sql`
  update chatbots set last_seen = ${now}, failing_since = null
  where id = ${chatbotId}
    and (failing_since is not null or last_seen is null or last_seen < ${new Date(now.getTime() - 10_000)})`.execute(
    db,
  );

/** Since when it has only failed; the first failure after a success sets it. */
export async function noteFailure(db: Queryable, chatbotId: number, now: Date, error: string | null) {
  const { rows } = await sql<{ failingSince: Date }>`
    update chatbots set failing_since = coalesce(failing_since, ${now}), last_error = ${error}, last_error_at = ${now}
    where id = ${chatbotId} and state = 'enabled'
    returning failing_since`.execute(db);
  return rows[0]?.failingSince ?? null;
}

/** A failed check is shown, but proves nothing about the events on their way. */
export const noteCheckFailed = (db: Queryable, chatbotId: number, now: Date, error: string) =>
  sql`
  update chatbots set last_error = ${error}, last_error_at = ${now} where id = ${chatbotId}`.execute(db);

export const noteCheckPassed = (db: Queryable, chatbotId: number, now: Date) =>
  sql`
  update chatbots set last_seen = ${now}, last_error = null, last_error_at = null, failing_since = null
  where id = ${chatbotId}`.execute(db);

/** Sessions the bot has now. */
export async function sessionsOf(db: Queryable, companyId: number, chatbotId: number): Promise<number[]> {
  const rows = await db
    .selectFrom('sessionChatbots')
    .select('sessionId')
    .where('companyId', '=', companyId)
    .where('chatbotId', '=', chatbotId)
    .where('left', 'is', null)
    .orderBy('sessionId')
    .execute();
  return rows.map(({ sessionId }) => sessionId);
}

/** A bot that takes sessions of this tenant. */
export async function taking(db: Queryable, companyId: number, tenantId: number, chatbotId: number) {
  const row = await db
    .selectFrom('chatbots')
    .select('name')
    .where('companyId', '=', companyId)
    .where('tenantId', '=', tenantId)
    .where('id', '=', chatbotId)
    .where('state', '=', 'enabled')
    .where('callbackUrl', 'is not', null)
    .executeTakeFirst();
  return row ?? null;
}

/** What a bot may know of the client's identity in web chat (CB-EV-14). */
export const guestOf = (db: Queryable, companyId: number, guestId: number) =>
  db
    .selectFrom('guests')
    .select('trackedId')
    .where('companyId', '=', companyId)
    .where('id', '=', guestId)
    .executeTakeFirst();

/** Was this session ever with the bot? */
export async function wasThere(db: Queryable, companyId: number, chatbotId: number, sessionId: number) {
  const row = await db
    .selectFrom('sessionChatbots')
    .select('id')
    .where('companyId', '=', companyId)
    .where('chatbotId', '=', chatbotId)
    .where('sessionId', '=', sessionId)
    .limit(1)
    .executeTakeFirst();
  return row !== undefined;
}
