-- Who is host of a group, for rooms that tell its own deeds from those done for it.
create view group_hosts with (security_invoker = true) as
  select community_id, group_id, person_id from memberships where role = 'HOST';
grant select on group_hosts to yui_app;

-- Whether a desk did to a task what its host may do, so that a history says so.
alter table task_events add column by_desk boolean not null default false;
