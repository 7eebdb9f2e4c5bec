-- The table of sessions (AD-SE): its orders, its saved views.

-- One index per order the table offers; the expressions are those of records/orders.ts. Running sessions are few enough
-- to be sorted, so the indexes hold ended ones only and a row enters them once, at its end.
create index sessions_by_created on sessions (company_id, tenant_id, created, id) where ended is not null;
create index sessions_by_started on sessions (company_id, tenant_id, coalesce(started, '-infinity'::timestamptz), id)
  where ended is not null;
create index sessions_by_ended on sessions (company_id, tenant_id, coalesce(ended, 'infinity'::timestamptz), id)
  where ended is not null;
create index sessions_by_waited on sessions (company_id, tenant_id, coalesce(
    case when coalesce(started, ended) < coalesce(entered_queue, created) then interval '0'
         else coalesce(started, ended) - coalesce(entered_queue, created) end, interval '-1 second'), id)
  where ended is not null;
create index sessions_by_length on sessions (company_id, tenant_id, coalesce(
    case when ended < started then interval '0' else ended - started end, interval '-1 second'), id)
  where ended is not null;
create index sessions_live on sessions (company_id, tenant_id, created, id) where ended is null;

-- Sessions by who served them, by tag, and by the value of a parameter. Values may be longer than an index takes.
create index session_operators_served on session_operators (user_id, session_id);
create index session_tags_sessions on session_tags (tag_id, session_id);
create index session_params_value on session_params (company_id, name, "left"(value, 200));

create table session_views (
  id         integer generated always as identity primary key,
  company_id integer not null,
  tenant_id  integer not null,
  user_id    integer not null,
  name       text not null,
  -- Seen by everybody who sees the list in this tenant.
  shared     boolean not null default false,
  view       text not null check (view in ('history', 'live')),
  -- The filter language of the Public API (MOD-SES-7) as a query string.
  filter     text not null,
  sort       text not null,
  columns    text[] not null,
  created    timestamptz not null,
  unique (company_id, id),
  foreign key (company_id, tenant_id) references tenants (company_id, id),
  foreign key (company_id, user_id) references users (company_id, id)
);
create unique index session_views_name on session_views (tenant_id, user_id, lower(name));
