-- Where municipalities lie, as an operator has imported it; everybody may know, nobody changes it
-- but the owner, by ./yui admin geo import.
create table municipality_outlines (
  code text primary key check (code ~ '^[0-9]{5}$'),
  name text not null check (name <> ''),
  -- a point inside, for lists and postal codes
  lat double precision not null,
  lon double precision not null,
  west double precision not null,
  south double precision not null,
  east double precision not null check (east >= west),
  north double precision not null check (north >= south),
  -- yui.places.Rings: hundred-thousandths of a degree, steps from point to point
  rings bytea not null
);
create index municipality_outlines_by_west on municipality_outlines (west, east);
grant select on municipality_outlines to yui_app;
