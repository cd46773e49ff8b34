-- What people may ask of what is kept about them: a copy, and that it goes.

alter table persons add column erased_at timestamptz;
alter table residents add column left_at timestamptz;

-- A copy that somebody has asked for, sealed, for some days.
create table data_exports (
  id uuid primary key,
  person_id uuid not null references persons,
  key_id text not null check (key_id ~ '^[0-9a-f]{8}$'),
  sealed bytea not null,
  made_at timestamptz not null,
  ends_at timestamptz not null check (ends_at > made_at)
);
create index data_exports_by_person on data_exports (person_id, id);
create index data_exports_by_end on data_exports (ends_at);
create index data_exports_by_key on data_exports (key_id);

-- Who wants to leave, from when they may no longer think better of it, and that they have left: an
-- opaque id, which restoring an older backup reads so that it brings nobody back.
create table erasures (
  person_id uuid primary key references persons,
  asked_at timestamptz not null,
  due_at timestamptz not null check (due_at >= asked_at),
  done_at timestamptz,
  -- letters to others that were on their way and name them: emptied once they have arrived
  letters uuid[] not null default '{}'
);
create index erasures_due on erasures (due_at) where done_at is null;

do $$
declare t text;
begin
  foreach t in array array['data_exports', 'erasures'] loop
    execute format('alter table %I enable row level security', t);
    execute format('alter table %I force row level security', t);
    execute format('create policy owner on %I to current_user using (true) with check (true)', t);
    execute format('create policy own on %I to yui_app
      using ((select yui_is_system()) or person_id = (select yui_person()))
      with check ((select yui_is_system()) or person_id = (select yui_person()))', t);
  end loop;

  -- The functions below run as the owner, whom forced policies bind, too.
  foreach t in array array['persons', 'login_challenges', 'logins', 'refresh_tokens',
    'idempotency_keys', 'audit_log', 'memberships', 'residents', 'resident_skills',
    'resident_licences', 'bases', 'stays', 'availability', 'needs',
    'need_events', 'need_households', 'tasks', 'slots', 'invitations', 'applications', 'companions',
    'application_slots', 'application_events', 'attendance', 'attendance_events', 'worked_hours',
    'answer_links', 'sheet_answers', 'interests', 'saved_searches', 'messages', 'desk_calls',
    'words_of_thanks', 'outbox', 'mailbox', 'mail_unwanted', 'mail_keys', 'calendar_keys',
    'identity_checks', 'blocks', 'photos', 'photo_sizes', 'unfinished', 'walk_ins', 'incidents', 'reports'] loop
    if not exists (select from pg_policies p where p.tablename = t and p.policyname = 'owner') then
      execute format('create policy owner on %I to current_user using (true) with check (true)', t);
    end if;
  end loop;
end $$;
grant select, insert, delete on data_exports to yui_app;
grant update (key_id, sealed) on data_exports to yui_app;
grant select, insert, delete on erasures to yui_app;

-- Nobody is found, and nothing computed, of whoever has left.
drop policy feeder on residents;
create policy feeder on residents for select to yui_feeder using (left_at is null);

-- A last click in another window, while somebody leaves, starts nothing any more.
create function gone_apply_no_more() returns trigger
language plpgsql security definer set search_path = public, pg_temp as $$
begin
  perform from residents r where r.person_id = new.person_id and r.left_at is null for key share;
  if not found then
    raise exception 'login_needed' using errcode = 'YU401';
  end if;
  return new;
end $$;
create trigger gone_apply_no_more before insert on applications
  for each row execute function gone_apply_no_more();

-- What must end before somebody can leave, each with what it is about.
create function what_keeps(p_person uuid) returns table (code text, about jsonb)
language plpgsql stable security definer set search_path = public, pg_temp as $$
declare
  v_now constant timestamptz := yui_now();
begin
  if not (yui_is_system() or p_person is not distinct from yui_person()) then
    raise exception 'caller_refused' using errcode = '42501';
  end if;

  -- work that somebody counts on
  return query
    select 'work_ahead', jsonb_build_object('id', k.id, 'title', k.title, 'at', lower(s.period))
      from application_slots s
      join applications a on a.id = s.application_id join tasks k on k.id = a.task_id
     where s.person_id = p_person and s.state in ('SELECTED', 'OFFERED', 'CONFIRMED')
       and upper(s.period) > v_now
     order by lower(s.period);
  -- work of which nobody has said yet that they came: thanks may follow
  return query
    select 'attendance_open', jsonb_build_object('id', k.id, 'title', k.title, 'at', lower(s.period))
      from application_slots s
      join applications a on a.id = s.application_id join tasks k on k.id = a.task_id
      left join attendance p on p.application_id = s.application_id and p.slot_id = s.slot_id
     where s.person_id = p_person and s.state = 'CONFIRMED' and upper(s.period) <= v_now
       and coalesce(p.state, 'UNRECORDED') = 'UNRECORDED'
     order by lower(s.period);
  return query
    select 'thanks_owed', jsonb_build_object('id', a.community_id, 'community', c.name,
        'unit', a.unit, 'amount', sum(b.credits_posted + b.credits_pending - b.debits_posted))
      from accounts a join balances b on b.account_id = a.id join communities c on c.id = a.community_id
     where a.kind = 'OWED' and a.owner_id = p_person
     group by a.community_id, c.name, a.unit
    having sum(b.credits_posted + b.credits_pending - b.debits_posted) > 0
     order by c.name, a.unit;
  -- money that waits for a second pair of eyes, or that a bank may still send back
  return query
    select 'payment_on_its_way', jsonb_build_object('id', c.id, 'community', c.name)
      from communities c
     where exists (select from ledger_vouchers v where v.community_id = c.id
         and v.person_id = p_person and v.state = 'WAITING')
       or exists (select from settlement_lines l join settlements r on r.id = l.settlement_id
         where l.community_id = c.id and l.person_id = p_person and l.unit = 'JPY'
           and r.paid_at > v_now - interval '14 days')
     order by c.name;
  return query
    select 'need_open', jsonb_build_object('id', k.id, 'title', k.title)
      from needs n join tasks k on k.need_id = n.id
     where n.teller_id = p_person and k.state in ('REVIEW', 'OPEN', 'CLOSED', 'POSTPONED')
       and exists (select from slots l where l.task_id = k.id and l.ends_at > v_now);
  return query
    select 'on_call', jsonb_build_object('id', k.id, 'title', k.title)
      from persons p join tasks k
        on p.phone <> '' and p.phone in (k.on_call_phone, k.on_call_backup_phone)
     where p.id = p_person and k.state in ('REVIEW', 'OPEN', 'CLOSED', 'POSTPONED')
       and exists (select from slots l where l.task_id = k.id and l.ends_at > v_now);
  -- a group with open work, a community's desk, an installation that nobody else looks after
  return query
    select 'last_host', jsonb_build_object('id', g.id, 'title', g.name)
      from memberships m join groups g on g.id = m.group_id
     where m.person_id = p_person and m.role = 'HOST'
       and not exists (select from memberships o where o.group_id = m.group_id and o.role = 'HOST'
         and o.person_id <> p_person)
       and exists (select from tasks k where k.group_id = m.group_id
         and k.state in ('REVIEW', 'OPEN', 'CLOSED', 'POSTPONED'));
  return query
    select 'last_coordinator', jsonb_build_object('id', c.id, 'title', c.name)
      from memberships m join communities c on c.id = m.community_id
     where m.person_id = p_person and m.role = 'COORDINATOR'
       and not exists (select from memberships o where o.community_id = m.community_id
         and o.role = 'COORDINATOR' and o.desk = m.desk and o.person_id <> p_person);
  return query
    select 'last_admin', '{}'::jsonb from persons p where p.id = p_person and p.is_admin
       and not exists (select from persons o where o.is_admin and o.locked_at is null
         and o.id <> p_person);
end $$;

-- Takes away all that says something about somebody. The row of the person stays, without a word,
-- for the books and the audit log name its id. Done again it does the same. The register
-- (privacy/register.yaml) tells which column why; a test holds the two together.
create function erase_person(p_person uuid) returns void
language plpgsql security definer set search_path = public, pg_temp as $$
declare
  v_now constant timestamptz := yui_now();
  v_gone constant text := '退会した人';
  p persons;
  v_names text[];
  v_letters uuid[];
begin
  if not yui_is_system() then
    raise exception 'caller_refused' using errcode = '42501';
  end if;
  -- whoever is about to write something of theirs waits, or is waited for
  select * into p from persons where id = p_person for update;
  if not found then return; end if;
  perform from residents where person_id = p_person for update;

  select array_agg(distinct n) into v_names from unnest(array[p.name, p.email,
      (select r.display_name from residents r where r.person_id = p_person)]) as n
    where length(n) > 1 and n <> v_gone and p.erased_at is null;

  with withdrawn as (
    update application_slots set state = 'WITHDRAWN', changed_at = v_now
      where person_id = p_person and state in ('APPLIED', 'WAITLISTED')
      returning application_id, slot_id, community_id)
  insert into application_events (id, application_id, community_id, slot_id, at, by_person, verb,
      state, acted_as)
    select gen_random_uuid(), w.application_id, w.community_id, w.slot_id, v_now, p_person,
        'withdraw', 'WITHDRAWN', 'RESIDENT'
      from withdrawn w;
  update applications a set live = false where a.person_id = p_person and a.live
    and not exists (select from application_slots s where s.application_id = a.id
      and s.state not in ('DECLINED', 'WITHDRAWN', 'CANCELLED_BY_HOST', 'EXPIRED'));

  -- how they came in
  delete from refresh_tokens where login_id in (select id from logins where person_id = p_person);
  delete from logins where person_id = p_person;
  delete from login_challenges where email_folded = p.email_folded;
  delete from login_devices where person_id = p_person;
  delete from passkeys where person_id = p_person;
  delete from totp_secrets where person_id = p_person;
  delete from recovery_codes where person_id = p_person;
  delete from paper_codes where person_id = p_person;
  -- what was answered to others about them is of no use after two days
  delete from idempotency_keys
    where person_id = p_person or created_at < v_now - interval '2 days';
  delete from memberships where person_id = p_person;

  -- their profile, where and when they are
  delete from resident_skills where person_id = p_person;
  delete from resident_licences where person_id = p_person;
  delete from stays where person_id = p_person;
  delete from bases where person_id = p_person;
  delete from availability where person_id = p_person;
  delete from availability_weeks where person_id = p_person;
  delete from interests where person_id = p_person;
  delete from invitations where person_id = p_person;
  delete from saved_searches where person_id = p_person;
  delete from food_needs where person_id = p_person;
  delete from party_food_needs where person_id = p_person;
  delete from bank_accounts where person_id = p_person;

  -- their work: that and when it was stays for the community, no word of it
  update applications set message = '' where person_id = p_person and message <> '';
  delete from companions where application_id in
    (select id from applications where person_id = p_person);
  update application_slots set reason = '' where person_id = p_person and reason <> '';
  update application_events set reason = '', why = '' where application_id in
    (select id from applications where person_id = p_person) and (reason, why) <> ('', '');
  update attendance set note = '', reported_words = '', answer = ''
    where person_id = p_person and (note, reported_words, answer) <> ('', '', '');
  update attendance_events set note = '' where person_id = p_person and note <> '';
  update worked_hours set note = '' where person_id = p_person and note <> '';
  update sheet_answers set words = '' where person_id = p_person and words <> '';
  delete from answer_links where person_id = p_person;
  update hand_overs set note = '' where person_id = p_person and note <> '';

  -- what was said, by them and to them
  update messages set body = '—' where body <> '—' and (from_person = p_person or application_id in
    (select id from applications where person_id = p_person));
  update desk_calls set reason = '—' where reason <> '—' and (called_by = p_person
    or application_id in (select id from applications where person_id = p_person));
  delete from words_of_thanks where person_id = p_person;
  delete from outbox where person_id = p_person or lower(to_address) = p.email_folded;
  update outbox o set model = '{}', calendar = ''
    where (o.sent_at is not null or o.dropped_at is not null)
      and (o.id = any ((select e.letters from erasures e where e.person_id = p_person)::uuid[])
        or exists (select from jsonb_each_text(o.model) v, unnest(v_names) n
          where strpos(v.value, n) > 0));
  -- those that are on their way to others are emptied later, when they have arrived
  v_letters := array(select o.id from outbox o where o.sent_at is null and o.dropped_at is null
    and exists (select from jsonb_each_text(o.model) v, unnest(v_names) n
      where strpos(v.value, n) > 0));
  delete from mailbox where lower(to_address) = p.email_folded;
  delete from mail_unwanted where person_id = p_person;
  delete from mail_keys where person_id = p_person;
  delete from calendar_keys where person_id = p_person;
  delete from identity_checks where person_id = p_person;
  delete from blocks where person_id = p_person;

  -- problems they told, pictures, what they were writing
  update need_events set words = '' where words <> '' and need_id in
    (select id from needs where teller_id = p_person);
  delete from need_households where need_id in (select id from needs where teller_id = p_person);
  update needs set words = '—', place_words = '', answer = '', teller_name = '', teller_phone = ''
    where teller_id = p_person;
  delete from photo_sizes where photo_id in (select id from photos where by_person = p_person);
  update photos set alt = '—', removed_at = coalesce(removed_at, v_now),
      removed_by = coalesce(removed_by, p_person)
    where by_person = p_person and alt <> '—';
  update tasks set on_call_name = '', on_call_phone = ''
    where p.phone <> '' and on_call_phone = p.phone;
  update tasks set on_call_backup_name = '', on_call_backup_phone = ''
    where p.phone <> '' and on_call_backup_phone = p.phone;
  delete from begun_tasks where person_id = p_person;
  delete from unfinished where person_id = p_person;

  delete from data_exports where person_id = p_person;
  -- of journeys that nobody was paid for nothing needs to be shown
  delete from travel_receipts where claim_id in
    (select id from travel_claims where person_id = p_person and state <> 'APPROVED');
  update travel_claims set receipts = '[]', note = '', reason = ''
    where person_id = p_person and state <> 'APPROVED';

  update residents set display_name = v_gone, intro = '', findable = 'NOBODY',
      findable_communities = '{}', max_distance_km = null, reward_wishes = '{}', has_car = false,
      languages = '{}', named_on_sheets = false, left_at = coalesce(left_at, v_now),
      changed_at = v_now
    where person_id = p_person;
  update persons set email = 'erased-' || p_person || '@erased.invalid',
      email_folded = 'erased-' || p_person || '@erased.invalid', name = v_gone, phone = '',
      lang = 'ja', is_admin = false, locked_at = coalesce(locked_at, v_now),
      erased_at = coalesce(erased_at, v_now), version = version + 1
    where id = p_person;
  insert into erasures (person_id, asked_at, due_at, done_at, letters)
    values (p_person, v_now, v_now, v_now, v_letters)
    on conflict (person_id) do update set done_at = coalesce(erasures.done_at, v_now),
      letters = erasures.letters || excluded.letters;
end $$;

-- Somebody leaves whose time to think better of it is over and whom nothing keeps; whether they did.
create function let_go(p_person uuid) returns boolean
language plpgsql security definer set search_path = public, pg_temp as $$
begin
  if not yui_is_system() then
    raise exception 'caller_refused' using errcode = '42501';
  end if;
  -- one at a time on all servers: the last two of a desk must not both find each other still there
  perform pg_advisory_xact_lock(hashtextextended('yui.let_go', 0));
  perform from erasures e where e.person_id = p_person and e.done_at is null
    and e.due_at <= yui_now() for update skip locked;
  if not found then return false; end if;
  -- taken first, so that nobody is chosen between the look and the end
  perform from application_slots s where s.person_id = p_person order by s.slot_id for update;
  if exists (select from what_keeps(p_person)) then return false; end if;
  perform erase_person(p_person);
  return true;
end $$;

revoke execute on function what_keeps(uuid), erase_person(uuid), let_go(uuid), gone_apply_no_more()
  from public;
grant execute on function what_keeps(uuid), erase_person(uuid), let_go(uuid) to yui_app;
