-- Words between an applicant and the host's side about one application; what was said stays.
create table messages (
  id uuid primary key,
  application_id uuid not null references applications,
  community_id uuid not null references communities,
  side text not null check (side in ('APPLICANT', 'HOST', 'DESK')),
  from_person uuid not null references persons,
  body text not null check (length(body) between 1 and 2000),
  sent_at timestamptz not null
);
create index messages_by_application on messages (application_id, id);

-- Until somebody calls it the desk does not read what two sides say to each other.
create table desk_calls (
  application_id uuid primary key references applications,
  community_id uuid not null references communities,
  side text not null check (side in ('APPLICANT', 'HOST', 'DESK')),
  called_by uuid not null references persons,
  reason text not null check (length(reason) between 1 and 1000),
  called_at timestamptz not null
);

do $$
declare t text;
begin
  foreach t in array array['messages', 'desk_calls'] loop
    execute format('alter table %I enable row level security', t);
    execute format('alter table %I force row level security', t);
    execute format('create policy both_sides on %I for select to yui_app
      using ((select yui_is_system()) or community_id = any((select yui_communities())::uuid[])
        or exists (select from applications a
          where a.id = application_id and a.person_id = (select yui_person())))', t);
    execute format('create policy both_sides_add on %I for insert to yui_app
      with check ((select yui_is_system()) or community_id = any((select yui_communities())::uuid[])
        or exists (select from applications a where a.id = application_id
          and a.community_id = %I.community_id and a.person_id = (select yui_person())))', t, t);
    execute format('grant select, insert on %I to yui_app', t);
  end loop;
end $$;
