import pg from "pg";
import { cellStatements } from "./fill-cells.ts";

/** What figures, their lists and the check of both can be read by. */
const read = /^incidents_(unit_|town_newest|district_newest|newest|closed_at|due_in)/;

/**
 * Brings a fresh database to `total` incidents over a year, one in a hundred open (of the last 24 days), with all that figures count, and the
 * sums of them. Rows and sums are written set by set: how they came there is not what is measured. What would only slow
 * that down is off or left out: triggers, fsync, the WAL of the sums, and the indexes that no figure reads.
 */
export async function fillForFigures(url: string, total: number): Promise<void> {
  const main = await connect(url);
  try {
    for (const setting of ["fsync = off", "full_page_writes = off", "max_wal_size = '16GB'"])
      await main.query(`alter system set ${setting}`);
    await main.query("select pg_reload_conf()");
    await main.query("alter table incidents set (autovacuum_enabled = off)");
    // Sorting once is faster than keeping twenty indexes in order row by row.
    const { rows } = await main.query<{ name: string; definition: string }>(
      "select indexrelid::regclass::text as name, pg_get_indexdef(indexrelid) as definition from pg_index where indrelid = 'incidents'::regclass and not indisprimary",
    );
    for (const { name } of rows) await main.query(`drop index ${name}`);
    const step = 250_000;
    const starts = Array.from({ length: Math.ceil(total / step) }, (_, n) => n * step);
    await inPairs(url, starts, (client, from) =>
      client.query(rowsBetween, [total, from, Math.min(total, from + step) - 1]),
    );
    say("rows");
    await main.query("vacuum analyze incidents");
    say("vacuum");
    const kept = rows.filter(({ name }) => read.test(name));
    await inPairs(url, kept, (client, { definition }) => client.query(definition));
    say("indexes");

    await main.query("alter table figure_cells drop constraint figure_cells_pkey");
    await main.query("drop index figure_cells_hours");
    await main.query("alter table figure_cells set unlogged");
    for (const together of cellStatements) {
      await inPairs(url, together, (client, statement) => client.query(statement));
      say("cells");
    }
    await main.query(
      "alter table figure_cells add primary key (district, unit, span, cut, at, category, source)",
    );
    await main.query("create index figure_cells_hours on figure_cells (at) where span = 'hour'");
    await main.query("vacuum analyze figure_cells");
    say("done");
  } finally {
    await main.end();
  }
}

const started = performance.now();
const say = (what: string) =>
  console.error(`fill: ${what} after ${Math.round((performance.now() - started) / 1000)} s`);

async function connect(url: string): Promise<pg.Client> {
  const client = new pg.Client({ connectionString: url });
  await client.connect();
  await client.query(
    "set session_replication_role = replica; set synchronous_commit = off; set maintenance_work_mem = '1GB'; set work_mem = '1GB'; set hash_mem_multiplier = 2; set max_parallel_workers_per_gather = 0; set max_parallel_maintenance_workers = 1; set jit = off; set temp_buffers = '64MB'",
  );
  return client;
}

/** Two at a time, one connection each. */
async function inPairs<T>(
  url: string,
  work: readonly T[],
  one: (client: pg.Client, what: T) => Promise<unknown>,
): Promise<void> {
  const waiting = [...work];
  await Promise.all(
    [0, 1].map(async () => {
      const client = await connect(url);
      try {
        for (let next = waiting.shift(); next !== undefined; next = waiting.shift())
          await one(client, next);
      } finally {
        await client.end();
      }
    }),
  );
}

/** In the order of their report, as a year writes them. */
const rowsBetween = `
with grids as materialized (select code, lon, lat, (row_number() over (order by code))::int - 1 as n from units where level = 'grid' and valid_to is null),
size as (select count(*)::int as n from grids),
kinds as materialized (select array_agg(distinct c ->> 'code' order by c ->> 'code') as codes
  from configurations, jsonb_array_elements(content -> 'categories') c where kind = 'catalogue'),
made as (
  select i, g.code, g.lon, g.lat, i > $1::int - $1::int / 15 and i % 7 = 0 as open, codes[(i::bigint * 31 % cardinality(codes))::int + 1] as category,
         (array['gridWorker','gridWorker','gridWorker','resident','resident','hotline','call','sensor','rider'])[i % 9 + 1] as source,
         i * 7 % 50 as chance, now() - make_interval(secs => 365 * 86400::float8 * ($1::int - i) / $1::int) as at
  from generate_series($2::int, $3::int) i join size on true cross join kinds join grids g on g.n = (i::bigint * 7919 % size.n)::int
)
insert into incidents (district, id, number, status, status_since, urgency, category, catalogue_version, title, lon, lat, unit, town, party_units, opened_at, updated_at,
  due_at, closed_at, source, registered_at, dispatched_at, accepted_at, arrived_at, fed_back_at, promised_at, satisfied, return_count, rework_count)
select left(code, 6), uuidv7(at - now()), 'B' || lpad(i::text, 9, '0'), case when open then 'handling' when chance = 7 then 'rejected' when chance = 11 then 'falseAlarm' else 'archived' end, at,
  (array['red','orange','yellow','yellow','blue','blue','blue','blue'])[i % 8 + 1], category, 1, '压测', lon, lat, code, left(code, 9), array[code], at, at,
  at + interval '3 days', case when not open then least(at + make_interval(mins => 20 * (chance + 1)), now()) end, source, case when chance not in (7, 11) then at + interval '1 minute' end,
  at + interval '2 minutes', at + make_interval(secs => 121 + chance * 3), at + make_interval(mins => 5 + chance), case when not open then least(at + make_interval(mins => 20 * chance), now()) end,
  at + interval '8 hours', case when chance % 3 = 0 then chance % 2 = 0 end, (chance = 3)::int, (chance = 5)::int
from made`;
