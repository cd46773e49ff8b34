-- When the work of an application is, and who came: travel is paid to whoever made the journey.
create view travel_days with (security_invoker = true) as
  select s.application_id, s.slot_id, l.starts_at, l.ends_at,
      coalesce(p.state, 'UNRECORDED') as attendance
    from application_slots s
    join slots l on l.id = s.slot_id
    left join attendance p on p.application_id = s.application_id and p.slot_id = s.slot_id
    where s.state in ('CONFIRMED', 'DONE');
grant select on travel_days to yui_app;
