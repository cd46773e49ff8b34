-- Decisions about rules that were taken back before their day, as they were written.
create table withdrawn_rules (
  id uuid primary key,
  community_id uuid not null references communities,
  rule text not null,
  valid_from date not null,
  value jsonb not null,
  source text not null,
  decided_by uuid,
  decided_at timestamptz not null,
  reason text not null check (length(reason) <= 300),
  withdrawn_by uuid,
  withdrawn_at timestamptz not null
);
create index withdrawn_rules_by_community on withdrawn_rules (community_id, rule, valid_from);
create trigger history_stays before update or delete on withdrawn_rules
  for each row execute function history_cannot_change();
create trigger history_stays_whole before truncate on withdrawn_rules
  for each statement execute function history_cannot_change();
alter table withdrawn_rules enable row level security;
alter table withdrawn_rules force row level security;
create policy owner on withdrawn_rules to current_user using (true) with check (true);
create policy everybody_reads on withdrawn_rules for select to yui_app using (true);
grant select on withdrawn_rules to yui_app;

-- The only way in which a decision goes: before its first day, and kept here.
create policy owner on community_rules to current_user using (true) with check (true);
create function withdraw_rule(p_id uuid, p_community uuid, p_rule text, p_from date, p_reason text)
returns boolean
language plpgsql security definer set search_path = public, pg_temp as $$
begin
  if not (yui_is_system() or p_community = any (coalesce(yui_communities(), '{}'))) then
    raise exception 'rule_caller_refused' using errcode = '42501';
  end if;
  if p_from <= (yui_now() at time zone 'Asia/Tokyo')::date then
    raise exception 'rule_has_begun' using errcode = 'YU409';
  end if;
  insert into withdrawn_rules (id, community_id, rule, valid_from, value, source, decided_by,
      decided_at, reason, withdrawn_by, withdrawn_at)
    select p_id, r.community_id, r.rule, r.valid_from, r.value, r.source, r.decided_by,
        r.decided_at, p_reason, yui_person(), yui_now()
      from community_rules r
      where r.community_id = p_community and r.rule = p_rule and r.valid_from = p_from;
  if not found then
    return false;
  end if;
  delete from community_rules r
    where r.community_id = p_community and r.rule = p_rule and r.valid_from = p_from;
  return true;
end $$;
revoke execute on function withdraw_rule(uuid, uuid, text, date, text) from public;
grant execute on function withdraw_rule(uuid, uuid, text, date, text) to yui_app;

-- Whom a day's insurance is for, with the ages where they were told.
create view insured_names with (security_invoker = true) as
  select k.community_id, a.task_id, s.slot_id, a.id as application_id, a.person_id, 0 as position,
      coalesce(nullif(p.name, ''), r.display_name, '') as name, null::int as age
    from application_slots s join applications a on a.id = s.application_id
    join tasks k on k.id = a.task_id
    join persons p on p.id = a.person_id
    left join residents r on r.person_id = a.person_id
   where s.state in ('SELECTED', 'CONFIRMED', 'DONE')
  union all
  select k.community_id, a.task_id, s.slot_id, a.id, a.person_id, c.position, c.name, c.age
    from application_slots s join applications a on a.id = s.application_id
    join tasks k on k.id = a.task_id
    join companions c on c.application_id = a.id
   where s.state in ('SELECTED', 'CONFIRMED', 'DONE');

-- That a list of names went to whoever insures, and what stood on it as a digest.
create table insurance_lists (
  id uuid primary key,
  community_id uuid not null references communities,
  task_id uuid not null,
  slot_id uuid not null,
  plan text not null check (length(plan) <= 100),
  heads int not null check (heads > 0),
  digest bytea not null,
  note text not null check (length(note) <= 300),
  sent_by uuid not null references persons,
  sent_at timestamptz not null,
  foreign key (task_id, community_id) references tasks (id, community_id)
);
create index insurance_lists_by_slot on insurance_lists (slot_id, sent_at);
create trigger history_stays before update or delete on insurance_lists
  for each row execute function history_cannot_change();
create trigger history_stays_whole before truncate on insurance_lists
  for each statement execute function history_cannot_change();
alter table insurance_lists enable row level security;
alter table insurance_lists force row level security;
create policy owner on insurance_lists to current_user using (true) with check (true);
create policy staff on insurance_lists to yui_app
  using ((select yui_is_system()) or community_id = any((select yui_communities())::uuid[]))
  with check ((select yui_is_system()) or community_id = any((select yui_communities())::uuid[]));
grant select, insert on insurance_lists to yui_app;
grant select on insured_names to yui_app;
