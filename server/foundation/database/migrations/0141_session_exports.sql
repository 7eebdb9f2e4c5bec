-- Exports of the table of sessions (AD-SE-4): what was asked for, how far it is, where the file lies.
create table session_exports (
  id           bigint generated always as identity primary key,
  company_id   integer not null,
  tenant_id    integer not null,
  user_id      integer not null,
  format       text not null check (format in ('csv', 'xlsx')),
  delimiter    text not null,
  view         text not null,
  filter       text not null,
  sort         text not null,
  -- [{id, title}], titles in the reader's language.
  columns      jsonb not null,
  -- Times are written in this zone.
  zone         text not null,
  -- Only sessions the user took part in, as the rights were when it was ordered.
  own_only     boolean not null,
  state        text not null default 'waiting'
    check (state in ('waiting', 'running', 'done', 'failed', 'cancelled', 'expired')),
  written      integer not null default 0,
  total        integer,
  size         bigint,
  storage_key  uuid,
  attempts     integer not null default 0,
  -- While it runs: if it shows no life until then, another process begins again.
  leased_until timestamptz,
  created      timestamptz not null,
  finished     timestamptz,
  expires      timestamptz,
  unique (company_id, id),
  foreign key (company_id, tenant_id) references tenants (company_id, id),
  foreign key (company_id, user_id) references users (company_id, id)
);
create index session_exports_user on session_exports (user_id, id);
create index session_exports_open on session_exports (company_id) where state in ('waiting', 'running');
create index session_exports_expires on session_exports (expires) where storage_key is not null;
