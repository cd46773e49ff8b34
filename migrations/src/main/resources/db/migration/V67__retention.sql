-- What has run out goes: each night once, however many servers there are.

-- When the words of an application were taken away because their time was over.
alter table applications add column quiet_at timestamptz;
create index applications_not_quiet on applications (community_id, created_at) where quiet_at is null;

create table retention_runs (
  day date not null,
  -- null: what belongs to no community
  community_id uuid,
  at timestamptz not null,
  constraint retention_once_a_day unique nulls not distinct (day, community_id)
);
alter table retention_runs enable row level security;
alter table retention_runs force row level security;
create policy owner on retention_runs to current_user using (true) with check (true);
create policy system_only on retention_runs to yui_app
  using ((select yui_is_system())) with check ((select yui_is_system()));
grant select, insert, delete on retention_runs to yui_app;

-- Files of payments stay as they were until the years of their law are over; then their owner alone
-- empties them, and their digests stay.
create or replace function history_cannot_change() returns trigger language plpgsql as $$
begin
  if tg_op = 'UPDATE' and tg_table_name in ('settlement_exports', 'year_lists')
      and coalesce(current_setting('yui.expiring', true), '') = 'on'
      and current_user = (select pg_get_userbyid(c.relowner) from pg_class c where c.oid = tg_relid) then
    return new;
  end if;
  raise exception 'history_cannot_change' using errcode = 'YU409', detail =
    jsonb_build_object('table', tg_table_name, 'deed', tg_op)::text;
end $$;

-- A community's: words, names, households, papers of payments from before those moments. Answers how
-- many of each.
create function expire_data(p_community uuid, p_words timestamptz, p_names timestamptz,
  p_households timestamptz, p_payments timestamptz) returns jsonb
language plpgsql security definer set search_path = public, pg_temp as $$
declare
  v_ended uuid[];
  v_n int;
  v_counts jsonb := '{}';
begin
  if not yui_is_system() then
    raise exception 'caller_refused' using errcode = '42501';
  end if;

  v_ended := array(select a.id from applications a
    where a.community_id = p_community and a.quiet_at is null and a.created_at < p_words
      and not exists (select from application_slots s
        where s.application_id = a.id and upper(s.period) >= p_words)
    order by a.created_at limit 500);
  update applications set message = '', quiet_at = yui_now() where id = any (v_ended);
  update application_slots set reason = '' where application_id = any (v_ended) and reason <> '';
  update application_events set reason = '', why = ''
    where application_id = any (v_ended) and (reason, why) <> ('', '');
  update attendance set note = '', reported_words = '', answer = ''
    where application_id = any (v_ended) and (note, reported_words, answer) <> ('', '', '');
  update attendance_events set note = '' where application_id = any (v_ended) and note <> '';
  update worked_hours set note = '' where application_id = any (v_ended) and note <> '';
  update sheet_answers q set words = '' where words <> '' and exists (select from applications a
    where a.id = any (v_ended) and a.task_id = q.task_id and a.person_id = q.person_id);
  update messages set body = '—' where application_id = any (v_ended) and body <> '—';
  update desk_calls set reason = '—' where application_id = any (v_ended) and reason <> '—';
  v_n := coalesce(cardinality(v_ended), 0);
  if v_n > 0 then v_counts := v_counts || jsonb_build_object('applications', v_n); end if;

  delete from companions where ctid = any (array(select c.ctid
    from companions c join applications a on a.id = c.application_id
    where c.community_id = p_community and a.created_at < p_names
      and not exists (select from application_slots s
        where s.application_id = a.id and upper(s.period) >= p_names) limit 2000));
  get diagnostics v_n = row_count;
  if v_n > 0 then v_counts := v_counts || jsonb_build_object('companions', v_n); end if;
  update walk_ins w set name = '—', phone = '' from slots l
    where l.id = w.slot_id and w.community_id = p_community and l.ends_at < p_names
      and (w.name, w.phone) <> ('—', '');
  get diagnostics v_n = row_count;
  if v_n > 0 then v_counts := v_counts || jsonb_build_object('walkIns', v_n); end if;

  delete from need_households h using needs n
    where n.id = h.need_id and h.community_id = p_community and n.changed_at < p_households
      and n.state <> 'TOLD' and not exists (select from tasks k join slots l on l.task_id = k.id
        where k.need_id = n.id and l.ends_at >= p_households);
  get diagnostics v_n = row_count;
  if v_n > 0 then v_counts := v_counts || jsonb_build_object('households', v_n); end if;
  update needs n set teller_name = '', teller_phone = '', place_words = ''
    where n.community_id = p_community and n.changed_at < p_households and n.state <> 'TOLD'
      and (n.teller_name, n.teller_phone, n.place_words) <> ('', '', '')
      and not exists (select from tasks k join slots l on l.task_id = k.id
        where k.need_id = n.id and l.ends_at >= p_households);
  get diagnostics v_n = row_count;
  if v_n > 0 then v_counts := v_counts || jsonb_build_object('needs', v_n); end if;

  perform set_config('yui.expiring', 'on', true);
  update settlement_exports set bytes = '' where community_id = p_community
    and created_at < p_payments and bytes <> '';
  get diagnostics v_n = row_count;
  if v_n > 0 then v_counts := v_counts || jsonb_build_object('settlementFiles', v_n); end if;
  update year_lists set bytes = '' where community_id = p_community and made_at < p_payments
    and bytes <> '';
  get diagnostics v_n = row_count;
  if v_n > 0 then v_counts := v_counts || jsonb_build_object('yearLists', v_n); end if;
  perform set_config('yui.expiring', '', true);
  update travel_claims set receipts = '[]', note = '', reason = ''
    where community_id = p_community and coalesce(decided_at, claimed_at) < p_payments
      and (receipts, note, reason) <> ('[]'::jsonb, '', '');
  get diagnostics v_n = row_count;
  if v_n > 0 then v_counts := v_counts || jsonb_build_object('travelClaims', v_n); end if;
  update travel_purchases set what = '—' where community_id = p_community
    and bought_at < p_payments and what <> '—';
  get diagnostics v_n = row_count;
  if v_n > 0 then v_counts := v_counts || jsonb_build_object('travelPurchases', v_n); end if;
  return v_counts;
end $$;

-- The installation's: old lines of the audit log, logins that ended long ago.
create function expire_log(p_audit timestamptz, p_logins timestamptz) returns jsonb
language plpgsql security definer set search_path = public, pg_temp as $$
declare
  v_lines int;
  v_logins int;
begin
  if not yui_is_system() then
    raise exception 'caller_refused' using errcode = '42501';
  end if;
  delete from audit_log where at < p_audit;
  get diagnostics v_lines = row_count;
  delete from refresh_tokens t using logins l
    where l.id = t.login_id and least(l.ended_at, l.expires_at) < p_logins;
  delete from logins where least(ended_at, expires_at) < p_logins;
  get diagnostics v_logins = row_count;
  return jsonb_strip_nulls(jsonb_build_object('auditLines', nullif(v_lines, 0),
    'logins', nullif(v_logins, 0)));
end $$;

revoke execute on function expire_data(uuid, timestamptz, timestamptz, timestamptz, timestamptz),
  expire_log(timestamptz, timestamptz) from public;
grant execute on function expire_data(uuid, timestamptz, timestamptz, timestamptz, timestamptz),
  expire_log(timestamptz, timestamptz) to yui_app;
