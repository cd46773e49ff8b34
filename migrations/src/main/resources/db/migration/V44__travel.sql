-- Travel money by distance.

-- By distance: worked out for each person by the community's table, so the task holds no amount.
alter table tasks drop constraint tasks_travel_policy_check;
alter table tasks add constraint tasks_travel_policy_check
  check (travel_policy in ('NONE', 'FIXED', 'ACTUAL', 'DISTANCE'));
