-- What the attendance room shows the other rooms: who was there, told apart as it was told.
create view attendance_facts with (security_invoker = true) as
  select application_id, slot_id, person_id, community_id, state, present, checked_in_at
  from attendance;

-- What is still undecided or unrecorded of a task, for the job that ends it.
create view slots_unrecorded with (security_invoker = true) as
  select s.slot_id, s.application_id, s.community_id
  from application_slots s
  where s.state = 'CONFIRMED';

grant select on attendance_facts, slots_unrecorded to yui_app;
