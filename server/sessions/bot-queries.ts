import type { Insertable, Updateable } from 'kysely';
import type { Queryable } from '../foundation/database/database.ts';
import type { SessionChatbots } from '../foundation/database/tables.ts';
import type { BotStay } from './schema.ts';

/** The bot that is in the session now. */
export async function readBotStay(db: Queryable, companyId: number, sessionId: number): Promise<BotStay | null> {
  const row = await db
    .selectFrom('sessionChatbots')
    .select(['id', 'chatbotId', 'fromSeq', 'joinedSeq', 'input', 'upload', 'asks'])
    .where('companyId', '=', companyId)
    .where('sessionId', '=', sessionId)
    .where('left', 'is', null)
    .executeTakeFirst();
  return (row as BotStay | undefined) ?? null;
}

export const insertBotStay = (db: Queryable, row: Insertable<SessionChatbots>) =>
  db.insertInto('sessionChatbots').values(row).returning('id').executeTakeFirstOrThrow();

export const updateBotStay = (db: Queryable, companyId: number, stayId: number, set: Updateable<SessionChatbots>) =>
  db.updateTable('sessionChatbots').set(set).where('companyId', '=', companyId).where('id', '=', stayId).execute();

/** Whether anybody, person or bot, has served the session before. */
export async function servedBefore(db: Queryable, companyId: number, sessionId: number): Promise<boolean> {
  const bot = db
    .selectFrom('sessionChatbots')
    .select('id')
    .where('companyId', '=', companyId)
    .where('sessionId', '=', sessionId);
  const person = db
    .selectFrom('sessionOperators')
    .select('id')
    .where('companyId', '=', companyId)
    .where('sessionId', '=', sessionId);
  return (await bot.unionAll(person).limit(1).executeTakeFirst()) !== undefined;
}

export async function chatbotName(db: Queryable, companyId: number, chatbotId: number): Promise<string> {
  const row = await db
    .selectFrom('chatbots')
    .select('name')
    .where('companyId', '=', companyId)
    .where('id', '=', chatbotId)
    .executeTakeFirst();
  return row?.name ?? '';
}

export interface BotRow extends Pick<BotStay, 'chatbotId' | 'input' | 'upload' | 'asks'> {
  sessionId: number;
  name: string;
}

/** Bots that are in these sessions now. */
export async function readBots(db: Queryable, companyId: number, sessionIds: readonly number[]): Promise<BotRow[]> {
  const rows = await db
    .selectFrom('sessionChatbots as b')
    .innerJoin('chatbots as c', 'c.id', 'b.chatbotId')
    .select(['b.sessionId', 'b.chatbotId', 'c.name', 'b.input', 'b.upload', 'b.asks'])
    .where('b.companyId', '=', companyId)
    .where('b.sessionId', 'in', [...sessionIds])
    .where('b.left', 'is', null)
    .execute();
  return rows as BotRow[];
}
