-- Where people want their money. The number lies sealed: whoever copies the database reads nothing.
create table bank_accounts (
  person_id uuid primary key references persons,
  key_id text not null check (key_id ~ '^[0-9a-f]{8}$'),
  sealed bytea not null,
  -- by a desk, for somebody on paper
  put_by uuid not null references persons,
  put_at timestamptz not null,
  -- the last file it stood in
  used_at timestamptz
);
create index bank_accounts_by_key on bank_accounts (key_id);

-- What the bank of a community wants of its files; the number is sealed as well.
create table bank_profiles (
  community_id uuid primary key references communities,
  key_id text not null check (key_id ~ '^[0-9a-f]{8}$'),
  sealed bytea not null,
  requester text not null check (requester ~ '^[0-9]{10}$'),
  line_breaks boolean not null,
  end_mark boolean not null,
  put_by uuid not null references persons,
  put_at timestamptz not null
);

do $$
declare t text;
begin
  foreach t in array array['bank_accounts', 'bank_profiles'] loop
    execute format('alter table %I enable row level security', t);
    execute format('alter table %I force row level security', t);
    execute format('create policy owner on %I to current_user using (true) with check (true)', t);
  end loop;
end $$;
create policy own on bank_accounts to yui_app
  using ((select yui_is_system()) or person_id = (select yui_person()))
  with check ((select yui_is_system()) or person_id = (select yui_person()));
create policy staff on bank_profiles to yui_app
  using ((select yui_is_system()) or community_id = any((select yui_communities())::uuid[]))
  with check ((select yui_is_system()) or community_id = any((select yui_communities())::uuid[]));
grant select, insert, delete on bank_accounts to yui_app;
grant update (key_id, sealed, put_by, put_at, used_at) on bank_accounts to yui_app;
grant select, insert on bank_profiles to yui_app;
grant update (key_id, sealed, requester, line_breaks, end_mark, put_by, put_at) on bank_profiles
  to yui_app;

-- Whom a community owes something or ever did: the people whose accounts its desk may ask for.
create view ledger_payees with (security_invoker = true) as
  select distinct a.community_id, a.owner_id as person_id from accounts a where a.kind = 'OWED';
grant select on ledger_payees to yui_app;

-- Files made for a bank: they name account numbers, so they lie sealed and go in time; the export's
-- row with its digest stays.
create table bank_files (
  id uuid primary key,
  community_id uuid not null references communities,
  key_id text not null check (key_id ~ '^[0-9a-f]{8}$'),
  sealed bytea not null,
  made_at timestamptz not null
);
create index bank_files_by_key on bank_files (key_id);
create index bank_files_by_age on bank_files (made_at);
alter table bank_files enable row level security;
alter table bank_files force row level security;
create policy owner on bank_files to current_user using (true) with check (true);
create policy staff on bank_files to yui_app
  using ((select yui_is_system()) or community_id = any((select yui_communities())::uuid[]))
  with check ((select yui_is_system()) or community_id = any((select yui_communities())::uuid[]));
grant select, insert, delete on bank_files to yui_app;
grant update (key_id, sealed) on bank_files to yui_app;
