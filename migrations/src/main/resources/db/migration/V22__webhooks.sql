-- Addresses of other programs that a community tells what happens; ids and verbs only, never what a
-- person typed: whoever wants to know more asks with rights of their own.
create table webhooks (
  id uuid primary key,
  community_id uuid not null references communities,
  url text not null check (length(url) between 8 and 500),
  -- TASK, APPLICATION, ATTENDANCE
  events text[] not null check (cardinality(events) > 0
    and events <@ array['TASK', 'APPLICATION', 'ATTENDANCE']),
  -- signs what is sent; the receiver has the same one
  secret text not null check (secret like 'whsec\_%'),
  made_by uuid not null references persons,
  made_at timestamptz not null,
  -- nobody answered for days
  paused_at timestamptz,
  constraint webhooks_once_per_address unique (community_id, url)
);

create table webhook_deliveries (
  webhook_id uuid not null references webhooks on delete cascade,
  -- of the event: the same in each try, so that a receiver can drop a repeat
  event_id uuid not null,
  community_id uuid not null,
  type text not null,
  about jsonb not null,
  happened_at timestamptz not null,
  attempts int not null default 0,
  -- also how long whoever took it keeps others from taking it
  next_try_at timestamptz not null,
  delivered_at timestamptz,
  given_up_at timestamptz,
  last_status int,
  last_error text not null default '',
  primary key (webhook_id, event_id),
  check (delivered_at is null or given_up_at is null)
);
create index webhook_deliveries_waiting on webhook_deliveries (next_try_at)
  where delivered_at is null and given_up_at is null;
create index webhook_deliveries_newest on webhook_deliveries (webhook_id, happened_at desc);

do $$
declare t text;
begin
  foreach t in array array['webhooks', 'webhook_deliveries'] loop
    execute format('alter table %I enable row level security', t);
    execute format('alter table %I force row level security', t);
    execute format('create policy owner on %I to current_user using (true) with check (true)', t);
    execute format('create policy staff on %I to yui_app
      using ((select yui_is_system()) or community_id = any((select yui_communities())::uuid[]))
      with check ((select yui_is_system()) or community_id = any((select yui_communities())::uuid[]))',
      t);
  end loop;
end $$;
grant select, insert, delete on webhooks to yui_app;
grant update (paused_at) on webhooks to yui_app;
grant select, delete on webhook_deliveries to yui_app;
grant update (attempts, next_try_at, delivered_at, given_up_at, last_status, last_error)
  on webhook_deliveries to yui_app;

-- Whatever writes an event, whoever does it: no verb can forget to tell.
create function webhooks_hear() returns trigger
language plpgsql security definer set search_path = public, pg_temp as $$
begin
  insert into webhook_deliveries (webhook_id, event_id, community_id, type, about, happened_at,
      next_try_at)
    select w.id, new.id, new.community_id, lower(tg_argv[0]) || '.' ||
          lower(coalesce(to_jsonb(new) ->> 'verb', to_jsonb(new) ->> 'fact')),
        jsonb_strip_nulls(jsonb_build_object(
          'communityId', new.community_id,
          'taskId', to_jsonb(new) -> 'task_id',
          'applicationId', to_jsonb(new) -> 'application_id',
          'slotId', to_jsonb(new) -> 'slot_id',
          'state', to_jsonb(new) -> 'state')),
        new.at, timestamptz '-infinity'
      from webhooks w
      where w.community_id = new.community_id and tg_argv[0] = any (w.events);
  return null;
end $$;
create trigger webhooks_hear_of_tasks after insert on task_events
  for each row execute function webhooks_hear('TASK');
create trigger webhooks_hear_of_applications after insert on application_events
  for each row execute function webhooks_hear('APPLICATION');
create trigger webhooks_hear_of_attendance after insert on attendance_events
  for each row execute function webhooks_hear('ATTENDANCE');
