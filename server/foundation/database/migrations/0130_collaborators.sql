-- Further operators asked into a running conversation (spec OP-CT-4, GL-22). One row for each operator who is asked; those
-- with one request_id are one invitation, to an operator or to the members of a group. The request is the one the steps of
-- the routing timeline hang on. An open row takes no slot; accepting does.
create table collaborator_offers (
  id         bigint generated always as identity primary key,
  company_id integer not null,
  tenant_id  integer not null,
  session_id bigint not null,
  request_id bigint not null,
  user_id    integer not null,
  -- Asked as a member of this group; null = personally.
  group_id   integer,
  invited_by integer not null,
  note       text,
  offered    timestamptz not null,
  ended      timestamptz,
  -- taken = a colleague of the group was faster; over = the conversation ended or left its operators.
  outcome    text check (outcome in ('accepted', 'rejected', 'canceled', 'taken', 'over')),
  foreign key (company_id, session_id) references sessions (company_id, id),
  foreign key (company_id, tenant_id) references tenants (company_id, id),
  foreign key (company_id, request_id) references routing_requests (company_id, id),
  foreign key (company_id, user_id) references users (company_id, id),
  foreign key (company_id, invited_by) references users (company_id, id),
  foreign key (company_id, group_id) references groups (company_id, id) on delete set null (group_id)
);
create unique index collaborator_offers_open on collaborator_offers (session_id, user_id) where ended is null;
create index collaborator_offers_user on collaborator_offers (user_id) where ended is null;
create index collaborator_offers_request on collaborator_offers (request_id);
create index collaborator_offers_group on collaborator_offers (group_id) where group_id is not null;
