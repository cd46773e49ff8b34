-- More than one sort of export, each made once; a bank's file has its day.
alter table settlement_exports drop constraint settlement_exports_format_check;
alter table settlement_exports add constraint settlement_exports_format_check
  check (format in ('CSV', 'LIST', 'XLSX', 'ZENGIN'));
alter table settlement_exports add column pay_on date;
-- of the file, whose bytes may lie elsewhere
alter table settlement_exports add column size int;
alter table settlement_exports disable trigger history_stays;
update settlement_exports set size = length(bytes);
alter table settlement_exports enable trigger history_stays;
alter table settlement_exports alter column size set not null;
alter table settlement_exports add constraint bank_file_has_a_day
  check ((format = 'ZENGIN') = (pay_on is not null));

-- Who is left to a later run, and why; until the run is frozen.
create table settlement_holds (
  settlement_id uuid not null references settlements,
  person_id uuid not null,
  community_id uuid not null,
  reason text not null check (length(reason) between 1 and 300),
  held_by uuid not null,
  held_at timestamptz not null,
  primary key (settlement_id, person_id)
);

-- What a bank sent back: once for each line that was paid.
create table settlement_returns (
  settlement_id uuid not null,
  person_id uuid not null,
  unit text not null,
  community_id uuid not null,
  reason text not null check (length(reason) between 1 and 300),
  transfer_id uuid not null references transfers unique,
  told_by uuid not null,
  told_at timestamptz not null,
  constraint settlement_returned_already primary key (settlement_id, person_id, unit),
  foreign key (settlement_id, person_id, unit) references settlement_lines
);
create trigger history_stays before update or delete on settlement_returns
  for each row execute function history_cannot_change();
create trigger history_stays_whole before truncate on settlement_returns
  for each statement execute function history_cannot_change();

-- A hold changes nothing that is frozen.
create function settlement_holds_while_open() returns trigger language plpgsql as $$
declare
  v_state text;
begin
  select state into v_state from settlements
    where id = coalesce(new.settlement_id, old.settlement_id) for update;
  if v_state not in ('OPEN', 'CHECKED') then
    raise exception 'settlement_state' using errcode = 'YU409',
      detail = jsonb_build_object('state', v_state)::text;
  end if;
  return coalesce(new, old);
end $$;
create trigger settlement_holds_while_open before insert or update or delete on settlement_holds
  for each row execute function settlement_holds_while_open();

do $$
declare t text;
begin
  foreach t in array array['settlement_holds', 'settlement_returns'] loop
    execute format('alter table %I enable row level security', t);
    execute format('alter table %I force row level security', t);
    execute format('create policy owner on %I to current_user using (true) with check (true)', t);
    execute format('create policy staff on %I to yui_app
      using ((select yui_is_system()) or community_id = any((select yui_communities())::uuid[]))
      with check ((select yui_is_system()) or community_id = any((select yui_communities())::uuid[]))',
      t);
  end loop;
end $$;
grant select, insert, delete on settlement_holds to yui_app;
grant update (reason, held_by, held_at) on settlement_holds to yui_app;
grant select, insert on settlement_returns to yui_app;
