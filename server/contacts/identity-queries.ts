import { sql } from 'kysely';
import type { Queryable } from '../foundation/database/database.ts';

/** Guest ↔ contact (`channel_identities`). */

export interface GuestIn {
  companyId: number;
  tenantId: number;
  guestId: number;
}

/** The identity of a guest in a tenant, made when it is the first time. */
export async function channelIdentityOf(db: Queryable, { companyId, tenantId, guestId }: GuestIn): Promise<number> {
  const { rows } = await sql<{ id: number }>`
    with known as (select id from channel_identities
      where company_id = ${companyId} and tenant_id = ${tenantId} and guest_id = ${guestId}),
    made as (insert into channel_identities (company_id, tenant_id, guest_id)
      select ${companyId}, ${tenantId}, ${guestId} where not exists (select from known)
      on conflict (guest_id, tenant_id) do update set guest_id = excluded.guest_id
      returning id)
    select id from known union all select id from made`.execute(db);
  const [row] = rows;
  if (!row) throw new Error('An identity was neither found nor made.');
  return row.id;
}

export async function readIdentity(db: Queryable, companyId: number, identityId: number) {
  return db
    .selectFrom('channelIdentities as i')
    .innerJoin('guests as g', 'g.id', 'i.guestId')
    .select(['i.id', 'i.tenantId', 'i.contactId', 'g.trackedId'])
    .where('i.companyId', '=', companyId)
    .where('i.id', '=', identityId)
    .executeTakeFirst();
}

/** False when somebody else changed the link since it was read. */
export async function setContact(
  db: Queryable,
  companyId: number,
  { id, contactId }: { id: number; contactId: number | null },
  to: number | null,
): Promise<boolean> {
  const result = await db
    .updateTable('channelIdentities')
    .set({ contactId: to })
    .where('companyId', '=', companyId)
    .where('id', '=', id)
    .where(sql<boolean>`contact_id is not distinct from ${contactId}::bigint`)
    .executeTakeFirst();
  return result.numUpdatedRows === 1n;
}

/** Moves all guests of some contacts to another, or to none. @returns how many */
export async function moveLinks(db: Queryable, companyId: number, from: readonly number[], to: number | null) {
  const result = await db
    .updateTable('channelIdentities')
    .set({ contactId: to })
    .where('companyId', '=', companyId)
    .where(sql<boolean>`contact_id = any(${from}::bigint[])`)
    .executeTakeFirst();
  return Number(result.numUpdatedRows);
}

/** Sessions of every guest of a contact that are still bound to it. */
export async function sessionIdsOf(db: Queryable, companyId: number, contactId: number): Promise<number[]> {
  const rows = await db
    .selectFrom('sessions as s')
    .innerJoin('channelIdentities as i', 'i.id', 's.channelIdentityId')
    .select('s.id')
    .where('s.companyId', '=', companyId)
    .where('i.companyId', '=', companyId)
    .where('i.contactId', '=', contactId)
    .orderBy('s.id')
    .execute();
  return rows.map(({ id }) => id);
}
