-- What the authorisation server remembers between two requests (docs/integrators/identity.md): browser sessions,
-- authorisation codes, grants, refresh tokens. The id is the secret itself for most of them, so only its hash is kept.
--
-- A grant to a program is a login of its own (logins): it stands among the running logins of the person, and whatever
-- ends a login (the person, a new password, being disabled) ends the grant and all that was issued for it.
create table oidc_artifacts (
  kind       text not null,
  id_hash    bytea not null,
  payload    jsonb not null,
  grant_hash bytea,
  uid        text,
  login_id   bigint references logins on delete cascade,
  consumed   timestamptz,
  expires    timestamptz not null,
  primary key (kind, id_hash)
);
create index oidc_artifacts_grant on oidc_artifacts (grant_hash) where grant_hash is not null;
create index oidc_artifacts_uid on oidc_artifacts (kind, uid) where uid is not null;
create index oidc_artifacts_login on oidc_artifacts (login_id) where login_id is not null;
create index oidc_artifacts_expires on oidc_artifacts (expires);
