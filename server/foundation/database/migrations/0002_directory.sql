-- Who works here: companies, tenants, users, groups, keys, logins (spec AD-CO, AD-US, AD-GR, SEC).
-- Every table carries company_id, and foreign keys carry it too, so that a row can never point into another company.

create table companies (
  id       integer generated always as identity primary key,
  guid     uuid not null unique,
  name     text not null,
  language text not null default 'en',
  timezone text not null default 'Europe/Prague',
  created  timestamptz not null default now()
);

create table tenants (
  id         integer generated always as identity primary key,
  company_id integer not null references companies,
  name       text not null,
  created    timestamptz not null default now(),
  unique (company_id, id)
);

-- Open key → value maps of company, tenant, group, user and routing (AD-CO-5). scope_id is the id within the scope.
create table settings (
  company_id integer not null references companies,
  scope      text not null check (scope in ('company', 'tenant', 'group', 'user', 'routing')),
  scope_id   integer not null,
  key        text not null,
  value      text not null,
  primary key (company_id, scope, scope_id, key)
);

create table users (
  id              integer generated always as identity primary key,
  company_id      integer not null references companies,
  username        text not null,
  email           text not null,
  first_name      text not null,
  last_name       text not null,
  note            text,
  language        text,
  password_hash   text,
  openid_provider text,
  global_roles    text[] not null default '{}',
  enabled         boolean not null default true,
  created         timestamptz not null default now(),
  unique (company_id, id)
);
create unique index users_username on users (lower(username));
create unique index users_email on users (lower(email));

-- What a user may do in a tenant, and how clients see the user there (OP-PR-3).
create table memberships (
  company_id    integer not null,
  user_id       integer not null,
  tenant_id     integer not null,
  roles         text[] not null default '{}',
  nickname      text,
  position      text,
  photo_file_id integer,
  primary key (user_id, tenant_id),
  foreign key (company_id, user_id) references users (company_id, id),
  foreign key (company_id, tenant_id) references tenants (company_id, id)
);
create index memberships_tenant on memberships (company_id, tenant_id);

-- Parallel capacity per channel family (AD-US-9): live, asynchronous, email.
create table user_slots (
  company_id integer not null,
  user_id    integer not null,
  family     text not null check (family in ('live', 'asynchronous', 'email')),
  slots      integer not null check (slots between 0 and 1000),
  primary key (user_id, family),
  foreign key (company_id, user_id) references users (company_id, id)
);

create table groups (
  id               integer generated always as identity primary key,
  company_id       integer not null,
  tenant_id        integer not null,
  name             text not null,
  type             text not null default 'NORMAL' check (type in ('NORMAL', 'ALL_OPERATORS', 'CHATBOT')),
  distribution     text not null default 'utilization' check (distribution in ('utilization', 'whole')),
  queue_size       integer not null default 10,
  time_to_accept_s integer not null default 30,
  max_queue_time_s integer not null default 120,
  max_acw_s        integer not null default 60,
  auto_pickup      boolean not null default false,
  priorities       text[] not null default '{lastOperator,fewestActive,longestIdle}',
  created          timestamptz not null default now(),
  unique (company_id, id),
  foreign key (company_id, tenant_id) references tenants (company_id, id)
);
create index groups_tenant on groups (company_id, tenant_id);

create table group_members (
  company_id integer not null,
  group_id   integer not null,
  user_id    integer not null,
  primary key (group_id, user_id),
  foreign key (company_id, group_id) references groups (company_id, id) on delete cascade,
  foreign key (company_id, user_id) references users (company_id, id)
);
create index group_members_user on group_members (user_id);

create table away_reasons (
  id         integer generated always as identity primary key,
  company_id integer not null references companies,
  name       text not null,
  paid       boolean not null,
  position   integer not null default 0,
  active     boolean not null default true,
  unique (company_id, id)
);

-- API keys (SEC-KEY). The secret shows once; only its keyed hash is stored.
create table api_keys (
  id          integer generated always as identity primary key,
  company_id  integer not null references companies,
  client_id   text not null unique,
  secret_hash text not null,
  name        text not null,
  permissions text[] not null,
  tenant_ids  integer[],
  created     timestamptz not null default now(),
  expires     timestamptz,
  last_used   timestamptz,
  revoked     timestamptz,
  unique (company_id, id)
);

-- Running logins. The cookie holds a random token, this table its hash.
create table logins (
  id         bigint generated always as identity primary key,
  company_id integer not null,
  user_id    integer not null,
  token_hash bytea not null unique,
  created    timestamptz not null default now(),
  last_seen  timestamptz not null default now(),
  expires    timestamptz not null,
  ip         text,
  user_agent text,
  foreign key (company_id, user_id) references users (company_id, id)
);
create index logins_user on logins (user_id);

-- Wrong passwords per account and per source; a key is 'account:…' or 'source:…' (SEC-LOG-8).
create table login_failures (
  key       text primary key,
  failures  integer not null,
  first     timestamptz not null,
  locked_to timestamptz
);

-- Links that set a first or new password: random, hashed, single use, expiring (SEC-LOG-2).
create table password_links (
  token_hash bytea primary key,
  company_id integer not null,
  user_id    integer not null,
  created    timestamptz not null default now(),
  expires    timestamptz not null,
  used       timestamptz,
  foreign key (company_id, user_id) references users (company_id, id)
);
