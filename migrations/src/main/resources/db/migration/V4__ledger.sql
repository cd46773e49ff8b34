-- The ledger: double entry, one ledger a unit. ledger_post() is the only way in, and what was written
-- stays: corrections are further transfers. Persons, groups, applications are opaque ids here.

-- Units: an integer each, scale fixed at birth ---------------------------------------------------

create table produce_items (
  code text primary key constraint item_code_is_a_word check (code ~ '^[A-Z][A-Z0-9_]{1,23}$'),
  ja text not null check (length(ja) between 1 and 40),
  en text not null check (length(en) between 1 and 40),
  -- how it is counted where nobody says otherwise
  measure text not null check (measure in ('G', 'ML', 'PIECE', 'BAG', 'BOX')),
  -- the community that added it; null: came with the software
  community_id uuid,
  made_at timestamptz not null
);

create table units (
  code text primary key,
  kind text not null check (kind in ('CASH', 'MEAL', 'PRODUCE')),
  item text references produce_items,
  measure text check (measure in ('G', 'ML', 'PIECE', 'BAG', 'BOX')),
  -- digits between the integer that is kept and the unit that people speak of: g and kg 3
  scale smallint not null check (scale between 0 and 6),
  check ((kind = 'PRODUCE') = (item is not null and measure is not null)),
  constraint units_are_named_by_item_and_measure check (item is null or code = item || '_' || measure)
);

insert into units (code, kind, scale) values ('JPY', 'CASH', 0), ('MEAL', 'MEAL', 0);

create function add_units_of_item() returns trigger language plpgsql as $$
begin
  insert into units (code, kind, item, measure, scale)
    select new.code || '_' || m.measure, 'PRODUCE', new.code, m.measure, m.scale
      from (values ('G', 3), ('ML', 3), ('PIECE', 0), ('BAG', 0), ('BOX', 0)) as m (measure, scale);
  return null;
end $$;
create trigger item_has_units after insert on produce_items
  for each row execute function add_units_of_item();

insert into produce_items (code, ja, en, measure, made_at)
  select code, ja, en, measure, timestamptz '2026-11-01 00:00+09' from (values
    ('RICE', '米', 'rice', 'G'), ('MOCHI', '餅', 'rice cake', 'G'), ('SOBA', 'そば', 'buckwheat', 'G'),
    ('BEANS', '豆', 'beans', 'G'), ('MISO', '味噌', 'miso', 'G'), ('PICKLES', '漬物', 'pickles', 'G'),
    ('DAIKON', '大根', 'daikon', 'PIECE'), ('CABBAGE', 'キャベツ', 'cabbage', 'PIECE'),
    ('POTATO', 'じゃがいも', 'potatoes', 'G'), ('SWEET_POTATO', 'さつまいも', 'sweet potatoes', 'G'),
    ('TARO', '里芋', 'taro', 'G'), ('ONION', '玉ねぎ', 'onions', 'G'), ('LEEK', 'ねぎ', 'leeks', 'PIECE'),
    ('CARROT', '人参', 'carrots', 'G'), ('TOMATO', 'トマト', 'tomatoes', 'G'),
    ('CUCUMBER', 'きゅうり', 'cucumbers', 'PIECE'), ('AUBERGINE', 'なす', 'aubergines', 'PIECE'),
    ('PUMPKIN', 'かぼちゃ', 'pumpkins', 'PIECE'), ('MUSHROOM', 'きのこ', 'mushrooms', 'G'),
    ('WILD_PLANTS', '山菜', 'wild plants', 'G'), ('VEGETABLES', '野菜', 'vegetables', 'BAG'),
    ('APPLE', 'りんご', 'apples', 'PIECE'), ('PERSIMMON', '柿', 'persimmons', 'PIECE'),
    ('MIKAN', 'みかん', 'mandarins', 'G'), ('FRUIT', '果物', 'fruit', 'BAG'), ('EGG', '卵', 'eggs', 'PIECE'),
    ('HONEY', 'はちみつ', 'honey', 'G'), ('FISH', '魚', 'fish', 'PIECE'), ('SAKE', '酒', 'sake', 'ML'),
    ('FIREWOOD', '薪', 'firewood', 'BAG'), ('OTHER', 'その他', 'other produce', 'PIECE'))
    as items (code, ja, en, measure);

create function add_produce_item(p_community uuid, p_code text, p_ja text, p_en text,
  p_measure text) returns void
language plpgsql security definer set search_path = public, pg_temp as $$
begin
  if not (yui_is_system() or p_community = any (coalesce(yui_communities(), '{}'))) then
    raise exception 'ledger_caller_refused' using errcode = '42501';
  end if;
  insert into produce_items (code, ja, en, measure, community_id, made_at)
    values (p_code, p_ja, p_en, p_measure, p_community, yui_now())
    on conflict (code) do nothing;
end $$;

-- Funds -------------------------------------------------------------------------------------------

create table funds (
  id uuid primary key,
  community_id uuid not null,
  name text not null check (length(name) between 1 and 100),
  budget_line text not null check (length(budget_line) between 1 and 80),
  -- null: any unit, which only a fund without limit may
  unit text references units,
  hard_limit bigint check (hard_limit > 0),
  soft_limit bigint check (soft_limit > 0),
  valid_from date,
  valid_to date,
  is_default boolean not null default false,
  opened_by uuid,
  opened_at timestamptz not null,
  constraint funds_once_per_name unique (community_id, name),
  constraint fund_limit_needs_a_unit
    check (unit is not null or hard_limit is null and soft_limit is null),
  constraint fund_ends_before_it_starts check (valid_from <= valid_to)
);
create index funds_by_community on funds (community_id, opened_at);
create unique index funds_one_default on funds (community_id) where is_default;

-- A community has one fund without limit from the start, so that it works without any settings.
create function open_default_fund(p_community uuid, p_id uuid) returns uuid
language plpgsql security definer set search_path = public, pg_temp as $$
declare
  v_id uuid;
begin
  insert into funds (id, community_id, name, budget_line, is_default, opened_by, opened_at)
    values (p_id, p_community, 'お礼', '報償費', true, yui_person(), yui_now())
    on conflict (community_id) where is_default do nothing;
  select id into strict v_id from funds where community_id = p_community and is_default;
  return v_id;
end $$;

-- Accounts, transfers, entries --------------------------------------------------------------------

create table accounts (
  -- made from what follows, so that the order of locks is known before the row is
  id uuid primary key,
  community_id uuid not null,
  kind text not null check (kind in ('FUND', 'GROUP', 'OWED', 'GIVEN', 'WITHHELD')),
  owner_id uuid not null,
  unit text not null references units,
  opened_at timestamptz not null,
  constraint accounts_one_per_owner_and_unit unique (community_id, kind, owner_id, unit)
);
create index accounts_by_owner on accounts (owner_id) where kind in ('OWED', 'GIVEN');

-- Payers without a limit are paid from by many at once: their balance is the sum of some stripes,
-- so that two postings seldom wait for one row. Every other account has stripe 0 alone.
create table balances (
  account_id uuid not null references accounts,
  stripe smallint not null,
  debits_pending bigint not null default 0,
  debits_posted bigint not null default 0,
  credits_pending bigint not null default 0,
  credits_posted bigint not null default 0,
  primary key (account_id, stripe)
) with (fillfactor = 50);

create table transfers (
  -- a name-based uuid of the cause: the same deed again is the same transfer
  id uuid primary key,
  seq bigint generated always as identity,
  community_id uuid not null,
  kind text not null check (kind in ('PENDING', 'POST_PENDING', 'VOID_PENDING', 'DIRECT')),
  code text not null,
  purpose text not null check (purpose in ('THANKS', 'TRAVEL')),
  about jsonb not null,
  unit text not null,
  amount bigint not null check (amount > 0),
  -- no foreign keys: they would lock the payer's row in every posting; accounts never go away
  debit_account uuid not null,
  credit_account uuid not null check (credit_account <> debit_account),
  pending_id uuid references transfers,
  expires_at timestamptz,
  -- whose owed or given it moves
  person_id uuid,
  by_person uuid,
  happened_at timestamptz not null,
  recorded_at timestamptz not null,
  check ((pending_id is not null) = (kind in ('POST_PENDING', 'VOID_PENDING')))
);
create unique index transfers_resolve_a_pending_once on transfers (pending_id)
  where pending_id is not null;
create unique index transfers_by_seq on transfers (seq);
create unique index transfers_by_community on transfers (community_id, seq);
create index transfers_by_person on transfers (person_id, seq) where person_id is not null;
create index transfers_by_application on transfers ((about ->> 'applicationId'))
  where about ->> 'applicationId' is not null;
create index transfers_by_corrected_promise on transfers ((about ->> 'promiseId'))
  where about ->> 'promiseId' is not null;
create index transfers_to_expire on transfers (expires_at) where expires_at is not null;

-- Two for every posted transfer; the amount is positive for a credit, negative for a debit.
create table entries (
  transfer_id uuid not null references transfers,
  account_id uuid not null,
  community_id uuid not null,
  person_id uuid,
  amount bigint not null check (amount <> 0),
  primary key (transfer_id, account_id)
);
create index entries_by_account on entries (account_id);

-- The seals: a hash chain a community, made after commit so that posting never waits for it ---------

create table ledger_seals (
  community_id uuid not null,
  position bigint not null check (position > 0),
  transfer_id uuid not null references transfers constraint ledger_seals_once unique,
  seq bigint not null unique,
  -- the journal's date: recorded_at, but never before the seal in front
  dated_at timestamptz not null,
  digest bytea not null,
  sealed_at timestamptz not null,
  primary key (community_id, position)
);

create function history_cannot_change() returns trigger language plpgsql as $$
begin
  raise exception 'history_cannot_change' using errcode = 'YU409', detail =
    jsonb_build_object('table', tg_table_name, 'deed', tg_op)::text;
end $$;

-- The posting function ----------------------------------------------------------------------------

create type ledger_event as (
  id uuid, kind text, community_id uuid, code text, purpose text, about jsonb, unit text,
  amount bigint, debit_kind text, debit_owner uuid, credit_kind text, credit_owner uuid,
  pending_id uuid, expires_at timestamptz, happened_at timestamptz);

create function ledger_account_id(p_community uuid, p_kind text, p_owner uuid, p_unit text)
returns uuid language sql immutable parallel safe
as $$ select md5(p_community || ':' || p_kind || ':' || p_owner || ':' || p_unit)::uuid $$;

create function ledger_stripe(p_kind text, p_owner uuid) returns smallint language sql stable as $$
  select case
    when p_kind = 'GROUP' then pg_backend_pid() % 16
    when p_kind = 'FUND' and exists (select from funds f
      where f.id = p_owner and f.hard_limit is null and f.soft_limit is null)
      then pg_backend_pid() % 16
    else 0 end::smallint
$$;

create function ledger_move(p_account uuid, p_stripe smallint, p_debits_pending bigint,
  p_debits_posted bigint, p_credits_pending bigint, p_credits_posted bigint)
returns void language sql as $$
  update balances set debits_pending = debits_pending + p_debits_pending,
      debits_posted = debits_posted + p_debits_posted,
      credits_pending = credits_pending + p_credits_pending,
      credits_posted = credits_posted + p_credits_posted
    where account_id = p_account and stripe = p_stripe
$$;

-- Events in, one outcome each, in order: 'pending', 'posted', 'voided', 'exists', or why not, in the
-- order of the tests below. A refused event writes nothing; whether its neighbours stay is for the
-- caller to say, by committing or not.
create function ledger_post(p_events jsonb)
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
        when old.about is distinct from e.about then 'exists_with_different_about'
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
      when (e.happened_at at time zone 'Asia/Tokyo')::date < fund.valid_from
        or (e.happened_at at time zone 'Asia/Tokyo')::date > fund.valid_to then 'fund_not_valid'
      when pend.id is not null then (select case t.kind when 'POST_PENDING'
        then 'pending_already_posted' else 'pending_already_voided' end
        from transfers t where t.pending_id = pend.id)
      end;
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

-- Sealing and proving -----------------------------------------------------------------------------

create function ledger_digest(p_before bytea, t transfers) returns bytea language sql stable as $$
  select sha256(p_before || convert_to(jsonb_build_array(t.id, t.seq, t.community_id, t.kind, t.code,
    t.purpose, t.about, t.unit, t.amount, t.debit_account, t.credit_account, t.pending_id,
    (extract(epoch from t.expires_at) * 1000000)::bigint, t.person_id, t.by_person,
    (extract(epoch from t.happened_at) * 1000000)::bigint,
    (extract(epoch from t.recorded_at) * 1000000)::bigint)::text, 'UTF8'))
$$;

-- Up to which seq no transfer can be added any more, so that an order by seq never gets a row in its
-- middle. A writer says where it began before it takes its first number. The three readings must
-- come in this order, the caller's own, of the rows, being the third: who begins after the second
-- takes numbers above the first, who ended before it is seen by the third.
create function ledger_ripe_to() returns bigint
language plpgsql security definer set search_path = public, pg_temp as $$
declare
  v_high bigint;
  v_began bigint;
begin
  select case when s.is_called then s.last_value else 0 end into v_high from transfers_seq_seq s;
  select min(l.objid::bigint) into v_began from pg_locks l
    where l.locktype = 'advisory' and l.classid = 20181 and l.objsubid = 2
      and l.database = (select d.oid from pg_database d where d.datname = current_database());
  return least(v_high, v_began);
end $$;

-- Seals up to p_most ripe transfers and answers how many it sealed.
create function seal_ledger(p_most int) returns int
language plpgsql security definer set search_path = public, pg_temp as $$
declare
  v_ripe bigint;
  v_sealed int := 0;
  last ledger_seals;
  t transfers;
begin
  if not yui_is_system() then
    raise exception 'ledger_caller_refused' using errcode = '42501';
  end if;
  lock table ledger_seals in share row exclusive mode;
  v_ripe := ledger_ripe_to();
  for t in
    select x.* from transfers x
      where x.seq > coalesce((select max(s.seq) from ledger_seals s), 0) and x.seq <= v_ripe
      order by x.seq limit p_most
  loop
    select * into last from ledger_seals s
      where s.community_id = t.community_id order by s.position desc limit 1;
    insert into ledger_seals (community_id, position, transfer_id, seq, dated_at, digest, sealed_at)
      values (t.community_id, coalesce(last.position, 0) + 1, t.id, t.seq,
        greatest(last.dated_at, t.recorded_at), ledger_digest(coalesce(last.digest, ''), t),
        yui_now());
    v_sealed := v_sealed + 1;
  end loop;
  return v_sealed;
end $$;

-- Every disagreement between seals, transfers, entries and balances; no row is good news.
create function verify_ledger(p_community uuid)
returns table (finding text, transfer_id uuid, account_id uuid, detail jsonb)
language plpgsql security definer set search_path = public, pg_temp as $$
begin
  if not (yui_is_system() or p_community = any (coalesce(yui_communities(), '{}'))) then
    raise exception 'ledger_caller_refused' using errcode = '42501';
  end if;

  return query
    with chain as (
      select s.transfer_id, s.position, s.digest, row_number() over w as place,
          coalesce(lag(s.digest) over w, '') as digest_before
        from ledger_seals s where s.community_id = p_community
        window w as (order by s.position)
    )
    select case when t.id is null then 'sealed_transfer_missing'
          when c.position <> c.place then 'seal_missing' else 'sealed_transfer_changed' end,
        c.transfer_id, null::uuid, jsonb_build_object('position', c.position)
      from chain c left join transfers t on t.id = c.transfer_id
      where t.id is null or c.position <> c.place
        or c.digest <> ledger_digest(c.digest_before, t);

  return query
    select 'transfer_not_sealed', t.id, null::uuid, null::jsonb
      from transfers t where t.community_id = p_community
        and t.seq <= (select max(s.seq) from ledger_seals s)
        and not exists (select from ledger_seals s where s.transfer_id = t.id);

  return query
    select 'entries_differ_from_transfer', t.id, null::uuid, null::jsonb
      from transfers t
      left join lateral (select count(*) as n,
          coalesce(bool_and(x.amount = case x.account_id when t.debit_account then -t.amount
            when t.credit_account then t.amount end), true) as agree
        from entries x where x.transfer_id = t.id) e on true
      where t.community_id = p_community
        and (not e.agree or e.n <> case when t.kind in ('POST_PENDING', 'DIRECT') then 2 else 0 end);

  return query
    with kept as (
      select a.id, sum(b.debits_pending) as dp, sum(b.debits_posted) as d,
          sum(b.credits_pending) as cp, sum(b.credits_posted) as c
        from accounts a join balances b on b.account_id = a.id
        where a.community_id = p_community group by a.id
    ), moved as (
      select m.id, sum(m.dp) as dp, sum(m.d) as d, sum(m.cp) as cp, sum(m.c) as c from (
        select x.account_id as id, 0 as dp, greatest(-x.amount, 0) as d, 0 as cp,
            greatest(x.amount, 0) as c
          from entries x where x.community_id = p_community
        union all
        select s.id, s.dp, 0, s.cp, 0 from transfers t
          cross join lateral (values (t.debit_account, t.amount, 0::bigint),
            (t.credit_account, 0::bigint, t.amount)) as s (id, dp, cp)
          where t.community_id = p_community and t.kind = 'PENDING'
            and not exists (select from transfers r where r.pending_id = t.id)
      ) m group by m.id
    )
    select 'balance_differs_from_entries', null::uuid, coalesce(k.id, m.id),
        jsonb_build_object('kept', jsonb_build_array(k.dp, k.d, k.cp, k.c),
          'moved', jsonb_build_array(m.dp, m.d, m.cp, m.c))
      from kept k full join moved m on m.id = k.id
      where (coalesce(k.dp, 0), coalesce(k.d, 0), coalesce(k.cp, 0), coalesce(k.c, 0))
        <> (coalesce(m.dp, 0), coalesce(m.d, 0), coalesce(m.cp, 0), coalesce(m.c, 0));
end $$;

-- Settlements -------------------------------------------------------------------------------------

create table settlements (
  id uuid primary key,
  community_id uuid not null,
  kind text not null check (kind in ('CASH', 'MEAL', 'PRODUCE')),
  -- what happened up to the end of this Japanese day
  until date not null,
  state text not null default 'OPEN'
    check (state in ('OPEN', 'CHECKED', 'FROZEN', 'EXPORTED', 'PAID')),
  opened_by uuid not null,
  opened_at timestamptz not null,
  checked_by uuid,
  checked_at timestamptz,
  -- what the checker saw, so that freezing something else is noticed
  checked_digest bytea,
  frozen_by uuid,
  frozen_at timestamptz,
  exported_by uuid,
  exported_at timestamptz,
  paid_by uuid,
  paid_at timestamptz,
  version int not null default 1,
  check ((state <> 'OPEN') = (checked_at is not null)),
  check ((state in ('FROZEN', 'EXPORTED', 'PAID')) = (frozen_at is not null)),
  check ((state = 'PAID') = (paid_at is not null))
);
create index settlements_by_community on settlements (community_id, id);
create unique index settlement_open_already on settlements (community_id, kind)
  where state <> 'PAID';

create table settlement_lines (
  settlement_id uuid not null references settlements,
  community_id uuid not null,
  person_id uuid not null,
  unit text not null references units,
  thanks bigint not null,
  travel bigint not null,
  withheld bigint not null check (withheld >= 0),
  net bigint not null check (net > 0),
  primary key (settlement_id, person_id, unit),
  constraint settlement_line_adds_up check (net = thanks + travel - withheld)
);

-- The transfers that a frozen run pays; a transfer is paid by one run.
create table settlement_transfers (
  transfer_id uuid constraint settlement_transfers_once primary key references transfers,
  settlement_id uuid not null references settlements,
  community_id uuid not null,
  person_id uuid not null
);
create index settlement_transfers_by_settlement on settlement_transfers (settlement_id);

create table settlement_exports (
  id uuid primary key,
  settlement_id uuid not null references settlements,
  community_id uuid not null,
  format text not null check (format in ('CSV')),
  file_name text not null,
  content_type text not null,
  bytes bytea not null,
  sha256 bytea not null,
  created_by uuid not null,
  created_at timestamptz not null
);
create index settlement_exports_by_settlement on settlement_exports (settlement_id, created_at);

create function settlement_moves_forward() returns trigger language plpgsql as $$
begin
  if (old.state, new.state) not in (('OPEN', 'CHECKED'), ('CHECKED', 'CHECKED'),
      ('CHECKED', 'FROZEN'), ('FROZEN', 'EXPORTED'), ('EXPORTED', 'PAID'))
      or (old.id, old.community_id, old.kind, old.until, old.opened_by, old.opened_at)
        is distinct from
        (new.id, new.community_id, new.kind, new.until, new.opened_by, new.opened_at) then
    raise exception 'settlement_state' using errcode = 'YU409',
      detail = jsonb_build_object('state', old.state)::text;
  end if;
  return new;
end $$;
create trigger settlement_moves_forward before update on settlements
  for each row execute function settlement_moves_forward();

-- Hand-overs and travel claims --------------------------------------------------------------------

create table hand_overs (
  id uuid primary key,
  community_id uuid not null,
  application_id uuid not null,
  reward_line int not null,
  person_id uuid not null,
  unit text not null references units,
  quantity bigint not null check (quantity > 0),
  note text not null default '' check (length(note) <= 300),
  transfer_id uuid not null references transfers unique,
  given_by uuid not null,
  given_at timestamptz not null,
  acknowledged_at timestamptz
);
create index hand_overs_by_application on hand_overs (application_id, reward_line);
create index hand_overs_by_person on hand_overs (person_id, id);

create table travel_claims (
  id uuid primary key,
  community_id uuid not null,
  application_id uuid not null,
  person_id uuid not null,
  amount bigint not null check (amount > 0),
  -- what was promised when it was claimed
  cap bigint not null check (cap > 0),
  receipts jsonb not null default '[]',
  note text not null default '' check (length(note) <= 1000),
  state text not null default 'CLAIMED' check (state in ('CLAIMED', 'APPROVED', 'RETURNED')),
  -- what was posted
  paid bigint check (paid > 0 and paid <= cap),
  reason text not null default '' check (length(reason) <= 1000),
  claimed_at timestamptz not null,
  decided_by uuid constraint not_your_own check (decided_by <> person_id),
  decided_at timestamptz,
  version int not null default 1,
  check ((state = 'CLAIMED') = (decided_at is null)),
  check ((state = 'APPROVED') = (paid is not null))
);
create unique index travel_claimed_already on travel_claims (application_id)
  where state in ('CLAIMED', 'APPROVED');
create index travel_claims_by_community on travel_claims (community_id, id);
create index travel_claims_by_person on travel_claims (person_id, id);

-- What stays, whoever asks ------------------------------------------------------------------------

do $$
declare t text;
begin
  foreach t in array array['produce_items', 'units', 'funds', 'accounts', 'transfers', 'entries',
    'ledger_seals', 'settlement_lines', 'settlement_transfers', 'settlement_exports'] loop
    execute format('create trigger history_stays before update or delete on %I
      for each row execute function history_cannot_change()', t);
    execute format('create trigger history_stays_whole before truncate on %I
      for each statement execute function history_cannot_change()', t);
  end loop;
end $$;

-- Rights: the server reads; it writes by ledger_post() ---------------------------------------------

do $$
declare t text;
begin
  -- The owner runs the functions above, which ask who is calling; forced policies bind the owner too.
  foreach t in array array['funds', 'accounts', 'balances', 'transfers', 'entries',
    'ledger_seals', 'settlements', 'settlement_lines', 'settlement_transfers',
    'settlement_exports', 'hand_overs', 'travel_claims'] loop
    execute format('alter table %I enable row level security', t);
    execute format('alter table %I force row level security', t);
    execute format('create policy owner on %I to current_user using (true) with check (true)', t);
  end loop;
  foreach t in array array['transfers', 'entries', 'settlement_lines', 'settlement_transfers'] loop
    execute format('create policy own_and_staff on %I for select to yui_app
      using ((select yui_is_system()) or person_id = (select yui_person())
        or community_id = any((select yui_communities())::uuid[]))', t);
  end loop;
  foreach t in array array['funds', 'ledger_seals'] loop
    execute format('create policy staff on %I for select to yui_app
      using ((select yui_is_system()) or community_id = any((select yui_communities())::uuid[]))', t);
  end loop;
  foreach t in array array['settlements', 'settlement_exports'] loop
    execute format('create policy staff on %I to yui_app
      using ((select yui_is_system()) or community_id = any((select yui_communities())::uuid[]))
      with check ((select yui_is_system()) or community_id = any((select yui_communities())::uuid[]))',
      t);
  end loop;
  foreach t in array array['hand_overs', 'travel_claims'] loop
    execute format('create policy own_and_staff on %I for select to yui_app
      using ((select yui_is_system()) or person_id = (select yui_person())
        or community_id = any((select yui_communities())::uuid[]))', t);
  end loop;
end $$;

create policy staff_opens on funds for insert to yui_app
  with check (((select yui_is_system()) or community_id = any((select yui_communities())::uuid[]))
    and not is_default);
-- That a payer is there is no secret, for it stands in the lines of those who are paid; how much it
-- has paid is the community's.
create policy own_and_staff on accounts for select to yui_app
  using ((select yui_is_system()) or community_id = any((select yui_communities())::uuid[])
    or kind not in ('OWED', 'GIVEN') or owner_id = (select yui_person()));
create policy own_and_staff on balances for select to yui_app
  using ((select yui_is_system()) or exists (select from accounts a where a.id = account_id
    and (a.community_id = any((select yui_communities())::uuid[])
      or a.kind in ('OWED', 'GIVEN') and a.owner_id = (select yui_person()))));
create policy staff_freezes on settlement_lines for insert to yui_app
  with check ((select yui_is_system()) or community_id = any((select yui_communities())::uuid[]));
create policy staff_freezes on settlement_transfers for insert to yui_app
  with check ((select yui_is_system()) or community_id = any((select yui_communities())::uuid[]));

create policy staff_hands_over on hand_overs for insert to yui_app
  with check ((select yui_is_system()) or community_id = any((select yui_communities())::uuid[]));
create policy receiver_acknowledges on hand_overs for update to yui_app
  using ((select yui_is_system()) or person_id = (select yui_person()));
create policy traveller_claims on travel_claims for insert to yui_app
  with check (((select yui_is_system()) or person_id = (select yui_person())
      or community_id = any((select yui_communities())::uuid[])) and state = 'CLAIMED');
create policy staff_decides on travel_claims for update to yui_app
  using ((select yui_is_system()) or community_id = any((select yui_communities())::uuid[]));

revoke execute on function ledger_post(jsonb), ledger_ripe_to(), seal_ledger(int), verify_ledger(uuid),
  add_produce_item(uuid, text, text, text, text), open_default_fund(uuid, uuid),
  ledger_move(uuid, smallint, bigint, bigint, bigint, bigint) from public;
grant execute on function ledger_post(jsonb), ledger_ripe_to(), seal_ledger(int), verify_ledger(uuid),
  add_produce_item(uuid, text, text, text, text), open_default_fund(uuid, uuid) to yui_app;
-- What opaque ids are called: views that the rooms which own the rows publish to the ledger's pages.
create view ledger_persons with (security_invoker = true) as
  select p.id, coalesce(nullif(p.name, ''), r.display_name, '') as name,
      coalesce(r.display_name, p.name) as display_name
    from persons p left join residents r on r.person_id = p.id;
create view ledger_applications with (security_invoker = true) as
  select a.id, a.community_id, a.person_id, a.task_id, a.heads, k.group_id, k.title, k.travel_policy
    from applications a join tasks k on k.id = a.task_id;
create view ledger_tasks with (security_invoker = true) as
  select k.id, k.community_id, k.group_id, k.title from tasks k;
create view ledger_groups with (security_invoker = true) as select g.id, g.name from groups g;
create view ledger_communities with (security_invoker = true) as
  select c.id, c.name, c.name_en from communities c;
grant select on ledger_persons, ledger_applications, ledger_tasks, ledger_groups,
  ledger_communities to yui_app;

grant select on produce_items, units, accounts, balances, transfers, entries, ledger_seals
  to yui_app;
grant select, insert on funds, settlement_lines, settlement_transfers, settlement_exports,
  hand_overs, settlements, travel_claims to yui_app;
grant update (state, checked_by, checked_at, checked_digest, frozen_by, frozen_at, exported_by,
  exported_at, paid_by, paid_at, version) on settlements to yui_app;
grant update (acknowledged_at) on hand_overs to yui_app;
grant update (state, paid, reason, decided_by, decided_at, version) on travel_claims to yui_app;
