import { sql } from 'kysely';
import type { Queryable } from '../foundation/database/database.ts';

interface SessionKey {
  companyId: number;
  id: number;
}

/** False = it was there already. */
export async function linkTag(
  db: Queryable,
  session: SessionKey,
  tagId: number,
  userId: number | null,
  at: Date,
): Promise<boolean> {
  const row = await db
    .insertInto('sessionTags')
    .values({ companyId: session.companyId, sessionId: session.id, tagId, userId, at })
    .onConflict((conflict) => conflict.columns(['sessionId', 'tagId']).doNothing())
    .returning('tagId')
    .executeTakeFirst();
  return row !== undefined;
}

/** False = it was not there. */
export async function unlinkTag(db: Queryable, session: SessionKey, tagId: number): Promise<boolean> {
  const row = await db
    .deleteFrom('sessionTags')
    .where('companyId', '=', session.companyId)
    .where('sessionId', '=', session.id)
    .where('tagId', '=', tagId)
    .returning('tagId')
    .executeTakeFirst();
  return row !== undefined;
}

export async function insertNote(
  db: Queryable,
  session: SessionKey,
  note: { userId: number; text: string; at: Date },
): Promise<number> {
  const row = await db
    .insertInto('sessionNotes')
    .values({ companyId: session.companyId, sessionId: session.id, ...note })
    .returning('id')
    .executeTakeFirstOrThrow();
  return row.id;
}

/** Raises a receipt, never lowers it, never beyond the last line. Answers whether it moved. */
export async function raiseReceipts(
  db: Queryable,
  session: SessionKey,
  to: { guestDelivered?: number; guestRead?: number; operatorRead?: number },
): Promise<boolean> {
  const { guestDelivered = 0, guestRead = 0, operatorRead = 0 } = to;
  const { rows } = await sql`
    update sessions set
      guest_delivered_seq = greatest(guest_delivered_seq, least(${guestDelivered}, last_seq)),
      guest_read_seq = greatest(guest_read_seq, least(${guestRead}, last_seq)),
      operator_read_seq = greatest(operator_read_seq, least(${operatorRead}, last_seq))
    where company_id = ${session.companyId} and id = ${session.id}
      and (guest_delivered_seq < least(${guestDelivered}, last_seq)
        or guest_read_seq < least(${guestRead}, last_seq)
        or operator_read_seq < least(${operatorRead}, last_seq))
    returning id`.execute(db);
  return rows.length > 0;
}

export async function insertOfflineMessage(
  db: Queryable,
  row: {
    companyId: number;
    tenantId: number;
    presetId: number;
    guestId: number;
    name: string | null;
    email: string | null;
    phone: string | null;
    message: string;
    language: string;
    url: string;
    created: Date;
  },
): Promise<number> {
  const inserted = await db.insertInto('offlineMessages').values(row).returning('id').executeTakeFirstOrThrow();
  return inserted.id;
}

export function readOfflineMessages(
  db: Queryable,
  tenant: { companyId: number; tenantId: number },
  filter: { handled: boolean; before: number | null; limit: number },
) {
  let query = db
    .selectFrom('offlineMessages')
    .select(['id', 'name', 'email', 'phone', 'message', 'language', 'url', 'created', 'handled', 'handledBy'])
    .where('companyId', '=', tenant.companyId)
    .where('tenantId', '=', tenant.tenantId)
    .where('handled', filter.handled ? 'is not' : 'is', null);
  if (filter.before !== null) query = query.where('id', '<', filter.before);
  return query.orderBy('id', 'desc').limit(filter.limit).execute();
}

/** False = no such message in the tenant, or handled before. */
export async function markHandled(
  db: Queryable,
  tenant: { companyId: number; tenantId: number },
  messageId: number,
  by: { userId: number; at: Date },
): Promise<boolean> {
  const row = await db
    .updateTable('offlineMessages')
    .set({ handled: by.at, handledBy: by.userId })
    .where('companyId', '=', tenant.companyId)
    .where('tenantId', '=', tenant.tenantId)
    .where('id', '=', messageId)
    .where('handled', 'is', null)
    .returning('id')
    .executeTakeFirst();
  return row !== undefined;
}

export async function offlineMessageExists(
  db: Queryable,
  tenant: { companyId: number; tenantId: number },
  messageId: number,
): Promise<boolean> {
  const row = await db
    .selectFrom('offlineMessages')
    .select('id')
    .where('companyId', '=', tenant.companyId)
    .where('tenantId', '=', tenant.tenantId)
    .where('id', '=', messageId)
    .executeTakeFirst();
  return row !== undefined;
}
