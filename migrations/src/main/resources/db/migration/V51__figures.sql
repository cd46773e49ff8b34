-- What the rooms publish to be counted: no names, under the rights of whoever counts.

create view figures_tasks with (security_invoker = true) as
  select k.id, k.community_id, k.group_id, k.state, k.published_at from tasks k;

create view figures_slots with (security_invoker = true) as
  select s.id, s.task_id, k.community_id, k.group_id, k.state, s.starts_at, s.ends_at, s.capacity,
      s.taken
    from slots s join tasks k on k.id = s.task_id;

create view figures_applications with (security_invoker = true) as
  select a.id, a.community_id, a.created_at from applications a;

create view figures_needs with (security_invoker = true) as
  select n.community_id, n.state, n.created_at from needs n;

-- Who was there, with how many, and how long: as told and confirmed, else as long as the slot was.
create view figures_presence with (security_invoker = true) as
  select p.community_id, s.task_id, s.group_id, p.slot_id, p.person_id, s.starts_at,
      coalesce(p.present, 1) as heads,
      coalesce(h.confirmed_minutes, (extract(epoch from s.ends_at - s.starts_at) / 60)::int) as minutes
    from attendance p
    join figures_slots s on s.id = p.slot_id
    left join worked_hours h on h.application_id = p.application_id and h.slot_id = p.slot_id
    where p.state in ('ATTENDED', 'PARTLY');

-- What was earned from payers, by the day it happened; what was corrected is less than nothing.
create view figures_earned with (security_invoker = true) as
  select e.community_id, t.unit, t.purpose, e.amount, t.happened_at
    from entries e
    join accounts a on a.id = e.account_id and a.kind = 'OWED'
    join transfers t on t.id = e.transfer_id
    join accounts p on p.id in (t.debit_account, t.credit_account) and p.kind in ('FUND', 'GROUP');

create view figures_groups with (security_invoker = true) as
  select g.id, g.community_id, g.name from groups g;

grant select on figures_tasks, figures_slots, figures_applications, figures_needs,
  figures_presence, figures_earned, figures_groups to yui_app;
