-- Which node holds a guest's sockets, so that a client counts as lost only when no node has one left (OP-WC-10).
-- A node's note is a lease: when the node dies without a good-bye, its row expires and takes its guests with it.
create table webchat_nodes (
  id      uuid primary key,
  expires timestamptz not null
);

create table webchat_presence (
  company_id integer not null,
  session_id bigint not null,
  node_id    uuid not null references webchat_nodes on delete cascade,
  primary key (session_id, node_id),
  foreign key (company_id, session_id) references sessions (company_id, id)
);
create index webchat_presence_node on webchat_presence (node_id);
