-- Forms a package shows (AD-FO, MOD-FRM-1). Without a tenant a form belongs to the whole company. `config` holds the
-- settings of its kind, as the widget is told them (server/forms/schema.ts). `predefined` names a built-in form.
create table forms (
  id         integer generated always as identity primary key,
  company_id integer not null references companies,
  tenant_id  integer,
  kind       text not null check (kind in ('Entry', 'Feedback', 'Offline')),
  channel    text not null default 'Mluvii',
  name       text not null,
  predefined text,
  config     jsonb not null,
  unique (company_id, id),
  unique (company_id, predefined),
  foreign key (company_id, tenant_id) references tenants (company_id, id)
);

-- The forms bound to a package (API-WID-5); null = the package's own settings hold.
alter table presets
  add column entry_form_id integer,
  add column feedback_form_id integer,
  add column offline_form_id integer,
  add foreign key (company_id, entry_form_id) references forms (company_id, id),
  add foreign key (company_id, feedback_form_id) references forms (company_id, id),
  add foreign key (company_id, offline_form_id) references forms (company_id, id);
