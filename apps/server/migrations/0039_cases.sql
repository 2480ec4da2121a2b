alter table configurations drop constraint configurations_kind_check;
alter table configurations add constraint configurations_kind_check
  check (kind in ('catalogue', 'posts', 'departments', 'calendar', 'limits', 'lists', 'routing', 'keywords', 'deviceProfiles', 'alarmRules', 'wall', 'caseForms'));

-- Forms of incidents (R50 field verification, R52 resettlement and losses): the newest answers; every change is a line of the
-- timeline. Names of persons lie sealed within the answers.
create table incident_forms (
  district text collate "C" not null,
  incident uuid not null,
  form text not null,
  -- The incident it was filled for, kept when that is merged away so that unmerge can give it back.
  original_incident uuid not null,
  -- The form as it was when it was filled: a later edition does not change what was asked.
  definition jsonb not null,
  answers jsonb not null,
  version integer not null check (version > 0),
  filled_by uuid not null,
  filled_name text not null,
  filled_at timestamptz not null,
  primary key (district, original_incident, form),
  foreign key (district, incident) references incidents (district, id)
);
comment on table incident_forms is 'distributed';
create unique index incident_forms_incident on incident_forms (district, incident, form);
alter table incident_forms enable row level security;
create policy incident_forms_scope on incident_forms using (incident_visible(district, incident)) with check (true);
grant select, insert, update on incident_forms to gezhi_app;

-- R53: how long the way was thought to be when somebody set out for a red matter, and from where it was reckoned.
alter table work_orders
  add column way_minutes integer,
  add column way_from text check (way_from in ('person', 'unit')),
  add constraint work_orders_way check ((way_minutes is null) = (way_from is null));

-- Openings of the page that an outside party was sent with its call; the first of each also stands in the audit.
create table way_openings (
  district text collate "C" not null,
  call uuid not null,
  first_at timestamptz not null,
  last_at timestamptz not null,
  times integer not null,
  primary key (district, call),
  foreign key (district, call) references outside_calls (district, id) on delete cascade
);
comment on table way_openings is 'distributed';
alter table way_openings enable row level security;
create policy way_openings_scope on way_openings
  using (exists (select 1 from outside_calls c where c.district = way_openings.district and c.id = way_openings.call)) with check (true);
grant select, insert, update, delete on way_openings to gezhi_app;
