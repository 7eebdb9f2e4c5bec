-- What delivery in lanes needs (docs/decisions/webhook-lanes.md).

alter table webhooks
  -- The only tenants whose events it gets; null = all of the company. Comes from the API key that registered it.
  add column tenant_ids integer[],
  -- Events of transactions from here on are for it. The oldest one running at registration: rather one too many.
  add column since_xid xid8 not null default pg_snapshot_xmin(pg_current_snapshot()),
  add column disabled timestamptz,
  add column disabled_reason text;

-- One registration per address and scope: a key limited to tenants must not learn of, or take over, a wider one.
alter table webhooks drop constraint webhooks_company_id_callback_url_key;
create unique index webhooks_address on webhooks (company_id, md5(callback_url), coalesce(tenant_ids, '{}'));
-- Who is interested in the events of a batch.
create index webhooks_enabled on webhooks (company_id) where state = 'enabled';

alter table webhook_deliveries
  -- While a process sends it. A process that dies leaves it to others after this moment.
  add column leased_until timestamptz;
-- The oldest pending deliveries of a lane, and what the delivery log may forget.
create index webhook_deliveries_lane on webhook_deliveries (webhook_id, id) where state = 'pending';
create index webhook_deliveries_finished on webhook_deliveries (finished) where state <> 'pending';
