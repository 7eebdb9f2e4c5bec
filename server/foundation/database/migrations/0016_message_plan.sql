-- A message costs less to store than to plan its statement. The arrays are always read by position and joined through
-- indexes, so one plan fits every batch.
alter function store_messages set plan_cache_mode = force_generic_plan;
