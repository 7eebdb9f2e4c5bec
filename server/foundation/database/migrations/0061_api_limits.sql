-- Optional limit of a key (API-CONV-23): requests a minute; null = none.
alter table api_keys add column per_minute integer check (per_minute between 1 and 1000000);

-- Answers to POST requests that carried an Idempotency-Key, for 24 hours. A row without a status belongs to a request
-- that is running, or whose process died while it ran.
create table idempotency_keys (
  company_id  integer not null references companies,
  caller      text not null,
  key         text not null,
  fingerprint bytea not null,
  status      integer,
  body        jsonb,
  created     timestamptz not null default now(),
  primary key (company_id, caller, key)
);
create index idempotency_keys_created on idempotency_keys (created);
