import type { TenantRole } from '@hovor/protocol/enums';
import { sql } from 'kysely';
import type { Queryable } from '../foundation/database/database.ts';
import type { SessionRecord } from '../sessions/schema.ts';
import type { Family } from './schema.ts';

/** SQL of collaborators: who can be asked, and what those who are asked see. */

/** Members of a group who are Online and here, have the right, and are neither in the session nor asked. */
export async function ableMembers(
  db: Queryable,
  { companyId, tenantId, id: sessionId }: SessionRecord,
  { groupId, right, now }: { groupId: number; right: TenantRole; now: Date },
): Promise<number[]> {
  const { rows } = await sql<{ userId: number }>`
    select m.user_id
    from groups g
    join memberships m on m.company_id = g.company_id and m.tenant_id = g.tenant_id
      and 'Operator' = any (m.roles) and ${right}::text = any (m.roles)
    join users u on u.company_id = m.company_id and u.id = m.user_id and u.enabled
    join operator_states st on st.company_id = m.company_id and st.user_id = m.user_id and st.kind = 'ONLINE'
    where g.company_id = ${companyId} and g.tenant_id = ${tenantId} and g.id = ${groupId}
      and (g.type = 'ALL_OPERATORS' or exists (
        select from group_members gm
        where gm.company_id = g.company_id and gm.group_id = g.id and gm.user_id = m.user_id))
      and exists (select from presence p
                  where p.user_id = m.user_id and p.tenant_id = ${tenantId} and p.expires > ${now})
      and not exists (select from session_operators so
                      where so.session_id = ${sessionId} and so.user_id = m.user_id and so.concluded is null)
      and not exists (select from collaborator_offers c
                      where c.session_id = ${sessionId} and c.user_id = m.user_id and c.ended is null)
    order by m.user_id`.execute(db);
  return rows.map(({ userId }) => userId);
}

/** How one operator stands to a session. */
export async function standing(db: Queryable, session: SessionRecord, userId: number, now: Date) {
  const { rows } = await sql<{ isIn: boolean; asked: boolean; present: boolean }>`
    select exists (select from session_operators so
                   where so.company_id = ${session.companyId} and so.session_id = ${session.id}
                     and so.user_id = ${userId} and so.concluded is null) as is_in,
           exists (select from collaborator_offers c
                   where c.company_id = ${session.companyId} and c.session_id = ${session.id}
                     and c.user_id = ${userId} and c.ended is null) as asked,
           exists (select from presence p
                   where p.company_id = ${session.companyId} and p.user_id = ${userId}
                     and p.tenant_id = ${session.tenantId} and p.expires > ${now}) as present`.execute(db);
  return rows[0] ?? { isIn: false, asked: false, present: false };
}

/** Counted under the lock of the operator, which offers are written under too (0020_assignment.sql). */
export async function hasFreeSlot(db: Queryable, companyId: number, userId: number, family: Family): Promise<boolean> {
  await sql`select from operator_states where company_id = ${companyId} and user_id = ${userId} for update`.execute(db);
  const { rows } = await sql<{ free: boolean }>`
    select routing_slots(${companyId}, ${userId}, ${family}) > routing_used(${userId}, ${family}) as free`.execute(db);
  return rows[0]?.free ?? false;
}

export interface OpenAskRow {
  userId: number;
  sessionId: number;
  groupId: number | null;
  groupName: string | null;
  offered: Date;
  by: string;
  note: string | null;
}

/** What operators of a tenant are asked into, longest asked first; only these sessions when given. */
export async function openAsks(
  db: Queryable,
  about: { companyId: number; tenantId: number; userIds: readonly number[]; sessionIds?: readonly number[] },
) {
  const only = about.sessionIds ? [...about.sessionIds] : null;
  const { rows } = await sql<OpenAskRow>`
    select c.user_id, c.session_id, c.group_id, g.name as group_name, c.offered, c.note,
           trim(b.first_name || ' ' || b.last_name) as by
    from collaborator_offers c
    join sessions s on s.company_id = c.company_id and s.id = c.session_id and s.status = 'ACTIVE'
    join users b on b.company_id = c.company_id and b.id = c.invited_by
    left join groups g on g.company_id = c.company_id and g.id = c.group_id
    where c.company_id = ${about.companyId} and c.tenant_id = ${about.tenantId}
      and c.user_id = any (${[...about.userIds]}) and c.ended is null
      and (${only}::bigint[] is null or c.session_id = any (${only}))
    order by c.offered, c.id`.execute(db);
  return rows;
}
