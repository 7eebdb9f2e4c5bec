import { sql } from 'kysely';
import type { Queryable } from '../foundation/database/database.ts';

/** SQL of invitations (0131_invitations.sql). */

export interface InvitationRow {
  id: number;
  number: string;
  once: boolean;
  created: Date;
  expires: Date | null;
  uses: number;
}

const columns = ['id', 'number', 'once', 'created', 'expires', 'uses'] as const;

interface Owner {
  companyId: number;
  tenantId: number;
  userId: number;
}

/** What an operator can still hand out in a tenant, newest first. */
export async function ownInvitations(db: Queryable, { companyId, tenantId, userId }: Owner, now: Date) {
  const rows = await db
    .selectFrom('invitations')
    .select(columns)
    .where('companyId', '=', companyId)
    .where('tenantId', '=', tenantId)
    .where('userId', '=', userId)
    .where('ended', 'is', null)
    .where((eb) => eb.or([eb('expires', 'is', null), eb('expires', '>', now)]))
    .orderBy('id', 'desc')
    .execute();
  return rows satisfies InvitationRow[];
}

/** Writes an invitation unless its number is taken; one that ran out gives its number back first. */
export async function insertInvitation(
  db: Queryable,
  row: Owner & { number: string; once: boolean; created: Date; expires: Date | null },
): Promise<InvitationRow | null> {
  await sql`update invitations set ended = ${row.created}, ended_why = 'expired'
            where number = ${row.number} and ended is null and expires <= ${row.created}`.execute(db);
  const inserted = await db
    .insertInto('invitations')
    .values(row)
    .onConflict((conflict) => conflict.column('number').where('ended', 'is', null).doNothing())
    .returning(columns)
    .executeTakeFirst();
  return inserted ?? null;
}

/** An operator of the tenant who is not deactivated. */
export async function isOperator(db: Queryable, { companyId, tenantId, userId }: Owner): Promise<boolean> {
  const { rows } = await sql`
    select from users u
    join memberships m on m.company_id = u.company_id and m.user_id = u.id and m.tenant_id = ${tenantId}
    where u.company_id = ${companyId} and u.id = ${userId} and u.enabled and 'Operator' = any (m.roles)`.execute(db);
  return rows.length > 0;
}

export interface Found {
  companyGuid: string;
  companyId: number;
  tenantId: number;
  userId: number;
  /** The tenant's default package, else its oldest one; null = it has none. */
  preset: string | null;
  /** The operator has a workspace open there. */
  here: boolean;
}

/** Where a number leads now. */
export async function findByNumber(db: Queryable, number: string, now: Date): Promise<Found | null> {
  const { rows } = await sql<Found>`
    select c.guid as company_guid, i.company_id, i.tenant_id, i.user_id,
           (select p.name from presets p where p.company_id = i.company_id and p.tenant_id = i.tenant_id and p.active
            order by p.is_default desc, p.id limit 1) as preset,
           exists (select from presence pr
                   where pr.company_id = i.company_id and pr.tenant_id = i.tenant_id and pr.user_id = i.user_id
                     and pr.expires > ${now}) as here
    from invitations i
    join companies c on c.id = i.company_id
    join users u on u.company_id = i.company_id and u.id = i.user_id and u.enabled
    where i.number = ${number} and i.ended is null and (i.expires is null or i.expires > ${now})`.execute(db);
  return rows[0] ?? null;
}

/** One use, of many at once exactly one for a one-off invitation: its row decides. @returns whose it is */
export async function useInvitation(
  db: Queryable,
  { companyId, tenantId, number, now }: { companyId: number; tenantId: number; number: string; now: Date },
): Promise<{ id: number; userId: number } | null> {
  const { rows } = await sql<{ id: number; userId: number }>`
    update invitations set uses = uses + 1,
      ended = case when once then ${now}::timestamptz end, ended_why = case when once then 'used' end
    where number = ${number} and company_id = ${companyId} and tenant_id = ${tenantId}
      and ended is null and (expires is null or expires > ${now})
    returning id, user_id`.execute(db);
  return rows[0] ?? null;
}

/** @returns where it was valid; null when there is no such open invitation within the bounds */
export async function endInvitation(
  db: Queryable,
  {
    companyId,
    id,
    now,
    ...within
  }: { companyId: number; id: number; now: Date; userId?: number; tenantIds?: number[] },
) {
  let query = db
    .updateTable('invitations')
    .set({ ended: now, endedWhy: 'revoked' })
    .where('companyId', '=', companyId)
    .where('id', '=', id)
    .where('ended', 'is', null);
  if (within.userId !== undefined) query = query.where('userId', '=', within.userId);
  if (within.tenantIds !== undefined) query = query.where('tenantId', 'in', within.tenantIds);
  const row = await query.returning(['tenantId', 'userId']).executeTakeFirst();
  return row ?? null;
}
