-- Webhooks (spec API-WHK, API-WHD; design/reliability.md).
create table webhooks (
  id           integer generated always as identity primary key,
  company_id   integer not null references companies,
  event_types  text[] not null,
  callback_url text not null,
  secret       text not null,
  state        text not null default 'enabled' check (state in ('enabled', 'disabled')),
  failing_since timestamptz,
  created      timestamptz not null default now(),
  unique (company_id, id),
  unique (company_id, callback_url)
);

-- One event for one webhook. Pending until a 2xx answer; order is kept per webhook and subject.
create table webhook_deliveries (
  id           bigint generated always as identity primary key,
  company_id   integer not null,
  webhook_id   integer not null,
  event_id     bigint not null,
  event_type   text not null,
  subject      text not null,
  body         text not null,
  state        text not null default 'pending' check (state in ('pending', 'delivered', 'failed')),
  attempts     integer not null default 0,
  next_attempt timestamptz not null,
  last_status  integer,
  last_error   text,
  created      timestamptz not null default now(),
  finished     timestamptz,
  unique (webhook_id, event_id, event_type),
  foreign key (company_id, webhook_id) references webhooks (company_id, id) on delete cascade
);
create index webhook_deliveries_due on webhook_deliveries (webhook_id, subject, id) where state = 'pending';
