create table units (
  code text collate "C" not null,
  valid_from date not null,
  valid_to date,
  successor text collate "C",
  level text not null check (level in ('city', 'district', 'town', 'village', 'grid', 'microGrid')),
  name text not null,
  short_name text not null,
  parent text collate "C",
  lon double precision not null,
  lat double precision not null,
  area_km2 double precision not null default 0,
  approximate boolean not null default true,
  primary key (code, valid_from),
  check (valid_to is null or valid_to > valid_from)
);
comment on table units is 'reference';
create unique index units_current on units (code) where valid_to is null;
create index units_parent on units (parent) where valid_to is null;

create table unit_boundaries (
  code text collate "C" not null,
  valid_from date not null,
  boundary json not null,
  primary key (code, valid_from),
  foreign key (code, valid_from) references units (code, valid_from) on delete cascade
);
comment on table unit_boundaries is 'reference';

grant select, insert, update, delete on units, unit_boundaries to gezhi_app;
