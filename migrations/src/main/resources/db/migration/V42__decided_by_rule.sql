-- What the work is between the two sides, as its poster answered; employment is not kept here.
alter table tasks add column engagement text not null default 'THANKS'
  check (engagement in ('UNPAID', 'THANKS', 'LECTURE', 'CONTRACT'));
update tasks set engagement = 'LECTURE' where kind = 'LECTURE';
update tasks t set engagement = 'UNPAID'
  where t.kind <> 'LECTURE' and t.travel_policy = 'NONE'
    and not exists (select from task_rewards r where r.task_id = t.id);

-- Which rule, and which version of it, made what of a frozen line.
create table settlement_decisions (
  settlement_id uuid not null,
  person_id uuid not null,
  unit text not null,
  community_id uuid not null,
  rule text not null check (rule ~ '^[A-Z][A-Z_]{1,39}$'),
  -- the day from which the community decided it so; null: as it is shipped
  valid_from date,
  -- the rule as it was read
  value jsonb not null,
  -- what it looked at and what it made of that, in the line's unit
  base bigint not null,
  amount bigint not null,
  primary key (settlement_id, person_id, unit, rule),
  foreign key (settlement_id, person_id, unit) references settlement_lines
);
create index settlement_decisions_by_person on settlement_decisions (person_id, settlement_id);
create trigger history_stays before update or delete on settlement_decisions
  for each row execute function history_cannot_change();
create trigger history_stays_whole before truncate on settlement_decisions
  for each statement execute function history_cannot_change();

alter table settlement_decisions enable row level security;
alter table settlement_decisions force row level security;
create policy owner on settlement_decisions to current_user using (true) with check (true);
-- whoever was paid may know how their sum was worked out
create policy own on settlement_decisions for select to yui_app
  using (person_id = (select yui_person()));
create policy staff on settlement_decisions to yui_app
  using ((select yui_is_system()) or community_id = any((select yui_communities())::uuid[]))
  with check ((select yui_is_system()) or community_id = any((select yui_communities())::uuid[]));
grant select, insert on settlement_decisions to yui_app;
