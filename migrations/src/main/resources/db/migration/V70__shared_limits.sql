-- What the busiest ask of each server in a minute, so that a limit holds over all of them. A bucket is
-- a digest of an address or a person.
create table request_counts (
  bucket bytea not null,
  minute timestamptz not null,
  server uuid not null,
  count int not null check (count > 0),
  primary key (bucket, minute, server)
);
create index request_counts_by_age on request_counts (minute);
alter table request_counts enable row level security;
alter table request_counts force row level security;
create policy owner on request_counts to current_user using (true) with check (true);
create policy system_only on request_counts to yui_app
  using ((select yui_is_system())) with check ((select yui_is_system()));
grant select, insert, update, delete on request_counts to yui_app;

-- The audit log is read newest first: of a person, of a deed, and about an id.
create index audit_log_by_person on audit_log (person_id, id desc);
create index audit_log_by_deed on audit_log (deed, community_id, id desc);
create index audit_log_about on audit_log
  using gin (jsonb_path_query_array(about, '$.**') jsonb_path_ops);
