-- Once, as a superuser, on a PostgreSQL (15 or later) of your own; put passwords of your own in.
create role yui_owner login password 'change-1';   -- migrates, owns everything, backs up
create role yui_app login password 'change-2';     -- the server: owns nothing, cannot change the ledger
create role yui_feeder login password 'change-3';  -- reads what the search index is made of
create database yui owner yui_owner;
\c yui
create extension btree_gist;
alter schema public owner to yui_owner;
