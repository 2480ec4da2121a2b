create sequence incident_numbers as bigint;
create sequence report_numbers as bigint;
grant usage, select on sequence incident_numbers, report_numbers to gezhi_app;

create table incidents (
  district text collate "C" not null,
  id uuid not null,
  number text not null,
  status text not null check (status in ('reported', 'verifying', 'rejected', 'falseAlarm', 'registered', 'selfHandled', 'dispatched', 'returnRequested', 'accepted', 'handling', 'delayRequested', 'suspended', 'transferred', 'escalated', 'feedback', 'rechecking', 'rework', 'closed', 'evaluated', 'reopened', 'merged', 'cancelled', 'archived')),
  -- Where a merged incident stood before, so that unmerge can give it back.
  resume_status text,
  status_since timestamptz not null,
  open boolean not null generated always as (status not in ('rejected', 'falseAlarm', 'closed', 'evaluated', 'archived', 'cancelled', 'merged')) stored,
  urgency text not null check (urgency in ('red', 'orange', 'yellow', 'blue')),
  urgency_rank smallint not null generated always as (case urgency when 'red' then 0 when 'orange' then 1 when 'yellow' then 2 else 3 end) stored,
  category text not null,
  catalogue_version integer not null,
  title text not null,
  description text not null default '',
  address text not null default '',
  lon double precision,
  lat double precision,
  position_source text not null default 'none' check (position_source in ('exif', 'device', 'pin', 'address', 'unit', 'none')),
  -- The deepest unit known; '' never: an unlocated incident stands with the town or district that received it.
  unit text collate "C" not null,
  town text collate "C",
  located boolean not null default true,
  chain_level text not null default 'town' check (chain_level in ('grid', 'village', 'town', 'district')),
  -- Who sees it (product promise 4): the place, the reporter's unit, handlers, assistants, supervisors.
  party_units text[] not null,
  lead_handler text,
  reporter_account uuid,
  opened_at timestamptz not null,
  updated_at timestamptz not null,
  -- When the newest report joined (null: none did), and whether a sensor is among the reporters: what a further report is compared with.
  last_report_at timestamptz,
  by_sensor boolean not null default false,
  -- End of the stage that runs now, projected from the clock; overdue is computed, never stored.
  due_at timestamptz,
  closed_at timestamptz,
  archived_at timestamptz,
  merged_into uuid,
  parent uuid,
  report_count integer not null default 1,
  return_count integer not null default 0,
  delay_count integer not null default 0,
  rework_count integer not null default 0,
  reopen_count integer not null default 0,
  urge_count integer not null default 0,
  appealed boolean not null default false,
  supervised boolean not null default false,
  pinned_until timestamptz,
  sampled boolean not null default false,
  -- Passed the recheck of the round that runs now: only then it may be closed.
  rechecked boolean not null default false,
  -- Who was asked to verify on site, when not the grid of the place.
  verifier text,
  -- When a suspended incident comes back by itself.
  review_at timestamptz,
  simulated boolean not null default false,
  reasons jsonb not null default '{}',
  suggestion jsonb not null default '{}',
  thumbnail text,
  search tsvector,
  timeline_seq integer not null default 0,
  timeline_hash text not null default '',
  primary key (district, id),
  foreign key (district, merged_into) references incidents (district, id),
  foreign key (district, parent) references incidents (district, id),
  check (located or lon is null or lon between -180 and 180)
);
comment on table incidents is 'distributed';
create unique index incidents_number on incidents (district, number);
create index incidents_town_queue on incidents (town, urgency_rank, due_at, id) where open;
create index incidents_town_newest on incidents (town, opened_at desc, id);
create index incidents_unit_open on incidents (unit, urgency_rank, due_at, id) where open;
create index incidents_district_open on incidents (district, urgency_rank, due_at, id) where open and chain_level = 'district';
create index incidents_district_newest on incidents (district, opened_at desc, id);
create index incidents_newest on incidents (opened_at desc, id);
create index incidents_unlocated on incidents (district, opened_at) where open and not located;
create index incidents_open_place on incidents (district, category, lon, lat) where open;
create index incidents_open_address on incidents (district, unit, address) where open and address <> '';
create index incidents_unit_status on incidents (unit, status);
create index incidents_pinned on incidents (pinned_until) where open and pinned_until is not null;
create index incidents_review on incidents (review_at) where status = 'suspended';
create index incidents_closed on incidents (closed_at) where status in ('closed', 'evaluated');
create index incidents_search on incidents using gin (search);
create index incidents_merged on incidents (district, merged_into) where merged_into is not null;
create index incidents_parent on incidents (district, parent) where parent is not null;
alter table incidents enable row level security;
create policy incidents_scope on incidents using (in_scope(party_units)) with check (true);

-- A full-text match is not leakproof, so under row-level security it would be asked of every row. Here it uses its index
-- and gives keys alone, and whether the words stand in what everybody sees of the row (label A); the caller reads the rows under its own scope. Planned anew each time: words differ in frequency.
create function find_incidents_by_words(words tsquery, shown_words tsquery, units text[], handlers text[], only_open boolean, statuses text[], urgencies text[], category_prefix text, before timestamptz, most integer)
  returns table (district text, id uuid, opened_at timestamptz, shown boolean)
  language plpgsql stable security definer set search_path = public, pg_temp as $function$
declare
  places text := (select string_agg(format('i.unit >= %L and i.unit < %L', u, u || '~'), ' or ') from unnest(units) u);
begin
  return query execute
    'select i.district, i.id, i.opened_at, i.search @@ $8 from incidents i where i.search @@ $1 and ('
    || coalesce(places, 'false')
    || case when cardinality(handlers) > 0 then ' or (i.district, i.id) in (select w.district, w.incident from work_orders w where w.handler = any($2))' else '' end
    || ')'
    || case when only_open then ' and i.open' when not only_open then ' and not i.open' else '' end
    || case when statuses is not null then ' and i.status = any($3)' else '' end
    || case when urgencies is not null then ' and i.urgency = any($4)' else '' end
    || case when category_prefix is not null then ' and starts_with(i.category, $5)' else '' end
    || case when before is not null then ' and i.opened_at <= $6' else '' end
    || ' order by i.opened_at desc, i.id limit $7'
    using words, handlers, statuses, urgencies, category_prefix, before, most, shown_words;
end $function$;
revoke execute on function find_incidents_by_words from public;
grant execute on function find_incidents_by_words to gezhi_app;

-- Figures over a whole unit for those who may see its statistics but not its every record; read from indexes alone.
create function count_incidents(unit_from text, unit_to text, at timestamptz, day_end timestamptz)
  returns jsonb
  language sql stable security definer set search_path = public, pg_temp as $function$
  select jsonb_build_object(
    'byStatus', (select coalesce(jsonb_object_agg(status, n), '{}') from (
      select status, count(*) as n from incidents where unit >= unit_from and unit < unit_to group by status) s),
    'open', (select coalesce(jsonb_agg(jsonb_build_object('rank', urgency_rank, 'n', n, 'overdue', overdue, 'dueToday', due_today)), '[]') from (
      select urgency_rank, count(*) as n, count(*) filter (where due_at < at) as overdue,
             count(*) filter (where due_at >= at and due_at < day_end) as due_today
      from incidents where open and unit >= unit_from and unit < unit_to group by urgency_rank) u))
$function$;
revoke execute on function count_incidents from public;
grant execute on function count_incidents to gezhi_app;

-- Rows that hang on an incident are visible with it.
create function incident_visible(d text, i uuid) returns boolean
  language sql stable
  as $$ select exists (select 1 from incidents where district = d and id = i) $$;

create table reports (
  district text collate "C" not null,
  id uuid not null,
  number text not null,
  incident uuid not null,
  client_id uuid not null,
  source text not null check (source in ('gridWorker', 'community', 'resident', 'rider', 'call', 'hotline', 'open311', 'sensor')),
  foreign_system text,
  foreign_number text,
  reporter_account uuid,
  reporter_unit text collate "C",
  reporter_name_enc text,
  reporter_phone_enc text,
  reporter_phone_hash text,
  phone_verified boolean not null default false,
  text text not null default '',
  chosen_category text,
  suggested jsonb not null default '[]',
  lon double precision,
  lat double precision,
  position_source text not null check (position_source in ('exif', 'device', 'pin', 'address', 'unit', 'none')),
  position_accuracy_m real,
  address text not null default '',
  receipt_hash text not null,
  link_score real,
  link_reasons jsonb not null default '[]',
  -- The incident it opened, kept when it is merged away so that unmerge can give it back.
  original_incident uuid not null,
  seen_at timestamptz,
  created_at timestamptz not null,
  simulated boolean not null default false,
  primary key (district, id),
  foreign key (district, incident) references incidents (district, id)
);
comment on table reports is 'distributed';
create index reports_incident on reports (district, incident);
create unique index reports_number on reports (district, number);
create unique index reports_foreign on reports (district, foreign_system, foreign_number) where foreign_number is not null;
create index reports_account on reports (reporter_account, created_at desc) where reporter_account is not null;
alter table reports enable row level security;
create policy reports_scope on reports using (incident_visible(district, incident) or reporter_account::text = current_setting('app.account', true)) with check (true);

create table work_orders (
  district text collate "C" not null,
  id uuid not null,
  incident uuid not null,
  handler text collate "C" not null,
  part text not null check (part in ('lead', 'co')),
  status text not null check (status in ('dispatched', 'returnRequested', 'accepted', 'handling', 'fedBack', 'done', 'withdrawn')),
  active boolean not null generated always as (status not in ('done', 'withdrawn')) stored,
  round integer not null default 1,
  instructions text not null default '',
  reasons jsonb not null default '[]',
  dispatched_by uuid,
  dispatched_at timestamptz not null,
  accepted_by uuid,
  accepted_at timestamptz,
  arrived_at timestamptz,
  fed_back_by uuid,
  fed_back_at timestamptz,
  result text,
  due_at timestamptz,
  urgency_rank smallint not null default 3,
  primary key (district, id),
  foreign key (district, incident) references incidents (district, id)
);
comment on table work_orders is 'distributed';
create index work_orders_incident on work_orders (district, incident);
create index work_orders_handler on work_orders (handler, dispatched_at desc);
create index work_orders_inbox on work_orders (handler, urgency_rank, due_at, id) where status not in ('done', 'withdrawn');
alter table work_orders enable row level security;
create policy work_orders_scope on work_orders using (incident_visible(district, incident)) with check (true);

create table act_requests (
  district text collate "C" not null,
  id uuid not null,
  incident uuid not null,
  work_order uuid,
  kind text not null check (kind in ('return', 'delay', 'suspend', 'transfer', 'crossTown', 'escalation', 'cancel', 'appeal')),
  status text not null check (status in ('pending', 'approved', 'refused', 'lapsed')),
  -- Role and unit that decide, e.g. dutyOfficer of 500103001, districtCentre of 500103.
  decider_role text not null,
  decider_unit text collate "C" not null,
  asked_by uuid,
  asked_by_name text not null,
  asked_at timestamptz not null,
  reason text not null,
  detail jsonb not null default '{}',
  decided_by uuid,
  decided_by_name text,
  decided_at timestamptz,
  note text,
  primary key (district, id),
  foreign key (district, incident) references incidents (district, id)
);
comment on table act_requests is 'distributed';
create index act_requests_incident on act_requests (district, incident);
create index act_requests_pending on act_requests (decider_unit, asked_at) where status = 'pending';
alter table act_requests enable row level security;
create policy act_requests_scope on act_requests using (incident_visible(district, incident)) with check (true);

create table ratings (
  district text collate "C" not null,
  incident uuid not null,
  side text not null check (side in ('reporter', 'townRatesDepartment', 'departmentRatesTown', 'townRatesTown')),
  by text not null,
  satisfied boolean not null,
  stars smallint not null check (stars between 1 and 5),
  comment text,
  at timestamptz not null,
  primary key (district, incident, side, by),
  foreign key (district, incident) references incidents (district, id)
);
comment on table ratings is 'distributed';
alter table ratings enable row level security;
create policy ratings_scope on ratings using (incident_visible(district, incident)) with check (true);

-- Append-only: the application may insert and read, never change or delete.
create table timeline (
  district text collate "C" not null,
  incident uuid not null,
  seq integer not null,
  at timestamptz not null,
  act text not null,
  actor text not null,
  account uuid,
  detail jsonb not null,
  previous_hash text not null,
  hash text not null,
  primary key (district, incident, seq),
  foreign key (district, incident) references incidents (district, id)
);
comment on table timeline is 'distributed';
alter table timeline enable row level security;
create policy timeline_scope on timeline using (incident_visible(district, incident)) with check (true);

create table clocks (
  district text collate "C" not null,
  id uuid not null,
  incident uuid not null,
  work_order uuid,
  -- The request whose decision it limits.
  request uuid,
  stage text not null check (stage in ('verify', 'register', 'accept', 'dispose', 'recheck', 'return', 'delay', 'crossTown', 'district', 'rework', 'overall')),
  urgency text not null check (urgency in ('red', 'orange', 'yellow', 'blue')),
  basis text not null check (basis in ('natural', 'working')),
  budget_ms bigint not null check (budget_ms > 0),
  consumed_ms bigint not null default 0,
  started_at timestamptz not null,
  running_since timestamptz,
  suspended_since timestamptz,
  stopped_at timestamptz,
  -- When the last run ended and where its due instant stood then; empty while it runs.
  settled_at timestamptz,
  settled_due_at timestamptz,
  -- Grows with every start, stop, suspension and resumption: a timer of an older epoch is stale.
  epoch integer not null default 1,
  calendar_version integer not null default 0,
  due_at timestamptz,
  next_rung integer,
  next_rung_at timestamptz,
  primary key (district, id),
  foreign key (district, incident) references incidents (district, id)
);
comment on table clocks is 'distributed';
create index clocks_incident on clocks (district, incident);
create index clocks_stale_calendar on clocks (calendar_version) where running_since is not null and basis = 'working';
create index clocks_due on clocks (next_rung_at) where next_rung_at is not null;
alter table clocks enable row level security;
create policy clocks_scope on clocks using (incident_visible(district, incident)) with check (true);

create table clock_entries (
  district text collate "C" not null,
  clock uuid not null,
  epoch integer not null,
  at timestamptz not null,
  entry text not null check (entry in ('started', 'suspended', 'resumed', 'extended', 'stopped', 'reprojected')),
  amount_ms bigint,
  by text,
  reason text,
  primary key (district, clock, epoch, entry),
  foreign key (district, clock) references clocks (district, id)
);
comment on table clock_entries is 'distributed';

-- Inserting the row is the claim: a rung fires once whatever happens. An extension gives up the claims that lie ahead again.
create table clock_rungs (
  district text collate "C" not null,
  clock uuid not null,
  epoch integer not null,
  rung integer not null,
  fired_at timestamptz not null,
  primary key (district, clock, epoch, rung),
  foreign key (district, clock) references clocks (district, id)
);
comment on table clock_rungs is 'distributed';

create table files (
  district text collate "C" not null,
  id uuid not null,
  sha256 text not null,
  store_key text not null,
  thumbnail_key text,
  type text not null,
  size bigint not null,
  width integer,
  height integer,
  lon double precision,
  lat double precision,
  taken_at timestamptz,
  uploaded_by uuid,
  created_at timestamptz not null,
  primary key (district, id)
);
comment on table files is 'distributed';
create index files_content on files (store_key);
create index files_thumbnail on files (thumbnail_key) where thumbnail_key is not null;
create index files_age on files (created_at);

create table attachments (
  district text collate "C" not null,
  incident uuid not null,
  file_district text collate "C" not null,
  file uuid not null,
  report uuid,
  kind text not null check (kind in ('report', 'before', 'after', 'progress', 'verify', 'recheck', 'document')),
  type text not null,
  has_thumbnail boolean not null default false,
  added_at timestamptz not null,
  primary key (district, incident, file, kind),
  foreign key (district, incident) references incidents (district, id)
);
comment on table attachments is 'distributed';
create index attachments_file on attachments (file_district, file);
alter table attachments enable row level security;
create policy attachments_scope on attachments using (incident_visible(district, incident)) with check (true);

grant select, insert, update on incidents, reports, work_orders, act_requests, ratings, clocks to gezhi_app;
grant select, insert on timeline, clock_entries, clock_rungs to gezhi_app;
grant delete on clock_rungs to gezhi_app;
grant select, insert, update on attachments to gezhi_app;
grant select, insert, update (created_at), delete on files to gezhi_app;
