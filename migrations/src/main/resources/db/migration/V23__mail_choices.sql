-- Letters of a topic that a person does not want; what they have agreed to is always told.
create table mail_unwanted (
  person_id uuid not null references persons,
  topic text not null check (topic in ('INVITATIONS', 'REMINDERS', 'REQUESTS', 'DIGESTS')),
  since timestamptz not null,
  primary key (person_id, topic)
);

-- Opens a person's choice of letters, and nothing else, to whoever holds a letter of theirs.
create table mail_keys (
  person_id uuid primary key references persons,
  secret text not null unique check (length(secret) >= 32),
  made_at timestamptz not null
);

do $$
declare t text;
begin
  foreach t in array array['mail_unwanted', 'mail_keys'] loop
    execute format('alter table %I enable row level security', t);
    execute format('alter table %I force row level security', t);
    execute format('create policy own on %I to yui_app
      using ((select yui_is_system()) or person_id = (select yui_person()))
      with check ((select yui_is_system()) or person_id = (select yui_person()))', t);
  end loop;
end $$;
grant select, insert, delete on mail_unwanted to yui_app;
grant select, insert on mail_keys to yui_app;
