-- What became of what somebody was writing: a form that is sent again after going back is the same task.
create table begun_tasks (
  person_id uuid not null references persons,
  unfinished_id uuid not null,
  community_id uuid not null,
  task_id uuid not null,
  made_at timestamptz not null,
  primary key (person_id, unfinished_id),
  foreign key (task_id, community_id) references tasks (id, community_id)
);
create index begun_tasks_by_age on begun_tasks (made_at);

-- The week that comes again: half-days of a week, Monday's morning the lowest bit, and the last day painted of it.
create table availability_weeks (
  person_id uuid primary key references residents,
  half_days int not null check (half_days between 0 and 16383),
  painted_until date not null
);

do $$
declare t text;
begin
  foreach t in array array['begun_tasks', 'availability_weeks'] loop
    execute format('alter table %I enable row level security', t);
    execute format('alter table %I force row level security', t);
    execute format('create policy own on %I to yui_app
      using ((select yui_is_system()) or person_id = (select yui_person()))
      with check ((select yui_is_system()) or person_id = (select yui_person()))', t);
    execute format('grant select, insert, update, delete on %I to yui_app', t);
  end loop;
end $$;
