-- Drawings on the map (标绘): what a commander says about the ground, under an incident or a unit.
alter table live_log drop constraint live_log_kind_check;
alter table live_log add constraint live_log_kind_check
  check (kind in ('incident', 'notice', 'configuration', 'unit', 'presence', 'outbox', 'alarm', 'device', 'hotSpot', 'plot'));

create table plots (
  district text collate "C" not null,
  id uuid not null,
  -- Absent: it hangs on the unit itself.
  incident uuid,
  unit text collate "C" not null,
  kind text not null check (kind in ('commandPost', 'meetingPoint', 'post', 'cordon', 'dangerArea', 'taskArea', 'route', 'evacuation', 'closedRoad', 'distance', 'mark')),
  name text not null,
  note text not null default '',
  geometry jsonb not null,
  west double precision not null,
  south double precision not null,
  east double precision not null,
  north double precision not null,
  version integer not null check (version > 0),
  drawn_by text not null,
  drawn_at timestamptz not null,
  changed_by text not null,
  changed_at timestamptz not null,
  removed_at timestamptz,
  primary key (district, id),
  foreign key (district, incident) references incidents (district, id)
);
comment on table plots is 'distributed';
create index plots_unit on plots (unit, id) where incident is null;
create index plots_incident on plots (district, incident) where incident is not null;
alter table plots enable row level security;
create policy plots_scope on plots
  using (case when incident is null then in_scope(array[unit]) else incident_visible(district, incident) end) with check (true);
grant select, insert, update on plots to gezhi_app;

-- Append-only: every state a drawing ever had, so that any of them can be had back.
create table plot_versions (
  district text collate "C" not null,
  plot uuid not null,
  version integer not null,
  act text not null check (act in ('draw', 'change', 'remove', 'restore')),
  kind text not null,
  name text not null,
  note text not null,
  geometry jsonb not null,
  account uuid not null,
  by_name text not null,
  at timestamptz not null,
  primary key (district, plot, version),
  foreign key (district, plot) references plots (district, id)
);
comment on table plot_versions is 'distributed';
alter table plot_versions enable row level security;
create policy plot_versions_scope on plot_versions
  using (exists (select 1 from plots p where p.district = plot_versions.district and p.id = plot_versions.plot)) with check (true);
grant select, insert on plot_versions to gezhi_app;
