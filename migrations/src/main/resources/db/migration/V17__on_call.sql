-- When an office is closed, somebody must answer the telephone: a person and another for when the
-- first does not.
alter table tasks
  add column on_call_backup_name text not null default '' check (length(on_call_backup_name) <= 100),
  add column on_call_backup_phone text not null default '' check (length(on_call_backup_phone) <= 40);

-- The country's holidays as the Cabinet Office lists them; a community's own closing days stand in its
-- rule office_hours.
create table public_holidays (
  day date primary key,
  name text not null
);

insert into public_holidays (day, name) values
  ('2026-01-01', '元日'), ('2026-01-12', '成人の日'), ('2026-02-11', '建国記念の日'),
  ('2026-02-23', '天皇誕生日'), ('2026-03-20', '春分の日'), ('2026-04-29', '昭和の日'),
  ('2026-05-03', '憲法記念日'), ('2026-05-04', 'みどりの日'), ('2026-05-05', 'こどもの日'),
  ('2026-05-06', '休日'), ('2026-07-20', '海の日'), ('2026-08-11', '山の日'),
  ('2026-09-21', '敬老の日'), ('2026-09-22', '休日'), ('2026-09-23', '秋分の日'),
  ('2026-10-12', 'スポーツの日'), ('2026-11-03', '文化の日'), ('2026-11-23', '勤労感謝の日'),
  ('2027-01-01', '元日'), ('2027-01-11', '成人の日'), ('2027-02-11', '建国記念の日'),
  ('2027-02-23', '天皇誕生日'), ('2027-03-21', '春分の日'), ('2027-03-22', '休日'),
  ('2027-04-29', '昭和の日'), ('2027-05-03', '憲法記念日'), ('2027-05-04', 'みどりの日'),
  ('2027-05-05', 'こどもの日'), ('2027-07-19', '海の日'), ('2027-08-11', '山の日'),
  ('2027-09-20', '敬老の日'), ('2027-09-23', '秋分の日'), ('2027-10-11', 'スポーツの日'),
  ('2027-11-03', '文化の日'), ('2027-11-23', '勤労感謝の日');

grant select on public_holidays to yui_app;
