-- Opening hours (AD-OH), skills (AD-US-11) and settings per channel family (AD-GR-5).

-- A named week table with single-day exceptions, shared by groups, inboxes and campaigns of a tenant. Times are those of
-- the clock on the wall in `time_zone`; see calendars/rules.ts.
create table calendars (
  id         integer generated always as identity primary key,
  company_id integer not null,
  tenant_id  integer not null,
  name       text not null,
  time_zone  text not null,
  -- [{ day: 1..7, from: minutes, to: minutes }], Monday is 1.
  weekly     jsonb not null,
  -- [{ day: 'YYYY-MM-DD', name, intervals: [{ from, to }] }]; no interval = closed all day.
  exceptions jsonb not null default '[]',
  -- Closed on the company's holidays.
  holidays   boolean not null default true,
  unique (company_id, id),
  unique (company_id, tenant_id, id),
  foreign key (company_id, tenant_id) references tenants (company_id, id)
);
create unique index calendars_name on calendars (tenant_id, lower(name));

-- Public holidays, kept once per company (AD-OH-2).
create table holidays (
  company_id integer not null references companies,
  day        date not null,
  name       text not null,
  primary key (company_id, day)
);

-- No calendar: always open (AD-SET-20).
alter table groups add column calendar_id integer;
alter table groups add constraint groups_calendar foreign key (company_id, tenant_id, calendar_id)
  references calendars (company_id, tenant_id, id);
create index groups_calendar on groups (calendar_id) where calendar_id is not null;

-- What differs from the group's settings for a channel family: { email: { timeToAcceptS: 600, … } }.
alter table groups add column by_family jsonb not null default '{}';

-- What an operator is good at: languages and tags, level 1 to 5.
create table user_skills (
  company_id integer not null,
  user_id    integer not null,
  kind       text not null check (kind in ('language', 'tag')),
  name       text not null,
  level      integer not null check (level between 1 and 5),
  primary key (user_id, kind, name),
  foreign key (company_id, user_id) references users (company_id, id)
);
