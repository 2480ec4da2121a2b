alter table live_log drop constraint live_log_kind_check;
alter table live_log add constraint live_log_kind_check
  check (kind in ('incident', 'notice', 'configuration', 'unit', 'presence', 'outbox', 'alarm', 'device', 'hotSpot'));

create sequence hot_spot_numbers as bigint;
create sequence issue_class_numbers as bigint;
grant usage, select on sequence hot_spot_numbers, issue_class_numbers to gezhi_app;

-- Incidents whose kind, place or standing changed since they were last looked at. Added with the change, taken by a job:
-- whoever reports waits for nobody.
create table occurrence_changes (
  district text collate "C" not null,
  id uuid not null
) with (autovacuum_vacuum_scale_factor = 0, autovacuum_vacuum_threshold = 5000);
comment on table occurrence_changes is 'distributed';
grant select, insert, delete on occurrence_changes to gezhi_app;

-- What turned out to be nothing, or the same as another, is no occurrence.
create function is_occurrence(status text) returns boolean
  language sql immutable parallel safe
  return status not in ('rejected', 'falseAlarm', 'merged', 'cancelled');

create function note_new_occurrences() returns trigger
  language plpgsql security definer set search_path = public, pg_temp as $function$
begin
  insert into occurrence_changes select district, id from fresh;
  return null;
end $function$;
create trigger incidents_occurrences_new after insert on incidents referencing new table as fresh for each statement execute function note_new_occurrences();

create function note_occurrence() returns trigger
  language plpgsql security definer set search_path = public, pg_temp as $function$
begin
  insert into occurrence_changes values (new.district, new.id);
  return null;
end $function$;
create trigger incidents_occurrences_changed after update on incidents for each row
  when ((old.category, old.unit, old.lon, old.lat, old.address, is_occurrence(old.status)) is distinct from (new.category, new.unit, new.lon, new.lat, new.address, is_occurrence(new.status)))
  execute function note_occurrence();

-- What happened before the platform, told by a file. It is counted, and is no incident: nobody works on it and no figure of the work has it.
create table past_cases (
  district text collate "C" not null,
  id uuid not null,
  system text not null,
  number text not null,
  category text collate "C" not null,
  happened_at timestamptz not null,
  unit text collate "C" not null,
  lon double precision not null,
  lat double precision not null,
  address text not null default '',
  simulated boolean not null default false,
  imported_at timestamptz not null,
  imported_by uuid not null,
  imported_by_name text not null,
  primary key (district, id),
  unique (district, system, number)
);
comment on table past_cases is 'distributed';
create index past_cases_number on past_cases (system, number);
alter table past_cases enable row level security;
create policy past_cases_scope on past_cases using (in_scope(array[unit])) with check (true);
grant select, insert on past_cases to gezhi_app;

-- Everything that happened, as far as recurrence asks: once an incident or past case, whatever becomes of it.
create table occurrences (
  district text collate "C" not null,
  id uuid not null,
  origin text not null check (origin in ('incident', 'past')),
  category text collate "C" not null,
  unit text collate "C" not null,
  town text collate "C",
  lon double precision,
  lat double precision,
  -- H3, resolution 9: edges of about 200 m.
  cell bigint,
  street text collate "C" not null default '',
  -- A key place within 100 m.
  place uuid,
  -- When it was seen, as its first report says; else when it was reported.
  happened_at timestamptz not null,
  counts boolean not null,
  simulated boolean not null default false,
  hot_spot uuid,
  primary key (district, id)
);
comment on table occurrences is 'distributed';
create index occurrences_near on occurrences (category, cell, happened_at) where counts and cell is not null;
create index occurrences_hot_spot on occurrences (hot_spot) where hot_spot is not null;
create index occurrences_period on occurrences (happened_at) include (unit, category, cell, street) where counts;
create index occurrences_town on occurrences (town, happened_at) where counts;
alter table occurrences enable row level security;
create policy occurrences_scope on occurrences using (in_scope(array[unit])) with check (true);
grant select, insert, update on occurrences to gezhi_app;

create table issue_classes (
  district text collate "C" not null,
  id uuid not null,
  number text not null,
  name text not null,
  category text collate "C" not null,
  unit text collate "C" not null,
  -- The unit and the owner.
  party_units text[] not null,
  hypothesis text not null,
  owner text collate "C" not null,
  status text not null check (status in ('analysing', 'acting', 'watching', 'solved', 'dropped')),
  ended boolean not null generated always as (status in ('solved', 'dropped')) stored,
  baseline_from timestamptz not null,
  effect_from timestamptz,
  created_at timestamptz not null,
  created_by_name text not null,
  ended_at timestamptz,
  simulated boolean not null default false,
  version integer not null default 1,
  primary key (district, id),
  unique (district, number)
);
comment on table issue_classes is 'distributed';
create index issue_classes_newest on issue_classes (ended, id desc);
alter table issue_classes enable row level security;
create policy issue_classes_scope on issue_classes using (in_scope(party_units)) with check (true);
grant select, insert, update on issue_classes to gezhi_app;

create table hot_spots (
  district text collate "C" not null,
  id uuid not null,
  number text not null,
  category text collate "C" not null,
  -- A town, or what the towns have in common.
  unit text collate "C" not null,
  -- The towns its members lie in.
  party_units text[] not null,
  lon double precision not null,
  lat double precision not null,
  cell bigint not null,
  street text not null,
  place uuid,
  -- The limits it was raised under.
  metres integer not null,
  days integer not null,
  enough integer not null,
  status text not null check (status in ('open', 'classified', 'closed')),
  members integer not null,
  first_at timestamptz not null,
  last_at timestamptz not null,
  raised_at timestamptz not null,
  of_past boolean not null,
  previous uuid,
  closed_at timestamptz,
  closed_by_name text,
  reason text,
  class_district text collate "C",
  issue_class uuid,
  simulated boolean not null default false,
  primary key (district, id),
  unique (district, number)
);
comment on table hot_spots is 'distributed';
create index hot_spots_id on hot_spots (id);
create index hot_spots_near on hot_spots (category, cell);
create index hot_spots_newest on hot_spots (status, id desc);
create index hot_spots_class on hot_spots (issue_class) where issue_class is not null;
alter table hot_spots enable row level security;
create policy hot_spots_scope on hot_spots using (in_scope(party_units)) with check (true);
grant select, insert, update on hot_spots to gezhi_app;

create table issue_measures (
  district text collate "C" not null,
  issue_class uuid not null,
  id uuid not null,
  kind text not null check (kind in ('verify', 'option', 'project')),
  text text not null,
  quantity integer,
  unit_cost double precision,
  years double precision,
  due date,
  status text not null check (status in ('planned', 'doing', 'done', 'dropped')),
  chosen boolean not null default false,
  result text not null default '',
  primary key (district, issue_class, id),
  foreign key (district, issue_class) references issue_classes (district, id)
);
comment on table issue_measures is 'distributed';
create function issue_class_visible(d text, i uuid) returns boolean
  language sql stable
  as $$ select exists (select 1 from issue_classes where district = d and id = i) $$;
alter table issue_measures enable row level security;
create policy issue_measures_scope on issue_measures using (issue_class_visible(district, issue_class)) with check (true);
grant select, insert, update on issue_measures to gezhi_app;

-- What became of a card or a class. Nobody changes it later.
create table hot_spot_steps (
  district text collate "C" not null,
  of_card boolean not null,
  subject uuid not null,
  id uuid not null,
  at timestamptz not null,
  act text not null,
  actor text,
  reason text,
  detail jsonb not null default '{}',
  primary key (district, subject, id)
);
comment on table hot_spot_steps is 'distributed';
create function hot_spot_visible(d text, i uuid) returns boolean
  language sql stable
  as $$ select exists (select 1 from hot_spots where district = d and id = i) $$;
alter table hot_spot_steps enable row level security;
create policy hot_spot_steps_scope on hot_spot_steps
  using (case when of_card then hot_spot_visible(district, subject) else issue_class_visible(district, subject) end) with check (true);
grant select, insert on hot_spot_steps to gezhi_app;

-- The cell of a coarser resolution that a cell of resolution 9 lies in: the resolution's four bits, and the digits below it set.
create function cell_parent(cell bigint, resolution integer) returns bigint
  language sql immutable parallel safe
  return (cell & ~(15::bigint << 52)) | (resolution::bigint << 52) | (((1::bigint << (45 - 3 * resolution)) - 1) & ~((1::bigint << 18) - 1));

-- Counts over a whole unit, for those who may see its statistics but not its every record: numbers, no record.
create function count_recurrences(what text, unit_from text, unit_to text, category_prefix text, since timestamptz, until timestamptz, enough integer, most integer)
  returns table (key text, category text, town text, lon double precision, lat double precision, n integer, recent integer, before integer, first_at timestamptz, last_at timestamptz)
  language plpgsql stable security definer set search_path = public, pg_temp set jit = off as $function$
declare
  keys text := case what when 'street' then 'o.street' when 'place' then 'o.place::text' when 'cell' then 'cell_parent(o.cell, 8)::text' else 'o.town' end;
  place text := case what when 'street' then 'o.town' when 'town' then 'o.town' else 'null::text' end;
begin
  return query execute format(
    $q$select %1$s, o.category, %2$s, avg(o.lon), avg(o.lat), count(*)::int,
        count(*) filter (where o.happened_at >= $5 - interval '30 days')::int,
        count(*) filter (where o.happened_at >= $5 - interval '60 days' and o.happened_at < $5 - interval '30 days')::int, min(o.happened_at), max(o.happened_at)
      from occurrences o
      where o.counts and o.happened_at >= $4 and o.happened_at < $5 and o.unit >= $1 and o.unit < $2 and %3$s and starts_with(o.category, $3) and coalesce(%1$s, '') <> ''
      group by 1, 2, 3 having count(*) >= $6 order by 6 desc, 10 desc, 1, 2 limit $7$q$,
    keys, place, case when length(unit_from) = 9 then 'o.town = $1' else 'true' end)
  using unit_from, unit_to, category_prefix, since, until, enough, most;
end $function$;
revoke execute on function count_recurrences from public;
grant execute on function count_recurrences to gezhi_app;

create function count_cells(unit_from text, unit_to text, category_prefix text, since timestamptz, until timestamptz, resolution integer, most integer)
  returns table (cell bigint, n integer)
  language plpgsql stable security definer set search_path = public, pg_temp set jit = off as $function$
begin
  return query execute format(
    $q$select cell_parent(o.cell, $6), count(*)::int from occurrences o
      where o.counts and o.cell is not null and o.happened_at >= $4 and o.happened_at < $5 and o.unit >= $1 and o.unit < $2 and %s and starts_with(o.category, $3)
      group by 1 having count(*) >= 2 order by 2 desc, 1 limit $7$q$,
    case when length(unit_from) = 9 then 'o.town = $1' else 'true' end)
  using unit_from, unit_to, category_prefix, since, until, resolution, most;
end $function$;
revoke execute on function count_cells from public;
grant execute on function count_cells to gezhi_app;

-- How often it happened in a unit, or within circles of it: before and after an instant.
create function count_effect(unit_from text, unit_to text, category_prefix text, cards uuid[], since timestamptz, pivot timestamptz, until timestamptz)
  returns table (before integer, after integer)
  language sql stable security definer set search_path = public, pg_temp as $function$
  select count(*) filter (where o.happened_at < pivot)::int, count(*) filter (where o.happened_at >= pivot)::int
  from occurrences o
  where o.counts and o.happened_at >= since and o.happened_at < until and o.unit >= unit_from and o.unit < unit_to and o.category >= category_prefix and o.category < category_prefix || '~'
    and (cards is null or exists (
      select 1 from hot_spots h where h.id = any(cards)
        and sqrt(power((o.lon - h.lon) * cos(radians((o.lat + h.lat) / 2)), 2) + power(o.lat - h.lat, 2)) * 111320 <= h.metres))
$function$;
revoke execute on function count_effect from public;
grant execute on function count_effect to gezhi_app;

-- Everything of the last thirteen months, once; the job works through it.
insert into occurrence_changes select district, id from incidents where opened_at > now() - interval '400 days';
