-- The groups that whoever asked was host of, where they asked as a host: what was made is read again
-- only by whoever is still host of all of them.
alter table errands add column group_ids uuid[] not null default '{}';
