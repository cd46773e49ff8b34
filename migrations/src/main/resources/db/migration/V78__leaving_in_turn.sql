-- Whoever something keeps waits behind those who can go, and is told once; who has gone is looked after
-- once more and no oftener.
alter table erasures
  add column tried_at timestamptz,
  add column kept_told_at timestamptz,
  add column swept_at timestamptz;
grant update (tried_at, kept_told_at, swept_at) on erasures to yui_app;
update erasures set swept_at = done_at where done_at < now() - interval '2 hours';
drop index erasures_due;
create index erasures_due on erasures (tried_at nulls first, due_at) where done_at is null;
create index erasures_to_sweep on erasures (done_at) where swept_at is null;

-- Letters to others that name somebody who has left, emptied once they have arrived. Answers how many
-- still are on their way.
create function empty_letters() returns int
language plpgsql security definer set search_path = public, pg_temp as $$
begin
  if not yui_is_system() then
    raise exception 'caller_refused' using errcode = '42501';
  end if;
  update outbox o set model = '{}', calendar = ''
    from (select unnest(e.letters) as id from erasures e where e.letters <> '{}') l
   where o.id = l.id and (o.sent_at is not null or o.dropped_at is not null)
     and (o.model, o.calendar) <> ('{}'::jsonb, '');
  update erasures e set letters = array(select l from unnest(e.letters) l
      where exists (select from outbox o
        where o.id = l and o.sent_at is null and o.dropped_at is null))
   where e.letters <> '{}';
  return (select coalesce(sum(cardinality(letters)), 0) from erasures where letters <> '{}');
end $$;
revoke execute on function empty_letters() from public;
grant execute on function empty_letters() to yui_app;
