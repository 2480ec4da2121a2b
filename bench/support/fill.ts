import { setTimeout } from "node:timers/promises";
import pg from "pg";

const columns = `
  district, id, number, status, status_since, urgency, category, catalogue_version, title, description, address, lon, lat, position_source,
  unit, town, party_units, lead_handler, opened_at, updated_at, due_at, closed_at, reasons, suggestion, search, timeline_seq, timeline_hash`;

/**
 * Brings the database to `total` incidents, one in ten open, spread over all grids, each with a report and its key, a work order, a clock and three
 * timeline entries.
 * Rows are written straight into the tables: how they came there is not what is measured.
 */
export async function fillIncidents(url: string, total: number): Promise<void> {
  const client = new pg.Client({ connectionString: url });
  await client.connect();
  try {
    await client.query(
      "set session_replication_role = replica; set synchronous_commit = off; set maintenance_work_mem = '1GB'",
    );
    const { rows } = await client.query<{ count: number }>(
      "select count(*)::int as count from incidents",
    );
    const have = rows[0]!.count;
    const step = 50_000;
    for (let from = have; from < total; from += step)
      await client.query(batch, [from, Math.min(total, from + step) - 1]);
    await client.query(
      "delete from ended_counts; insert into ended_counts select district, left(unit, 9), status, count(*) from incidents where not open group by 1, 2, 3",
    );
    await client.query(
      "vacuum analyze incidents, reports, work_orders, timeline, idempotency_keys, clocks, clock_entries, ended_counts",
    );
    await settle(client);
  } finally {
    await client.end();
  }
}

/**
 * What a city writes in years was written in minutes: its pages are on the disk and nobody vacuums before anything is
 * measured, as on any other day of such a city.
 */
async function settle(client: pg.Client): Promise<void> {
  await client.query("checkpoint");
  for (let quiet = 0; quiet < 3;) {
    const { rows } = await client.query<{ busy: boolean }>(
      "select exists (select 1 from pg_stat_activity where backend_type = 'autovacuum worker') as busy",
    );
    quiet = rows[0]!.busy ? 0 : quiet + 1;
    await setTimeout(1_000);
  }
}

const batch = `
with grids as materialized (select code, lon, lat, (row_number() over (order by code))::int - 1 as n from units where level = 'grid' and valid_to is null),
size as (select count(*)::int as n from grids),
made as (
  select i, gen_random_uuid() as id, g.code, g.lon + (i % 97) * 1e-6 as lon, g.lat + (i % 89) * 1e-6 as lat, i % 10 = 0 as open,
         (array['090301','050102','010101','060101','130102','050201','080203','040102'])[(i + i / 10) % 8 + 1] as category,
         (array['PA05','MS09','MS09','MS09','PA03','MS09','JJ08','PA07'])[(i + i / 10) % 8 + 1] as post,
         (array['消防通道','井盖','垃圾','路面','邻里','路灯','民宿','占道'])[(i + i / 10) % 8 + 1] as word,
         case when i % 10 = 0 then now() - make_interval(mins => i % 40000) else now() - make_interval(mins => i % 500000) end as at,
         gen_random_uuid() as client, gen_random_uuid() as clock
  from generate_series($1::int, $2::int) i join size on true join grids g on g.n = (i::bigint * 7919 % size.n)::int
),
i as (
  insert into incidents (${columns})
  select left(code, 6), id, 'B' || i, case when open then (array['registered','dispatched','handling'])[i % 3 + 1] else 'archived' end, at,
         (array['yellow','blue','blue','yellow','blue','orange','blue','yellow'])[i / 30 % 8 + 1], category, 1, word || '问题' || i, '压测数据', '某路' || (i % 300) || '号',
         lon, lat, 'device', code, left(code, 9), array[code, left(code, 9) || '/' || post], left(code, 9) || '/' || post, at, at,
         case when open then now() + make_interval(mins => i % 3000) end, case when not open then at end, '{}', '{}',
         (select string_agg(format('%L:1A', w), ' ') from unnest(array[word, '问题', 'b' || i, '某路', (i % 300)::text, '号', '面']) w)::tsvector || '''压测'':1 ''数据'':1'::tsvector, 3, repeat('0', 64)
  from made
),
r as (
  insert into reports (district, id, number, incident, client_id, source, text, position_source, receipt_hash, original_incident, created_at)
  select left(code, 6), gen_random_uuid(), 'BR' || i, id, client, 'resident', word || '问题', 'device', md5(i::text), id, at from made
),
w as (
  insert into work_orders (district, id, incident, handler, part, status, dispatched_at, due_at, urgency_rank)
  select left(code, 6), gen_random_uuid(), id, left(code, 9) || '/' || post, 'lead', case when open then 'dispatched' else 'done' end, at,
         case when open then now() + make_interval(mins => i % 3000) end, 2 from made
),
k as (
  insert into idempotency_keys (district, key, content_hash, answer, created_at)
  select left(code, 6), client, md5(i::text), jsonb_build_object('number', 'BR' || i, 'unit', code), at from made
),
-- Their rungs lie ahead: no job has work with them while something else is measured.
c as (
  insert into clocks (district, id, incident, stage, urgency, basis, budget_ms, started_at, running_since, stopped_at, due_at, next_rung, next_rung_at)
  select left(code, 6), clock, id, 'overall', 'blue', 'natural', 86400000, at, case when open then at end, case when not open then at end,
         case when open then now() + interval '9 days' end, case when open then 100 end, case when open then now() + interval '9 days' end from made
),
e as (
  insert into clock_entries (district, clock, epoch, at, entry, amount_ms) select left(code, 6), clock, 1, at, 'started', 86400000 from made
)
insert into timeline (district, incident, seq, at, act, actor, detail, previous_hash, hash)
select left(code, 6), id, s, at, 'note', '压测', '{}', repeat('0', 64), repeat('0', 64) from made, generate_series(1, 3) s`;
