-- Conversations (spec OP-SS, AD-PK, AD-PA, MOD-SES).

-- A person on the company's pages, known by the cookie tgid (SEC-CK-2) and a secret token of which we keep the hash.
create table guests (
  id         bigint generated always as identity primary key,
  company_id integer not null references companies,
  tracked_id uuid not null,
  token_hash bytea not null,
  created    timestamptz not null default now(),
  last_seen  timestamptz not null default now(),
  unique (company_id, tracked_id),
  unique (company_id, id)
);
create index guests_token on guests (token_hash);

create table routings (
  id         integer generated always as identity primary key,
  company_id integer not null,
  tenant_id  integer not null,
  name       text not null,
  fallback   text not null default 'first' check (fallback in ('first', 'stay', 'end')),
  created    timestamptz not null default now(),
  unique (company_id, id),
  foreign key (company_id, tenant_id) references tenants (company_id, id)
);

-- Ordered rules of a routing; all conditions of a rule must hold (AD-RT-3). A condition is {param, operator, value}.
create table routing_rules (
  id         integer generated always as identity primary key,
  company_id integer not null,
  routing_id integer not null,
  position   integer not null,
  conditions jsonb not null default '[]',
  group_id   integer not null,
  unique (routing_id, position),
  foreign key (company_id, routing_id) references routings (company_id, id) on delete cascade,
  foreign key (company_id, group_id) references groups (company_id, id)
);

-- Packages (glossary GL-5). config holds the values an administrator changed; defaults live in the code.
create table presets (
  id             integer generated always as identity primary key,
  company_id     integer not null,
  tenant_id      integer not null,
  name           text not null,
  description    text,
  routing_id     integer,
  is_default     boolean not null default false,
  button_visible boolean not null default true,
  config         jsonb not null default '{}',
  domains        text[] not null default '{}',
  active         boolean not null default true,
  created        timestamptz not null default now(),
  unique (company_id, id),
  foreign key (company_id, tenant_id) references tenants (company_id, id),
  foreign key (company_id, routing_id) references routings (company_id, id)
);
create unique index presets_name on presets (tenant_id, lower(name));
create unique index presets_default on presets (tenant_id) where is_default;

-- Parameters an administrator defined (AD-PA-2). A value under another name is stored all the same (AD-PA-4).
create table parameters (
  id         integer generated always as identity primary key,
  company_id integer not null,
  tenant_id  integer not null,
  name       text not null,
  label      text not null,
  in_queue   boolean not null default true,
  unique (tenant_id, name),
  foreign key (company_id, tenant_id) references tenants (company_id, id)
);

create table tags (
  id         integer generated always as identity primary key,
  company_id integer not null,
  tenant_id  integer not null,
  name       text not null,
  label      text,
  background text,
  text       text,
  unique (company_id, id),
  foreign key (company_id, tenant_id) references tenants (company_id, id)
);
create unique index tags_name on tags (tenant_id, lower(name));

create table session_results (
  id         integer generated always as identity primary key,
  company_id integer not null,
  tenant_id  integer not null,
  name       text not null,
  position   integer not null default 0,
  active     boolean not null default true,
  unique (company_id, id),
  foreign key (company_id, tenant_id) references tenants (company_id, id)
);

create table sessions (
  id                  bigint generated always as identity primary key,
  company_id          integer not null,
  tenant_id           integer not null,
  guest_id            bigint not null,
  preset_id           integer,
  channel             text not null,
  source              text not null,
  status              text not null,
  scope               text not null default '',
  language            text,
  url                 text,
  ip                  text,
  user_agent          text,
  os                  text not null default 'OTHER',
  browser             text not null default 'OTHER',
  gdpr_version        text,
  created             timestamptz not null,
  entered_queue       timestamptz,
  started             timestamptz,
  ended               timestamptz,
  closed              timestamptz,
  termination_reason  text,
  guest_left          text not null default 'StillConnected',
  guest_lost          timestamptz,
  auto_accepted       boolean not null default false,
  result              text,
  note                text,
  feedback_stars      smallint,
  feedback_scale      text,
  feedback_text       text,
  last_seq            integer not null default 0,
  last_guest_at       timestamptz,
  last_operator_at    timestamptz,
  guest_delivered_seq integer not null default 0,
  guest_read_seq      integer not null default 0,
  operator_read_seq   integer not null default 0,
  event_xid           xid8 not null default pg_current_xact_id(),
  unique (company_id, id),
  foreign key (company_id, tenant_id) references tenants (company_id, id),
  foreign key (company_id, guest_id) references guests (company_id, id),
  foreign key (company_id, preset_id) references presets (company_id, id)
);
-- Invariant 3: at most one running session per guest and package; the database decides, not a look before the insert.
create unique index sessions_one_open on sessions (guest_id, preset_id) where ended is null;
create index sessions_open on sessions (company_id, tenant_id, status) where closed is null;
create index sessions_created on sessions (company_id, created, id);
create index sessions_tenant on sessions (company_id, tenant_id, id);
create index sessions_guest on sessions (guest_id, id);

-- Who served a session and when (OP-SS-2, OP-SS-3). One row per stay; a return after leaving is a new row.
create table session_operators (
  id         bigint generated always as identity primary key,
  company_id integer not null,
  session_id bigint not null,
  user_id    integer not null,
  joined     timestamptz not null,
  "left"     timestamptz,
  concluded  timestamptz,
  acw_until  timestamptz,
  note       text,
  foreign key (company_id, session_id) references sessions (company_id, id),
  foreign key (company_id, user_id) references users (company_id, id)
);
create unique index session_operators_here on session_operators (session_id, user_id) where concluded is null;
create index session_operators_user on session_operators (user_id) where concluded is null;
create index session_operators_session on session_operators (session_id);

create table files (
  id           integer generated always as identity primary key,
  company_id   integer not null,
  tenant_id    integer not null,
  session_id   bigint,
  user_id      integer,
  name         text not null,
  content_type text not null,
  size         bigint not null,
  storage_key  uuid not null unique,
  created      timestamptz not null default now(),
  deleted      timestamptz,
  unique (company_id, id),
  foreign key (company_id, tenant_id) references tenants (company_id, id),
  foreign key (company_id, session_id) references sessions (company_id, id),
  foreign key (company_id, user_id) references users (company_id, id)
);

-- The transcript. seq is gapless per session; message_id is made by the sender, so a retry stores nothing twice.
create table activities (
  id          bigint generated always as identity,
  company_id  integer not null,
  session_id  bigint not null,
  seq         integer not null,
  type        text not null,
  at          timestamptz not null,
  client      text,
  user_id     integer,
  chatbot_id  integer,
  message_id  uuid,
  text        text,
  file_id     integer,
  data        jsonb,
  primary key (session_id, seq),
  foreign key (company_id, session_id) references sessions (company_id, id)
);
create unique index activities_id on activities (id);
create unique index activities_message on activities (session_id, message_id) where message_id is not null;

create table session_params (
  company_id integer not null,
  session_id bigint not null,
  name       text not null,
  value      text,
  source     text not null,
  read_only  boolean not null default false,
  updated    timestamptz not null,
  primary key (session_id, name),
  foreign key (company_id, session_id) references sessions (company_id, id)
);

create table session_tags (
  company_id integer not null,
  session_id bigint not null,
  tag_id     integer not null,
  user_id    integer,
  at         timestamptz not null,
  primary key (session_id, tag_id),
  foreign key (company_id, session_id) references sessions (company_id, id),
  foreign key (company_id, tag_id) references tags (company_id, id) on delete cascade
);

create table session_notes (
  id         bigint generated always as identity primary key,
  company_id integer not null,
  session_id bigint not null,
  user_id    integer not null,
  text       text not null,
  at         timestamptz not null,
  foreign key (company_id, session_id) references sessions (company_id, id),
  foreign key (company_id, user_id) references users (company_id, id)
);
create index session_notes_session on session_notes (session_id);

-- What a visitor left while nobody was there (AD-PK-8). Mailing it comes with the e-mail channel.
create table offline_messages (
  id         bigint generated always as identity primary key,
  company_id integer not null,
  tenant_id  integer not null,
  preset_id  integer not null,
  guest_id   bigint not null,
  name       text,
  email      text,
  phone      text,
  message    text not null,
  language   text,
  url        text,
  created    timestamptz not null,
  handled    timestamptz,
  handled_by integer,
  unique (company_id, id),
  foreign key (company_id, tenant_id) references tenants (company_id, id),
  foreign key (company_id, preset_id) references presets (company_id, id),
  foreign key (company_id, guest_id) references guests (company_id, id)
);
create index offline_messages_open on offline_messages (company_id, tenant_id, id) where handled is null;
