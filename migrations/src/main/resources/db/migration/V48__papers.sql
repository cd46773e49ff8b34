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
