import type { Channel, OperatorStateKind, TenantRole } from '@hovor/protocol/enums';
import { sql } from 'kysely';
import type { Calendar } from '../calendars/service.ts';
import { defaultSlots } from '../directory/service.ts';
import type { Queryable } from '../foundation/database/database.ts';
import type { Condition, Family, OfferFacts, RuleSet } from './schema.ts';

/** What one decision looks at: a constant number of statements for a tenant, however much waits (snapshot.ts). */

export interface RequestRow {
  id: number;
  sessionId: number;
  routingId: number | null;
  channel: Channel;
  created: Date;
  rulePosition: number | null;
  groupId: number | null;
  enteredGroup: Date | null;
  lastUserId: number | null;
  stage: 'out' | 'back' | null;
  targetUserId: number | null;
  returnUserId: number | null;
  returnGroupId: number | null;
  pastCapacity: boolean;
  /** Of the session: no longer IN_QUEUE or WAITING means the search is over. */
  status: string;
  language: string | null;
  url: string | null;
  source: string;
  os: string;
  browser: string;
  preset: string | null;
  /** Chatbots that were in the session. */
  botsBefore: number[];
  rulesChanged: boolean;
}

export async function openRequests(db: Queryable, companyId: number, tenantId: number) {
  const { rows } = await sql<RequestRow>`
    select r.id, r.session_id, r.routing_id, r.channel, r.created, r.rule_position, r.group_id, r.entered_group,
           r.last_user_id, r.rules_changed, r.stage, r.target_user_id, r.return_user_id, r.return_group_id,
           r.past_capacity, s.status, s.language, s.url, s.source, s.os, s.browser, p.name as preset,
           array(select distinct b.chatbot_id from session_chatbots b
                 where b.company_id = r.company_id and b.session_id = r.session_id) as bots_before
    from routing_requests r
    join sessions s on s.company_id = r.company_id and s.id = r.session_id
    left join presets p on p.company_id = s.company_id and p.id = s.preset_id
    where r.company_id = ${companyId} and r.tenant_id = ${tenantId} and r.ended is null
    order by r.created, r.id`.execute(db);
  return rows;
}

export interface OfferRow extends Omit<OfferFacts, 'offered' | 'expires' | 'timedOut' | 'ended'> {
  requestId: number;
  offered: Date;
  expires: Date;
  timedOut: Date | null;
  ended: Date | null;
}

/** All offers, open and past, of the open requests. */
export async function offersOfOpenRequests(db: Queryable, companyId: number, tenantId: number) {
  const { rows } = await sql<OfferRow>`
    select o.id, o.request_id, o.user_id, o.group_id, o.offered, o.expires, o.timed_out, o.ended, o.outcome
    from offers o
    join routing_requests r on r.company_id = o.company_id and r.id = o.request_id
    where r.company_id = ${companyId} and r.tenant_id = ${tenantId} and r.ended is null
    order by o.id`.execute(db);
  return rows;
}

export interface RuleRow {
  id: number;
  fallback: RuleSet['fallback'];
  /** Null = the usual order. */
  channelRanks: Channel[] | null;
  position: number | null;
  conditions: Condition[] | null;
  groupId: number | null;
}

export async function ruleSets(db: Queryable, companyId: number, tenantId: number) {
  const { rows } = await sql<RuleRow>`
    select ro.id, ro.fallback, ro.channel_ranks, ru.position, ru.conditions, ru.group_id
    from routings ro
    left join routing_rules ru on ru.company_id = ro.company_id and ru.routing_id = ro.id
    where ro.company_id = ${companyId} and ro.tenant_id = ${tenantId}
    order by ro.id, ru.position`.execute(db);
  return rows;
}

/** What a group sets for one family only; columns of the group, by their names. */
export type TermsRow = Partial<
  Pick<GroupRow, 'distribution' | 'timeToAcceptS' | 'maxQueueTimeS' | 'autoPickup' | 'priorities'>
>;

export interface GroupRow {
  id: number;
  name: string;
  type: string;
  distribution: 'utilization' | 'whole';
  queueSize: number;
  timeToAcceptS: number;
  maxQueueTimeS: number;
  autoPickup: boolean;
  priorities: string[];
  byFamily: Partial<Record<Family, TermsRow>>;
  calendarId: number | null;
  members: number[];
  chatbotId: number | null;
  chatbotTakes: boolean | null;
}

export async function groups(db: Queryable, companyId: number, tenantId: number) {
  const { rows } = await sql<GroupRow>`
    select g.id, g.name, g.type, g.distribution, g.queue_size, g.time_to_accept_s, g.max_queue_time_s, g.auto_pickup,
           g.priorities, g.by_family, g.calendar_id,
           c.id as chatbot_id, c.state = 'enabled' and c.callback_url is not null as chatbot_takes,
           coalesce(array(select m.user_id from group_members m
                          where m.company_id = g.company_id and m.group_id = g.id order by m.user_id), '{}') as members
    from groups g
    left join chatbots c on c.company_id = g.company_id and c.group_id = g.id
    where g.company_id = ${companyId} and g.tenant_id = ${tenantId}
    order by g.id`.execute(db);
  return rows;
}

export interface OperatorRow {
  userId: number;
  roles: TenantRole[];
  kind: OperatorStateKind | null;
  changed: Date | null;
  lastOffered: Date | null;
  lastConcluded: Date | null;
  present: boolean;
  slotsLive: number;
  slotsAsynchronous: number;
  slotsEmail: number;
  usedLive: number;
  usedAsynchronous: number;
  usedEmail: number;
  channelsOff: Channel[];
  /** Levels by `language cs`, `tag loans`; null = none. */
  skills: Record<string, number> | null;
}

/** The operators of a tenant who are not deactivated, with their state, capacity and load (AD-US-8, AD-US-9). */
export async function operators(db: Queryable, companyId: number, tenantId: number, now: Date) {
  const { rows } = await sql<OperatorRow>`
    select m.user_id, m.roles, st.kind, st.changed, st.last_offered,
           (select max(o.concluded) from session_operators o where o.user_id = m.user_id) as last_concluded,
           exists (select from presence p
                   where p.user_id = m.user_id and p.tenant_id = m.tenant_id and p.expires > ${now}) as present,
           coalesce(slots.live, ${defaultSlots.live}) as slots_live,
           coalesce(slots.asynchronous, ${defaultSlots.asynchronous}) as slots_asynchronous,
           coalesce(slots.email, ${defaultSlots.email}) as slots_email,
           load.live as used_live, load.asynchronous as used_asynchronous, load.email as used_email,
           array(select c.channel from channel_switches c
                 where c.company_id = m.company_id and c.user_id = m.user_id and c.tenant_id = m.tenant_id
                   and not c.enabled) as channels_off,
           (select jsonb_object_agg(k.kind || ' ' || k.name, k.level) from user_skills k
            where k.company_id = m.company_id and k.user_id = m.user_id) as skills
    from memberships m
    join users u on u.company_id = m.company_id and u.id = m.user_id and u.enabled
    left join operator_states st on st.company_id = m.company_id and st.user_id = m.user_id
    cross join lateral (
      select max(n.slots) filter (where n.family = 'live') as live,
             max(n.slots) filter (where n.family = 'asynchronous') as asynchronous,
             max(n.slots) filter (where n.family = 'email') as email
      from user_slots n where n.company_id = m.company_id and n.user_id = m.user_id
    ) slots
    cross join lateral (
      select count(*) filter (where family = 'live')::int as live,
             count(*) filter (where family = 'asynchronous')::int as asynchronous,
             count(*) filter (where family = 'email')::int as email
      from (
        select routing_family(o.channel) as family from offers o where o.user_id = m.user_id and o.ended is null
        union all
        select routing_family(routing_channel(s.channel, s.source))
        from session_operators so join sessions s on s.company_id = so.company_id and s.id = so.session_id
        where so.user_id = m.user_id and so.concluded is null
      ) held
    ) load
    where m.company_id = ${companyId} and m.tenant_id = ${tenantId} and 'Operator' = any (m.roles)
    order by m.user_id`.execute(db);
  return rows;
}

/** Values of parameters that conditions ask for, of these sessions only. */
export async function paramValues(db: Queryable, companyId: number, sessionIds: number[], names: string[]) {
  const { rows } = await sql<{ sessionId: number; name: string; value: string | null }>`
    select session_id, name, value from session_params
    where company_id = ${companyId} and session_id = any (${sessionIds}) and name = any (${names})`.execute(db);
  return rows;
}

export interface CalendarRow extends Omit<Calendar, 'holidays'> {
  id: number;
}

/** The calendars groups of a tenant follow, with the days that are closed as holidays. */
export async function calendars(db: Queryable, companyId: number, tenantId: number) {
  const { rows } = await sql<CalendarRow & { holidays: string[] }>`
    select c.id, c.time_zone, c.weekly, c.exceptions,
           case when c.holidays then array(select to_char(h.day, 'YYYY-MM-DD') from holidays h
                                           where h.company_id = c.company_id)
                else '{}' end as holidays
    from calendars c
    where c.company_id = ${companyId} and c.tenant_id = ${tenantId}
      and exists (select from groups g where g.company_id = c.company_id and g.calendar_id = c.id)`.execute(db);
  return rows;
}

/** Names of the tags of these sessions, in small letters. */
export async function tagsOf(db: Queryable, companyId: number, sessionIds: number[]) {
  const { rows } = await sql<{ sessionId: number; name: string }>`
    select st.session_id, lower(t.name) as name
    from session_tags st join tags t on t.company_id = st.company_id and t.id = st.tag_id
    where st.company_id = ${companyId} and st.session_id = any (${sessionIds})
    order by st.session_id, t.id`.execute(db);
  return rows;
}

/** Active packages of a tenant with the routing their clients take. */
export async function presetRoutings(db: Queryable, companyId: number, tenantId: number) {
  const { rows } = await sql<{ id: number; routingId: number | null }>`
    select id, routing_id from presets
    where company_id = ${companyId} and tenant_id = ${tenantId} and active`.execute(db);
  return rows;
}
