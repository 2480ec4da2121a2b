alter table configurations drop constraint configurations_kind_check;
alter table configurations add constraint configurations_kind_check
  check (kind in ('catalogue', 'posts', 'departments', 'calendar', 'limits', 'lists', 'routing', 'keywords', 'deviceProfiles', 'alarmRules', 'wall'));

-- What the figures of domain C.5 are made of, on the incident's own row: who told it first, and the instants of its way.
alter table incidents
  add column source text not null default 'gridWorker' check (source in ('gridWorker', 'community', 'resident', 'rider', 'call', 'hotline', 'open311', 'sensor')),
  -- Each the first of its kind; what follows a return or a rework does not move them.
  add column registered_at timestamptz,
  add column dispatched_at timestamptz,
  add column accepted_at timestamptz,
  add column arrived_at timestamptz,
  add column fed_back_at timestamptz,
  -- End of the overall limit; empty while it is shelved.
  add column promised_at timestamptz,
  -- What the reporter said of the result.
  add column satisfied boolean;

with orders as (
  select district, incident, min(dispatched_at) as dispatched_at, min(accepted_at) as accepted_at, min(arrived_at) as arrived_at, min(fed_back_at) as fed_back_at
  from work_orders group by 1, 2
)
update incidents i set
  source = coalesce((select r.source from reports r where r.district = i.district and r.original_incident = i.id order by r.created_at, r.id limit 1), i.source),
  registered_at = case when i.status not in ('reported', 'verifying', 'rejected', 'falseAlarm') and coalesce(i.resume_status, '') not in ('reported', 'verifying')
    then coalesce((select min(t.at) from timeline t where t.district = i.district and t.incident = i.id and t.act in ('register', 'verify', 'selfHandle', 'dispatch', 'splitFrom')), i.opened_at) end,
  dispatched_at = (select o.dispatched_at from orders o where o.district = i.district and o.incident = i.id),
  accepted_at = (select o.accepted_at from orders o where o.district = i.district and o.incident = i.id),
  arrived_at = (select o.arrived_at from orders o where o.district = i.district and o.incident = i.id),
  fed_back_at = (select o.fed_back_at from orders o where o.district = i.district and o.incident = i.id),
  promised_at = case when i.status <> 'suspended' then (
    select coalesce(c.due_at, c.settled_due_at) from clocks c where c.district = i.district and c.incident = i.id and c.stage = 'overall' order by c.started_at desc limit 1) end,
  satisfied = (select r.satisfied from ratings r where r.district = i.district and r.incident = i.id and r.side = 'reporter' order by r.at desc limit 1);

-- What of an incident counts. Two rows with the same facts are the same to every figure.
create type figure_facts as (
  unit text, category text, source text, outcome text, urgency_rank smallint, opened_at timestamptz, registered boolean, dispatched_at timestamptz,
  accepted_at timestamptz, arrived_at timestamptz, fed_back boolean, closed_at timestamptz, promised_at timestamptz, returned boolean, reworked boolean, satisfied boolean
);
create function figure_facts_of(i incidents) returns figure_facts
  language sql immutable parallel safe
  return row(i.unit, i.category, i.source,
    case when i.open then 'open' when i.status in ('rejected', 'falseAlarm', 'merged', 'cancelled') then i.status else 'done' end,
    i.urgency_rank, i.opened_at, i.registered_at is not null, i.dispatched_at, i.accepted_at, i.arrived_at, i.fed_back_at is not null, i.closed_at, i.promised_at,
    i.return_count > 0, i.rework_count > 0, i.satisfied)::figure_facts;

-- An incident counts in up to three hours: of its report, of its end, of its limit. Every figure is a sum over these.
create function figure_points(f figure_facts) returns table (
  at timestamptz, reported integer, registered integer, pending integer, finished integer, merged integer, refused integer, own integer, sensed integer, false_alarms integer,
  dispatched integer, first_accepted integer, red integer, prompt integer, assembled integer,
  closed integer, fed_back integer, reworked integer, rated integer, content integer, due integer, in_time integer)
  language sql immutable parallel safe as $$
  select date_bin('1 hour', f.opened_at, 'epoch'), 1, (f.registered and f.outcome not in ('rejected', 'falseAlarm'))::int, (f.outcome = 'open')::int,
    (f.registered and f.outcome = 'done')::int, (f.outcome = 'merged')::int, (f.outcome in ('rejected', 'falseAlarm'))::int,
    (f.source in ('gridWorker', 'community', 'sensor'))::int, (f.source = 'sensor')::int, (f.source = 'sensor' and f.outcome = 'falseAlarm')::int,
    (f.dispatched_at is not null)::int, (f.dispatched_at is not null and f.accepted_at is not null and not f.returned)::int,
    (f.dispatched_at is not null and f.urgency_rank = 0)::int,
    coalesce(f.urgency_rank = 0 and f.accepted_at <= f.dispatched_at + interval '1 minute', false)::int,
    coalesce(f.urgency_rank = 0 and f.arrived_at <= f.dispatched_at + interval '10 minutes', false)::int,
    0, 0, 0, 0, 0, 0, 0
  union all
  select date_bin('1 hour', f.closed_at, 'epoch'), 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0,
    1, f.fed_back::int, (f.fed_back and f.reworked)::int, (f.satisfied is not null)::int, coalesce(f.satisfied, false)::int, 0, 0
  where f.closed_at is not null and f.outcome in ('done', 'cancelled')
  union all
  select date_bin('1 hour', f.promised_at, 'epoch'), 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0,
    1, coalesce(f.outcome = 'done' and f.closed_at <= f.promised_at, false)::int
  where f.promised_at is not null and f.outcome in ('open', 'done')
$$;

-- Changes that no cell has yet: one row for each change of an incident, added with it, so that nobody waits for a cell.
create table figure_deltas (
  district text collate "C" not null,
  was figure_facts,
  now figure_facts
) with (autovacuum_vacuum_scale_factor = 0, autovacuum_vacuum_threshold = 5000);
comment on table figure_deltas is 'distributed';

create function note_new_figures() returns trigger
  language plpgsql security definer set search_path = public, pg_temp as $function$
begin
  insert into figure_deltas (district, now) select i.district, figure_facts_of(i) from fresh i;
  return null;
end $function$;
create trigger incidents_figures_new after insert on incidents referencing new table as fresh for each statement execute function note_new_figures();

create function note_figures() returns trigger
  language plpgsql security definer set search_path = public, pg_temp as $function$
begin
  insert into figure_deltas (district, was, now) values
    (old.district, figure_facts_of(old), case when tg_op = 'UPDATE' then figure_facts_of(new) end);
  return null;
end $function$;
create trigger incidents_figures_changed after update on incidents for each row
  when ((old.unit, old.category, old.source, old.status, old.urgency_rank, old.opened_at, old.registered_at, old.dispatched_at, old.accepted_at, old.arrived_at,
         old.fed_back_at, old.closed_at, old.promised_at, old.return_count, old.rework_count, old.satisfied)
    is distinct from (new.unit, new.category, new.source, new.status, new.urgency_rank, new.opened_at, new.registered_at, new.dispatched_at, new.accepted_at, new.arrived_at,
         new.fed_back_at, new.closed_at, new.promised_at, new.return_count, new.rework_count, new.satisfied))
  execute function note_figures();
create trigger incidents_figures_gone after delete on incidents for each row execute function note_figures();

-- Sums of what happened in an hour, a day or a month (of Beijing) in a city, district or town. Below a town the incidents themselves are counted.
-- Days, and months of cities and districts, come in cuts: of everything; by category group (two digits) and source; by category (six digits). Of a town: of everything; by category and source.
-- Hours come in two, of everything and by category and source, and only for the last weeks.
create table figure_cells (
  district text collate "C" not null,
  unit text collate "C" not null,
  span text not null check (span in ('hour', 'day', 'month')),
  category text collate "C" not null,
  source text collate "C" not null,
  at timestamptz not null,
  reported integer not null, registered integer not null, pending integer not null, finished integer not null, merged integer not null, refused integer not null,
  own integer not null, sensed integer not null, false_alarms integer not null, dispatched integer not null, first_accepted integer not null,
  red integer not null, prompt integer not null, assembled integer not null,
  closed integer not null, fed_back integer not null, reworked integer not null, rated integer not null, content integer not null,
  due integer not null, in_time integer not null,
  cut text not null check (cut in ('all', 'group', 'category', 'both')),
  primary key (district, unit, span, cut, at, category, source)
) with (fillfactor = 80);
comment on table figure_cells is 'distributed';
create index figure_cells_hours on figure_cells (at) where span = 'hour';

-- Takes some changes and adds them to the cells; whoever counts meanwhile sees the same sums. Says how many it took.
create function fold_figures(most integer, hours_since timestamptz) returns integer
  language plpgsql security definer set search_path = public, pg_temp as $function$
declare
  taken integer;
begin
  -- One at a time: two that add to the same cells would wait for each other in whatever order they come.
  if not pg_try_advisory_xact_lock(hashtextextended('fold_figures', 0)) then return 0; end if;
  with gone as (delete from figure_deltas where ctid = any(array(select ctid from figure_deltas limit most)) returning was, now),
  changes as (select -1 as sign, was as f from gone where (was).unit is not null union all select 1, now from gone where (now).unit is not null),
  points as (select c.sign, (c.f).unit, (c.f).category, (c.f).source, p.* from changes c cross join lateral figure_points(c.f) p),
  -- First to one row for each place, kind and hour: the rest adds up fewer.
  sums as (
    select left(unit, 9) as unit, category, source, at, sum(sign * reported) reported, sum(sign * registered) registered, sum(sign * pending) pending, sum(sign * finished) finished,
      sum(sign * merged) merged, sum(sign * refused) refused, sum(sign * own) own, sum(sign * sensed) sensed, sum(sign * false_alarms) false_alarms,
      sum(sign * dispatched) dispatched, sum(sign * first_accepted) first_accepted, sum(sign * red) red, sum(sign * prompt) prompt, sum(sign * assembled) assembled,
      sum(sign * closed) closed, sum(sign * fed_back) fed_back, sum(sign * reworked) reworked, sum(sign * rated) rated, sum(sign * content) content,
      sum(sign * due) due, sum(sign * in_time) in_time
    from points group by 1, 2, 3, 4),
  placed as (
    select u.unit as place, length(u.unit) = 9 as is_town, s.* from sums s cross join lateral (
      select distinct left(s.unit, n) as unit from unnest(array[2, 6, 9]) n where length(s.unit) >= n) u),
  spread as (
    select p.*, k.span, k.cut, k.of_category, k.of_source, k.of_at from placed p cross join lateral (
      select d.span, d.cut, d.c as of_category, d.s as of_source, case d.span when 'hour' then p.at when 'day' then date_bin('1 day', p.at, '2000-01-01 00:00+08')
          else date_trunc('month', p.at, 'Asia/Shanghai') end as of_at
      from (values
        ('hour', 'all', '', '', p.at >= hours_since), ('hour', 'both', p.category, p.source, p.at >= hours_since),
        ('day', 'all', '', '', true), ('day', 'both', p.category, p.source, p.is_town),
        ('day', 'group', left(p.category, 2), p.source, not p.is_town), ('day', 'category', p.category, '', not p.is_town),
        ('month', 'all', '', '', not p.is_town), ('month', 'group', left(p.category, 2), p.source, not p.is_town), ('month', 'category', p.category, '', not p.is_town)) d (span, cut, c, s, wanted)
      where d.wanted) k),
  wanted as (
    select left(place, 6) as district, place, span, of_category, of_source, of_at, sum(reported) reported, sum(registered) registered, sum(pending) pending, sum(finished) finished,
      sum(merged) merged, sum(refused) refused, sum(own) own, sum(sensed) sensed, sum(false_alarms) false_alarms,
      sum(dispatched) dispatched, sum(first_accepted) first_accepted, sum(red) red, sum(prompt) prompt, sum(assembled) assembled,
      sum(closed) closed, sum(fed_back) fed_back, sum(reworked) reworked, sum(rated) rated, sum(content) content, sum(due) due, sum(in_time) in_time, cut
    from spread group by place, span, cut, of_at, of_category, of_source
    having array[sum(reported), sum(registered), sum(pending), sum(finished), sum(merged), sum(refused), sum(own), sum(sensed), sum(false_alarms), sum(dispatched),
      sum(first_accepted), sum(red), sum(prompt), sum(assembled), sum(closed), sum(fed_back), sum(reworked), sum(rated), sum(content), sum(due), sum(in_time)]
      <> array_fill(0::bigint, array[21])::numeric[]),
  written as (
    insert into figure_cells as c select * from wanted
    on conflict (district, unit, span, cut, at, category, source) do update set
      reported = c.reported + excluded.reported, registered = c.registered + excluded.registered, pending = c.pending + excluded.pending, finished = c.finished + excluded.finished,
      merged = c.merged + excluded.merged, refused = c.refused + excluded.refused, own = c.own + excluded.own, sensed = c.sensed + excluded.sensed,
      false_alarms = c.false_alarms + excluded.false_alarms, dispatched = c.dispatched + excluded.dispatched, first_accepted = c.first_accepted + excluded.first_accepted,
      red = c.red + excluded.red, prompt = c.prompt + excluded.prompt, assembled = c.assembled + excluded.assembled, closed = c.closed + excluded.closed,
      fed_back = c.fed_back + excluded.fed_back, reworked = c.reworked + excluded.reworked, rated = c.rated + excluded.rated, content = c.content + excluded.content,
      due = c.due + excluded.due, in_time = c.in_time + excluded.in_time)
  select count(*) into taken from gone;
  return taken;
end $function$;
revoke execute on function fold_figures from public;
grant execute on function fold_figures to gezhi_app;

-- Facts of a unit below the towns, whoever sees its statistics; nothing of a record but what counts.
create function figure_facts_in(unit_from text, unit_to text, since timestamptz, until timestamptz) returns setof figure_facts
  language sql stable security definer set search_path = public, pg_temp as $function$
  select (figure_facts_of(i)).* from incidents i
  where i.unit >= unit_from and i.unit < unit_to
    and (i.opened_at >= since and i.opened_at < until or i.closed_at >= since and i.closed_at < until or i.promised_at >= since and i.promised_at < until)
$function$;
revoke execute on function figure_facts_in from public;
grant execute on function figure_facts_in to gezhi_app;

-- What runs now, by unit of a level, from an index alone.
create function count_open_below(unit_from text, unit_to text, code_length integer, at timestamptz, day_end timestamptz)
  returns table (unit text, urgency_rank smallint, n bigint, overdue bigint, due_today bigint)
  language sql stable security definer set search_path = public, pg_temp as $function$
  select left(i.unit, code_length), i.urgency_rank, count(*), count(*) filter (where i.due_at < at), count(*) filter (where i.due_at >= at and i.due_at < day_end)
  from incidents i where i.open and i.unit >= unit_from and i.unit < unit_to group by 1, 2
$function$;
revoke execute on function count_open_below from public;
grant execute on function count_open_below to gezhi_app;

-- Units that have ended still have figures.
create index units_ended on units (parent) where valid_to is not null;

-- Lists of what ended in a period.
create index incidents_closed_at on incidents (closed_at) where closed_at is not null;

grant select on figure_deltas, figure_cells to gezhi_app;
grant delete on figure_cells to gezhi_app;

-- What there is already.
insert into figure_deltas (district, now) select i.district, figure_facts_of(i) from incidents i;
select fold_figures(2147483647, now() - interval '34 days');
