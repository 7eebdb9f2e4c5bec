-- The contact directory (spec AD-CD, MOD-CON): who the clients are, in all channels.

create table contacts (
  id         bigint generated always as identity primary key,
  company_id integer not null,
  tenant_id  integer not null,
  -- `oo1_guest_ident`; every other field holds a list of values in `data` (AD-CD-4).
  name       text,
  data       jsonb not null default '{}',
  -- Values made comparable, as `field=value`: equality in any spelling of phone, e-mail and text (contacts/rules.ts).
  keys       text[] not null default '{}',
  -- Words of name and values without case and accents, for search by their beginnings.
  words      tsvector not null default '',
  created    timestamptz not null,
  updated    timestamptz not null,
  anonymized timestamptz,
  event_xid  xid8 not null default pg_current_xact_id(),
  unique (company_id, id),
  unique (company_id, tenant_id, id),
  foreign key (company_id, tenant_id) references tenants (company_id, id)
);
create index contacts_keys on contacts using gin (keys);
create index contacts_words on contacts using gin (words);

-- Saved filters (AD-CD-6). A condition is {field, operator, value}; all must hold.
create table contact_filters (
  id         integer generated always as identity primary key,
  company_id integer not null,
  tenant_id  integer not null,
  name       text not null,
  conditions jsonb not null,
  created    timestamptz not null,
  unique (company_id, id),
  foreign key (company_id, tenant_id) references tenants (company_id, id)
);
create unique index contact_filters_name on contact_filters (tenant_id, lower(name));

-- A guest as one tenant knows it, and the contact it stands for (`channelIdentity` of the contract).
create table channel_identities (
  id         bigint generated always as identity primary key,
  company_id integer not null,
  tenant_id  integer not null,
  guest_id   bigint not null,
  contact_id bigint,
  unique (company_id, id),
  unique (guest_id, tenant_id),
  foreign key (company_id, tenant_id) references tenants (company_id, id),
  foreign key (company_id, guest_id) references guests (company_id, id),
  -- The tenant is part of the key: a guest can never be linked with a contact of another tenant.
  foreign key (company_id, tenant_id, contact_id) references contacts (company_id, tenant_id, id)
    on delete set null (contact_id)
);
create index channel_identities_contact on channel_identities (contact_id) where contact_id is not null;

-- Null = no binding between this session and a contact, now or later (SEC-AN-1).
alter table sessions add column channel_identity_id bigint;
alter table sessions add constraint sessions_channel_identity
  foreign key (company_id, channel_identity_id) references channel_identities (company_id, id);
create index sessions_channel_identity on sessions (channel_identity_id, id) where channel_identity_id is not null;

insert into channel_identities (company_id, tenant_id, guest_id)
  select company_id, tenant_id, guest_id from sessions group by 1, 2, 3;
update sessions s set channel_identity_id = i.id
  from channel_identities i where i.guest_id = s.guest_id and i.tenant_id = s.tenant_id;
