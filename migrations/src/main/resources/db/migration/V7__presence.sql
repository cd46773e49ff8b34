-- What the attendance room shows the other rooms: who was there, told apart as it was told.
create view attendance_facts with (security_invoker = true) as
  select application_id, slot_id, person_id, community_id, state, present, checked_in_at
  from attendance;

-- When a task's work is over, and how many who were to come are not recorded yet.
create view tasks_over with (security_invoker = true) as
  select t.id, t.community_id, t.state, t.over_at,
    (select count(*) from slots l join application_slots s on s.slot_id = l.id
      where l.task_id = t.id and s.state = 'CONFIRMED') as waiting
  from (select k.id, k.community_id, k.state,
      coalesce((select max(l.ends_at) from slots l where l.task_id = k.id), k.apply_until) as over_at
    from tasks k where k.state in ('OPEN', 'CLOSED', 'DONE')) t;

grant select on attendance_facts, tasks_over to yui_app;
