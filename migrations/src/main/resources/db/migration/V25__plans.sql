-- Work that comes again, and days on which everybody works ------------------------------------------

-- A task written once, to begin others from; a group's own, or the whole community's.
create table task_templates (
  id uuid primary key,
  community_id uuid not null references communities,
  group_id uuid,
  name text not null check (length(name) between 1 and 100),
  -- as createTask takes it, without days
  body jsonb not null,
  by_person uuid not null references persons,
  created_at timestamptz not null,
  removed_at timestamptz,
  removed_by uuid,
  foreign key (group_id, community_id) references groups (id, community_id)
);
create index task_templates_by_community on task_templates (community_id) where removed_at is null;

create table task_series (
  id uuid primary key,
  community_id uuid not null,
  group_id uuid not null,
  title text not null,
  -- RFC 5545, counted from starts_on
  rule text not null check (length(rule) <= 200),
  starts_on date not null,
  body jsonb not null,
  -- [{"day": 0, "from": "09:00", "to": "12:00", "capacity": 3}], days after the occurrence's own
  hours jsonb not null,
  -- occurrences up to this day are made
  made_until date not null,
  opened_by uuid not null references persons,
  opened_at timestamptz not null,
  ended_at timestamptz,
  ended_by uuid,
  -- the refusal that ended it, when no person did
  stopped_by text,
  foreign key (group_id, community_id) references groups (id, community_id),
  unique (id, community_id)
);
create index task_series_to_extend on task_series (made_until) where ended_at is null;

-- A day on which a hamlet works together: the parent of several tasks.
create table work_days (
  id uuid primary key,
  community_id uuid not null,
  group_id uuid not null,
  title text not null check (length(title) between 1 and 100),
  held_on date not null,
  words text not null default '' check (length(words) <= 2000),
  created_by uuid not null references persons,
  created_at timestamptz not null,
  version int not null default 1,
  foreign key (group_id, community_id) references groups (id, community_id),
  unique (id, community_id)
);
create index work_days_by_community on work_days (community_id, held_on);

alter table tasks
  add column series_id uuid,
  add column occurs_on date,
  add column work_day_id uuid,
  add constraint series_once_per_day unique (series_id, occurs_on),
  add foreign key (series_id, community_id) references task_series (id, community_id),
  add foreign key (work_day_id, community_id) references work_days (id, community_id);
create index tasks_by_work_day on tasks (work_day_id) where work_day_id is not null;

-- Whoever comes without having applied is written down on the spot and takes a place.
create table walk_ins (
  id uuid primary key,
  community_id uuid not null,
  task_id uuid not null,
  slot_id uuid not null references slots,
  name text not null check (length(name) between 1 and 100),
  heads int not null check (heads between 1 and 20),
  phone text not null default '' check (length(phone) <= 40),
  entered_by uuid not null references persons,
  entered_at timestamptz not null,
  removed_at timestamptz,
  removed_by uuid,
  foreign key (task_id, community_id) references tasks (id, community_id)
);
create index walk_ins_by_task on walk_ins (task_id) where removed_at is null;

-- Who comes to which slot, companions by their names.
create view coming_names with (security_invoker = true) as
  select a.task_id, s.slot_id, a.person_id, a.created_at, 0 as position, null::text as companion
    from application_slots s join applications a on a.id = s.application_id
   where s.state in ('SELECTED', 'CONFIRMED', 'DONE')
  union all
  select a.task_id, s.slot_id, a.person_id, a.created_at, c.position, c.name
    from application_slots s join applications a on a.id = s.application_id
    join companions c on c.application_id = a.id
   where s.state in ('SELECTED', 'CONFIRMED', 'DONE');

-- What somebody is still writing, as it was typed.
create table unfinished (
  person_id uuid not null references persons,
  -- chosen by whoever writes
  id uuid not null,
  community_id uuid not null references communities,
  task_id uuid,
  -- [{"name": "title", "values": ["…"]}]
  fields jsonb not null,
  changed_at timestamptz not null,
  primary key (person_id, id)
);
create index unfinished_by_person on unfinished (person_id, changed_at);

do $$
declare t text;
begin
  foreach t in array array['task_templates', 'task_series', 'work_days', 'walk_ins'] loop
    execute format('alter table %I enable row level security', t);
    execute format('alter table %I force row level security', t);
    execute format('create policy staff on %I to yui_app
      using ((select yui_is_system()) or community_id = any((select yui_communities())::uuid[]))
      with check ((select yui_is_system()) or community_id = any((select yui_communities())::uuid[]))', t);
  end loop;
end $$;

alter table unfinished enable row level security;
alter table unfinished force row level security;
create policy own on unfinished to yui_app
  using ((select yui_is_system()) or person_id = (select yui_person()))
  with check ((select yui_is_system()) or person_id = (select yui_person()));

grant select, insert on task_templates, task_series, work_days, walk_ins to yui_app;
grant update (removed_at, removed_by) on task_templates, walk_ins to yui_app;
grant update (made_until, ended_at, ended_by, stopped_by) on task_series to yui_app;
grant update (version) on work_days to yui_app;
grant select on coming_names to yui_app;
grant select, insert, update, delete on unfinished to yui_app;
