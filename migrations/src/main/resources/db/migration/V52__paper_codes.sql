-- Codes on paper for those who read no mail: given by a desk to a host of its own, good once and for
-- a month; a new one ends those before it. The database never holds the code itself.
create table paper_codes (
  id uuid primary key,
  community_id uuid not null references communities,
  person_id uuid not null references persons,
  code_hash bytea not null constraint paper_code_given_already unique,
  given_by uuid not null references persons constraint not_your_own check (given_by <> person_id),
  given_at timestamptz not null,
  expires_at timestamptz not null check (expires_at > given_at),
  used_at timestamptz,
  revoked_at timestamptz
);
create index paper_codes_by_person on paper_codes (person_id);

alter table paper_codes enable row level security;
alter table paper_codes force row level security;
create policy owner on paper_codes to current_user using (true) with check (true);
create policy staff on paper_codes to yui_app
  using ((select yui_is_system()) or community_id = any((select yui_communities())::uuid[]))
  with check ((select yui_is_system()) or community_id = any((select yui_communities())::uuid[]));
grant select, insert on paper_codes to yui_app;
grant update (used_at, revoked_at) on paper_codes to yui_app;
