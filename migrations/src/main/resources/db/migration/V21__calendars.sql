-- A letter may bring a calendar entry.
alter table outbox add column calendar text not null default '';
alter table mailbox add column calendar text not null default '';

-- The secret end of the address under which a person's calendar is read without logging in. It is
-- shown to its person again, so it is kept as it is; it opens nothing else, and making another ends
-- it.
create table calendar_keys (
  person_id uuid primary key references persons,
  secret text not null unique check (length(secret) >= 32),
  lang text not null,
  made_at timestamptz not null
);
alter table calendar_keys enable row level security;
alter table calendar_keys force row level security;
create policy own on calendar_keys to yui_app
  using ((select yui_is_system()) or person_id = (select yui_person()))
  with check ((select yui_is_system()) or person_id = (select yui_person()));
grant select, insert, update, delete on calendar_keys to yui_app;
