-- What a person goes on looking for: the search as it was asked, read anew each time. The secret is
-- the end of its feeds' addresses, shown to its person again and so kept as it is; it opens these
-- feeds and nothing else.
create table saved_searches (
  id uuid primary key,
  person_id uuid not null references persons,
  name text not null check (length(name) between 1 and 60),
  asked jsonb not null check (length(asked::text) < 4000),
  secret text not null unique check (length(secret) >= 32),
  lang text not null,
  saved_at timestamptz not null,
  -- the week of the last digest that looked into it, and up to when tasks have been told
  told_week date not null,
  told_until timestamptz not null,
  constraint search_saved_already unique (person_id, asked)
);
create index saved_searches_by_week on saved_searches (told_week, person_id);

alter table saved_searches enable row level security;
alter table saved_searches force row level security;
create policy own on saved_searches to yui_app
  using ((select yui_is_system()) or person_id = (select yui_person()))
  with check ((select yui_is_system()) or person_id = (select yui_person()));
grant select, insert, delete on saved_searches to yui_app;
grant update (name, told_week, told_until) on saved_searches to yui_app;
