-- What the rooms tell one another, as views ------------------------------------------------------

-- Who is chosen for a task and may know where it is and whom to call.
create view chosen with (security_invoker = true) as
  select distinct a.task_id, s.person_id
    from application_slots s join applications a on a.id = s.application_id
   where s.state in ('SELECTED', 'CONFIRMED', 'DONE');

-- Heads of a slot: those waiting for a decision, those who have a place or had one.
create view slot_heads with (security_invoker = true) as
  select a.task_id, s.slot_id,
      sum(s.heads) filter (where s.state in ('APPLIED', 'WAITLISTED')) as waiting,
      sum(s.heads) filter (where s.state in ('SELECTED', 'CONFIRMED', 'DONE')) as chosen,
      count(*) as ever
    from application_slots s join applications a on a.id = s.application_id
   group by a.task_id, s.slot_id;

grant select on chosen, slot_heads to yui_app;
