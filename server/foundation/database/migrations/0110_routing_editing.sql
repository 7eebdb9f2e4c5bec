-- Routings and groups are edited by people, several at a time (AD-RT, AD-GR).

-- Grows with every change of the row, by whatever way it comes, so that who saves knows whether it is still what they saw.
alter table routings add column version integer not null default 1;
alter table groups add column version integer not null default 1;

create function next_version() returns trigger language plpgsql as $$
begin
  new.version := old.version + 1;
  return new;
end $$;
create trigger routings_version before update on routings for each row execute function next_version();
create trigger groups_version before update on groups for each row execute function next_version();

-- Channels by rank, strongest first (AD-RT-10); those left out follow in their usual order. Null = the usual order.
alter table routings add column channel_ranks text[];

create unique index routings_name on routings (tenant_id, lower(name));
create index presets_routing on presets (routing_id);

-- The rules of its routing changed while it waits: the next round looks at them from the top (AD-RT-5).
alter table routing_requests add column rules_changed boolean not null default false;
