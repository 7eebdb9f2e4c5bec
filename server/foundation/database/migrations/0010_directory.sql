-- What the directory needs beyond 0002.

-- The first user name is the e-mail address; once somebody changed the user name, only it opens the door (AD-US-4).
alter table users add column email_login boolean not null default true;
-- A user name that looks like an address is the user's own, so that nobody can stand in the way of another's login.
alter table users add constraint users_username_own check (position('@' in username) = 0 or lower(username) = lower(email));

create unique index groups_name on groups (tenant_id, lower(name));
create unique index tenants_name on tenants (company_id, lower(name));
create unique index away_reasons_name on away_reasons (company_id, lower(name));

create index logins_expires on logins (expires);
create index password_links_user on password_links (user_id);

-- A group can go although clients once waited in it; the timeline keeps its id.
alter table routing_requests drop constraint routing_requests_company_id_group_id_fkey;
alter table routing_requests add constraint routing_requests_group foreign key (company_id, group_id)
  references groups (company_id, id) on delete set null (group_id);

-- Keeps the members of groups of kind ALL_OPERATORS equal to the enabled operators of their tenant (AD-GR-2), so that
-- whoever asks for members reads one table.
create function sync_all_operators(in_company integer) returns void language sql as $$
  delete from group_members m using groups g
    where g.id = m.group_id and g.company_id = in_company and g.type = 'ALL_OPERATORS'
      and not exists (select from memberships s join users u on u.id = s.user_id
                      where s.tenant_id = g.tenant_id and s.user_id = m.user_id and u.enabled and 'Operator' = any (s.roles));
  insert into group_members (company_id, group_id, user_id)
    select g.company_id, g.id, s.user_id
    from groups g join memberships s on s.tenant_id = g.tenant_id join users u on u.id = s.user_id
    where g.company_id = in_company and g.type = 'ALL_OPERATORS' and u.enabled and 'Operator' = any (s.roles)
    on conflict do nothing;
$$;
