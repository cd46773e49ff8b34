-- Whom and what each line of the audit log names, so that a person or a thing is looked up by key and
-- newest first. An index over the JSON did not serve: its operators are not leakproof, so behind
-- row-level security every line was read.
create table audit_named (
  named uuid not null,
  line uuid not null references audit_log on delete cascade,
  community_id uuid,
  primary key (named, line)
);
create index audit_named_by_line on audit_named (line);
alter table audit_named enable row level security;
alter table audit_named force row level security;
create policy owner on audit_named to current_user using (true) with check (true);
create policy community on audit_named for select to yui_app
  using ((select yui_is_system()) or community_id = any((select yui_communities())::uuid[]));
grant select on audit_named to yui_app;

create function note_named() returns trigger
language plpgsql security definer set search_path = public, pg_temp as $$
begin
  insert into audit_named (named, line, community_id)
    select distinct (v #>> '{}')::uuid, new.id, new.community_id
      from jsonb_path_query(new.about,
        '$.** ? (@ like_regex "^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$")') v;
  return null;
end $$;
revoke execute on function note_named() from public;
create trigger note_named after insert on audit_log
  for each row when (new.about <> '{}') execute function note_named();

insert into audit_named (named, line, community_id)
  select distinct (v #>> '{}')::uuid, a.id, a.community_id
    from audit_log a cross join lateral jsonb_path_query(a.about,
      '$.** ? (@ like_regex "^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$")') v
   where a.about <> '{}';
drop index audit_log_about;

-- Who ever did something in a community: looked through by name, however many people there are.
create index audit_log_actors on audit_log (community_id, person_id) where person_id is not null;
