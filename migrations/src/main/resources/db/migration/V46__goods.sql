-- Meals and produce: what groups and sponsors pledge, what somebody cannot eat, something else with
-- consent, and produce that does not keep. What is owed and given stands in the ledger alone.

-- A stock that a payer of the ledger says is there; promises are not held to it, only compared.
create table pledges (
  id uuid primary key,
  community_id uuid not null references communities,
  group_id uuid references groups,
  fund_id uuid references funds,
  unit text not null references units,
  quantity bigint not null check (quantity between 1 and 1000000000000),
  name text not null default '' check (length(name) <= 60),
  harvest_on date,
  available_from date,
  best_before date,
  pick_up_until date,
  place text not null default '' check (length(place) <= 200),
  hours text not null default '' check (length(hours) <= 200),
  note text not null default '' check (length(note) <= 500),
  pledged_by uuid not null,
  by_desk boolean not null,
  pledged_at timestamptz not null,
  withdrawn_by uuid,
  withdrawn_at timestamptz,
  constraint pledge_has_one_giver check (num_nonnulls(group_id, fund_id) = 1),
  constraint pledge_is_not_cash check (unit <> 'JPY'),
  constraint pledge_days_in_order check (harvest_on <= available_from
    and coalesce(available_from, harvest_on) <= best_before
    and coalesce(available_from, harvest_on) <= pick_up_until),
  check ((withdrawn_at is null) = (withdrawn_by is null))
);
create index pledges_by_community on pledges (community_id, id);

-- Which line of a task's thanks comes out of a pledge.
create table pledge_lines (
  task_id uuid not null references tasks,
  line int not null check (line > 0),
  community_id uuid not null,
  pledge_id uuid not null references pledges,
  linked_by uuid not null,
  linked_at timestamptz not null,
  primary key (task_id, line)
);
create index pledge_lines_by_pledge on pledge_lines (pledge_id);

-- A receipt signed on paper, entered by the host or the desk.
alter table hand_overs add column acknowledged_by uuid;
alter table hand_overs add column on_paper boolean not null default false;
alter table hand_overs add constraint paper_is_entered_by_somebody
  check (not on_paper or acknowledged_at is not null and acknowledged_by is not null);
alter table hand_overs add constraint not_your_own_receipt
  check (not on_paper or acknowledged_by <> person_id);
create policy staff_enters_paper on hand_overs for update to yui_app
  using (community_id = any((select yui_communities())::uuid[]))
  with check (community_id = any((select yui_communities())::uuid[]) and on_paper);
grant update (acknowledged_by, on_paper) on hand_overs to yui_app;

-- Something else for what is owed: proposed by the host's side, answered by who is owed.
create table substitutions (
  id uuid primary key,
  community_id uuid not null,
  application_id uuid not null references applications,
  person_id uuid not null,
  group_id uuid not null,
  line int not null,
  unit text not null references units,
  quantity bigint not null check (quantity > 0),
  new_unit text not null references units,
  new_quantity bigint not null check (new_quantity between 1 and 1000000000000),
  reason text not null check (length(reason) between 1 and 300),
  proposed_by uuid not null,
  by_desk boolean not null,
  proposed_at timestamptz not null,
  ends_at timestamptz not null,
  state text not null check (state in ('PROPOSED', 'ACCEPTED', 'DECLINED', 'EXPIRED', 'WITHDRAWN')),
  decided_at timestamptz,
  -- the line of the ledger that came of it
  new_line int,
  token_hash bytea not null unique,
  constraint substitution_is_not_cash check ('JPY' not in (unit, new_unit)),
  constraint substitution_changes_something
    check (unit <> new_unit or quantity <> new_quantity),
  constraint substitution_not_your_own check (proposed_by <> person_id),
  check ((state = 'PROPOSED') = (decided_at is null)),
  check ((state = 'ACCEPTED') = (new_line is not null))
);
create unique index substitution_waits_already on substitutions (application_id, line)
  where state = 'PROPOSED';
create index substitutions_by_person on substitutions (person_id, id);
create index substitutions_by_application on substitutions (application_id, id);
create index substitutions_to_end on substitutions (ends_at) where state = 'PROPOSED';

create function substitution_is_decided_once() returns trigger language plpgsql as $$
begin
  if old.state <> 'PROPOSED' then
    raise exception 'substitution_decided' using errcode = 'YU409',
      detail = jsonb_build_object('state', old.state)::text;
  end if;
  return new;
end $$;
create trigger substitution_is_decided_once before update on substitutions
  for each row execute function substitution_is_decided_once();

-- Who was told of which end; nothing ends that was not told in time.
create table produce_notices (
  application_id uuid not null references applications,
  line int not null,
  until date not null,
  community_id uuid not null,
  ends_on date not null check (ends_on > until),
  told_at timestamptz not null,
  primary key (application_id, line, until)
);

-- What somebody cannot eat, and those who come along; for whoever cooks for them, nobody else.
create table food_needs (
  person_id uuid primary key references persons on delete cascade,
  words text not null check (length(words) between 1 and 500),
  told_at timestamptz not null
);
create table party_food_needs (
  application_id uuid primary key references applications on delete cascade,
  community_id uuid not null,
  person_id uuid not null,
  words text not null check (length(words) between 1 and 500),
  told_at timestamptz not null
);

do $$
declare t text;
begin
  foreach t in array array['pledges', 'pledge_lines', 'substitutions', 'produce_notices', 'food_needs',
    'party_food_needs'] loop
    execute format('alter table %I enable row level security', t);
    execute format('alter table %I force row level security', t);
    execute format('create policy owner on %I to current_user using (true) with check (true)', t);
  end loop;
  foreach t in array array['pledges', 'pledge_lines', 'substitutions', 'produce_notices'] loop
    execute format('create policy staff on %I to yui_app
      using ((select yui_is_system()) or community_id = any((select yui_communities())::uuid[]))
      with check ((select yui_is_system()) or community_id = any((select yui_communities())::uuid[]))',
      t);
  end loop;
  foreach t in array array['food_needs', 'party_food_needs'] loop
    execute format('create policy own on %I to yui_app
      using ((select yui_is_system()) or person_id = (select yui_person()))
      with check ((select yui_is_system()) or person_id = (select yui_person()))', t);
  end loop;
end $$;

create policy own on substitutions for select to yui_app using (person_id = (select yui_person()));
-- Where and until when is for those who are to come for it.
create policy comers on pledge_lines for select to yui_app
  using (exists (select from applications a
    where a.task_id = pledge_lines.task_id and a.person_id = (select yui_person())));
create policy comers on pledges for select to yui_app
  using (exists (select from pledge_lines u join applications a on a.task_id = u.task_id
    where u.pledge_id = pledges.id and a.person_id = (select yui_person())));

-- For the ledger's pages: where what is owed can be had, and until when.
create view ledger_pick_ups with (security_invoker = true) as
  select u.task_id, u.line, p.place, p.hours, p.available_from,
      least(p.best_before, p.pick_up_until) as until
    from pledge_lines u join pledges p on p.id = u.pledge_id
    where p.withdrawn_at is null;

-- For the ledger's pages, too: what waits for an answer of whoever is owed.
create view ledger_substitutions with (security_invoker = true) as
  select s.id, s.application_id, s.line, s.unit, s.quantity, s.new_unit, s.new_quantity, s.ends_at
    from substitutions s where s.state = 'PROPOSED';

-- What a payer has pledged of a unit and what has been promised since its first pledge.
create view pledge_stocks with (security_invoker = true) as
  select s.community_id, s.group_id, s.fund_id, s.unit, s.pledged, u.promised, u.earned
    from (select p.community_id, p.group_id, p.fund_id, p.unit,
          coalesce(sum(p.quantity) filter (where p.withdrawn_at is null), 0)::bigint as pledged,
          min(p.pledged_at) as since
        from pledges p group by p.community_id, p.group_id, p.fund_id, p.unit) s
    left join accounts a on a.community_id = s.community_id and a.unit = s.unit
      and a.owner_id = coalesce(s.group_id, s.fund_id) and a.kind in ('GROUP', 'FUND')
    cross join lateral (
      select coalesce((select sum(b.debits_pending) from balances b where b.account_id = a.id),
            0)::bigint as promised,
          coalesce((select -sum(e.amount) from entries e join transfers t on t.id = e.transfer_id
            where e.account_id = a.id and t.recorded_at >= s.since), 0)::bigint as earned) u;

grant select, insert, delete on pledge_lines to yui_app;
grant update (pledge_id, linked_by, linked_at) on pledge_lines to yui_app;
grant select, insert on pledges, substitutions, produce_notices to yui_app;
grant update (withdrawn_by, withdrawn_at) on pledges to yui_app;
grant update (state, decided_at, new_line) on substitutions to yui_app;
grant select, insert, update, delete on food_needs, party_food_needs to yui_app;
grant select on ledger_pick_ups, ledger_substitutions, pledge_stocks to yui_app;
