-- The live boards (AD-OV, ST-WB): searches that ended since a moment, and the group a conversation was accepted in.
create index routing_requests_ended on routing_requests (company_id, tenant_id, ended) where ended is not null;
create index offers_accepted on offers (session_id, user_id, ended) where outcome = 'accepted';
