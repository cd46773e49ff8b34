-- Words of thanks, one of each side about one application; neither side reads the other's before both
-- wrote or some days went by.
create table words_of_thanks (
  application_id uuid not null,
  community_id uuid not null,
  person_id uuid not null,
  side text not null check (side in ('HOST', 'RESIDENT')),
  words text not null check (length(words) between 1 and 2000),
  written_by uuid not null references persons,
  written_at timestamptz not null,
  primary key (application_id, side),
  foreign key (application_id, community_id) references applications (id, community_id)
);
create index words_of_thanks_by_person on words_of_thanks (person_id);

-- A resident and a group that one of them does not want to meet; only its own side sees it.
create table blocks (
  id uuid primary key,
  community_id uuid not null,
  group_id uuid not null,
  person_id uuid not null references persons,
  side text not null check (side in ('GROUP', 'RESIDENT')),
  words text not null default '' check (length(words) <= 1000),
  made_by uuid not null references persons,
  made_at timestamptz not null,
  lifted_at timestamptz,
  lifted_by uuid references persons,
  foreign key (group_id, community_id) references groups (id, community_id)
);
create unique index blocked_already on blocks (person_id, group_id, side) where lifted_at is null;

create table reports (
  id uuid primary key,
  community_id uuid not null references communities,
  about_kind text not null check (about_kind in ('PERSON', 'TASK', 'MESSAGE')),
  about_id uuid not null,
  reporter_id uuid not null references persons,
  words text not null check (length(words) between 1 and 4000),
  state text not null default 'RECEIVED' check (state in ('RECEIVED', 'LOOKED_AT', 'CLOSED')),
  told_at timestamptz not null,
  looked_at timestamptz,
  looked_by uuid references persons,
  closed_at timestamptz,
  closed_by uuid references persons,
  outcome text not null default '' check (length(outcome) <= 4000)
);
create index reports_by_community on reports (community_id, told_at);
create index reports_by_reporter on reports (reporter_id);

-- That a desk saw who somebody is: a flag, with who, when and how; no copy of any document.
create table identity_checks (
  id uuid primary key,
  person_id uuid not null references persons,
  community_id uuid not null references communities,
  how text not null check (length(how) between 1 and 200),
  checked_by uuid not null references persons,
  checked_at timestamptz not null,
  withdrawn_at timestamptz,
  withdrawn_by uuid references persons
);
create index identity_checks_by_person on identity_checks (person_id) where withdrawn_at is null;

-- What a task does for safety: who goes with those who do such work for the first time, and whether
-- somebody's identity must have been checked.
create table task_care (
  task_id uuid primary key,
  community_id uuid not null,
  accompanied_by text not null default '' check (length(accompanied_by) <= 100),
  verified_needed boolean not null default false,
  decided_by uuid not null references persons,
  decided_at timestamptz not null,
  foreign key (task_id, community_id) references tasks (id, community_id)
);

alter table blocks enable row level security;
alter table blocks force row level security;
create policy own_side on blocks to yui_app
  using ((select yui_is_system()) or side = 'RESIDENT' and person_id = (select yui_person())
    or side = 'GROUP' and community_id = any((select yui_communities())::uuid[]))
  with check ((select yui_is_system()) or side = 'RESIDENT' and person_id = (select yui_person())
    or side = 'GROUP' and community_id = any((select yui_communities())::uuid[]));

alter table reports enable row level security;
alter table reports force row level security;
create policy reporter_and_staff on reports to yui_app
  using ((select yui_is_system()) or reporter_id = (select yui_person())
    or community_id = any((select yui_communities())::uuid[]))
  with check ((select yui_is_system()) or reporter_id = (select yui_person())
    or community_id = any((select yui_communities())::uuid[]));

do $$
declare t text;
begin
  foreach t in array array['words_of_thanks', 'identity_checks'] loop
    execute format('alter table %I enable row level security', t);
    execute format('alter table %I force row level security', t);
    execute format('create policy own_and_staff on %I to yui_app
      using ((select yui_is_system()) or person_id = (select yui_person())
        or community_id = any((select yui_communities())::uuid[]))
      with check ((select yui_is_system()) or person_id = (select yui_person())
        or community_id = any((select yui_communities())::uuid[]))', t);
  end loop;
end $$;

alter table task_care enable row level security;
alter table task_care force row level security;
create policy with_its_task on task_care for select to yui_app
  using ((select yui_is_system()) or community_id = any((select yui_communities())::uuid[])
    or exists (select 1 from tasks k where k.id = task_id));
create policy staff_adds on task_care for insert to yui_app
  with check ((select yui_is_system()) or community_id = any((select yui_communities())::uuid[]));
create policy staff_changes on task_care for update to yui_app
  using ((select yui_is_system()) or community_id = any((select yui_communities())::uuid[]));

-- Open work of groups that somebody does not meet, whoever of the two does not want to.
create view barred_tasks with (security_invoker = true) as
  select distinct b.person_id, k.id as task_id
  from blocks b join tasks k on k.group_id = b.group_id
  where b.lifted_at is null and k.state in ('REVIEW', 'OPEN', 'CLOSED');

-- Somebody chosen before a block: what was agreed stands, and the desk looks after it.
create view barred_standing with (security_invoker = true) as
  select distinct k.community_id, a.id as application_id, k.id as task_id, k.title, a.person_id,
    max(upper(s.period)) as ends_at
  from blocks b
    join tasks k on k.group_id = b.group_id
    join applications a on a.task_id = k.id and a.person_id = b.person_id and a.live
    join application_slots s on s.application_id = a.id
      and s.state in ('SELECTED', 'CONFIRMED', 'OFFERED')
  where b.lifted_at is null
  group by k.community_id, a.id, k.id, k.title, a.person_id;

-- Who ever applied to a group.
create view group_applicants with (security_invoker = true) as
  select distinct k.group_id, a.person_id, r.display_name
  from applications a join tasks k on k.id = a.task_id join residents r on r.person_id = a.person_id;

-- The kinds of dangerous work somebody has been present at.
create view safety_done with (security_invoker = true) as
  select distinct f.person_id, s.safety_class
  from attendance_facts f
    join applications a on a.id = f.application_id
    join tasks k on k.id = a.task_id
    cross join lateral jsonb_array_elements(k.required_skills) wanted
    join skills s on s.code = wanted ->> 'code'
  where f.state in ('ATTENDED', 'PARTLY');

grant select, insert, update on words_of_thanks, blocks, reports, identity_checks, task_care to yui_app;
grant select on barred_tasks, barred_standing, group_applicants, safety_done to yui_app;
