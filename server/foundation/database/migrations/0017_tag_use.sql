-- "Most used on top" (OP-CT-6) looks at the last weeks only, so that it costs the same after ten years.
create index session_tags_recent on session_tags (company_id, at);
