-- Indexes that are fed from the change log -------------------------------------------------------

-- Each server has an index of its own and says how far it has it on disk. What lies before all of
-- them is forgotten; one that is silent for three days holds nothing back and is built anew.
create table feed_readers (
  id uuid primary key,
  place text not null,
  xid xid8 not null,
  seen_at timestamptz not null default clock_timestamp()
);

create function register_feed_reader(reader uuid, directory text, read_to xid8) returns void
language sql security definer set search_path = public, pg_temp as $$
  insert into feed_readers (id, place, xid) values (reader, directory, read_to)
  on conflict (id) do update
    set place = excluded.place, xid = excluded.xid, seen_at = clock_timestamp();
$$;

-- At most so many rows at once, for a statement has its time.
create or replace function trim_changes() returns void
language sql security definer set search_path = public, pg_temp as $$
  delete from feed_readers where seen_at < clock_timestamp() - interval '3 days';
  with old as (
    select xid, seq from changes where xid < (select min(xid) from feed_readers)
     order by xid, seq limit 20000),
  gone as (
    delete from changes c using old where c.xid = old.xid and c.seq = old.seq returning c.xid)
  update feed_epoch set trimmed_to = greatest(trimmed_to, (select max(xid) from gone))
   where exists (select from gone);
$$;

drop index changes_by_age;

-- A place in the log means something on this history of this database only: a copy elsewhere, a
-- restore to an earlier moment and a standby that took over go on with the same numbers.
create function feed_history() returns uuid
language sql stable security definer set search_path = public, pg_temp as $$
  select md5(concat_ws(' ', epoch, (select oid from pg_database where datname = current_database()),
      (select system_identifier from pg_control_system()),
      substr(pg_walfile_name(pg_current_wal_lsn()), 1, 8)))::uuid
    from feed_epoch;
$$;

create index tasks_open on tasks (id) where state = 'OPEN';

grant select on feed_readers to yui_feeder;
revoke execute on function register_feed_reader(uuid, text, xid8), feed_history() from public;
grant execute on function register_feed_reader(uuid, text, xid8), feed_history() to yui_feeder;
