-- What the administrators of a company have to know: something of theirs stopped working. Open until it works again.
create table company_notices (
  id         bigint generated always as identity primary key,
  company_id integer not null references companies,
  -- Null concerns the whole company and is for its administrators only.
  tenant_id  integer,
  kind       text not null,
  -- `noun:id`; one open notice of a kind about it.
  subject    text not null,
  -- As people call the thing, and why it stopped.
  name       text not null,
  reason     text,
  created    timestamptz not null,
  resolved   timestamptz,
  foreign key (company_id, tenant_id) references tenants (company_id, id)
);
create unique index company_notices_open on company_notices (company_id, kind, subject) where resolved is null;
create index company_notices_company on company_notices (company_id, id);

-- Up to which notice a user has looked.
create table notice_reads (
  company_id integer not null,
  user_id    integer not null,
  seen       bigint not null,
  primary key (company_id, user_id),
  foreign key (company_id, user_id) references users (company_id, id)
);
