-- The private half of a key that signs access tokens lies sealed, as bank accounts do, and goes once
-- a newer key signs: what verifies is the public half. The halves that lay open here are trusted no
-- longer; their tokens are good until they end, and the next start makes a sealed key.
update signing_keys set retired_at = now() + interval '15 minutes' where retired_at is null;
alter table signing_keys drop column private_pem;
alter table signing_keys
  add column key_id text check (key_id ~ '^[0-9a-f]{8}$'),
  add column sealed bytea,
  add constraint signing_key_sealed_whole check ((key_id is null) = (sealed is null));
grant update (key_id, sealed) on signing_keys to yui_app;

-- Words for a passkey to sign are good for what they were asked for and for nothing else.
delete from passkey_challenges;
alter table passkey_challenges
  add column purpose text not null check (purpose in ('LOGIN', 'PROOF', 'ENROL'));

-- Two tables that their owner sees by a policy of their own, as it sees every other.
do $$
declare t text;
begin
  foreach t in array array['begun_tasks', 'availability_weeks'] loop
    execute format('drop policy if exists seen_whole_by_owner on %I', t);
    execute format('create policy owner on %I to current_user using (true) with check (true)', t);
  end loop;
end $$;
