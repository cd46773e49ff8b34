-- Whether a helper's name may stand on a sheet that hangs where everybody reads it; nobody's unless told.
alter table residents add column named_on_sheets boolean not null default false;

-- What a village's sheets are made of: work and its days, who came, what was handed over.
create view sheet_days with (security_invoker = true) as
  select s.id as slot_id, k.id as task_id, k.community_id, k.group_id, k.title, k.state, s.starts_at,
      s.ends_at
    from slots s join tasks k on k.id = s.task_id
    where k.published_at is not null and k.state in ('OPEN', 'CLOSED', 'DONE', 'SETTLED');

create view sheet_names with (security_invoker = true) as
  select r.person_id, r.display_name from residents r where r.named_on_sheets;

create view sheet_given with (security_invoker = true) as
  select h.community_id, k.group_id, h.unit, h.quantity, h.given_at
    from hand_overs h
    join applications a on a.id = h.application_id
    join tasks k on k.id = a.task_id
    where h.unit <> 'JPY';

grant select on sheet_days, sheet_names, sheet_given to yui_app;
