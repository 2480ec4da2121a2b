-- The same sums in whole numbers, a quarter cheaper: the sums of sums were decimals.
-- Takes some changes and adds them to the cells; whoever counts meanwhile sees the same sums. Says how many it took.
create or replace function fold_figures(most integer, hours_since timestamptz) returns integer
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
    select left(unit, 9) as unit, category, source, at, sum(sign * reported)::int reported, sum(sign * registered)::int registered, sum(sign * pending)::int pending, sum(sign * finished)::int finished, sum(sign * merged)::int merged, sum(sign * refused)::int refused,
      sum(sign * own)::int own, sum(sign * sensed)::int sensed, sum(sign * false_alarms)::int false_alarms, sum(sign * dispatched)::int dispatched, sum(sign * first_accepted)::int first_accepted, sum(sign * red)::int red,
      sum(sign * prompt)::int prompt, sum(sign * assembled)::int assembled, sum(sign * closed)::int closed, sum(sign * fed_back)::int fed_back, sum(sign * reworked)::int reworked, sum(sign * rated)::int rated,
      sum(sign * content)::int content, sum(sign * due)::int due, sum(sign * in_time)::int in_time
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
    select left(place, 6) as district, place, span, of_category, of_source, of_at, sum(reported)::int reported, sum(registered)::int registered, sum(pending)::int pending, sum(finished)::int finished, sum(merged)::int merged, sum(refused)::int refused, sum(own)::int own,
      sum(sensed)::int sensed, sum(false_alarms)::int false_alarms, sum(dispatched)::int dispatched, sum(first_accepted)::int first_accepted, sum(red)::int red, sum(prompt)::int prompt, sum(assembled)::int assembled,
      sum(closed)::int closed, sum(fed_back)::int fed_back, sum(reworked)::int reworked, sum(rated)::int rated, sum(content)::int content, sum(due)::int due, sum(in_time)::int in_time, cut
    from spread group by place, span, cut, of_at, of_category, of_source),
  written as (
    insert into figure_cells as c select * from wanted w
    where w.reported <> 0 or w.registered <> 0 or w.pending <> 0 or w.finished <> 0 or w.merged <> 0 or w.refused <> 0 or w.own <> 0 or w.sensed <> 0 or w.false_alarms <> 0 or w.dispatched <> 0 or w.first_accepted <> 0 or w.red <> 0 or w.prompt <> 0 or w.assembled <> 0 or w.closed <> 0 or w.fed_back <> 0 or w.reworked <> 0 or w.rated <> 0 or w.content <> 0 or w.due <> 0 or w.in_time <> 0
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
