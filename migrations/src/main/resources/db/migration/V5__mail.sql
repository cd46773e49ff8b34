-- Letters wait here from the transaction that caused them until the postman has sent them. A row is
-- forgotten some weeks later; what it told stands in the rooms that caused it.
create table outbox (
  id uuid primary key,
  -- 0: somebody waits at the screen (login codes); 1: everything else
  priority smallint not null check (priority in (0, 1)),
  kind text not null,
  lang text not null check (lang in ('ja', 'en')),
  to_address text not null check (length(to_address) <= 254),
  person_id uuid references persons,
  model jsonb not null,
  cause text not null check (length(cause) between 1 and 300),
  created_at timestamptz not null,
  -- also how long the postman who took the letter keeps others from taking it
  next_try_at timestamptz not null,
  attempts int not null default 0,
  last_error text,
  sent_at timestamptz,
  dropped_at timestamptz,
  check (sent_at is null or dropped_at is null),
  constraint outbox_one_letter_per_cause unique (cause, kind, to_address)
);
create index outbox_waiting on outbox (priority, next_try_at)
  where sent_at is null and dropped_at is null;
create index outbox_by_person on outbox (person_id);

-- The built-in mailbox of demonstrations and tests: letters arrive here instead of being sent.
create table mailbox (
  id uuid primary key,
  message_id text not null constraint mailbox_once_per_message unique,
  to_address text not null,
  subject text not null,
  body_text text not null,
  body_html text not null,
  sent_at timestamptz not null
);
create index mailbox_by_address on mailbox (lower(to_address), id);

alter table outbox enable row level security;
alter table outbox force row level security;
create policy system_only on outbox to yui_app
  using ((select yui_is_system())) with check ((select yui_is_system()));
-- Any deed may write to anybody; only the postman reads.
create policy anybody_adds on outbox for insert to yui_app with check (true);

alter table mailbox enable row level security;
alter table mailbox force row level security;
create policy system_only on mailbox to yui_app
  using ((select yui_is_system())) with check ((select yui_is_system()));

grant select, insert, update, delete on outbox to yui_app;
grant select, insert on mailbox to yui_app;
