-- The event log (design §4). Append-only. Everything that reacts to a change reads it with a durable cursor.
--
-- Order: a reader takes rows by (xid, id) below the oldest transaction still running, so a row that commits late
-- is never skipped. Per subject this equals the order of the changes, because every transaction locks its subject
-- before it writes and refuses to write behind a younger transaction (see foundation/transact.ts).
create table events (
  id         bigint generated always as identity primary key,
  xid        xid8 not null default pg_current_xact_id(),
  company_id integer not null,
  tenant_id  integer,
  kind       text not null,
  subject    text not null,
  actor      jsonb not null,
  at         timestamptz not null,
  payload    jsonb not null
);
create index events_order on events (xid, id);
create index events_company on events (company_id, id);

-- How far each subscriber has read. A subscriber that is missing here starts at the log's beginning.
create table event_cursors (
  subscriber text primary key,
  xid        xid8 not null,
  id         bigint not null,
  updated    timestamptz not null default now()
);

-- Keys this installation generated for itself (token signing, cookie signing). Private parts are never logged.
create table installation_keys (
  id      text primary key,
  purpose text not null,
  secret  jsonb not null,
  created timestamptz not null default now()
);
