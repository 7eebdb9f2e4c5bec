-- API chatbots (spec CB, AD-CB). A group of type CHATBOT stands for each as the target of routings (AD-CB-1).
create table chatbots (
  id              integer generated always as identity primary key,
  company_id      integer not null,
  tenant_id       integer not null,
  group_id        integer not null,
  name            text not null,
  -- As it was typed; it may hold credentials (CB-TR-8). Without one the bot takes no sessions.
  callback_url    text,
  state           text not null default 'enabled' check (state in ('enabled', 'disabled')),
  -- The click on the button opens the conversation, without the form (AD-CB-2).
  auto_start      boolean not null default false,
  -- Since when every event failed; null = the last one arrived.
  failing_since   timestamptz,
  last_error      text,
  last_error_at   timestamptz,
  -- When it last answered a ping or an event.
  last_seen       timestamptz,
  disabled        timestamptz,
  disabled_reason text,
  created         timestamptz not null default now(),
  unique (company_id, id),
  unique (group_id),
  foreign key (company_id, tenant_id) references tenants (company_id, id),
  foreign key (company_id, group_id) references groups (company_id, id)
);
create unique index chatbots_name on chatbots (tenant_id, lower(name));

-- One stay of a bot in a session; a session handed back to it begins a new one (CB-LC-1).
create table session_chatbots (
  id         bigint generated always as identity primary key,
  company_id integer not null,
  session_id bigint not null,
  chatbot_id integer not null,
  joined     timestamptz not null,
  "left"     timestamptz,
  outcome    text check (outcome in ('handOff', 'forward', 'ended', 'failed')),
  -- The lines of the client above from_seq, up to left_seq, are this stay's; those up to joined_seq were written before
  -- the bot came and follow its ConversationStarted (CB-TR-15).
  from_seq   integer not null,
  joined_seq integer not null,
  left_seq   integer,
  -- Switches of the bot over the client's panel (CB-CM-4 to CB-CM-6); upload null = as the package says.
  input      boolean not null default true,
  upload     boolean,
  asks       text check (asks in ('file', 'location')),
  unique (company_id, id),
  foreign key (company_id, session_id) references sessions (company_id, id),
  foreign key (company_id, chatbot_id) references chatbots (company_id, id)
);
create unique index session_chatbots_here on session_chatbots (session_id) where "left" is null;
create index session_chatbots_session on session_chatbots (session_id);
create index session_chatbots_chatbot on session_chatbots (chatbot_id) where "left" is null;

-- One event for a bot. Sent one at a time and in order per session (CB-TR-15).
create table chatbot_deliveries (
  id           bigint generated always as identity primary key,
  company_id   integer not null,
  chatbot_id   integer not null,
  session_id   bigint not null,
  stay_id      bigint not null,
  activity     text not null,
  body         text not null,
  -- dropped: given up, or of no use any more (chatbots/rules.ts).
  state        text not null default 'pending' check (state in ('pending', 'delivered', 'dropped')),
  attempts     integer not null default 0,
  next_attempt timestamptz not null,
  leased_until timestamptz,
  last_status  integer,
  last_error   text,
  created      timestamptz not null,
  finished     timestamptz,
  foreign key (company_id, chatbot_id) references chatbots (company_id, id) on delete cascade,
  foreign key (company_id, session_id) references sessions (company_id, id),
  foreign key (company_id, stay_id) references session_chatbots (company_id, id)
);
create index chatbot_deliveries_lane on chatbot_deliveries (chatbot_id, id) where state = 'pending';
create index chatbot_deliveries_session on chatbot_deliveries (session_id, id) where state = 'pending';
create index chatbot_deliveries_finished on chatbot_deliveries (finished) where state <> 'pending';
