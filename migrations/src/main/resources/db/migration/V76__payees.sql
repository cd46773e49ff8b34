-- What somebody was called when they were paid: the law wants it of whoever pays, for as many years as
-- it wants papers of payments, though the payee has left and is called nothing any more.
create table payees (
  community_id uuid not null references communities,
  person_id uuid not null references persons,
  year int not null,
  name text not null check (name <> ''),
  primary key (community_id, person_id, year)
);
alter table payees enable row level security;
alter table payees force row level security;
create policy owner on payees to current_user using (true) with check (true);
create policy staff on payees for select to yui_app
  using ((select yui_is_system()) or community_id = any((select yui_communities())::uuid[]));
grant select on payees to yui_app;

create function keep_payees() returns trigger
language plpgsql security definer set search_path = public, pg_temp as $$
begin
  insert into payees (community_id, person_id, year, name)
    select l.community_id, l.person_id, extract(year from new.paid_at at time zone 'Asia/Tokyo')::int,
        coalesce(nullif(p.name, ''), r.display_name)
      from settlement_lines l join persons p on p.id = l.person_id
      left join residents r on r.person_id = l.person_id
     where l.settlement_id = new.id and l.unit = 'JPY' and p.erased_at is null
       and coalesce(nullif(p.name, ''), r.display_name, '') <> ''
    on conflict (community_id, person_id, year) do update set name = excluded.name;
  return null;
end $$;
revoke execute on function keep_payees() from public;
create trigger keep_payees after update of state on settlements
  for each row when (new.state = 'PAID' and old.state <> 'PAID') execute function keep_payees();

insert into payees (community_id, person_id, year, name)
  select distinct l.community_id, l.person_id,
      extract(year from s.paid_at at time zone 'Asia/Tokyo')::int,
      coalesce(nullif(p.name, ''), r.display_name)
    from settlements s join settlement_lines l on l.settlement_id = s.id
    join persons p on p.id = l.person_id left join residents r on r.person_id = l.person_id
   where s.paid_at is not null and l.unit = 'JPY' and p.erased_at is null
     and coalesce(nullif(p.name, ''), r.display_name, '') <> '';

create or replace view ledger_persons with (security_invoker = true) as
  select p.id, coalesce(nullif(p.name, ''), r.display_name, '') as name,
      coalesce(r.display_name, p.name) as display_name, p.erased_at is not null as has_left
    from persons p left join residents r on r.person_id = p.id;

-- Names of years whose papers need not be kept any longer. Answers how many.
create function expire_payees(p_community uuid, p_payments timestamptz) returns jsonb
language plpgsql security definer set search_path = public, pg_temp as $$
declare
  v_n int;
begin
  if not yui_is_system() then
    raise exception 'caller_refused' using errcode = '42501';
  end if;
  delete from payees where community_id = p_community
    and make_timestamptz(year + 1, 1, 1, 0, 0, 0, 'Asia/Tokyo') <= p_payments;
  get diagnostics v_n = row_count;
  return case when v_n > 0 then jsonb_build_object('payees', v_n) else '{}' end;
end $$;
revoke execute on function expire_payees(uuid, timestamptz) from public;
grant execute on function expire_payees(uuid, timestamptz) to yui_app;

-- How much of what a bank sent back was travel money; before, all of it was written as thanks.
alter table settlement_returns
  add column travel bigint not null default 0 check (travel >= 0),
  add column travel_transfer_id uuid references transfers;
