-- Backups that were made, so that a missing one is noticed. Written by the owner, who makes them.
create table backups (
  id uuid primary key,
  -- the moment whose state the file holds
  taken_at timestamptz not null,
  finished_at timestamptz not null,
  file text not null,
  bytes bigint not null check (bytes > 0),
  row_count bigint not null check (row_count >= 0),
  sha256 text not null check (sha256 ~ '^[0-9a-f]{64}$')
);
create index backups_newest on backups (taken_at desc);

alter table backups enable row level security;
alter table backups force row level security;
create policy owner on backups to current_user using (true) with check (true);
create policy system_only on backups for select to yui_app using ((select yui_is_system()));
grant select on backups to yui_app;
