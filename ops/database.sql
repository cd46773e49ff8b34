-- Once, as a superuser, on a PostgreSQL (15 or later) of your own. The passwords are yours: they come
-- from the environment, and without all three nothing is made.
--   YUI_OWNER_PASSWORD=… YUI_APP_PASSWORD=… YUI_FEEDER_PASSWORD=… psql -f ops/database.sql
\set ON_ERROR_STOP on
\getenv owner YUI_OWNER_PASSWORD
\getenv app YUI_APP_PASSWORD
\getenv feeder YUI_FEEDER_PASSWORD
\if :{?owner}
\else
  do $$ begin raise exception 'YUI_OWNER_PASSWORD is missing'; end $$;
\endif
\if :{?app}
\else
  do $$ begin raise exception 'YUI_APP_PASSWORD is missing'; end $$;
\endif
\if :{?feeder}
\else
  do $$ begin raise exception 'YUI_FEEDER_PASSWORD is missing'; end $$;
\endif
create role yui_owner login password :'owner';   -- migrates, owns everything, backs up
create role yui_app login password :'app';       -- the server: owns nothing, cannot change the ledger
create role yui_feeder login password :'feeder'; -- reads what the search index is made of
create database yui owner yui_owner;
\c yui
create extension btree_gist;
alter schema public owner to yui_owner;
