-- Vouchers: what the desk writes into the books by hand ---------------------------------------------

create table ledger_vouchers (
  id uuid primary key,
  community_id uuid not null,
  code text not null check (code in ('CORRECT', 'GIFT', 'OPEN')),
  -- whom it concerns; nobody writes or approves one for themselves
  person_id uuid not null,
  from_kind text not null,
  from_owner uuid not null,
  to_kind text not null,
  to_owner uuid not null,
  unit text not null references units,
  amount bigint not null check (amount > 0),
  purpose text not null check (purpose in ('THANKS', 'TRAVEL')),
  reason text not null check (length(reason) between 1 and 300),
  -- the transfer that it takes back
  corrects uuid references transfers,
  -- yen above which the community wants a second pair of eyes, as it stood; null: none was needed
  above bigint,
  state text not null default 'WAITING' check (state in ('WAITING', 'POSTED', 'REFUSED')),
  written_by uuid not null constraint voucher_of_your_own check (written_by <> person_id),
  written_at timestamptz not null,
  decided_by uuid constraint voucher_decided_by_its_own check (decided_by <> person_id),
  decided_at timestamptz,
  refusal text not null default '' check (length(refusal) <= 300),
  transfer_id uuid references transfers constraint voucher_posted_once unique,
  check ((code = 'CORRECT') = (corrects is not null)),
  check ((state = 'POSTED') = (transfer_id is not null)),
  constraint second_person_needed check (above is null or decided_by is null or state = 'REFUSED'
    or decided_by <> written_by)
);
create unique index voucher_waits_already on ledger_vouchers (corrects) where state = 'WAITING';
create index ledger_vouchers_by_corrected on ledger_vouchers (corrects) where corrects is not null;
create index ledger_vouchers_by_community on ledger_vouchers (community_id, id);

create function voucher_is_decided_once() returns trigger language plpgsql as $$
begin
  if old.state <> 'WAITING' then
    raise exception 'voucher_decided' using errcode = 'YU409',
      detail = jsonb_build_object('state', old.state)::text;
  end if;
  return new;
end $$;
create trigger voucher_is_decided_once before update on ledger_vouchers
  for each row execute function voucher_is_decided_once();
create trigger history_stays before delete on ledger_vouchers
  for each row execute function history_cannot_change();
create trigger history_stays_whole before truncate on ledger_vouchers
  for each statement execute function history_cannot_change();

alter table ledger_vouchers enable row level security;
alter table ledger_vouchers force row level security;
create policy owner on ledger_vouchers to current_user using (true) with check (true);
create policy staff on ledger_vouchers to yui_app
  using ((select yui_is_system()) or community_id = any((select yui_communities())::uuid[]))
  with check ((select yui_is_system()) or community_id = any((select yui_communities())::uuid[]));
grant select, insert on ledger_vouchers to yui_app;
grant update (state, decided_by, decided_at, refusal, transfer_id) on ledger_vouchers to yui_app;

-- Looking for a line ------------------------------------------------------------------------------

create index transfers_by_day on transfers (community_id, happened_at, seq);
create index transfers_by_amount on transfers (community_id, amount, happened_at, seq);
-- the frequent ones are found by day soon enough
create index transfers_by_seldom_code on transfers (community_id, code, happened_at, seq)
  where code in ('correct', 'return', 'gift', 'open', 'withhold', 'expire');

-- What an application went through, as the rooms that own it tell: who decided, who said who came.
create view ledger_steps with (security_invoker = true) as
  select e.application_id, e.slot_id, e.at, e.by_person, 'APPLICATION' as what, e.state, e.reason
    from application_events e
  union all
  select e.application_id, e.slot_id, e.at, e.by_person, e.fact, e.state, e.note
    from attendance_events e;
create view ledger_slots with (security_invoker = true) as
  select s.id, s.task_id, s.starts_at, s.ends_at from slots s;
grant select on ledger_steps, ledger_slots to yui_app;

-- What the closed months say against the chain: nothing may have joined them since.
create function verify_periods(p_community uuid)
returns table (finding text, transfer_id uuid, account_id uuid, detail jsonb)
language plpgsql security definer set search_path = public, pg_temp as $$
begin
  if not (yui_is_system() or p_community = any (coalesce(yui_communities(), '{}'))) then
    raise exception 'ledger_caller_refused' using errcode = '42501';
  end if;

  return query
    select 'closed_month_changed', null::uuid, null::uuid,
        jsonb_build_object('month', to_char(p.month, 'YYYY-MM'), 'position', p.seal_position)
      from ledger_periods p
      left join ledger_seals s
        on s.community_id = p.community_id and s.position = p.seal_position
      where p.community_id = p_community and p.seal_position > 0
        and s.digest is distinct from p.seal_digest;

  return query
    select 'transfer_joined_a_closed_month', t.id, null::uuid,
        jsonb_build_object('month', to_char(p.month, 'YYYY-MM'))
      from (select * from ledger_periods x where x.community_id = p_community
        order by x.month desc limit 1) p
      join transfers t on t.community_id = p.community_id and t.happened_at < p.ends_at
      join ledger_seals s on s.transfer_id = t.id
      join lateral (select x.* from ledger_periods x
        where x.community_id = p_community and x.ends_at > t.happened_at
        order by x.month limit 1) of_it on s.position > of_it.seal_position;
end $$;
revoke execute on function verify_periods(uuid) from public;
grant execute on function verify_periods(uuid) to yui_app;
