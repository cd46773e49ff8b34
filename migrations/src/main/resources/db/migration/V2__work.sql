-- People as helpers ------------------------------------------------------------------------------

create table residents (
  person_id uuid primary key references persons,
  display_name text not null check (length(display_name) between 1 and 60),
  intro text not null default '' check (length(intro) <= 2000),
  findable text not null default 'NOBODY' check (findable in ('NOBODY', 'COMMUNITIES', 'ALL')),
  findable_communities uuid[] not null default '{}',
  max_distance_km double precision check (max_distance_km > 0),
  reward_wishes text[] not null default '{}',
  has_car boolean not null default false,
  languages text[] not null default '{}',
  version int not null default 1,
  created_at timestamptz not null,
  changed_at timestamptz not null
);

create table resident_skills (
  person_id uuid not null references residents,
  code text not null,
  level smallint not null check (level between 1 and 3),
  primary key (person_id, code)
);

create table resident_licences (
  person_id uuid not null references residents,
  code text not null,
  expires_on date,
  verified_by uuid,
  verified_at timestamptz,
  primary key (person_id, code)
);

create table bases (
  id uuid primary key,
  person_id uuid not null references residents,
  kind text not null check (kind in ('HOME', 'SECOND_BASE', 'PARENTS_HOUSE', 'TRIAL_HOUSE', 'OTHER')),
  label text not null check (length(label) <= 100),
  lat double precision not null check (lat between 20 and 46),
  lon double precision not null check (lon between 122 and 154),
  community_id uuid references communities
);
create index bases_by_person on bases (person_id);

create table stays (
  id uuid primary key,
  person_id uuid not null references residents,
  base_id uuid references bases,
  lat double precision not null check (lat between 20 and 46),
  lon double precision not null check (lon between 122 and 154),
  community_id uuid references communities,
  from_day date not null,
  to_day date not null,
  created_at timestamptz not null,
  constraint stay_ends_before_it_starts check (from_day <= to_day)
);
create index stays_by_person on stays (person_id);

-- Half-days a resident painted free, numbered from 2020-01-01 AM = 0.
create table availability (
  person_id uuid not null references residents,
  half_day int not null check (half_day >= 0),
  primary key (person_id, half_day)
);

-- The work ---------------------------------------------------------------------------------------

create table needs (
  id uuid primary key,
  community_id uuid not null references communities,
  teller_id uuid references persons,
  entered_by uuid not null references persons,
  words text not null check (length(words) between 1 and 2000),
  place_words text not null default '' check (length(place_words) <= 200),
  state text not null default 'TOLD'
    check (state in ('TOLD', 'ANSWERED', 'SET_ASIDE', 'TASKED')),
  answer text not null default '' check (length(answer) <= 2000),
  task_id uuid,
  version int not null default 1,
  created_at timestamptz not null,
  changed_at timestamptz not null
);
create index needs_by_community on needs (community_id, created_at);

create table tasks (
  id uuid primary key,
  community_id uuid not null references communities,
  group_id uuid not null,
  state text not null default 'DRAFT' check (state in ('DRAFT', 'REVIEW', 'RETURNED', 'OPEN',
    'CLOSED', 'DONE', 'SETTLED', 'CANCELLED', 'POSTPONED')),
  kind text not null check (kind in ('WORK', 'EVENT', 'LECTURE', 'REMOTE', 'CARE')),
  title text not null check (length(title) between 1 and 100),
  description text not null default '' check (length(description) <= 5000),
  -- [{"code": "SLOPE", "note": "…"}]
  hard_parts jsonb not null default '[]',
  lat double precision check (lat between 20 and 46),
  lon double precision check (lon between 122 and 154),
  place_label text not null default '' check (length(place_label) <= 200),
  meeting_point text not null default '' check (length(meeting_point) <= 500),
  bring text not null default '' check (length(bring) <= 1000),
  -- [{"code": "mowing", "level": 2, "weight": 1}]
  required_skills jsonb not null default '[]',
  desired_skills jsonb not null default '[]',
  required_licences text[] not null default '{}',
  travel_policy text not null default 'NONE' check (travel_policy in ('NONE', 'FIXED', 'ACTUAL')),
  travel_amount_yen bigint check (travel_amount_yen > 0),
  travel_cap_yen bigint check (travel_cap_yen > 0),
  travel_paid_directly boolean not null default false,
  travel_fund_id uuid,
  insurance text not null default '' check (length(insurance) <= 500),
  on_call_name text not null default '' check (length(on_call_name) <= 100),
  on_call_phone text not null default '' check (length(on_call_phone) <= 40),
  apply_until timestamptz,
  check_in_code text not null constraint tasks_once_per_check_in_code unique,
  reason text not null default '',
  need_id uuid references needs,
  created_by uuid not null references persons,
  created_at timestamptz not null,
  published_at timestamptz,
  changed_at timestamptz not null,
  version int not null default 1,
  foreign key (group_id, community_id) references groups (id, community_id),
  unique (id, community_id),
  -- a draft may be incomplete
  constraint task_needs_a_place check (kind = 'REMOTE' or state <> 'REVIEW' and published_at is null
    or lat is not null and lon is not null),
  constraint travel_amount_and_policy_differ check ((travel_policy = 'FIXED') = (travel_amount_yen is not null)
    and (travel_policy = 'ACTUAL') = (travel_cap_yen is not null))
);
create index tasks_by_community on tasks (community_id, state, created_at);

-- What one head (or the party) is thanked with for one slot; unit and amount are the ledger's.
create table task_rewards (
  task_id uuid not null,
  community_id uuid not null,
  line smallint not null check (line between 1 and 20),
  kind text not null check (kind in ('CASH', 'MEAL', 'PRODUCE')),
  per text not null default 'PERSON' check (per in ('PERSON', 'PARTY')),
  unit text not null,
  amount bigint not null constraint reward_amount_must_be_positive check (amount > 0),
  -- as the poster wrote it: 2 kg stays 2 kg on the page
  shown_quantity bigint,
  shown_unit text,
  item text,
  note text not null default '' check (length(note) <= 300),
  available_from date,
  payer_fund_id uuid,
  payer_group_id uuid,
  primary key (task_id, line),
  foreign key (task_id, community_id) references tasks (id, community_id),
  check (num_nonnulls(payer_fund_id, payer_group_id) <= 1)
);

create table slots (
  id uuid primary key,
  task_id uuid not null,
  community_id uuid not null,
  starts_at timestamptz not null,
  ends_at timestamptz not null,
  capacity int not null check (capacity between 1 and 1000),
  taken int not null default 0,
  -- the whole of a task that has a deadline instead of days: it keeps nobody from other work
  whole boolean not null default false,
  foreign key (task_id, community_id) references tasks (id, community_id),
  constraint slot_ends_before_it_starts check (starts_at < ends_at),
  constraint slot_full check (taken <= capacity),
  constraint slot_taken_below_zero check (taken >= 0)
);
create index slots_by_task on slots (task_id, starts_at);

create table task_events (
  id uuid primary key,
  task_id uuid not null,
  community_id uuid not null,
  at timestamptz not null,
  by_person uuid,
  verb text not null,
  state text not null,
  reason text not null default '',
  foreign key (task_id, community_id) references tasks (id, community_id)
);
create index task_events_by_task on task_events (task_id, at);

create table invitations (
  id uuid primary key,
  task_id uuid not null,
  community_id uuid not null,
  person_id uuid not null references residents,
  message text not null default '' check (length(message) <= 2000),
  invited_by uuid not null references persons,
  created_at timestamptz not null,
  foreign key (task_id, community_id) references tasks (id, community_id),
  constraint invited_already unique (task_id, person_id)
);
create index invitations_by_person on invitations (person_id);

-- Applying, selecting ----------------------------------------------------------------------------

create table applications (
  id uuid primary key,
  task_id uuid not null,
  community_id uuid not null,
  person_id uuid not null references residents,
  heads int not null check (heads between 1 and 20),
  message text not null default '' check (length(message) <= 2000),
  -- while any of its slots is neither refused, withdrawn, cancelled nor expired
  live boolean not null default true,
  version int not null default 1,
  created_at timestamptz not null,
  changed_at timestamptz not null,
  foreign key (task_id, community_id) references tasks (id, community_id),
  unique (id, community_id)
);
create unique index applications_once_per_person on applications (task_id, person_id) where live;
create index applications_by_person on applications (person_id, created_at);
create index applications_by_task on applications (task_id, created_at);

create table companions (
  application_id uuid not null,
  community_id uuid not null,
  position smallint not null,
  name text not null check (length(name) between 1 and 100),
  age smallint check (age between 0 and 120),
  primary key (application_id, position),
  foreign key (application_id, community_id) references applications (id, community_id)
);

create table application_slots (
  application_id uuid not null,
  slot_id uuid not null references slots,
  community_id uuid not null,
  person_id uuid not null,
  heads int not null,
  state text not null default 'APPLIED' check (state in ('APPLIED', 'SELECTED', 'CONFIRMED', 'DONE',
    'DECLINED', 'WITHDRAWN', 'CANCELLED_BY_HOST', 'WAITLISTED', 'OFFERED', 'EXPIRED')),
  confirm_by timestamptz,
  -- the slot's time, for the exclusion below
  period tstzrange not null,
  whole boolean not null default false,
  reason text not null default '',
  changed_at timestamptz not null,
  primary key (application_id, slot_id),
  foreign key (application_id, community_id) references applications (id, community_id),
  constraint selected_elsewhere_at_that_time exclude using gist
    (person_id with =, period with &&) where (state in ('SELECTED', 'CONFIRMED') and not whole)
);
create index application_slots_by_slot on application_slots (slot_id, state);
create index application_slots_to_expire on application_slots (confirm_by)
  where state in ('SELECTED', 'OFFERED');

create table application_events (
  id uuid primary key,
  application_id uuid not null,
  community_id uuid not null,
  slot_id uuid,
  at timestamptz not null,
  by_person uuid,
  verb text not null,
  state text not null,
  reason text not null default '',
  foreign key (application_id, community_id) references applications (id, community_id)
);
create index application_events_by_application on application_events (application_id, at);

-- Four different facts: selected (above), checked in, what the host says, what a named person reported.
create table attendance (
  application_id uuid not null,
  slot_id uuid not null,
  community_id uuid not null,
  person_id uuid not null,
  checked_in_at timestamptz,
  checked_in_how text check (checked_in_how in ('QR', 'CODE', 'HOST')),
  state text not null default 'UNRECORDED'
    check (state in ('UNRECORDED', 'ATTENDED', 'PARTLY', 'ABSENT_TOLD', 'ABSENT_UNTOLD')),
  present int,
  -- [{"line": 1, "quantity": 6000}]
  earned jsonb not null default '[]',
  note text not null default '' check (length(note) <= 1000),
  recorded_by uuid,
  recorded_at timestamptz,
  version int not null default 1,
  primary key (application_id, slot_id),
  foreign key (application_id, slot_id) references application_slots (application_id, slot_id)
);
create index attendance_by_person on attendance (person_id);

create table attendance_events (
  id uuid primary key,
  application_id uuid not null,
  slot_id uuid not null,
  community_id uuid not null,
  person_id uuid not null,
  at timestamptz not null,
  by_person uuid,
  fact text not null check (fact in ('CHECKED_IN', 'RECORDED', 'REPORTED')),
  state text,
  present int,
  note text not null default ''
);
create index attendance_events_by_application on attendance_events (application_id, at);

-- Row-level security -----------------------------------------------------------------------------

alter table residents enable row level security;
alter table residents force row level security;
create policy own on residents to yui_app
  using ((select yui_is_system()) or person_id = (select yui_person()))
  with check ((select yui_is_system()) or person_id = (select yui_person()));

do $$
declare t text;
begin
  -- A resident's own: nobody else's eyes but the feeder's.
  foreach t in array array['resident_skills', 'resident_licences', 'bases', 'stays', 'availability'] loop
    execute format('alter table %I enable row level security', t);
    execute format('alter table %I force row level security', t);
    execute format('create policy own on %I to yui_app
      using ((select yui_is_system()) or person_id = (select yui_person()))
      with check ((select yui_is_system()) or person_id = (select yui_person()))', t);
    execute format('grant select, insert, update, delete on %I to yui_app', t);
  end loop;
  -- The community's, and the person's whom it is about.
  foreach t in array array['applications', 'application_slots', 'attendance', 'invitations',
    'attendance_events'] loop
    execute format('alter table %I enable row level security', t);
    execute format('alter table %I force row level security', t);
    execute format('create policy own_and_staff on %I to yui_app
      using ((select yui_is_system()) or person_id = (select yui_person())
        or community_id = any((select yui_communities())::uuid[]))
      with check ((select yui_is_system()) or person_id = (select yui_person())
        or community_id = any((select yui_communities())::uuid[]))', t);
  end loop;
  -- Parts of an application go with it.
  foreach t in array array['companions', 'application_events'] loop
    execute format('alter table %I enable row level security', t);
    execute format('alter table %I force row level security', t);
    execute format('create policy with_its_application on %I to yui_app
      using ((select yui_is_system()) or community_id = any((select yui_communities())::uuid[])
        or exists (select 1 from applications a where a.id = application_id))
      with check ((select yui_is_system()) or community_id = any((select yui_communities())::uuid[])
        or exists (select 1 from applications a where a.id = application_id))', t);
  end loop;
  -- Parts of a task are as public as the task.
  foreach t in array array['task_rewards', 'slots'] loop
    execute format('alter table %I enable row level security', t);
    execute format('alter table %I force row level security', t);
    execute format('create policy with_its_task on %I for select to yui_app
      using ((select yui_is_system()) or community_id = any((select yui_communities())::uuid[])
        or exists (select 1 from tasks k where k.id = task_id))', t);
    execute format('create policy staff_adds on %I for insert to yui_app
      with check ((select yui_is_system()) or community_id = any((select yui_communities())::uuid[]))', t);
    execute format('create policy staff_changes on %I for update to yui_app
      using ((select yui_is_system()) or community_id = any((select yui_communities())::uuid[]))', t);
    execute format('create policy staff_removes on %I for delete to yui_app
      using ((select yui_is_system()) or community_id = any((select yui_communities())::uuid[]))', t);
  end loop;
  foreach t in array array['residents', 'resident_skills', 'resident_licences', 'bases', 'stays',
    'availability', 'application_slots', 'attendance', 'tasks', 'task_rewards', 'slots'] loop
    execute format('create policy feeder on %I for select to yui_feeder using (true)', t);
    execute format('grant select on %I to yui_feeder', t);
  end loop;
end $$;

-- Staff see who agreed to be found and who applied; the exact bases and free times stay the person's.
create policy staff_sees_findable on residents for select to yui_app
  using (findable = 'ALL' and (select yui_communities()) is not null
    or findable = 'COMMUNITIES' and findable_communities && (select yui_communities())
    or exists (select 1 from applications a where a.person_id = residents.person_id
         and a.community_id = any((select yui_communities())::uuid[])));
create policy staff_sees_skills on resident_skills for select to yui_app
  using ((select yui_communities()) is not null
    and exists (select 1 from residents r where r.person_id = resident_skills.person_id));
create policy staff_sees_licences on resident_licences for select to yui_app
  using ((select yui_communities()) is not null
    and exists (select 1 from residents r where r.person_id = resident_licences.person_id));
create policy staff_sees_applicants on persons for select to yui_app
  using (exists (select 1 from applications a where a.person_id = persons.id
      and a.community_id = any((select yui_communities())::uuid[]))
    or exists (select 1 from memberships m where m.person_id = persons.id
      and m.community_id = any((select yui_communities())::uuid[])));

alter table needs enable row level security;
alter table needs force row level security;
create policy teller_and_staff on needs to yui_app
  using ((select yui_is_system()) or teller_id = (select yui_person())
    or community_id = any((select yui_communities())::uuid[]))
  with check ((select yui_is_system()) or teller_id = (select yui_person())
    or community_id = any((select yui_communities())::uuid[]));

alter table tasks enable row level security;
alter table tasks force row level security;
create policy published_and_staff on tasks for select to yui_app
  using (state in ('OPEN', 'CLOSED', 'DONE', 'SETTLED', 'CANCELLED', 'POSTPONED')
    and published_at is not null
    or (select yui_is_system()) or community_id = any((select yui_communities())::uuid[]));
create policy staff_adds on tasks for insert to yui_app
  with check ((select yui_is_system()) or community_id = any((select yui_communities())::uuid[]));
create policy staff_changes on tasks for update to yui_app
  using ((select yui_is_system()) or community_id = any((select yui_communities())::uuid[]));

alter table task_events enable row level security;
alter table task_events force row level security;
create policy staff on task_events to yui_app
  using ((select yui_is_system()) or community_id = any((select yui_communities())::uuid[]))
  with check ((select yui_is_system()) or community_id = any((select yui_communities())::uuid[]));

grant select, insert, update on residents, needs, tasks, applications, application_slots,
  attendance to yui_app;
grant select, insert on task_events, application_events, attendance_events, invitations, companions
  to yui_app;
grant select, insert, update, delete on task_rewards, slots to yui_app;
