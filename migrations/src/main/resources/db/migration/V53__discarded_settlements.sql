-- A run opened by mistake is given up before it is frozen; it stays as a row that nobody pays.
alter table settlements add column discarded_by uuid;
alter table settlements add column discarded_at timestamptz;
alter table settlements drop constraint settlements_state_check;
alter table settlements add constraint settlements_state_check
  check (state in ('OPEN', 'CHECKED', 'FROZEN', 'EXPORTED', 'PAID', 'DISCARDED'));
-- the first of the unnamed checks: whatever is past OPEN was checked
alter table settlements drop constraint settlements_check;
alter table settlements add constraint settlement_checked_past_open
  check (state = 'DISCARDED' or (state <> 'OPEN') = (checked_at is not null));
alter table settlements add constraint settlement_discarded_once
  check ((state = 'DISCARDED') = (discarded_at is not null)
    and (discarded_at is null) = (discarded_by is null));

drop index settlement_open_already;
create unique index settlement_open_already on settlements (community_id, kind)
  where state not in ('PAID', 'DISCARDED');

create or replace function settlement_moves_forward() returns trigger language plpgsql as $$
begin
  if (old.state, new.state) not in (('OPEN', 'CHECKED'), ('CHECKED', 'CHECKED'),
      ('CHECKED', 'FROZEN'), ('FROZEN', 'EXPORTED'), ('EXPORTED', 'PAID'),
      ('OPEN', 'DISCARDED'), ('CHECKED', 'DISCARDED'))
      or (old.id, old.community_id, old.kind, old.until, old.opened_by, old.opened_at)
        is distinct from
        (new.id, new.community_id, new.kind, new.until, new.opened_by, new.opened_at) then
    raise exception 'settlement_state' using errcode = 'YU409',
      detail = jsonb_build_object('state', old.state)::text;
  end if;
  return new;
end $$;

grant update (discarded_by, discarded_at) on settlements to yui_app;
