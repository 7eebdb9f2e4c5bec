-- What assignment needs beyond 0004: the order rule of the event log for operators, what a search remembers, and the
-- one statement that writes offers.

-- As sessions.event_xid: events of one operator are written in the order of the changes (foundation/transact.ts).
alter table operator_states add column event_xid xid8 not null default pg_current_xact_id();
-- The login that last had this state. A new login starts Online (OP-ST-2), a lost connection comes back as it was.
alter table operator_states add column login_id bigint;
-- Last time anything was offered to this operator, for the priorities of AD-GR-12.
alter table operator_states add column last_offered timestamptz;
create index session_operators_concluded on session_operators (user_id, concluded) where concluded is not null;

-- Who served this client last (AD-GR-12), looked up once when the search begins.
alter table routing_requests add column last_user_id integer;

-- Since when the time to accept is over; the offer stays open, the circle grows (AD-GR-7).
alter table offers add column timed_out timestamptz;
-- Why an open offer ended otherwise than by the operator's own answer.
alter table offers add column ended_reason text;
create index offers_flow on offers (group_id, ended) where outcome = 'accepted';

create index presence_expires on presence (expires);
create index operator_states_here on operator_states (user_id) where kind not in ('OFFLINE', 'DISCONNECTED');

-- Routing channel of a session (GL-31).
create function routing_channel(session_channel text, source text) returns text language sql immutable parallel safe as $$
  select case when session_channel = 'Phone' then 'Phone'
              when source in ('Facebook', 'WhatsApp', 'VK', 'Apple') then source
              else 'Mluvii' end
$$;

-- Channel family, the unit of capacity (GL-32).
create function routing_family(channel text) returns text language sql immutable parallel safe as $$
  select case when channel in ('Mluvii', 'Phone') then 'live'
              when channel = 'Email' then 'email'
              else 'asynchronous' end
$$;

-- Slots of a user in a family (AD-US-9, AD-SET-21).
create function routing_slots(in_company integer, in_user integer, in_family text) returns integer language sql stable as $$
  select coalesce(
    (select slots from user_slots where company_id = in_company and user_id = in_user and family = in_family),
    case in_family when 'live' then 3 when 'email' then 10 else 5 end)
$$;

-- Slots taken: open offers and conversations not concluded yet.
create function routing_used(in_user integer, in_family text) returns bigint language sql stable as $$
  select (select count(*) from offers
          where user_id = in_user and ended is null and routing_family(channel) = in_family)
       + (select count(*) from session_operators o join sessions s on s.id = o.session_id
          where o.user_id = in_user and o.concluded is null
            and routing_family(routing_channel(s.channel, s.source)) = in_family)
$$;

-- Writes those of the wanted offers that still hold, in their order, and returns them (invariant 4).
--
-- It is a function and not a plain statement because each statement inside takes its own view of the data: sessions and
-- operators are locked first, and only then capacity is counted, so what another node committed while we waited for the
-- locks is counted too. Locks are taken in one order everywhere: sessions by id, then operators by id.
create function routing_write_offers(in_company integer, in_tenant integer, in_at timestamptz, in_offers jsonb)
returns setof offers language plpgsql as $$
begin
  perform from sessions s
    where s.company_id = in_company
      and s.id in (select (o ->> 'sessionId')::bigint from jsonb_array_elements(in_offers) o)
    order by s.id for no key update;
  perform from operator_states st
    where st.company_id = in_company
      and st.user_id in (select (o ->> 'userId')::integer from jsonb_array_elements(in_offers) o)
    order by st.user_id for update;
  return query
    with wanted as (
      select w.*, o.nth
      from jsonb_array_elements(in_offers) with ordinality as o (offer, nth),
           jsonb_to_record(o.offer) as w ("sessionId" bigint, "requestId" bigint, "groupId" integer, "userId" integer,
                                          channel text, expires timestamptz, whole boolean)
    ),
    standing as (
      select w.*, row_number() over (partition by w."userId", routing_family(w.channel) order by w.nth) as turn
      from wanted w
      join routing_requests r on r.company_id = in_company and r.id = w."requestId" and r.session_id = w."sessionId"
                             and r.group_id = w."groupId" and r.ended is null
      join sessions s on s.company_id = in_company and s.id = w."sessionId" and s.tenant_id = in_tenant
                     and s.status in ('IN_QUEUE', 'WAITING')
      join operator_states st on st.company_id = in_company and st.user_id = w."userId" and st.kind = 'ONLINE'
      join users u on u.company_id = in_company and u.id = w."userId" and u.enabled
      where exists (select from presence p where p.user_id = w."userId" and p.tenant_id = in_tenant and p.expires > in_at)
        and not exists (select from channel_switches c
                        where c.user_id = w."userId" and c.tenant_id = in_tenant and c.channel = w.channel and not c.enabled)
        and not exists (select from offers f
                        where f.session_id = w."sessionId" and f.ended is null
                          and (f.user_id = w."userId" or not w.whole and f.expires > in_at))
    ),
    -- Counted once per operator and family, under the locks above.
    room as (
      select k."userId", k.family, routing_slots(in_company, k."userId", k.family) - routing_used(k."userId", k.family) as free
      from (select distinct "userId", routing_family(channel) as family from standing) k
    ),
    written as (
      insert into offers (company_id, tenant_id, session_id, request_id, group_id, user_id, channel, offered, expires)
      select in_company, in_tenant, w."sessionId", w."requestId", w."groupId", w."userId", w.channel, in_at, w.expires
      from standing w join room on room."userId" = w."userId" and room.family = routing_family(w.channel)
      where w.whole or w.turn <= room.free
      returning offers.*
    ),
    noted as (
      update operator_states st set last_offered = in_at where st.user_id in (select written.user_id from written)
    )
    select * from written;
end $$;
