-- Which events were there before a webhook was registered: exactly those its registration could see. One number cannot
-- say it, because transactions do not end in the order of their numbers.
alter table webhooks
  drop column since_xid,
  add column since pg_snapshot not null default pg_current_snapshot();
