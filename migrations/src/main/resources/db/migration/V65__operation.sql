-- An account that an operator has locked: its logins are ended, and the database lets none begin,
-- whichever way in was taken.
alter table persons add column locked_at timestamptz;

create function locked_stay_out() returns trigger language plpgsql as $$
begin
  if exists (select from persons p where p.id = new.person_id and p.locked_at is not null) then
    raise exception 'account_locked' using errcode = 'YU403';
  end if;
  return new;
end $$;
create trigger locked_stay_out before insert on logins
  for each row execute function locked_stay_out();

-- The audit log is read newest first, a community's or all of it.
create index audit_log_newest on audit_log (community_id, id desc);
