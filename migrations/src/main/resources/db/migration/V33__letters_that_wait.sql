-- 2: letters that nobody waits for; they go when nothing else is due and leave room in the day's sum.
alter table outbox drop constraint outbox_priority_check,
  add constraint outbox_priority_check check (priority in (0, 1, 2));
create index outbox_by_sending on outbox (sent_at) where sent_at is not null;
