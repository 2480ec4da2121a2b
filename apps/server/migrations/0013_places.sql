-- What can be found by a name, a code or the initials of its pinyin. Written with the row it stands for, in its transaction.
create table search_entries (
  district text collate "C" not null,
  kind text not null check (kind in ('device', 'place', 'staff')),
  id uuid not null,
  -- Where it is seen: of staff one row for each unit they serve in.
  unit text collate "C" not null,
  title text not null,
  words text not null default '',
  initials text not null default '',
  terms tsvector not null,
  primary key (district, kind, id, unit)
);
comment on table search_entries is 'distributed';
create index search_entries_of on search_entries (id, unit);
create index search_entries_terms on search_entries using gin (terms) with (fastupdate = off);
alter table search_entries enable row level security;
create policy search_entries_scope on search_entries using (in_scope(array[unit])) with check (true);
grant select, insert, update, delete on search_entries to gezhi_app;

-- A full-text match is not leakproof, so under row-level security it would be asked of every row. Here it uses its index
-- and gives keys alone; the caller reads the rows under its own scope. What begins with the question comes first.
create function find_search_entries(beginning tsquery, containing tsquery, most integer)
  returns table (district text, kind text, id uuid, unit text)
  language plpgsql stable security definer set search_path = public, pg_temp set enable_seqscan = off as $function$
declare
  found integer;
begin
  return query execute 'select e.district, e.kind, e.id, e.unit from search_entries e where e.terms @@ $1 limit $2' using beginning, most;
  get diagnostics found = row_count;
  if found < most then
    return query execute 'select e.district, e.kind, e.id, e.unit from search_entries e where e.terms @@ $1 limit $2' using containing, most - found;
  end if;
end $function$;
revoke execute on function find_search_entries from public;
grant execute on function find_search_entries to gezhi_app;

-- Who called, for those who may have the number shown.
create index reports_phone on reports (reporter_phone_hash) where reporter_phone_hash is not null;

-- Key places and facilities: where many people are, what is dangerous, and what helps.
create table places (
  district text collate "C" not null,
  id uuid not null,
  -- Given by whoever keeps the list: a file is matched by it.
  code text not null,
  kind text not null check (kind in ('school', 'kindergarten', 'hospital', 'elderlyHome', 'shopping', 'market', 'station', 'scenicSpot', 'highRise', 'construction', 'petrolStation', 'chemicalSite', 'geologicalHazard', 'reservoir', 'pond', 'hydrant', 'powerLine', 'shelter', 'supplies', 'otherPlace')),
  name text not null,
  tags text[] not null default '{}',
  -- GeoJSON of a point or a line, and the point at which its name stands.
  geometry jsonb not null,
  lon double precision not null,
  lat double precision not null,
  unit text collate "C" not null,
  town text collate "C",
  address text not null default '',
  note text not null default '',
  contact_name_enc text,
  contact_phone_enc text,
  -- Valid until the day before valid_to.
  valid_from date not null,
  valid_to date,
  simulated boolean not null default false,
  created_at timestamptz not null,
  updated_at timestamptz not null,
  primary key (district, id),
  unique (district, code),
  check (valid_to is null or valid_to >= valid_from)
);
comment on table places is 'distributed';
create index places_code on places (code);
create index places_unit on places (unit, code);
create index places_kind on places (kind, unit, code);
alter table places enable row level security;
create policy places_scope on places using (in_scope(array[unit])) with check (true);
grant select, insert, update on places to gezhi_app;
