-- Somebody likes a task and has not applied. The host reads how many; who, where they let it.
create table interests (
  task_id uuid not null,
  community_id uuid not null,
  person_id uuid not null references residents,
  named boolean not null,
  created_at timestamptz not null,
  primary key (task_id, person_id),
  foreign key (task_id, community_id) references tasks (id, community_id)
);
create index interests_by_person on interests (person_id, created_at);

alter table interests enable row level security;
alter table interests force row level security;
create policy own on interests to yui_app
  using ((select yui_is_system()) or person_id = (select yui_person()))
  with check ((select yui_is_system()) or person_id = (select yui_person()));
create policy staff_sees_named on interests for select to yui_app
  using (named and community_id = any((select yui_communities())::uuid[]));
create policy staff_sees_interested on residents for select to yui_app
  using (exists (select 1 from interests i where i.person_id = residents.person_id and i.named
    and i.community_id = any((select yui_communities())::uuid[])));
grant select, insert, update, delete on interests to yui_app;

-- What the applications room shows the others: who likes what.
create view interested with (security_invoker = true) as
  select task_id, person_id, named from interests;
grant select on interested to yui_app;

-- Lots, for applicants whom the rules put alike. The seed's digest is shown before it is drawn and
-- the seed after, so that anybody can compute the order again: applications in the order of
-- SHA-256(seed ":" application id), in hexadecimal digits.
create table lots (
  task_id uuid primary key,
  community_id uuid not null,
  seed text not null check (length(seed) = 64),
  seed_hash text not null check (length(seed_hash) = 64),
  made_at timestamptz not null,
  drawn_at timestamptz,
  drawn_by uuid references persons,
  -- whose lots were drawn; who applies later has none
  applications uuid[] not null default '{}',
  foreign key (task_id, community_id) references tasks (id, community_id),
  check ((drawn_at is null) = (drawn_by is null))
);
alter table lots enable row level security;
alter table lots force row level security;
create policy system_only on lots to yui_app
  using ((select yui_is_system())) with check ((select yui_is_system()));
grant select, insert, update on lots to yui_app;
