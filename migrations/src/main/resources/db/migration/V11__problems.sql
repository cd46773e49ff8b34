-- Problems: who told them, what became of them, whose house it is, and pictures --------------------

alter table needs
  -- of one who has no account: told by telephone, kept by name
  add column teller_name text not null default '' check (length(teller_name) <= 100),
  add column teller_phone text not null default '' check (length(teller_phone) <= 40),
  -- about somebody's house: whoever works on it knows the hamlet and the work alone
  add column household boolean not null default false,
  add constraint needs_id_with_community unique (id, community_id);

create index needs_by_teller on needs (teller_id, created_at);
create index tasks_by_need on tasks (need_id) where need_id is not null;

create table need_events (
  id uuid primary key,
  need_id uuid not null,
  community_id uuid not null,
  at timestamptz not null,
  by_person uuid,
  verb text not null,
  state text not null,
  words text not null default '',
  foreign key (need_id, community_id) references needs (id, community_id)
);
create index need_events_by_need on need_events (need_id, at);

-- Whose house it is. The desk reads it, and those to whom a person has released it; each look is
-- in the audit log.
create table need_households (
  need_id uuid primary key,
  community_id uuid not null,
  name text not null check (length(name) between 1 and 100),
  address text not null check (length(address) between 1 and 300),
  phone text not null default '' check (length(phone) <= 40),
  note text not null default '' check (length(note) <= 1000),
  foreign key (need_id, community_id) references needs (id, community_id)
);

create table household_releases (
  need_id uuid not null,
  task_id uuid not null,
  community_id uuid not null,
  person_id uuid not null references persons,
  released_by uuid not null references persons,
  released_at timestamptz not null,
  primary key (need_id, task_id, person_id),
  foreign key (need_id, community_id) references needs (id, community_id),
  foreign key (task_id, community_id) references tasks (id, community_id)
);
create index household_releases_by_person on household_releases (person_id);

create table photos (
  id uuid primary key,
  community_id uuid not null references communities,
  need_id uuid,
  task_id uuid,
  -- what one who cannot see it is told
  alt text not null check (length(alt) between 1 and 200),
  by_person uuid not null references persons,
  created_at timestamptz not null,
  removed_at timestamptz,
  removed_by uuid,
  foreign key (need_id, community_id) references needs (id, community_id),
  foreign key (task_id, community_id) references tasks (id, community_id),
  check (num_nonnulls(need_id, task_id) = 1)
);
create index photos_by_need on photos (need_id, id) where need_id is not null;
create index photos_by_task on photos (task_id, id) where task_id is not null;

-- Drawn anew from the picture that was sent, so that nothing else of it is kept.
create table photo_sizes (
  photo_id uuid not null references photos,
  size text not null check (size in ('SMALL', 'MEDIUM', 'LARGE')),
  width int not null check (width > 0),
  height int not null check (height > 0),
  jpeg bytea not null,
  primary key (photo_id, size)
);

-- Who may see what ---------------------------------------------------------------------------------

alter table need_events enable row level security;
alter table need_events force row level security;
create policy with_its_need on need_events to yui_app
  using ((select yui_is_system()) or community_id = any((select yui_communities())::uuid[])
    or exists (select from needs n where n.id = need_id))
  with check ((select yui_is_system()) or community_id = any((select yui_communities())::uuid[])
    or exists (select from needs n where n.id = need_id));

alter table household_releases enable row level security;
alter table household_releases force row level security;
create policy own_and_staff on household_releases to yui_app
  using ((select yui_is_system()) or person_id = (select yui_person())
    or community_id = any((select yui_communities())::uuid[]))
  with check ((select yui_is_system()) or community_id = any((select yui_communities())::uuid[]));

alter table need_households enable row level security;
alter table need_households force row level security;
create policy released_and_staff on need_households to yui_app
  using ((select yui_is_system()) or community_id = any((select yui_communities())::uuid[])
    or exists (select from needs n where n.id = need_id)
    or exists (select from household_releases r where r.need_id = need_households.need_id
      and r.person_id = (select yui_person())))
  with check ((select yui_is_system()) or community_id = any((select yui_communities())::uuid[])
    or exists (select from needs n where n.id = need_id));

alter table photos enable row level security;
alter table photos force row level security;
create policy with_its_thing on photos for select to yui_app
  using ((select yui_is_system()) or community_id = any((select yui_communities())::uuid[])
    or exists (select from tasks k where k.id = task_id)
    or exists (select from needs n where n.id = need_id));
create policy staff_and_teller_add on photos for insert to yui_app
  with check ((select yui_is_system()) or community_id = any((select yui_communities())::uuid[])
    or exists (select from needs n where n.id = need_id));
create policy staff_and_teller_remove on photos for update to yui_app
  using ((select yui_is_system()) or community_id = any((select yui_communities())::uuid[])
    or exists (select from needs n where n.id = need_id));

alter table photo_sizes enable row level security;
alter table photo_sizes force row level security;
create policy with_its_photo on photo_sizes to yui_app
  using ((select yui_is_system()) or exists (select from photos p where p.id = photo_id))
  with check ((select yui_is_system()) or exists (select from photos p where p.id = photo_id));

grant select, insert on need_events, need_households, household_releases to yui_app;
grant select, insert, update (removed_at, removed_by) on photos to yui_app;
grant select, insert, delete on photo_sizes to yui_app;
