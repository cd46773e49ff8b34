-- Receipts and statements of a settlement, as PDFs.
alter table settlement_exports drop constraint settlement_exports_format_check;
alter table settlement_exports add constraint settlement_exports_format_check
  check (format in ('CSV', 'LIST', 'XLSX', 'ZENGIN', 'RECEIPTS', 'STATEMENTS'));

-- Whoever gets something from a frozen run may know of what day it is; their line they see already.
create policy payee on settlements for select to yui_app
  using (exists (select from settlement_lines l
    where l.settlement_id = id and l.person_id = (select yui_person())));
create index settlement_lines_by_person on settlement_lines (person_id);

-- When the work was that somebody is thanked for; work from afar has a deadline instead.
create view ledger_timed_slots with (security_invoker = true) as
  select s.id, s.starts_at, s.ends_at from slots s where not s.whole;
grant select on ledger_timed_slots to yui_app;

-- They learn of a payment of theirs that came back, so that their year does not count it.
create policy payee on settlement_returns for select to yui_app
  using (person_id = (select yui_person()));

-- Whom a community paid in a calendar year, as it was handed in; kept as it was.
create table year_lists (
  id uuid primary key,
  community_id uuid not null references communities,
  year int not null check (year between 2020 and 2100),
  format text not null check (format in ('CSV', 'XLSX', 'PDF')),
  bytes bytea not null,
  sha256 bytea not null,
  made_by uuid not null references persons,
  made_at timestamptz not null
);
create index year_lists_by_community on year_lists (community_id, year, id);
create trigger history_stays before update or delete on year_lists
  for each row execute function history_cannot_change();
create trigger history_stays_whole before truncate on year_lists
  for each statement execute function history_cannot_change();
alter table year_lists enable row level security;
alter table year_lists force row level security;
create policy owner on year_lists to current_user using (true) with check (true);
create policy staff on year_lists to yui_app
  using ((select yui_is_system()) or community_id = any((select yui_communities())::uuid[]))
  with check ((select yui_is_system()) or community_id = any((select yui_communities())::uuid[]));
grant select, insert on year_lists to yui_app;
create index settlements_by_payday on settlements (community_id, paid_at) where paid_at is not null;
