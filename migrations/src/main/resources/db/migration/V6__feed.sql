-- What the rooms tell one another, as views ------------------------------------------------------

-- Who is chosen for a task and may know where it is and whom to call.
create view chosen with (security_invoker = true) as
  select distinct a.task_id, s.person_id
    from application_slots s join applications a on a.id = s.application_id
   where s.state in ('SELECTED', 'CONFIRMED', 'DONE');

-- Heads of a slot: those waiting for a decision, those who have a place or had one.
create view slot_heads with (security_invoker = true) as
  select a.task_id, s.slot_id,
      coalesce(sum(s.heads) filter (where s.state in ('APPLIED', 'WAITLISTED')), 0)::int as waiting,
      coalesce(sum(s.heads) filter
        (where s.state in ('SELECTED', 'OFFERED', 'CONFIRMED', 'DONE')), 0)::int as chosen,
      coalesce(sum(s.heads) filter (where s.state in ('CONFIRMED', 'DONE')), 0)::int as confirmed,
      count(*)::int as ever
    from application_slots s join applications a on a.id = s.application_id
   group by a.task_id, s.slot_id;

-- Heads of a task that wait for a decision, each counted once.
create view task_heads with (security_invoker = true) as
  select a.task_id, sum(a.heads)::int as applied
    from applications a
   where a.live and exists (select from application_slots s
     where s.application_id = a.id and s.state in ('APPLIED', 'WAITLISTED'))
   group by a.task_id;

-- Who has applied and not been refused, withdrawn or forgotten.
create view applied with (security_invoker = true) as
  select task_id, person_id, community_id from applications where live;

-- Where somebody stands with a task: the farthest that one of the slots has come.
create view my_place with (security_invoker = true) as
  select a.task_id, a.person_id, a.id as application_id,
      coalesce((select s.state from application_slots s where s.application_id = a.id
        order by array_position(array['DONE', 'CONFIRMED', 'SELECTED', 'OFFERED', 'APPLIED',
          'WAITLISTED'], s.state) nulls last limit 1), 'APPLIED') as state
    from applications a where a.live;

-- What people call a group and its community.
create view group_names with (security_invoker = true) as
  select g.id as group_id, g.name as group_name, c.id as community_id, c.name as community_name
    from groups g join communities c on c.id = g.community_id;

grant select on my_place, group_names, chosen, slot_heads, task_heads, applied to yui_app;

-- The change log that search indexes are fed from ------------------------------------------------

-- What changed, not how: a feeder reads the thing again as it is now. Rows are taken in the order
-- of (xid, seq) once no older transaction runs, so one that commits late is not passed by.
create table changes (
  seq bigint generated always as identity,
  xid xid8 not null default pg_current_xact_id(),
  kind text not null check (kind in ('RESIDENT', 'TASK', 'GROUP', 'COMMUNITY')),
  id uuid not null,
  at timestamptz not null default clock_timestamp(),
  primary key (xid, seq)
);
create index changes_by_age on changes (at);

-- One row: a place in the log means something within one epoch only; a restore begins another.
create table feed_epoch (
  one boolean primary key default true check (one),
  epoch uuid not null,
  trimmed_to xid8 not null default '0'
);
insert into feed_epoch (epoch) values (gen_random_uuid());

create function log_changes() returns trigger
language plpgsql security definer set search_path = public, pg_temp as $$
begin
  execute format('insert into changes (kind, id) select distinct %L, %I from touched',
    tg_argv[0], tg_argv[1]);
  return null;
end $$;

do $$
declare
  t record;
  op text;
begin
  for t in select * from (values
      ('residents', 'RESIDENT', 'person_id'), ('resident_skills', 'RESIDENT', 'person_id'),
      ('resident_licences', 'RESIDENT', 'person_id'), ('bases', 'RESIDENT', 'person_id'),
      ('stays', 'RESIDENT', 'person_id'), ('availability', 'RESIDENT', 'person_id'),
      ('application_slots', 'RESIDENT', 'person_id'), ('attendance', 'RESIDENT', 'person_id'),
      ('tasks', 'TASK', 'id'), ('task_rewards', 'TASK', 'task_id'), ('slots', 'TASK', 'task_id'),
      ('groups', 'GROUP', 'id'), ('communities', 'COMMUNITY', 'id'),
      ('community_rules', 'COMMUNITY', 'community_id')) as fed (name, kind, id) loop
    foreach op in array array['insert', 'update', 'delete'] loop
      execute format('create trigger feed_%s after %s on %I referencing %s table as touched
        for each statement execute function log_changes(%L, %L)',
        op, op, t.name, case op when 'delete' then 'old' else 'new' end, t.kind, t.id);
    end loop;
  end loop;
end $$;

-- Forgets what every index has long read; one that has not is rebuilt.
create function trim_changes() returns void
language sql security definer set search_path = public, pg_temp as $$
  with gone as (
    delete from changes where at < clock_timestamp() - interval '7 days' returning xid)
  update feed_epoch set trimmed_to = greatest(trimmed_to, (select max(xid) from gone))
   where exists (select from gone);
$$;

-- Another epoch: every index is rebuilt.
create function begin_feed_epoch() returns void
language sql security definer set search_path = public, pg_temp as $$
  update feed_epoch set epoch = gen_random_uuid(), trimmed_to = '0';
$$;

-- All that matching knows of a resident. Half-days are those still to come; what is confirmed is
-- busy and taken off them where the row is made.
create view feed_residents with (security_invoker = true) as
  select r.person_id as id, r.findable, r.findable_communities, r.max_distance_km, r.reward_wishes,
      coalesce((select jsonb_agg(jsonb_build_object('code', s.code, 'level', s.level) order by s.code)
        from resident_skills s where s.person_id = r.person_id), '[]') as skills,
      coalesce((select jsonb_agg(jsonb_build_object('code', l.code, 'expiresOn', l.expires_on)
          order by l.code)
        from resident_licences l where l.person_id = r.person_id), '[]') as licences,
      coalesce((select jsonb_agg(jsonb_build_object('lat', b.lat, 'lon', b.lon) order by b.id)
        from bases b where b.person_id = r.person_id), '[]') as bases,
      coalesce((select jsonb_agg(jsonb_build_object('lat', s.lat, 'lon', s.lon,
          'from', s.from_day, 'to', s.to_day) order by s.id)
        from stays s where s.person_id = r.person_id
         and s.to_day >= (yui_now() at time zone 'Asia/Tokyo')::date), '[]') as stays,
      array(select a.half_day from availability a where a.person_id = r.person_id
        and a.half_day >= 2 * ((yui_now() at time zone 'Asia/Tokyo')::date - date '2020-01-01')
        order by a.half_day) as free,
      coalesce((select jsonb_agg(jsonb_build_object(
          'from', extract(epoch from lower(w.period))::bigint,
          'to', extract(epoch from upper(w.period))::bigint))
        from application_slots w where w.person_id = r.person_id and w.state = 'CONFIRMED'
         and not w.whole
         and upper(w.period) > yui_now() - interval '1 day'), '[]') as busy,
      (select count(*) from attendance a where a.person_id = r.person_id
        and a.state in ('ATTENDED', 'PARTLY'))::int as attended,
      (select count(*) from attendance a where a.person_id = r.person_id
        and a.state in ('ATTENDED', 'PARTLY', 'ABSENT_UNTOLD'))::int as committed
    from residents r;

-- All that matching and search know of a task.
create view feed_tasks with (security_invoker = true) as
  select t.id, t.community_id, t.group_id,
      case when t.state = 'OPEN' and (t.apply_until is null or t.apply_until > yui_now()) then 'OPEN'
        when t.state in ('REVIEW', 'OPEN') then 'REVIEW' else 'HIDDEN' end as stage,
      t.kind, t.title, t.description, t.lat, t.lon, t.place_label, t.required_skills,
      t.desired_skills, t.required_licences, t.travel_policy <> 'NONE' as travel_paid, t.created_at,
      coalesce((select jsonb_agg(jsonb_build_object('id', s.id,
          'from', extract(epoch from s.starts_at)::bigint,
          'to', extract(epoch from s.ends_at)::bigint,
          'full', s.taken >= s.capacity) order by s.id)
        from slots s where s.task_id = t.id and not s.whole), '[]') as slots,
      array(select distinct w.kind from task_rewards w where w.task_id = t.id) as thanks,
      array(select distinct word from task_rewards w join produce_items p on p.code = w.item,
        unnest(array[p.ja, p.en]) word where w.task_id = t.id) as produce_words,
      array(select distinct word
        from jsonb_array_elements(t.required_skills || t.desired_skills) asked
          join skills k on k.code = asked ->> 'code',
          unnest(array[k.ja, k.en] || k.synonyms) word) as skill_words,
      c.name || ' ' || c.name_en as community_name, g.name as group_name,
      (select u.value from community_rules u
        where u.community_id = t.community_id and u.rule = 'matching_weights'
          and u.valid_from <= (yui_now() at time zone 'Asia/Tokyo')::date
        order by u.valid_from desc limit 1) as weights
    from tasks t join communities c on c.id = t.community_id join groups g on g.id = t.group_id;

create index tasks_closing on tasks (apply_until) where state = 'OPEN';
create index tasks_by_group on tasks (group_id);

grant select on feed_residents, feed_tasks to yui_app, yui_feeder;
grant select on changes, feed_epoch, produce_items to yui_feeder;
revoke execute on function log_changes(), trim_changes(), begin_feed_epoch() from public;
grant execute on function trim_changes() to yui_feeder;
