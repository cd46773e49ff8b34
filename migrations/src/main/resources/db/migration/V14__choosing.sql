-- Who did it is not enough: the same person may act as host, at the desk for a host, or for
-- themselves. TIME is nobody: a deadline passed.
alter table application_events
  add column acted_as text check (acted_as in ('RESIDENT', 'HOST', 'DESK', 'ADMIN', 'TIME')),
  -- why the host's side chose; for its own eyes
  add column why text not null default '' check (length(why) <= 1000),
  -- how the order stood at that moment: {"place": 2, "of": 5, "reasons": ["NEWCOMER"]}
  add column standing jsonb;

-- Where the host put somebody on the waiting list; without it, the community's order.
alter table application_slots add column wait_place int check (wait_place between 1 and 1000);

create index application_slots_coming on application_slots (lower(period))
  where state = 'CONFIRMED';
create index application_slots_to_lapse on application_slots (lower(period))
  where state in ('APPLIED', 'WAITLISTED');

-- What was sent to remind: written before the letter, so that no restart and no second server
-- writes it again. A slot that moved is another day.
create table reminders (
  application_id uuid not null,
  slot_id uuid not null,
  kind text not null check (kind in ('WEEK', 'DAY', 'MORNING')),
  starts_at timestamptz not null,
  sent_at timestamptz not null,
  constraint reminded_once primary key (application_id, slot_id, kind, starts_at),
  foreign key (application_id, slot_id) references application_slots (application_id, slot_id)
);

-- When a task's hosts were told that applicants wait for an answer.
create table answers_asked (
  task_id uuid not null,
  community_id uuid not null,
  day date not null,
  waiting int not null,
  sent_at timestamptz not null,
  constraint answers_asked_once_a_day primary key (task_id, day),
  foreign key (task_id, community_id) references tasks (id, community_id)
);

-- The links of letters that lead to a page with a button: what they open, for one application
-- alone. The link itself is nowhere but in the letter.
create table answer_links (
  token_hash bytea primary key,
  application_id uuid not null,
  community_id uuid not null,
  person_id uuid not null references persons,
  made_at timestamptz not null,
  ends_at timestamptz not null,
  foreign key (application_id, community_id) references applications (id, community_id)
);
create index answer_links_by_end on answer_links (ends_at);

do $$
declare t text;
begin
  foreach t in array array['reminders', 'answers_asked', 'answer_links'] loop
    execute format('alter table %I enable row level security', t);
    execute format('alter table %I force row level security', t);
    execute format('create policy system_only on %I to yui_app
      using ((select yui_is_system())) with check ((select yui_is_system()))', t);
  end loop;
end $$;

grant select, insert on reminders, answers_asked to yui_app;
grant select, insert, delete on answer_links to yui_app;
