-- R28: what a unit objects to in its assessment. Accepted, the incident is left out of the sum; it all stays on record.
create table assessment_objections (
  district text collate "C" not null,
  id uuid not null,
  incident uuid not null,
  number text not null,
  unit text collate "C" not null,
  reason text not null,
  raised_by uuid not null,
  raised_by_name text not null,
  raised_at timestamptz not null,
  status text not null default 'open' check (status in ('open', 'accepted', 'refused')),
  answer text,
  decided_by uuid,
  decided_by_name text,
  decided_at timestamptz,
  primary key (district, id),
  foreign key (district, incident) references incidents (district, id),
  check ((status = 'open') = (decided_at is null)),
  check (decided_by <> raised_by)
);
comment on table assessment_objections is 'distributed';
create unique index assessment_objections_once on assessment_objections (district, incident, unit);
create index assessment_objections_unit on assessment_objections (unit, raised_at);
alter table assessment_objections enable row level security;
create policy assessment_objections_scope on assessment_objections using (in_scope(array[unit])) with check (true);
grant select, insert, update on assessment_objections to gezhi_app;

-- What the accepted objections of units below one take out of its figures: the same points that the cells are sums of.
create function figures_left_out(unit_from text, unit_to text, since timestamptz, until timestamptz)
  returns table (unit text, place text, incident uuid, registered integer, finished integer, fed_back integer, reworked integer, rated integer, content integer, due integer, in_time integer)
  language sql stable security definer set search_path = public, pg_temp as $function$
  select o.unit, i.unit, o.incident, sum(p.registered)::int, sum(p.finished)::int, sum(p.fed_back)::int, sum(p.reworked)::int, sum(p.rated)::int, sum(p.content)::int, sum(p.due)::int, sum(p.in_time)::int
  from assessment_objections o join incidents i on i.district = o.district and i.id = o.incident
  cross join lateral figure_points(figure_facts_of(i)) p
  where o.status = 'accepted' and i.unit >= unit_from and i.unit < unit_to and p.at >= since and p.at < until
  group by o.unit, i.unit, o.incident
$function$;
revoke execute on function figures_left_out from public;
grant execute on function figures_left_out to gezhi_app;
