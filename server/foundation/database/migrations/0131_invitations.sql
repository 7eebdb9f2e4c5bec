-- Invitations: a number or link that takes one client to one operator (spec GL-21, OP-WS-11 to OP-WS-17).
create table invitations (
  id         integer generated always as identity primary key,
  company_id integer not null,
  tenant_id  integer not null,
  user_id    integer not null,
  -- Stands in the link and on the session, so it is kept as it is: it opens a conversation and shows nothing.
  number     text not null,
  -- For one conversation only.
  once       boolean not null,
  created    timestamptz not null,
  -- null = until revoked (made by the Public API).
  expires    timestamptz,
  uses       integer not null default 0,
  ended      timestamptz,
  ended_why  text check (ended_why in ('used', 'revoked', 'expired')),
  foreign key (company_id, tenant_id) references tenants (company_id, id),
  foreign key (company_id, user_id) references users (company_id, id)
);
-- Of all numbers that could be typed in now each leads to one operator, whatever the company: the landing page knows no
-- company. Numbers of ended invitations may come again.
create unique index invitations_open on invitations (number) where ended is null;
create index invitations_user on invitations (user_id, tenant_id) where ended is null;

-- Number of the invitation the client came by (OP-WS-16).
alter table sessions add column direct_call_number text;
