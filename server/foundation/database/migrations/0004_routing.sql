-- Who gets whom, and why (design §4 Assignment and Presence; spec OP-ST, AD-GR, AD-RT).

-- The state an operator has now (OP-ST-5), one row per user; every change is kept in operator_state_log (OP-ST-6).
create table operator_states (
  company_id     integer not null,
  user_id        integer primary key,
  kind           text not null,
  away_reason_id integer,
  note           text,
  changed        timestamptz not null,
  forced         boolean not null default false,
  foreign key (company_id, user_id) references users (company_id, id),
  foreign key (company_id, away_reason_id) references away_reasons (company_id, id)
);

create table operator_state_log (
  id             bigint generated always as identity primary key,
  company_id     integer not null,
  user_id        integer not null,
  kind           text not null,
  away_reason_id integer,
  note           text,
  changed        timestamptz not null,
  forced         boolean not null default false,
  foreign key (company_id, user_id) references users (company_id, id)
);
create index operator_state_log_user on operator_state_log (user_id, changed);

-- Presence is a lease: a row per open workspace connection, worth nothing after its expiry.
create table presence (
  connection_id uuid primary key,
  company_id    integer not null,
  tenant_id     integer not null,
  user_id       integer not null,
  login_id      bigint not null,
  expires       timestamptz not null,
  foreign key (company_id, user_id) references users (company_id, id),
  foreign key (company_id, tenant_id) references tenants (company_id, id)
);
create index presence_user on presence (user_id, expires);

-- Channels an operator switched off by hand (OP-WS-9); no row means on.
create table channel_switches (
  company_id integer not null,
  tenant_id  integer not null,
  user_id    integer not null,
  channel    text not null,
  enabled    boolean not null,
  primary key (user_id, tenant_id, channel),
  foreign key (company_id, user_id) references users (company_id, id)
);

-- One search for an operator. A forwarded session starts a new request.
create table routing_requests (
  id            bigint generated always as identity primary key,
  company_id    integer not null,
  tenant_id     integer not null,
  session_id    bigint not null,
  routing_id    integer,
  channel       text not null,
  rule_position integer,
  group_id      integer,
  entered_group timestamptz,
  created       timestamptz not null,
  ended         timestamptz,
  unique (company_id, id),
  foreign key (company_id, session_id) references sessions (company_id, id),
  foreign key (company_id, group_id) references groups (company_id, id)
);
create unique index routing_requests_open on routing_requests (session_id) where ended is null;
create index routing_requests_waiting on routing_requests (company_id, tenant_id, group_id) where ended is null;

-- A session offered to an operator. Open while ended is null; it occupies a slot from the moment it is written.
create table offers (
  id         bigint generated always as identity primary key,
  company_id integer not null,
  tenant_id  integer not null,
  session_id bigint not null,
  request_id bigint not null,
  group_id   integer not null,
  user_id    integer not null,
  channel    text not null,
  offered    timestamptz not null,
  expires    timestamptz not null,
  ended      timestamptz,
  outcome    text check (outcome in ('accepted', 'declined', 'expired', 'withdrawn')),
  foreign key (company_id, session_id) references sessions (company_id, id),
  foreign key (company_id, user_id) references users (company_id, id)
);
create unique index offers_open on offers (session_id, user_id) where ended is null;
create index offers_user on offers (user_id) where ended is null;
create index offers_request on offers (request_id);

-- Each step of the search, and why it was taken (AD-RT-11). reason is an object written by routing/rules.ts.
create table routing_timeline (
  id           bigint generated always as identity primary key,
  company_id   integer not null,
  session_id   bigint not null,
  request_id   bigint not null,
  at           timestamptz not null,
  type         text not null,
  group_id     integer,
  user_id      integer,
  by_user_id   integer,
  phone_number text,
  reason       jsonb not null default '{}',
  foreign key (company_id, session_id) references sessions (company_id, id)
);
create index routing_timeline_session on routing_timeline (session_id, id);
