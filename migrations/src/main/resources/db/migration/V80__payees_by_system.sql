-- Hosts have the community's scope, too: what payees were called is read for those alone whose right
-- to papers was checked.
drop policy staff on payees;
create policy system_only on payees for select to yui_app using ((select yui_is_system()));
