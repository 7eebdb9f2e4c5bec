-- Forwarding (spec OP-ES-2 to OP-ES-6, OP-SS-2): a forwarded session is a new search, aimed at somebody.

alter table routing_requests
  -- True = this search began with a forward, wherever it is by now.
  add column forwarded boolean not null default false,
  -- out = looks for the target; back = nobody there accepted, the one who forwarded is asked. null = an ordinary search.
  add column stage text check (stage in ('out', 'back')),
  -- The only operator who is asked; null = the whole group.
  add column target_user_id integer,
  -- Who forwarded, or served until then: is not asked on the way out, and is asked when it comes back.
  add column return_user_id integer,
  -- Where it goes when that operator is gone too; null = to the rules of the package.
  add column return_group_id integer,
  add foreign key (company_id, target_user_id) references users (company_id, id),
  add foreign key (company_id, return_user_id) references users (company_id, id);
