-- Work that took longer than somebody waited at a page: how far it is, and what came of it, for
-- them alone and for two days.
create table errands (
  id uuid primary key,
  person_id uuid not null references persons,
  -- whose data a file holds: read again only by whoever still works there
  community_id uuid references communities,
  what text not null check (what ~ '^[a-z_]{1,40}$'),
  asked_from text not null,
  asked_at timestamptz not null,
  seen_at timestamptz not null,
  ends_at timestamptz not null check (ends_at > asked_at),
  done bigint not null default 0 check (done >= 0),
  total bigint not null default 0 check (total >= 0),
  ended_at timestamptz,
  refused text not null default '',
  leads_to text not null default '',
  notice text not null default '',
  file_name text not null default '',
  content_type text not null default '',
  bytes bytea
);
create index errands_by_person on errands (person_id, id);
create index errands_by_end on errands (ends_at);

alter table errands enable row level security;
alter table errands force row level security;
create policy owner on errands to current_user using (true) with check (true);
create policy own on errands to yui_app
  using ((select yui_is_system()) or person_id = (select yui_person()))
  with check ((select yui_is_system()) or person_id = (select yui_person()));
grant select, insert, update, delete on errands to yui_app;

-- Whoever leaves takes along what was made for them.
create function gone_leave_no_errands() returns trigger
language plpgsql security definer set search_path = public, pg_temp as $$
begin
  delete from errands where person_id = new.id;
  return new;
end $$;
revoke execute on function gone_leave_no_errands() from public;
create trigger gone_leave_no_errands after update of erased_at on persons
  for each row when (new.erased_at is not null) execute function gone_leave_no_errands();
alter table persons enable always trigger gone_leave_no_errands;
