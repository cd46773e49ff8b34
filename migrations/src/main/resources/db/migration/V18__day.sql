-- The host's word is said in the field and may arrive later: when it happened stands beside when it
-- was recorded. said counts the host's words, so that a telephone tells which it has seen.
alter table attendance
  add column happened_at timestamptz,
  add column said int not null default 0,
  add column reported_at timestamptz,
  add column reported_by uuid references persons,
  add column reported_words text not null default '' check (length(reported_words) <= 1000),
  add column answer text not null default '' check (length(answer) <= 2000),
  add column answered_at timestamptz;
update attendance set said = 1, happened_at = recorded_at where recorded_at is not null;

alter table attendance_events
  add column happened_at timestamptz,
  add column on_behalf boolean not null default false,
  drop constraint attendance_events_fact_check,
  add constraint attendance_events_fact_check check (fact in ('CHECKED_IN', 'RECORDED', 'REPORTED',
    'ANSWERED', 'HOURS_TOLD', 'HOURS_CONFIRMED'));

-- How long somebody worked, as they tell it themselves, and what the host says to it.
create table worked_hours (
  application_id uuid not null,
  slot_id uuid not null,
  community_id uuid not null,
  person_id uuid not null,
  minutes int not null check (minutes between 1 and 6000),
  note text not null default '' check (length(note) <= 1000),
  told_by uuid not null references persons,
  told_at timestamptz not null,
  confirmed_minutes int check (confirmed_minutes between 0 and 6000),
  confirmed_by uuid references persons,
  confirmed_at timestamptz,
  version int not null default 1,
  primary key (application_id, slot_id),
  foreign key (application_id, slot_id) references application_slots (application_id, slot_id),
  check ((confirmed_by is null) = (confirmed_at is null))
);
create index worked_hours_by_person on worked_hours (person_id);

-- Whoever was silent about a slot is asked once: the host, and later the desk.
create table attendance_asked (
  slot_id uuid not null references slots,
  community_id uuid not null,
  whom text not null check (whom in ('HOST', 'DESK')),
  at timestamptz not null,
  primary key (slot_id, whom)
);

-- What went wrong in the field, from a near miss on.
create table incidents (
  id uuid primary key,
  community_id uuid not null references communities,
  task_id uuid,
  happened_at timestamptz not null,
  told_at timestamptz not null,
  told_by uuid not null references persons,
  severity text not null check (severity in ('NEAR_MISS', 'MINOR', 'SERIOUS', 'GRAVE')),
  words text not null check (length(words) between 1 and 4000),
  responded_at timestamptz,
  responded_by uuid references persons,
  response text not null default '' check (length(response) <= 4000),
  closed_at timestamptz,
  closed_by uuid references persons,
  outcome text not null default '' check (length(outcome) <= 4000),
  version int not null default 1,
  foreign key (task_id, community_id) references tasks (id, community_id),
  check ((responded_by is null) = (responded_at is null)),
  check ((closed_by is null) = (closed_at is null))
);
create index incidents_by_community on incidents (community_id, happened_at);
create index incidents_by_teller on incidents (told_by);

create table incident_events (
  id uuid primary key,
  incident_id uuid not null references incidents,
  community_id uuid not null,
  at timestamptz not null,
  by_person uuid not null,
  verb text not null check (verb in ('tell', 'respond', 'add', 'close')),
  words text not null default ''
);
create index incident_events_by_incident on incident_events (incident_id, at);

alter table worked_hours enable row level security;
alter table worked_hours force row level security;
create policy own_and_staff on worked_hours to yui_app
  using ((select yui_is_system()) or person_id = (select yui_person())
    or community_id = any((select yui_communities())::uuid[]))
  with check ((select yui_is_system()) or person_id = (select yui_person())
    or community_id = any((select yui_communities())::uuid[]));

alter table attendance_asked enable row level security;
alter table attendance_asked force row level security;
create policy staff on attendance_asked to yui_app
  using ((select yui_is_system()) or community_id = any((select yui_communities())::uuid[]))
  with check ((select yui_is_system()) or community_id = any((select yui_communities())::uuid[]));

alter table incidents enable row level security;
alter table incidents force row level security;
create policy teller_and_staff on incidents to yui_app
  using ((select yui_is_system()) or told_by = (select yui_person())
    or community_id = any((select yui_communities())::uuid[]))
  with check ((select yui_is_system()) or told_by = (select yui_person())
    or community_id = any((select yui_communities())::uuid[]));

alter table incident_events enable row level security;
alter table incident_events force row level security;
create policy with_its_incident on incident_events to yui_app
  using ((select yui_is_system()) or community_id = any((select yui_communities())::uuid[])
    or exists (select 1 from incidents i where i.id = incident_id))
  with check ((select yui_is_system()) or community_id = any((select yui_communities())::uuid[])
    or exists (select 1 from incidents i where i.id = incident_id));

-- Slots that are over with somebody chosen of whom nothing was said.
create view slots_unsaid with (security_invoker = true) as
  select l.id as slot_id, l.task_id, l.community_id, l.ends_at, count(*) as silent
  from slots l
    join application_slots s on s.slot_id = l.id and s.state = 'CONFIRMED'
    left join attendance a on a.application_id = s.application_id and a.slot_id = s.slot_id
  where not l.whole and coalesce(a.state, 'UNRECORDED') = 'UNRECORDED'
  group by l.id, l.task_id, l.community_id, l.ends_at;

grant select, insert, update on worked_hours, incidents to yui_app;
grant select, insert on attendance_asked, incident_events to yui_app;
grant select on slots_unsaid to yui_app;
