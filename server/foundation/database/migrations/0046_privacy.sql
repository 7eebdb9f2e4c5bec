-- Anonymisation (spec SEC-AN; reliability R5).

alter table sessions add column anonymized timestamptz;
create index sessions_anonymized on sessions (company_id, anonymized) where anonymized is not null;
alter table guests add column anonymized timestamptz;

-- What the log and the deliveries of webhooks say about one session has to be found again.
create index events_subject on events (subject);
create index webhook_deliveries_subject on webhook_deliveries (subject);
create index offline_messages_guest on offline_messages (guest_id);

-- A fact without what a person said: numbers, switches and the words the program itself chose stay.
create function without_words(payload jsonb, kept text[]) returns jsonb language sql immutable parallel safe as $$
  select coalesce(jsonb_object_agg(m.key, case
           when m.key = any (kept) or jsonb_typeof(m.value) in ('number', 'boolean', 'null') then m.value
           else 'null'::jsonb end), '{}')
  from jsonb_each(payload) m
$$;
