-- Three roles exist before the first migration: yui_owner runs migrations and owns what they make,
-- yui_app is the server and owns nothing, yui_feeder reads what the search index is made of.
-- yui.db tells each transaction who is asking; the policies below are the second lock.

create extension if not exists btree_gist;

create function yui_person() returns uuid language sql stable
as $$ select nullif(current_setting('yui.person', true), '')::uuid $$;

create function yui_communities() returns uuid[] language sql stable
as $$ select string_to_array(nullif(current_setting('yui.communities', true), ''), ',')::uuid[] $$;

create function yui_is_system() returns boolean language sql stable
as $$ select coalesce(current_setting('yui.system', true), '') = 'on' $$;

-- The server's clock, so that a demonstration can reach Saturday; the wall clock where none is set.
create function yui_now() returns timestamptz language sql stable
as $$ select coalesce(nullif(current_setting('yui.now', true), '')::timestamptz, clock_timestamp()) $$;

grant execute on function yui_person(), yui_communities(), yui_is_system(), yui_now()
  to yui_app, yui_feeder;

-- Persons and how they come in -------------------------------------------------------------------

create table persons (
  id uuid primary key,
  email text not null,
  email_folded text not null constraint persons_once_per_email unique,
  name text not null default '' check (length(name) <= 100),
  phone text not null default '' check (length(phone) <= 40),
  lang text not null default 'ja' check (lang in ('ja', 'en')),
  is_admin boolean not null default false,
  version int not null default 1,
  created_at timestamptz not null
);

create table login_challenges (
  id uuid primary key,
  email_folded text not null,
  code_hash bytea not null,
  browser_hash bytea,
  misses int not null default 0,
  created_at timestamptz not null,
  expires_at timestamptz not null,
  used_at timestamptz
);
create index login_challenges_by_email on login_challenges (email_folded, created_at);

-- One row a login: a page session holds its cookie's hash, an API login a family of refresh tokens.
create table logins (
  id uuid primary key,
  person_id uuid not null references persons,
  kind text not null check (kind in ('PAGE', 'API')),
  secret_hash bytea unique,
  csrf text,
  created_at timestamptz not null,
  seen_at timestamptz not null,
  expires_at timestamptz not null,
  ended_at timestamptz
);
create index logins_by_person on logins (person_id) where ended_at is null;

create table refresh_tokens (
  token_hash bytea primary key,
  login_id uuid not null references logins,
  created_at timestamptz not null,
  replaced_at timestamptz
);
create index refresh_tokens_by_login on refresh_tokens (login_id);

create table signing_keys (
  id uuid primary key,
  algorithm text not null,
  private_pem text not null,
  public_pem text not null,
  created_at timestamptz not null,
  retired_at timestamptz
);

create table idempotency_keys (
  person_id uuid not null,
  path text not null,
  key text not null,
  body_hash bytea not null,
  status int,
  answer text,
  headers text,
  created_at timestamptz not null,
  constraint idempotency_key_in_use primary key (person_id, path, key)
);
create index idempotency_keys_by_age on idempotency_keys (created_at);

create table audit_log (
  id uuid primary key,
  at timestamptz not null,
  person_id uuid,
  community_id uuid,
  deed text not null,
  about jsonb not null default '{}'
);
create index audit_log_by_community on audit_log (community_id, at);

-- Communities ------------------------------------------------------------------------------------

create table communities (
  id uuid primary key,
  code text not null constraint communities_once_per_code unique,
  name text not null check (length(name) between 1 and 100),
  name_en text not null default '',
  about text not null default '' check (length(about) <= 4000),
  lat double precision not null check (lat between 20 and 46),
  lon double precision not null check (lon between 122 and 154),
  office_name text not null default '',
  office_phone text not null default '',
  version int not null default 1,
  created_at timestamptz not null
);

-- Rules are dated rows: the one with the latest valid_from not after the day holds.
create table community_rules (
  community_id uuid not null references communities,
  rule text not null,
  valid_from date not null,
  value jsonb not null,
  source text not null default '',
  decided_by uuid,
  decided_at timestamptz not null,
  primary key (community_id, rule, valid_from)
);

create table districts (
  id uuid primary key,
  community_id uuid not null references communities,
  name text not null,
  lat double precision,
  lon double precision,
  constraint districts_once_per_name unique (community_id, name)
);

create table groups (
  id uuid primary key,
  community_id uuid not null references communities,
  district_id uuid references districts,
  name text not null check (length(name) between 1 and 100),
  about text not null default '' check (length(about) <= 2000),
  created_at timestamptz not null,
  constraint groups_once_per_name unique (community_id, name),
  unique (id, community_id)
);

create table memberships (
  id uuid primary key,
  person_id uuid not null references persons,
  community_id uuid not null references communities,
  group_id uuid,
  role text not null check (role in ('HOST', 'COORDINATOR', 'AUDITOR')),
  desk text check (desk in ('OFFICIAL', 'PRIVATE')),
  given_by uuid,
  created_at timestamptz not null,
  foreign key (group_id, community_id) references groups (id, community_id),
  check ((role = 'HOST') = (group_id is not null)),
  check ((role = 'COORDINATOR') = (desk is not null)),
  constraint memberships_once unique nulls not distinct (person_id, community_id, group_id, role)
);
create index memberships_by_community on memberships (community_id);

-- Row-level security -----------------------------------------------------------------------------

alter table persons enable row level security;
alter table persons force row level security;
create policy own on persons to yui_app
  using ((select yui_is_system()) or id = (select yui_person()))
  with check ((select yui_is_system()) or id = (select yui_person()));
create policy feeder on persons for select to yui_feeder using (true);

alter table login_challenges enable row level security;
alter table login_challenges force row level security;
create policy system_only on login_challenges to yui_app
  using ((select yui_is_system())) with check ((select yui_is_system()));

alter table logins enable row level security;
alter table logins force row level security;
create policy own on logins to yui_app
  using ((select yui_is_system()) or person_id = (select yui_person()))
  with check ((select yui_is_system()) or person_id = (select yui_person()));

alter table refresh_tokens enable row level security;
alter table refresh_tokens force row level security;
create policy system_only on refresh_tokens to yui_app
  using ((select yui_is_system())) with check ((select yui_is_system()));

alter table signing_keys enable row level security;
alter table signing_keys force row level security;
create policy system_only on signing_keys to yui_app
  using ((select yui_is_system())) with check ((select yui_is_system()));

alter table idempotency_keys enable row level security;
alter table idempotency_keys force row level security;
create policy own on idempotency_keys to yui_app
  using ((select yui_is_system()) or person_id = (select yui_person()))
  with check ((select yui_is_system()) or person_id = (select yui_person()));

alter table audit_log enable row level security;
alter table audit_log force row level security;
create policy community on audit_log for select to yui_app
  using ((select yui_is_system()) or community_id = any((select yui_communities())::uuid[]));
create policy anybody_adds on audit_log for insert to yui_app with check (true);

alter table communities enable row level security;
alter table communities force row level security;
create policy everybody_reads on communities for select to yui_app using (true);
create policy staff_writes on communities for update to yui_app
  using ((select yui_is_system()) or id = any((select yui_communities())::uuid[]));
create policy system_adds on communities for insert to yui_app
  with check ((select yui_is_system()) or id = any((select yui_communities())::uuid[]));
create policy feeder on communities for select to yui_feeder using (true);

alter table community_rules enable row level security;
alter table community_rules force row level security;
create policy everybody_reads on community_rules for select to yui_app using (true);
create policy staff_adds on community_rules for insert to yui_app
  with check ((select yui_is_system()) or community_id = any((select yui_communities())::uuid[]));
create policy feeder on community_rules for select to yui_feeder using (true);

alter table districts enable row level security;
alter table districts force row level security;
create policy everybody_reads on districts for select to yui_app using (true);
create policy staff_adds on districts for insert to yui_app
  with check ((select yui_is_system()) or community_id = any((select yui_communities())::uuid[]));

alter table groups enable row level security;
alter table groups force row level security;
create policy everybody_reads on groups for select to yui_app using (true);
create policy staff_adds on groups for insert to yui_app
  with check ((select yui_is_system()) or community_id = any((select yui_communities())::uuid[]));
create policy feeder on groups for select to yui_feeder using (true);

alter table memberships enable row level security;
alter table memberships force row level security;
create policy own_and_staff on memberships to yui_app
  using ((select yui_is_system()) or person_id = (select yui_person())
    or community_id = any((select yui_communities())::uuid[]))
  with check ((select yui_is_system())
    or community_id = any((select yui_communities())::uuid[]));

grant select, insert, update on persons, login_challenges, logins, communities to yui_app;
grant select, insert, update on refresh_tokens, idempotency_keys to yui_app;
grant delete on login_challenges, idempotency_keys, refresh_tokens to yui_app;
grant select, insert on signing_keys, audit_log, community_rules, districts, groups to yui_app;
grant select, insert, delete on memberships to yui_app;
grant select on persons, communities, community_rules, groups to yui_feeder;
