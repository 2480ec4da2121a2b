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
