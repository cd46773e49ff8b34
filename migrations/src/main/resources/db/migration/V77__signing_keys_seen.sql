-- When a server last signed with a key. One that this server cannot open and that another still signs
-- with belongs to a server with another file of keys; one that nobody signs with any more goes.
alter table signing_keys add column seen_at timestamptz not null default now();
grant update (seen_at) on signing_keys to yui_app;
