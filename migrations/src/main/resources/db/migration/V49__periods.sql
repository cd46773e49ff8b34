-- Closed months ------------------------------------------------------------------------------------

-- A month of the books is a Japanese month of happened_at. Closed it takes nothing more, from
-- anybody, and stays closed: whoever read its figures may rely on them, so what is found out later is
-- a transfer of a later month. Everything before the first closed month is closed with it.
create table ledger_periods (
  community_id uuid not null,
  month date not null constraint period_is_a_month check (extract(day from month) = 1),
  -- the first moment that is still open
  ends_at timestamptz not null,
  -- the chain as it stood: what came before it is the month's
  seal_position bigint not null,
  seal_digest bytea not null,
  -- promises for work up to then on which nobody had said a word
  open_promises int not null,
  closed_by uuid not null,
  closed_at timestamptz not null,
  constraint period_closed_already primary key (community_id, month)
);

-- Who posts holds this lock shared until its end; closing and deciding wait for it and then read.
create function ledger_alone(p_community uuid) returns void language sql as $$
  select pg_advisory_xact_lock(20182, hashtext(p_community::text))
$$;

-- Up to when a community's books are closed; nobody closes more while the asking transaction runs.
create function ledger_closed_to(p_community uuid) returns timestamptz
language plpgsql security definer set search_path = public, pg_temp as $$
begin
  perform pg_advisory_xact_lock_shared(20182, hashtext(p_community::text));
  return (select max(p.ends_at) from ledger_periods p where p.community_id = p_community);
end $$;

create function close_period() returns trigger
language plpgsql security definer set search_path = public, pg_temp as $$
declare
  v_last date;
  run settlements;
begin
  perform ledger_alone(new.community_id);
  new.month := date_trunc('month', new.month)::date;
  new.ends_at := (new.month + interval '1 month')::timestamp at time zone 'Asia/Tokyo';
  new.closed_at := yui_now();

  select max(p.month) into v_last from ledger_periods p where p.community_id = new.community_id;
  if new.month <= v_last then
    raise exception 'period_closed_already' using errcode = 'YU409',
      detail = jsonb_build_object('month', to_char(new.month, 'YYYY-MM'))::text;
  end if;
  if new.month <> v_last + interval '1 month' then
    raise exception 'period_out_of_order' using errcode = 'YU409',
      detail = jsonb_build_object('next', to_char(v_last + interval '1 month', 'YYYY-MM'))::text;
  end if;
  if new.ends_at > new.closed_at then
    raise exception 'period_not_over' using errcode = 'YU409',
      detail = jsonb_build_object('month', to_char(new.month, 'YYYY-MM'))::text;
  end if;

  -- what was looked at or is being paid is not what the month will say
  select * into run from settlements s where s.community_id = new.community_id
    and s.state in ('CHECKED', 'FROZEN', 'EXPORTED') order by s.until limit 1;
  if found then
    raise exception 'period_settling' using errcode = 'YU409',
      detail = jsonb_build_object('settlementId', run.id, 'until', run.until)::text;
  end if;

  if exists (select from transfers t where t.community_id = new.community_id
      and t.seq > coalesce((select max(s.seq) from ledger_seals s), 0)
      and t.happened_at < new.ends_at) then
    raise exception 'period_not_sealed' using errcode = 'YU409';
  end if;
  select coalesce(max(s.position), 0) into new.seal_position from ledger_seals s
    where s.community_id = new.community_id;
  new.seal_digest := coalesce((select s.digest from ledger_seals s
    where s.community_id = new.community_id and s.position = new.seal_position), '');

  select count(*) into new.open_promises
    from transfers t join accounts a on a.id = t.debit_account and a.kind in ('FUND', 'GROUP')
    where t.community_id = new.community_id and t.kind = 'PENDING' and t.happened_at < new.ends_at
      and not exists (select from transfers r where r.pending_id = t.id);
  return new;
end $$;
create trigger close_period before insert on ledger_periods
  for each row execute function close_period();
create trigger history_stays before update or delete on ledger_periods
  for each row execute function history_cannot_change();
create trigger history_stays_whole before truncate on ledger_periods
  for each statement execute function history_cannot_change();

-- What verify_ledger() finds in a part of the chain: what was sealed after a place in it.
create function verify_ledger_since(p_community uuid, p_position bigint, p_digest bytea)
returns table (finding text, transfer_id uuid, detail jsonb)
language plpgsql security definer set search_path = public, pg_temp as $$
begin
  if not (yui_is_system() or p_community = any (coalesce(yui_communities(), '{}'))) then
    raise exception 'ledger_caller_refused' using errcode = '42501';
  end if;

  return query
    with chain as (
      select s.transfer_id, s.position, s.digest, p_position + row_number() over w as place,
          coalesce(lag(s.digest) over w, p_digest) as digest_before
        from ledger_seals s where s.community_id = p_community and s.position > p_position
        window w as (order by s.position)
    )
    select case when t.id is null then 'sealed_transfer_missing'
          when c.position <> c.place then 'seal_missing'
          when c.digest <> ledger_digest(c.digest_before, t) then 'sealed_transfer_changed'
          else 'entries_differ_from_transfer' end,
        c.transfer_id, jsonb_build_object('position', c.position)
      from chain c left join transfers t on t.id = c.transfer_id
      left join lateral (select count(*) as n,
          coalesce(bool_and(x.amount = case x.account_id when t.debit_account then -t.amount
            when t.credit_account then t.amount end), true) as agree
        from entries x where x.transfer_id = t.id) e on true
      where t.id is null or c.position <> c.place
        or c.digest <> ledger_digest(c.digest_before, t)
        or not e.agree
        or e.n <> case when t.kind in ('POST_PENDING', 'DIRECT') then 2 else 0 end;
end $$;

-- Funds: who gives, and what was decided since -----------------------------------------------------

alter table funds add column source text not null default 'OTHER'
  check (source in ('CITY', 'PREFECTURE', 'NATION', 'SPONSOR', 'FARMER', 'WARD', 'OTHER'));
alter table funds add column source_name text not null default ''
  check (length(source_name) <= 100);
-- to new promises; what was promised before is still earned and paid
alter table funds add column closed_at timestamptz;
alter table funds add column closed_by uuid;
alter table funds add constraint fund_closed_by_somebody
  check ((closed_at is null) = (closed_by is null));

create table fund_decisions (
  fund_id uuid not null references funds,
  number int not null check (number > 0),
  community_id uuid not null,
  deed text not null check (deed in ('OPEN', 'LIMITS', 'CLOSE')),
  hard_limit bigint,
  soft_limit bigint,
  reason text not null default '' check (length(reason) <= 300),
  decided_by uuid,
  decided_at timestamptz not null,
  primary key (fund_id, number)
);
create trigger history_stays before update or delete on fund_decisions
  for each row execute function history_cannot_change();
create trigger history_stays_whole before truncate on fund_decisions
  for each statement execute function history_cannot_change();

insert into fund_decisions (fund_id, number, community_id, deed, hard_limit, soft_limit, decided_by,
    decided_at)
  select f.id, 1, f.community_id, 'OPEN', f.hard_limit, f.soft_limit, f.opened_by, f.opened_at
    from funds f;

create function fund_opened() returns trigger
language plpgsql security definer set search_path = public, pg_temp as $$
begin
  insert into fund_decisions (fund_id, number, community_id, deed, hard_limit, soft_limit,
      decided_by, decided_at)
    values (new.id, 1, new.community_id, 'OPEN', new.hard_limit, new.soft_limit, new.opened_by,
      new.opened_at);
  return null;
end $$;
create trigger fund_opened after insert on funds for each row execute function fund_opened();

-- A fund's limits change and it closes by a decision that is kept; nothing else of it changes.
create function fund_changes_by_decision() returns trigger language plpgsql as $$
begin
  if to_jsonb(old) - array['hard_limit', 'soft_limit', 'closed_at', 'closed_by']
      is distinct from to_jsonb(new) - array['hard_limit', 'soft_limit', 'closed_at', 'closed_by']
      or not exists (select from fund_decisions d where d.fund_id = new.id
        and d.number = (select max(x.number) from fund_decisions x where x.fund_id = new.id)
        and (d.hard_limit, d.soft_limit, d.deed = 'CLOSE')
          is not distinct from (new.hard_limit, new.soft_limit, new.closed_at is not null)
        and d.xmin = pg_current_xact_id()::xid) then
    raise exception 'history_cannot_change' using errcode = 'YU409', detail =
      jsonb_build_object('table', tg_table_name, 'deed', tg_op)::text;
  end if;
  return new;
end $$;
drop trigger history_stays on funds;
create trigger history_stays before delete on funds
  for each row execute function history_cannot_change();
create trigger fund_changes_by_decision before update on funds
  for each row execute function fund_changes_by_decision();

-- p_deed LIMITS: these limits from now on, null for none, never below what is promised and spent.
-- p_deed CLOSE: no new promises.
create function decide_fund(p_fund uuid, p_deed text, p_hard bigint, p_soft bigint, p_reason text)
returns void language plpgsql security definer set search_path = public, pg_temp as $$
declare
  v_used bigint;
  f funds;
begin
  select * into f from funds x where x.id = p_fund;
  if not coalesce(yui_is_system() or f.community_id = any (coalesce(yui_communities(), '{}')),
      false) then
    raise exception 'ledger_caller_refused' using errcode = '42501';
  end if;
  perform ledger_alone(f.community_id);
  select * into f from funds x where x.id = p_fund;
  if f.closed_at is not null then
    raise exception 'fund_closed' using errcode = 'YU409';
  end if;
  if p_deed = 'CLOSE' then
    p_hard := f.hard_limit;
    p_soft := f.soft_limit;
  elsif f.unit is null then
    raise exception 'fund_limit_needs_a_unit' using errcode = 'YU409';
  else
    select coalesce(sum(b.debits_pending + b.debits_posted - b.credits_posted), 0) into v_used
      from accounts a join balances b on b.account_id = a.id
      where a.community_id = f.community_id and a.kind = 'FUND' and a.owner_id = f.id
        and a.unit = f.unit;
    if p_hard < v_used then
      raise exception 'fund_limit_below_used' using errcode = 'YU409',
        detail = jsonb_build_object('used', v_used, 'unit', f.unit)::text;
    end if;
    -- A limit is watched on one stripe: what lies on others comes to it.
    insert into balances (account_id, stripe)
      select a.id, 0 from accounts a
        where a.community_id = f.community_id and a.kind = 'FUND' and a.owner_id = f.id
      on conflict do nothing;
    update balances b set debits_pending = s.dp, debits_posted = s.d, credits_pending = s.cp,
        credits_posted = s.c
      from (select x.account_id, sum(x.debits_pending) as dp, sum(x.debits_posted) as d,
            sum(x.credits_pending) as cp, sum(x.credits_posted) as c
          from balances x join accounts a on a.id = x.account_id
          where a.community_id = f.community_id and a.kind = 'FUND' and a.owner_id = f.id
          group by x.account_id) s
      where b.account_id = s.account_id and b.stripe = 0;
    delete from balances b using accounts a
      where a.id = b.account_id and a.community_id = f.community_id and a.kind = 'FUND'
        and a.owner_id = f.id and b.stripe <> 0;
  end if;
  insert into fund_decisions (fund_id, number, community_id, deed, hard_limit, soft_limit, reason,
      decided_by, decided_at)
    select f.id, max(d.number) + 1, f.community_id, p_deed, p_hard, p_soft, p_reason, yui_person(),
        yui_now()
      from fund_decisions d where d.fund_id = f.id;
  update funds x set hard_limit = p_hard, soft_limit = p_soft,
      closed_at = case when p_deed = 'CLOSE' then yui_now() end,
      closed_by = case when p_deed = 'CLOSE' then yui_person() end
    where x.id = f.id;
end $$;

do $$
declare t text;
begin
  foreach t in array array['ledger_periods', 'fund_decisions'] loop
    execute format('alter table %I enable row level security', t);
    execute format('alter table %I force row level security', t);
    execute format('create policy owner on %I to current_user using (true) with check (true)', t);
    execute format('create policy staff on %I for select to yui_app
      using ((select yui_is_system()) or community_id = any((select yui_communities())::uuid[]))', t);
  end loop;
end $$;
create policy staff_closes on ledger_periods for insert to yui_app
  with check ((select yui_is_system()) or community_id = any((select yui_communities())::uuid[]));
grant select, insert on ledger_periods to yui_app;
grant select on fund_decisions to yui_app;
revoke execute on function ledger_alone(uuid), ledger_closed_to(uuid),
  verify_ledger_since(uuid, bigint, bytea), decide_fund(uuid, text, bigint, bigint, text)
  from public;
grant execute on function ledger_closed_to(uuid), verify_ledger_since(uuid, bigint, bytea),
  decide_fund(uuid, text, bigint, bigint, text) to yui_app;

-- The posting function, which now asks whether the month and the fund are open ---------------------

create or replace function ledger_post(p_events jsonb)
returns table (event int, transfer uuid, outcome text, detail jsonb)
language plpgsql security definer set search_path = public, pg_temp as $$
declare
  v_most constant bigint := 1000000000000000;
  v_now constant timestamptz := yui_now();
  v_ids uuid[];
  v_stripes smallint[];
  v_community uuid;
  v_recorded timestamptz;
  v_debit_stripe smallint;
  v_credit_stripe smallint;
  v_person uuid;
  v_used bigint;
  v_left bigint;
  e ledger_event;
  n bigint;
  old transfers;
  pend transfers;
  debit accounts;
  credit accounts;
  fund funds;
  v_books uuid;
  v_closed timestamptz;
begin
  if not yui_is_system() and exists (
      select from jsonb_populate_recordset(null::ledger_event, p_events) v
        left join transfers p on p.id = v.pending_id
        where (v.community_id = any (coalesce(yui_communities(), '{}'))) is not true
          -- whoever it was promised to may do without
          and not (v.kind = 'VOID_PENDING' and coalesce(p.person_id = yui_person(), false)
            and p.community_id = v.community_id)) then
    raise exception 'ledger_caller_refused' using errcode = '42501';
  end if;

  -- Tells the sealer from where on this transaction may yet add: see ledger_ripe_to().
  perform pg_advisory_xact_lock_shared(20181,
    (select case when s.is_called then s.last_value else 0 end from transfers_seq_seq s)::int);

  -- No month is closed and nothing decided about a fund while this transaction posts.
  perform pg_advisory_xact_lock_shared(20182, hashtext(c.id::text))
    from (select distinct v.community_id as id
      from jsonb_populate_recordset(null::ledger_event, p_events) v order by 1) c;

  -- Every account of the batch, made where missing, then locked in one order: no two batches can
  -- wait for each other. Counting comes after, in statements of its own.
  with sides as (
    select v.community_id, s.kind, s.owner, v.unit
      from jsonb_populate_recordset(null::ledger_event, p_events) v
      cross join lateral (values (v.debit_kind, v.debit_owner), (v.credit_kind, v.credit_owner))
        as s (kind, owner)
      where v.kind in ('PENDING', 'DIRECT') and v.unit in (select u.code from units u)
        and s.kind in ('FUND', 'GROUP', 'OWED', 'GIVEN', 'WITHHELD')
        and (s.kind <> 'FUND' or exists (select from funds f
          where f.id = s.owner and f.community_id = v.community_id))
  ), keyed as (
    select distinct ledger_account_id(community_id, kind, owner, unit) as id, community_id, kind,
      owner, unit from sides
  )
  insert into accounts (id, community_id, kind, owner_id, unit, opened_at)
    select k.id, k.community_id, k.kind, k.owner, k.unit, v_now from keyed k order by k.id
    on conflict do nothing;

  with touched as (
    select ledger_account_id(v.community_id, s.kind, s.owner, v.unit) as id
      from jsonb_populate_recordset(null::ledger_event, p_events) v
      cross join lateral (values (v.debit_kind, v.debit_owner), (v.credit_kind, v.credit_owner))
        as s (kind, owner)
      where v.kind in ('PENDING', 'DIRECT')
    union
    select s.id from jsonb_populate_recordset(null::ledger_event, p_events) v
      join transfers p on p.id = v.pending_id
      cross join lateral (values (p.debit_account), (p.credit_account)) as s (id)
  )
  select array_agg(a.id order by a.id),
      array_agg(ledger_stripe(a.kind, a.owner_id) order by a.id)
    into v_ids, v_stripes
    from accounts a where a.id in (select t.id from touched t);

  insert into balances (account_id, stripe)
    select w.id, w.stripe from unnest(v_ids, v_stripes) as w (id, stripe) order by w.id, w.stripe
    on conflict do nothing;
  perform from balances b
    where (b.account_id, b.stripe) in (select w.id, w.stripe
      from unnest(v_ids, v_stripes) as w (id, stripe))
    order by b.account_id, b.stripe
    for update;

  for n in 0 .. jsonb_array_length(p_events) - 1 loop
    e := jsonb_populate_record(null::ledger_event, p_events -> n::int);
    event := n;
    transfer := e.id;
    detail := null;
    pend := null;
    fund := null;
    e.about := coalesce(e.about, '{}');
    e.purpose := coalesce(e.purpose, 'THANKS');

    if e.kind in ('POST_PENDING', 'VOID_PENDING') then
      select * into pend from transfers t
        where t.id = e.pending_id and t.community_id = e.community_id;
      if pend.id is not null then
        e.unit := pend.unit;
        e.purpose := pend.purpose;
        e.about := pend.about || e.about;
        if e.kind = 'VOID_PENDING' or e.amount is null then
          e.amount := pend.amount;
        end if;
        select * into debit from accounts a where a.id = pend.debit_account;
        select * into credit from accounts a where a.id = pend.credit_account;
      end if;
    else
      select * into debit from accounts a
        where a.id = ledger_account_id(e.community_id, e.debit_kind, e.debit_owner, e.unit);
      select * into credit from accounts a
        where a.id = ledger_account_id(e.community_id, e.credit_kind, e.credit_owner, e.unit);
    end if;

    if v_books is distinct from e.community_id then
      v_books := e.community_id;
      select max(p.ends_at) into v_closed from ledger_periods p
        where p.community_id = e.community_id;
    end if;

    select * into old from transfers t where t.id = e.id;
    if found then
      outcome := case
        when old.kind is distinct from e.kind then 'exists_with_different_kind'
        when old.community_id is distinct from e.community_id
          then 'exists_with_different_community'
        when old.pending_id is distinct from e.pending_id then 'exists_with_different_pending'
        when old.unit is distinct from e.unit then 'exists_with_different_unit'
        when old.debit_account is distinct from debit.id
          or old.credit_account is distinct from credit.id then 'exists_with_different_accounts'
        when old.amount is distinct from e.amount then 'exists_with_different_amount'
        when old.code is distinct from e.code then 'exists_with_different_code'
        when old.purpose is distinct from e.purpose then 'exists_with_different_purpose'
        -- said again after its month was closed, it is dated anew
        when old.about - 'happenedOn' is distinct from e.about - 'happenedOn' then 'exists_with_different_about'
        else 'exists' end;
      if outcome <> 'exists' then
        detail := jsonb_build_object('amount', old.amount, 'code', old.code);
      end if;
      return next;
      continue;
    end if;

    if debit.kind = 'FUND' and e.kind in ('PENDING', 'DIRECT') then
      select * into fund from funds f where f.id = debit.owner_id;
    end if;
    v_used := null;
    outcome := case
      when e.kind not in ('PENDING', 'POST_PENDING', 'VOID_PENDING', 'DIRECT') or e.kind is null
        then 'kind_not_known'
      when e.code is null or e.code !~ '^[a-z][a-z_]{1,31}$' then 'code_is_not_a_word'
      when e.happened_at is null then 'happened_at_is_missing'
      when e.kind in ('POST_PENDING', 'VOID_PENDING') and (pend.id is null
        or pend.kind <> 'PENDING') then 'pending_not_found'
      when e.amount is null or e.amount <= 0 then 'amount_must_be_positive'
      when e.amount > v_most then 'amount_too_large'
      when not exists (select from units u where u.code = e.unit) then 'unit_not_found'
      when debit.id is null or credit.id is null then
        case when 'FUND' in (e.debit_kind, e.credit_kind) then 'fund_not_found'
          else 'account_not_known' end
      when debit.id = credit.id then 'accounts_must_differ'
      when fund.unit <> e.unit then 'fund_has_another_unit'
      when coalesce((e.about ->> 'happenedOn')::date,
          (e.happened_at at time zone 'Asia/Tokyo')::date)
        not between coalesce(fund.valid_from, '-infinity') and coalesce(fund.valid_to, 'infinity')
        then 'fund_not_valid'
      -- what was promised before may still be corrected
      when fund.closed_at is not null and e.about ->> 'promiseId' is null then 'fund_closed'
      when e.happened_at < v_closed then 'period_closed'
      when pend.id is not null then (select case t.kind when 'POST_PENDING'
        then 'pending_already_posted' else 'pending_already_voided' end
        from transfers t where t.pending_id = pend.id)
      end;
    if outcome = 'period_closed' then
      detail := jsonb_build_object('closedTo', ((v_closed at time zone 'Asia/Tokyo')::date - 1));
    end if;
    if outcome is null and e.kind = 'POST_PENDING' and e.amount > pend.amount then
      outcome := 'exceeds_pending';
      detail := jsonb_build_object('pending', pend.amount, 'amount', e.amount);
    end if;

    if outcome is null and (fund.hard_limit is not null or fund.soft_limit is not null) then
      select b.debits_pending + b.debits_posted - b.credits_posted into v_used
        from balances b where b.account_id = debit.id and b.stripe = 0;
      if v_used + e.amount > fund.hard_limit then
        outcome := 'fund_exhausted';
        detail := jsonb_build_object('fundId', fund.id, 'limit', fund.hard_limit, 'used', v_used,
          'left', fund.hard_limit - v_used, 'amount', e.amount, 'unit', e.unit);
      elsif v_used + e.amount > fund.soft_limit then
        detail := jsonb_build_object('warning', 'fund_soft_limit_passed', 'fundId', fund.id,
          'limit', fund.soft_limit, 'used', v_used + e.amount, 'unit', e.unit);
      end if;
    end if;

    -- What is handed out must be there. Taking back what was earned by mistake may leave a debt,
    -- which the next settlement meets.
    if outcome is null and e.kind in ('PENDING', 'DIRECT')
        and (debit.kind in ('GIVEN', 'WITHHELD')
          or debit.kind = 'OWED' and credit.kind in ('GIVEN', 'WITHHELD', 'OWED')) then
      select b.credits_posted - b.debits_posted - b.debits_pending into v_left
        from balances b where b.account_id = debit.id and b.stripe = 0;
      if v_left < e.amount then
        outcome := 'exceeds_balance';
        detail := jsonb_build_object('account', lower(debit.kind), 'balance', v_left,
          'amount', e.amount, 'unit', e.unit);
      end if;
    end if;

    if outcome is not null then
      return next;
      continue;
    end if;

    if v_community is distinct from e.community_id then
      v_community := e.community_id;
      v_recorded := greatest(v_now, (select t.recorded_at from transfers t
        where t.community_id = e.community_id order by t.seq desc limit 1));
    end if;
    v_person := case when credit.kind in ('OWED', 'GIVEN') then credit.owner_id
      when debit.kind in ('OWED', 'GIVEN') then debit.owner_id end;

    insert into transfers (id, community_id, kind, code, purpose, about, unit, amount, debit_account,
        credit_account, pending_id, expires_at, person_id, by_person, happened_at, recorded_at)
      values (e.id, e.community_id, e.kind, e.code, e.purpose, e.about, e.unit, e.amount, debit.id,
        credit.id, pend.id, case when e.kind = 'PENDING' then e.expires_at end, v_person,
        yui_person(), e.happened_at, v_recorded);
    if e.kind in ('POST_PENDING', 'DIRECT') then
      insert into entries (transfer_id, account_id, community_id, person_id, amount) values
        (e.id, debit.id, e.community_id,
          case when debit.kind in ('OWED', 'GIVEN') then debit.owner_id end, -e.amount),
        (e.id, credit.id, e.community_id,
          case when credit.kind in ('OWED', 'GIVEN') then credit.owner_id end, e.amount);
    end if;

    v_debit_stripe := ledger_stripe(debit.kind, debit.owner_id);
    v_credit_stripe := ledger_stripe(credit.kind, credit.owner_id);
    if e.kind = 'PENDING' then
      perform ledger_move(debit.id, v_debit_stripe, e.amount, 0, 0, 0);
      perform ledger_move(credit.id, v_credit_stripe, 0, 0, e.amount, 0);
      outcome := 'pending';
    elsif e.kind = 'VOID_PENDING' then
      perform ledger_move(debit.id, v_debit_stripe, -pend.amount, 0, 0, 0);
      perform ledger_move(credit.id, v_credit_stripe, 0, 0, -pend.amount, 0);
      outcome := 'voided';
    else
      perform ledger_move(debit.id, v_debit_stripe, -coalesce(pend.amount, 0), e.amount, 0, 0);
      perform ledger_move(credit.id, v_credit_stripe, 0, 0, -coalesce(pend.amount, 0), e.amount);
      outcome := 'posted';
    end if;
    return next;
  end loop;
end $$;
