-- Lists over many units, most urgent or most pressing first: each of their few pieces (open or not, one urgency) is read
-- in its order from here.
create index incidents_by_urgency on incidents (open, urgency_rank, due_at, id);

-- Counts of what is open come from the index alone, status and all.
drop index incidents_unit_open;
create index incidents_unit_open on incidents (unit, urgency_rank, due_at, id) include (status) where open;

-- A client id does not say in which district it was first used.
create index idempotency_keys_key on idempotency_keys (key);

-- Room for a further report: a row that changes in its page costs no index anything.
alter table incidents set (fillfactor = 80);

-- What has ended is never counted again: each end, and each return from it, adds a row here, in the transaction that
-- brings it about; a job adds up the rows of a place.
create table ended_counts (
  district text collate "C" not null,
  -- The town; the unit itself where no town is known.
  place text collate "C" not null,
  status text not null,
  n integer not null
);
comment on table ended_counts is 'distributed';
create index ended_counts_place on ended_counts (place) include (status, n);
insert into ended_counts (district, place, status, n)
select district, left(unit, 9), status, count(*) from incidents where not open group by 1, 2, 3;

create function count_ended() returns trigger
  language plpgsql security definer set search_path = public, pg_temp as $function$
begin
  if tg_op <> 'INSERT' and not old.open then
    insert into ended_counts values (old.district, left(old.unit, 9), old.status, -1);
  end if;
  if tg_op <> 'DELETE' and not new.open then
    insert into ended_counts values (new.district, left(new.unit, 9), new.status, 1);
  end if;
  return null;
end $function$;
create trigger incidents_begun_ended after insert on incidents for each row when (not new.open) execute function count_ended();
create trigger incidents_ended after update on incidents for each row
  when ((not old.open or not new.open) and (old.status, old.unit) is distinct from (new.status, new.unit)) execute function count_ended();
create trigger incidents_removed after delete on incidents for each row when (not old.open) execute function count_ended();

grant select, insert, delete on ended_counts to gezhi_app;

-- Figures over a whole unit for those who may see its statistics but not its every record; read from indexes alone.
create or replace function count_incidents(unit_from text, unit_to text, at timestamptz, day_end timestamptz)
  returns jsonb
  language sql stable security definer set search_path = public, pg_temp as $function$
  with running as materialized (
    select status, urgency_rank, count(*) as n, count(*) filter (where due_at < at) as overdue,
           count(*) filter (where due_at >= at and due_at < day_end) as due_today
    from incidents where open and unit >= unit_from and unit < unit_to group by 1, 2
  ), ended as (
    select status, sum(n) as n from ended_counts where length(unit_from) <= 9 and place >= unit_from and place < unit_to group by 1
    union all
    select status, count(*) from incidents where length(unit_from) > 9 and not open and unit >= unit_from and unit < unit_to group by 1
  )
  select jsonb_build_object(
    'byStatus', (select coalesce(jsonb_object_agg(status, n), '{}') from (
      select status, sum(n) as n from (select status, n from running union all select status, n from ended) s group by 1 having sum(n) <> 0) s),
    'open', (select coalesce(jsonb_agg(jsonb_build_object('rank', urgency_rank, 'n', n, 'overdue', overdue, 'dueToday', due_today)), '[]') from (
      select urgency_rank, sum(n) as n, sum(overdue) as overdue, sum(due_today) as due_today from running group by 1) u))
$function$;

-- Beside the words: where, whether open, and when (day, week, eight weeks), so that one look into the index answers a
-- question that has all of these. No text yields a word with @.
create function search_terms(search tsvector, unit text, open boolean, at timestamptz) returns tsvector
  language sql immutable parallel safe
  return coalesce(search, '') || array_to_tsvector(array[
    '@' || left(unit, 6), '@' || left(unit, 9), case when open then '@open' else '@ended' end,
    '@d' || floor(extract(epoch from at - timestamptz 'epoch') / 86400),
    '@w' || floor(extract(epoch from at - timestamptz 'epoch') / 604800),
    '@p' || floor(extract(epoch from at - timestamptz 'epoch') / 4838400)]);
drop index incidents_search;
-- What waits to be sorted in is read by every search, and sorted in by the report that finds it full: little of it.
create index incidents_search on incidents using gin (search_terms(search, unit, open, opened_at)) with (gin_pending_list_limit = 64);

-- A full-text match is not leakproof, so under row-level security it would be asked of every row. Here it uses its index
-- and gives keys alone, and whether the words stand in what everybody sees of the row (label A); the caller reads the
-- rows under its own scope. The newest two days first, then farther and farther back, so that a frequent word fetches
-- little more than it needs. What handlers have is found by their work orders, wherever it lies. Planned anew each time:
-- words differ in frequency.
create or replace function find_incidents_by_words(words tsquery, shown_words tsquery, units text[], handlers text[], only_open boolean, statuses text[], urgencies text[], category_prefix text, before timestamptz, most integer)
  returns table (district text, id uuid, opened_at timestamptz, shown boolean)
  language plpgsql stable security definer set search_path = public, pg_temp set enable_seqscan = off as $function$
declare
  -- How far a look reaches back: so many days, weeks, or eight weeks besides the one of the newest; the last one to the beginning.
  kinds constant text[] := array['d', 'w', 'p', 'p', null];
  spans constant bigint[] := array[86400, 604800, 4838400, 4838400, null];
  reaches constant bigint[] := array[1, 1, 1, 7, null];
  latest bigint := floor(extract(epoch from coalesce(before, (select max(i.opened_at) from incidents i))));
  places text := (select string_agg(format('i.unit >= %L and i.unit < %L', u, u || '~'), ' or ') from unnest(units) u);
  there text := (select string_agg(format('''@%s''', left(u, case when length(u) < 9 then 6 else 9 end)), ' | ') from unnest(units) u
                 having every(length(u) >= 6));
  terms tsquery := words;
  filters text := ' and coalesce(i.open = $3, true)'
    || case when statuses is not null then ' and i.status = any($4)' else '' end
    || case when urgencies is not null then ' and i.urgency = any($5)' else '' end
    || case when category_prefix is not null then ' and starts_with(i.category, $6)' else '' end
    || case when before is not null then ' and i.opened_at <= $7' else '' end;
  branches text := concat_ws(' union ',
    case when cardinality(units) > 0 then
      'select i.district, i.id, i.opened_at, i.search @@ $1 as shown from incidents i'
      || ' where search_terms(i.search, i.unit, i.open, i.opened_at) @@ $10 and (' || places || ')' || filters || ' and i.opened_at < $8' end,
    case when cardinality(handlers) > 0 then
      'select i.district, i.id, i.opened_at, i.search @@ $1 as shown from work_orders w join incidents i on i.district = w.district and i.id = w.incident'
      || ' where w.handler = any($2) and w.dispatched_at >= $9 and i.search @@ $11' || filters || ' and i.opened_at < $8 and i.opened_at >= $9' end);
  times text;
  until timestamptz := 'infinity';
  since timestamptz;
  found integer := 0;
  more integer;
begin
  if branches = '' then return; end if;
  if there is not null then terms := terms && there::tsquery; end if;
  if only_open is not null then
    terms := terms && (case when only_open then '''@open''' else '''@ended''' end)::tsquery;
  end if;
  for look in 1..5 loop
    times := (select string_agg(format('''@%s%s''', kinds[look], latest / spans[look] - k), ' | ') from generate_series(0, reaches[look]) k);
    since := coalesce(to_timestamp((latest / spans[look] - reaches[look]) * spans[look]), '-infinity');
    return query execute
      'with matched as materialized (' || branches || ') select m.district, m.id, m.opened_at, m.shown from matched m order by m.opened_at desc, m.id limit $12'
      using shown_words, handlers, only_open, statuses, urgencies, category_prefix, before, until, since,
        case when times is null then terms else terms && times::tsquery end, words, most - found;
    get diagnostics more = row_count;
    found := found + more;
    exit when found >= most;
    until := since;
  end loop;
end $function$;
