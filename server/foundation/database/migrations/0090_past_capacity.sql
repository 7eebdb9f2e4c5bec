-- A chatbot's Forward reaches its target past capacity limits (CB-CM-16): slots of operators do not count.
alter table routing_requests add column past_capacity boolean not null default false;
