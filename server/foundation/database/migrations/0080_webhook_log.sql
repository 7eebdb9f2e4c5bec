-- What the administration of webhooks shows and does (AD-CO-10; design/reliability.md "Webhooks").

alter table webhooks
  -- Signs beside the present secret until then, so that a receiver can change over in peace.
  add column previous_secret text,
  add column previous_until timestamptz;

alter table webhook_deliveries
  -- Since when it waits: the event, or the moment somebody sent it again. The three days count from here.
  add column pending_since timestamptz,
  -- When somebody last sent it again; attempts count from there.
  add column replayed timestamptz,
  add column last_took integer,
  -- The latest attempts, oldest first: at, took (ms), status, error, response (its beginning).
  add column attempt_log jsonb not null default '[]';
update webhook_deliveries set pending_since = created;
alter table webhook_deliveries
  alter column pending_since set not null,
  alter column pending_since set default now();
-- The delivery log, newest first, and time ranges of it.
create index webhook_deliveries_log on webhook_deliveries (webhook_id, created, id);

-- How an endpoint answered, hour by hour (UTC).
create table webhook_hours (
  company_id integer not null,
  webhook_id integer not null,
  hour       timestamptz not null,
  delivered  integer not null default 0,
  -- Attempts that did not end in a 2xx.
  failed     integer not null default 0,
  -- Milliseconds of all attempts together, and of the slowest.
  took       bigint not null default 0,
  slowest    integer not null default 0,
  primary key (webhook_id, hour),
  foreign key (company_id, webhook_id) references webhooks (company_id, id) on delete cascade
);
create index webhook_hours_old on webhook_hours (hour);
