-- The honest sheet, when a task opens and for whom, what is used, and waiting for the weather ------

alter table tasks
  -- grows with every change of the hard parts; who applies says which they read
  add column sheet_version int not null default 1,
  add column opens_at timestamptz,
  -- so many places of each slot are kept for those who live far away; the others apply until
  -- near_until, the far ones until apply_until
  add column far_places int not null default 0 check (far_places between 0 and 1000),
  add column far_km int not null default 0 check (far_km between 0 and 3000),
  add column near_until timestamptz,
  -- [{"name": "刈払機", "by": "HOST"}]
  add column equipment jsonb not null default '[]',
  add constraint task_opens_after_it_closes check (opens_at < apply_until),
  add constraint near_close_after_the_far check (near_until <= apply_until);

create table task_sheets (
  task_id uuid not null,
  community_id uuid not null,
  version int not null,
  hard_parts jsonb not null,
  at timestamptz not null,
  by_person uuid,
  primary key (task_id, version),
  foreign key (task_id, community_id) references tasks (id, community_id)
);
insert into task_sheets (task_id, community_id, version, hard_parts, at, by_person)
  select id, community_id, 1, hard_parts, changed_at, created_by from tasks;

alter table applications
  add column sheet_version int,
  add column sheet_read_at timestamptz,
  -- whether the applicant's home is as far as the task asks
  add column far boolean not null default false;

-- "Was it as written?": counts for the posting, never for a person.
create table sheet_answers (
  task_id uuid not null,
  community_id uuid not null,
  person_id uuid not null references persons,
  answer text not null check (answer in ('YES', 'PARTLY', 'NO')),
  words text not null default '' check (length(words) <= 1000),
  at timestamptz not null,
  primary key (task_id, person_id),
  foreign key (task_id, community_id) references tasks (id, community_id)
);
create index sheet_answers_by_person on sheet_answers (person_id);

-- Who was there, so that the question can be put.
create view was_there with (security_invoker = true) as
  select distinct a.task_id, f.person_id
    from attendance_facts f join applications a on a.id = f.application_id
   where f.state in ('ATTENDED', 'PARTLY');

create table weather_holds (
  task_id uuid primary key,
  community_id uuid not null,
  decide_at timestamptz not null,
  decider text not null check (length(decider) between 1 and 100),
  words text not null default '' check (length(words) <= 1000),
  state text not null default 'WAITING' check (state in ('WAITING', 'GO', 'CANCELLED', 'POSTPONED')),
  set_by uuid not null,
  set_at timestamptz not null,
  decided_by uuid,
  decided_at timestamptz,
  version int not null default 1,
  foreign key (task_id, community_id) references tasks (id, community_id)
);

-- Places kept for the far are not given to others while the far can still apply. The slot is locked
-- by whoever takes its places, so that the count stands.
create function keep_places_for_the_far() returns trigger language plpgsql as $$
declare
  kept int;
  room int;
  near int;
begin
  if new.state not in ('SELECTED', 'OFFERED', 'CONFIRMED')
      or old.state in ('SELECTED', 'OFFERED', 'CONFIRMED') then
    return null;
  end if;
  select k.far_places, l.capacity into kept, room
    from slots l join tasks k on k.id = l.task_id
   where l.id = new.slot_id and coalesce(k.apply_until, l.starts_at) > yui_now();
  if coalesce(kept, 0) = 0 then return null; end if;
  select coalesce(sum(s.heads), 0) into near
    from application_slots s join applications a on a.id = s.application_id
   where s.slot_id = new.slot_id and not a.far
     and s.state in ('SELECTED', 'OFFERED', 'CONFIRMED', 'DONE');
  if near > room - kept and not (select far from applications where id = new.application_id) then
    raise exception 'kept for the far' using errcode = '23514', constraint = 'slot_kept_for_the_far';
  end if;
  return null;
end $$;
create trigger keep_places_for_the_far after update of state on application_slots
  for each row execute function keep_places_for_the_far();

alter table task_sheets enable row level security;
alter table task_sheets force row level security;
create policy with_its_task on task_sheets for select to yui_app
  using ((select yui_is_system()) or community_id = any((select yui_communities())::uuid[])
    or exists (select from tasks k where k.id = task_id));
create policy staff_adds on task_sheets for insert to yui_app
  with check ((select yui_is_system()) or community_id = any((select yui_communities())::uuid[]));

alter table sheet_answers enable row level security;
alter table sheet_answers force row level security;
create policy own_and_staff on sheet_answers to yui_app
  using ((select yui_is_system()) or person_id = (select yui_person())
    or community_id = any((select yui_communities())::uuid[]))
  with check ((select yui_is_system()) or person_id = (select yui_person()));

alter table weather_holds enable row level security;
alter table weather_holds force row level security;
create policy with_its_task on weather_holds for select to yui_app
  using ((select yui_is_system()) or community_id = any((select yui_communities())::uuid[])
    or exists (select from tasks k where k.id = task_id));
create policy staff_adds on weather_holds for insert to yui_app
  with check ((select yui_is_system()) or community_id = any((select yui_communities())::uuid[]));
create policy staff_changes on weather_holds for update to yui_app
  using ((select yui_is_system()) or community_id = any((select yui_communities())::uuid[]));

grant select, insert on task_sheets to yui_app;
grant select, insert, update on sheet_answers, weather_holds to yui_app;
grant select on was_there to yui_app;
