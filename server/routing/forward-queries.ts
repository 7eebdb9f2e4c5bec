import type { Channel, TenantRole } from '@hovor/protocol/enums';
import { sql } from 'kysely';
import type { Queryable } from '../foundation/database/database.ts';
import type { SessionRecord } from '../sessions/schema.ts';

/** SQL of forwards. The session is locked before (forward.ts). */

/** A group clients can be sent to; chatbots have theirs, but are chosen as chatbots. */
export async function targetGroup(db: Queryable, { companyId, tenantId }: SessionRecord, groupId: number) {
  const { rows } = await sql<{ id: number; name: string }>`
    select id, name from groups
    where company_id = ${companyId} and tenant_id = ${tenantId} and id = ${groupId} and type <> 'CHATBOT'`.execute(db);
  return rows[0] ?? null;
}

export interface TargetUser {
  userId: number;
  firstName: string;
  lastName: string;
  nickname: string | null;
  roles: TenantRole[];
  channelOff: boolean;
  /** Group whose times hold for the search: the one the session is in when the operator is of it, else the first. */
  groupId: number | null;
}

/** An operator of the session's tenant who is not deactivated. */
export async function targetUser(
  db: Queryable,
  { companyId, tenantId }: SessionRecord,
  { userId, channel, groupId }: { userId: number; channel: Channel; groupId: number | null },
) {
  const { rows } = await sql<TargetUser>`
    select u.id as user_id, u.first_name, u.last_name, m.nickname, m.roles,
           exists (select from channel_switches c where c.user_id = u.id and c.tenant_id = m.tenant_id
                     and c.channel = ${channel} and not c.enabled) as channel_off,
           (select g.id from groups g
            where g.company_id = m.company_id and g.tenant_id = m.tenant_id and g.type <> 'CHATBOT'
            order by exists (select from group_members gm
                             where gm.company_id = g.company_id and gm.group_id = g.id and gm.user_id = u.id)
                       or g.type = 'ALL_OPERATORS' desc,
                     g.id is not distinct from ${groupId}::integer desc, g.id
            limit 1) as group_id
    from users u
    join memberships m on m.company_id = u.company_id and m.user_id = u.id and m.tenant_id = ${tenantId}
    where u.company_id = ${companyId} and u.id = ${userId} and u.enabled and 'Operator' = any (m.roles)`.execute(db);
  return rows[0] ?? null;
}

export interface Origin {
  /** The open search; null while the session is active. */
  requestId: number | null;
  routingId: number | null;
  /** Group it waits in, or came to its operator through. */
  groupId: number | null;
  channel: Channel;
  /** The operator who serves it longest. */
  servedBy: number | null;
  /** Who sends it on is in it or is offered it. */
  byIsIn: boolean;
}

/** Where a session comes from when it is forwarded. */
export async function origin(
  db: Queryable,
  { companyId, id }: SessionRecord,
  byUserId: number | null,
): Promise<Origin> {
  const { rows } = await sql<Origin>`
    select r.id as request_id, p.routing_id, routing_channel(s.channel, s.source) as channel,
           coalesce(r.group_id,
             (select o.group_id from offers o
              where o.company_id = s.company_id and o.session_id = s.id and o.outcome = 'accepted'
              order by o.id desc limit 1)) as group_id,
           (select so.user_id from session_operators so
            where so.company_id = s.company_id and so.session_id = s.id and so."left" is null and so.concluded is null
            order by so.joined, so.id limit 1) as served_by,
           exists (select from session_operators so
                   where so.company_id = s.company_id and so.session_id = s.id and so.user_id = ${byUserId}
                     and so.concluded is null)
             or exists (select from offers o
                        where o.company_id = s.company_id and o.session_id = s.id and o.user_id = ${byUserId}
                          and o.ended is null) as by_is_in
    from sessions s
    left join presets p on p.company_id = s.company_id and p.id = s.preset_id
    left join routing_requests r on r.company_id = s.company_id and r.session_id = s.id and r.ended is null
    where s.company_id = ${companyId} and s.id = ${id}`.execute(db);
  const nowhere: Origin = {
    requestId: null,
    routingId: null,
    groupId: null,
    channel: 'Mluvii',
    servedBy: null,
    byIsIn: false,
  };
  return rows[0] ?? nowhere;
}

export interface ForwardRequest {
  routingId: number | null;
  channel: Channel;
  groupId: number;
  targetUserId: number | null;
  returnUserId: number | null;
  returnGroupId: number | null;
  pastCapacity: boolean;
}

export async function insertForward(
  db: Queryable,
  { companyId, tenantId, id: sessionId }: SessionRecord,
  now: Date,
  request: ForwardRequest,
): Promise<number> {
  const { id } = await db
    .insertInto('routingRequests')
    .values({
      companyId,
      tenantId,
      sessionId,
      ...request,
      enteredGroup: now,
      created: now,
      forwarded: true,
      stage: 'out',
    })
    .returning('id')
    .executeTakeFirstOrThrow();
  return id;
}

/** A request that is over as it is made: the steps of the timeline that no search belongs to hang on it. */
export async function insertClosedRequest(
  db: Queryable,
  { companyId, tenantId, id: sessionId }: SessionRecord,
  now: Date,
  about: { routingId: number | null; channel: Channel; groupId: number | null },
): Promise<number> {
  const { id } = await db
    .insertInto('routingRequests')
    .values({ companyId, tenantId, sessionId, ...about, created: now, ended: now })
    .returning('id')
    .executeTakeFirstOrThrow();
  return id;
}

export interface ForwardName {
  userId: number;
  firstName: string;
  lastName: string;
  nickname: string | null;
}

/** Names of a tenant's operators as colleagues see them. */
export async function operatorNames(db: Queryable, companyId: number, tenantId: number) {
  const { rows } = await sql<ForwardName>`
    select u.id as user_id, u.first_name, u.last_name, m.nickname
    from users u join memberships m on m.company_id = u.company_id and m.user_id = u.id
    where u.company_id = ${companyId} and m.tenant_id = ${tenantId} and 'Operator' = any (m.roles) and u.enabled`.execute(
    db,
  );
  return rows;
}

/** Chatbots of a tenant that take sessions now. */
export async function takingChatbots(db: Queryable, companyId: number, tenantId: number) {
  const { rows } = await sql<{ id: number; name: string }>`
    select id, name from chatbots
    where company_id = ${companyId} and tenant_id = ${tenantId} and state = 'enabled' and callback_url is not null`.execute(
    db,
  );
  return rows;
}

export interface TimelineRow {
  requestId: number;
  at: Date;
  type: string;
  phoneNumber: string | null;
  group: { id: number; name: string } | null;
  operator: ForwardName | null;
  by: ForwardName | null;
}

/** The steps of the search for a session, oldest first. */
export async function readTimeline(db: Queryable, companyId: number, sessionId: number) {
  const { rows } = await sql<TimelineRow>`
    select t.request_id, t.at, t.type, t.phone_number,
           case when g.id is not null then jsonb_build_object('id', g.id, 'name', g.name) end as "group",
           case when u.id is not null then
             jsonb_build_object('userId', u.id, 'firstName', u.first_name, 'lastName', u.last_name) end as operator,
           case when b.id is not null then
             jsonb_build_object('userId', b.id, 'firstName', b.first_name, 'lastName', b.last_name) end as by
    from routing_timeline t
    left join groups g on g.company_id = t.company_id and g.id = t.group_id
    left join users u on u.company_id = t.company_id and u.id = t.user_id
    left join users b on b.company_id = t.company_id and b.id = t.by_user_id
    where t.company_id = ${companyId} and t.session_id = ${sessionId}
    order by t.id`.execute(db);
  return rows;
}
