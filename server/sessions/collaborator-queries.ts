import { sql } from 'kysely';
import { displayName, fullName } from '../directory/service.ts';
import type { Queryable } from '../foundation/database/database.ts';
import { senderNames } from './activity-queries.ts';
import type { ActivityData, SessionRecord } from './schema.ts';

/** SQL of collaborators who are asked in (0130_collaborators.sql). */

export interface NewAsk {
  /** The routing request of the invitation: its id. */
  requestId: number;
  groupId: number | null;
  invitedBy: number;
  note: string | null;
}

export async function insertAsks(
  db: Queryable,
  { companyId, tenantId, id: sessionId }: SessionRecord,
  now: Date,
  userIds: readonly number[],
  about: NewAsk,
): Promise<void> {
  await db
    .insertInto('collaboratorOffers')
    .values(userIds.map((userId) => ({ companyId, tenantId, sessionId, userId, offered: now, ...about })))
    .execute();
}

export interface EndedAsk {
  requestId: number;
  groupId: number | null;
  userId: number;
}

/** Ends open asks of a session: those of one invitation, those of one operator, or all. @returns those that were open */
export async function endAsks(
  db: Queryable,
  { companyId, id: sessionId }: SessionRecord,
  now: Date,
  which: { requestId?: number; userId?: number },
  outcome: 'accepted' | 'rejected' | 'canceled' | 'taken' | 'over',
): Promise<EndedAsk[]> {
  let query = db
    .updateTable('collaboratorOffers')
    .set({ ended: now, outcome })
    .where('companyId', '=', companyId)
    .where('sessionId', '=', sessionId)
    .where('ended', 'is', null);
  if (which.requestId !== undefined) query = query.where('requestId', '=', which.requestId);
  if (which.userId !== undefined) query = query.where('userId', '=', which.userId);
  return query.returning(['requestId', 'groupId', 'userId']).execute();
}

/** An operator as a line of the conversation names them. */
export async function operatorData(db: Queryable, session: SessionRecord, userId: number): Promise<ActivityData> {
  const names = await senderNames(db, session.companyId, session.tenantId, userId);
  const user = {
    firstName: names?.firstName ?? '',
    lastName: names?.lastName ?? '',
    nickname: names?.nickname ?? null,
  };
  return { toOperatorUserId: userId, toOperatorFullName: fullName(user), toOperatorFace: displayName(user) };
}

/** Who was asked by an invitation, as its first line named them. */
export async function targetOf(db: Queryable, companyId: number, requestId: number): Promise<ActivityData> {
  const { rows } = await sql<{
    userId: number;
    groupId: number | null;
    groupName: string | null;
    fullName: string;
    face: string;
  }>`
    select c.user_id, c.group_id, g.name as group_name, trim(u.first_name || ' ' || u.last_name) as full_name,
           coalesce(m.nickname, trim(u.first_name || ' ' || u.last_name)) as face
    from collaborator_offers c
    join users u on u.company_id = c.company_id and u.id = c.user_id
    left join memberships m on m.company_id = c.company_id and m.user_id = c.user_id and m.tenant_id = c.tenant_id
    left join groups g on g.company_id = c.company_id and g.id = c.group_id
    where c.company_id = ${companyId} and c.request_id = ${requestId}
    order by c.id limit 1`.execute(db);
  const [row] = rows;
  if (!row) return {};
  if (row.groupId !== null) return { toGroupId: row.groupId, toGroupName: row.groupName ?? '' };
  return { toOperatorUserId: row.userId, toOperatorFullName: row.fullName, toOperatorFace: row.face };
}

export interface InviteRow {
  sessionId: number;
  inviteId: number;
  groupName: string | null;
  operators: string[];
  by: string;
  at: Date;
}

/** Invitations of a session somebody may still answer, oldest first. */
export async function openInvites(db: Queryable, companyId: number, sessionId: number): Promise<InviteRow[]> {
  const { rows } = await sql<InviteRow>`
    select c.session_id, c.request_id as invite_id, g.name as group_name, min(c.offered) as at,
           array_agg(trim(u.first_name || ' ' || u.last_name) order by u.last_name, u.first_name) as operators,
           min(trim(b.first_name || ' ' || b.last_name)) as by
    from collaborator_offers c
    join users u on u.company_id = c.company_id and u.id = c.user_id
    join users b on b.company_id = c.company_id and b.id = c.invited_by
    left join groups g on g.company_id = c.company_id and g.id = c.group_id
    where c.company_id = ${companyId} and c.session_id = ${sessionId} and c.ended is null
    group by c.session_id, c.request_id, g.name
    order by c.request_id`.execute(db);
  return rows;
}
