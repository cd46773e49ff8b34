-- What shows that it is really them, beside a letter. Each table is its person's; a desk that resets
-- them for somebody does so as the system and writes it down.
create table totp_secrets (
  person_id uuid primary key references persons,
  key_id text not null check (key_id ~ '^[0-9a-f]{8}$'),
  sealed bytea not null,
  added_at timestamptz not null,
  -- the step of the last code, so that none works twice
  last_step bigint not null
);
create index totp_secrets_by_key on totp_secrets (key_id);

create table recovery_codes (
  person_id uuid not null references persons,
  code_hash bytea not null,
  made_at timestamptz not null,
  used_at timestamptz,
  primary key (person_id, code_hash)
);

create table passkeys (
  id uuid primary key,
  person_id uuid not null references persons,
  credential_id bytea not null constraint passkey_known_already unique,
  -- the attested credential data: the authenticator's model, the id, the public key
  credential bytea not null,
  counter bigint not null,
  name text not null check (length(name) between 1 and 60),
  added_at timestamptz not null,
  used_at timestamptz
);
create index passkeys_by_person on passkeys (person_id);

-- Random words for an authenticator to sign, good once and for a few minutes.
create table passkey_challenges (
  id uuid primary key,
  made_at timestamptz not null,
  expires_at timestamptz not null
);
create index passkey_challenges_by_age on passkey_challenges (expires_at);

do $$
declare t text;
begin
  foreach t in array array['totp_secrets', 'recovery_codes', 'passkeys'] loop
    execute format('alter table %I enable row level security', t);
    execute format('alter table %I force row level security', t);
    execute format('create policy owner on %I to current_user using (true) with check (true)', t);
    execute format('create policy own on %I to yui_app
      using ((select yui_is_system()) or person_id = (select yui_person()))
      with check ((select yui_is_system()) or person_id = (select yui_person()))', t);
  end loop;
end $$;
alter table passkey_challenges enable row level security;
alter table passkey_challenges force row level security;
create policy owner on passkey_challenges to current_user using (true) with check (true);
create policy system_only on passkey_challenges to yui_app
  using ((select yui_is_system())) with check ((select yui_is_system()));

grant select, insert, delete on totp_secrets, recovery_codes, passkeys, passkey_challenges
  to yui_app;
grant update (last_step, key_id, sealed) on totp_secrets to yui_app;
grant update (used_at) on recovery_codes to yui_app;
grant update (counter, used_at) on passkeys to yui_app;
