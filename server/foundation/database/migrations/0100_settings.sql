-- The colour of an away reason in menus and overviews (AD-CO-6).
alter table away_reasons add column color text check (color ~ '^#[0-9a-f]{6}$');

-- A name means one session result of a tenant. Of several alike the oldest keeps it.
update session_results r set name = left(r.name, 80) || ' (' || r.id || ')'
where exists (
  select from session_results o where o.tenant_id = r.tenant_id and lower(o.name) = lower(r.name) and o.id < r.id
);
create unique index session_results_name on session_results (tenant_id, lower(name));
alter table parameters add unique (company_id, id);
