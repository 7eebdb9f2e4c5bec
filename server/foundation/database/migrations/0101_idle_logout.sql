-- When the person behind a login last did something (AD-CO-1); null = not measured, as for programs.
alter table logins add column last_active timestamptz;
