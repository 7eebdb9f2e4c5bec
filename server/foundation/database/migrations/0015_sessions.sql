-- What the life of a session needs beyond 0003 (spec OP-SS, OP-ES).

-- The oldest client message nobody has answered: kept by the writer, because every list shows it.
alter table sessions add column unanswered_since timestamptz;
-- Each message updates the row; room on the page keeps the update off the indexes.
alter table sessions set (fillfactor = 80);
create index sessions_guest_lost on sessions (guest_lost) where ended is null and guest_lost is not null;

-- What the operator has filled in so far while ACW runs; kept when it runs out (OP-ES-9).
alter table session_operators add column acw_draft jsonb;
create index session_operators_acw on session_operators (acw_until) where concluded is null and acw_until is not null;

create index files_session on files (session_id) where session_id is not null;

-- ISO 8601 in UTC with milliseconds, as all our JSON has it.
create function iso_time(t timestamptz) returns text language sql immutable parallel safe
  return to_char(t at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"');

-- The hot path (design §4 Message): stores one batch of messages of many sessions and senders in one transaction.
--
-- Row n of the arrays is one message; the answer has one row for each:
--   stored         written now, with its seq
--   known          the same sender had stored the same text under this id; its old seq
--   conflict       the id stands for another line of this session
--   later          not decided: its session was written by a younger transaction while this one waited for the lock
--                  (0001_foundation.sql), or an earlier row of this batch carries the same id. Ask again.
--   session-ended, not-permitted, not-found: refused, nothing written
--
-- Sessions are locked in the order of their ids, so two batches never wait for each other in a circle. The judging
-- statement starts after all locks are held and therefore sees what the former holders committed.
create function store_messages(
  p_company integer[], p_session bigint[], p_client text[], p_sender bigint[], p_actor jsonb[],
  p_message uuid[], p_text text[], p_at timestamptz[]
) returns table (n bigint, outcome text, activity_id bigint, seq integer, at timestamptz, tenant_id integer,
  first_name text, last_name text, nickname text)
language plpgsql as $$
#variable_conflict use_column
begin
  perform from sessions s
    where (s.company_id, s.id) in (select * from unnest(p_company, p_session))
    order by s.id
    for no key update;

  return query
  with input as (
    select * from unnest(p_company, p_session, p_client, p_sender, p_actor, p_message, p_text, p_at)
      with ordinality as t (company_id, session_id, client, sender, actor, message_id, text, at, n)
  ), judged as (
    select i.n, i.company_id, i.session_id, i.client, i.sender, i.actor, i.message_id, i.text,
      s.tenant_id, s.last_seq,
      -- Clocks of several nodes differ; within a conversation time never runs backwards.
      greatest(i.at, s.last_guest_at, s.last_operator_at) as at,
      old.id as old_id, old.seq as old_seq, old.at as old_at,
      case
        when s.id is null or (i.client = 'Guest' and s.guest_id <> i.sender) then 'not-found'
        when s.event_xid > pg_current_xact_id() then 'later'
        when old.id is not null then
          case when old.type = 'ChatMessage' and old.text = i.text and old.client is not distinct from i.client
                 and (i.client is distinct from 'User' or old.user_id = i.sender)
            then 'known' else 'conflict' end
        when i.client = 'User' and not exists (
          select from session_operators o where o.session_id = s.id and o.user_id = i.sender) then 'not-permitted'
        when s.ended is not null then 'session-ended'
        when i.client = 'User' and not exists (
          select from session_operators o
          where o.session_id = s.id and o.user_id = i.sender and o."left" is null and o.concluded is null) then 'not-permitted'
        when row_number() over (partition by i.session_id, i.message_id order by i.n) > 1 then 'later'
        else 'stored'
      end as outcome
    from input i
    left join sessions s on s.id = i.session_id and s.company_id = i.company_id
    left join activities old on old.session_id = s.id and old.message_id = i.message_id
  ), numbered as (
    select j.*, (j.last_seq + row_number() over (partition by j.session_id order by j.n))::integer as new_seq
    from judged j where j.outcome = 'stored'
  ), written as (
    insert into activities (company_id, session_id, seq, type, at, client, user_id, message_id, text)
    select company_id, session_id, new_seq, 'ChatMessage', at, client,
      case when client = 'User' then sender::integer end, message_id, text
    from numbered order by n
    returning id, session_id, seq
  ), logged as (
    insert into events (company_id, tenant_id, kind, subject, actor, at, payload)
    select m.company_id, m.tenant_id, 'session.activity', 'session:' || m.session_id, m.actor, m.at,
      jsonb_build_object(
        'sessionId', m.session_id, 'activityId', w.id, 'seq', m.new_seq, 'type', 'ChatMessage', 'time', iso_time(m.at),
        'client', m.client, 'userId', case when m.client = 'User' then m.sender end, 'text', m.text, 'fileId', null)
    from numbered m join written w on w.session_id = m.session_id and w.seq = m.new_seq
    order by m.n
  ), answered as (
    select m.*, max(m.new_seq) filter (where m.client = 'User') over (partition by m.session_id) as operator_seq
    from numbered m
  ), sums as (
    select session_id, max(new_seq) as last_seq,
      max(at) filter (where client = 'Guest') as guest_at, max(at) filter (where client = 'User') as operator_at,
      max(operator_seq) as operator_seq,
      min(at) filter (where client = 'Guest' and new_seq > coalesce(operator_seq, 0)) as waiting_since
    from answered group by session_id
  ), counted as (
    update sessions s set
      last_seq = t.last_seq,
      last_guest_at = coalesce(t.guest_at, s.last_guest_at),
      last_operator_at = coalesce(t.operator_at, s.last_operator_at),
      unanswered_since = case when t.operator_seq is null then coalesce(s.unanswered_since, t.waiting_since)
                              else t.waiting_since end,
      event_xid = pg_current_xact_id()
    from sums t where s.id = t.session_id
  )
  select j.n, j.outcome, coalesce(w.id, case when j.outcome = 'known' then j.old_id end),
    coalesce(m.new_seq, case when j.outcome = 'known' then j.old_seq end),
    case when j.outcome = 'known' then j.old_at else j.at end, j.tenant_id,
    u.first_name, u.last_name, f.nickname
  from judged j
  left join numbered m on m.n = j.n
  left join written w on w.session_id = m.session_id and w.seq = m.new_seq
  left join users u on j.client = 'User' and u.company_id = j.company_id and u.id = j.sender
  left join memberships f on f.user_id = u.id and f.tenant_id = j.tenant_id
  order by j.n;
end $$;
