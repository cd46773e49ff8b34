-- What may be tried from one network in a minute, counted for all servers of this database.
create table login_counts (
  bucket bytea not null,
  minute timestamptz not null,
  count int not null,
  primary key (bucket, minute)
);
create index login_counts_by_age on login_counts (minute);

-- Browsers and programs that somebody has logged in with; the row holds a digest of what they keep.
create table login_devices (
  person_id uuid not null references persons,
  device_hash bytea not null,
  first_at timestamptz not null,
  seen_at timestamptz not null,
  primary key (person_id, device_hash)
);
create index login_devices_by_hash on login_devices (device_hash);

-- A browser that somebody has logged in with asks for codes beside what strangers ask for.
alter table login_challenges add column known_device boolean not null default false;

-- What a login was made with, and from which network, told coarsely; when its person last showed a
-- second factor.
alter table logins
  add column agent text not null default '' check (length(agent) <= 300),
  add column network text not null default '' check (length(network) <= 60),
  add column device_hash bytea,
  add column second_at timestamptz;

-- Printed on the console of an installation that has no administrator yet.
create table administrator_codes (
  id uuid primary key,
  code_hash bytea not null unique,
  made_at timestamptz not null,
  used_at timestamptz,
  used_by uuid references persons,
  check ((used_at is null) = (used_by is null))
);

do $$
declare t text;
begin
  foreach t in array array['login_counts', 'login_devices', 'administrator_codes'] loop
    execute format('alter table %I enable row level security', t);
    execute format('alter table %I force row level security', t);
    execute format('create policy owner on %I to current_user using (true) with check (true)', t);
    execute format('create policy system_only on %I to yui_app
      using ((select yui_is_system())) with check ((select yui_is_system()))', t);
  end loop;
end $$;
grant select, insert, update, delete on login_counts, login_devices to yui_app;
grant select, insert on administrator_codes to yui_app;
grant update (used_at, used_by) on administrator_codes to yui_app;

-- A retired key verifies until its last token has ended, then it goes.
grant update (retired_at), delete on signing_keys to yui_app;
