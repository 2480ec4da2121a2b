import { spawnSync } from "node:child_process";
import { join } from "node:path";
import pg from "pg";
import { followOccurrences } from "../apps/server/src/features/hot-spots/hot-spot-commands.ts";
import { cellOf } from "../apps/server/src/features/hot-spots/occurrence-queries.ts";
import { buildContext } from "../apps/server/src/main/context.ts";
import { readConfig } from "../apps/server/src/platform/config.ts";
import { startEmbeddedPostgres } from "../apps/server/src/platform/database/postgres-process.ts";
import { createLogger } from "../apps/server/src/platform/log.ts";
import { print, times } from "./support/report.ts";
import { inFolder } from "./support/server.ts";

const sizes = [10_000, Number(process.env["BENCH_INCIDENTS"] ?? 1_000_000)];
const fresh = 2_000;
const atOnce = 50;
const limitMs = 5;
const recurrenceLimitMs = 2_000;

/** One in five in the first 900 grids, the rest over the whole city; eight kinds; thirteen months. */
const somewhere = `
  select s.i, g.code, g.lon + (s.i % 97) * 1e-6 as lon, g.lat + (s.i % 89) * 1e-6 as lat, g.cell,
    (array['090301','050102','010101','060101','130102','050201','080203','040102'])[s.i / 5 % 8 + 1] as category
  from generate_series($1::int, $2::int) s (i)
  join grids g on g.n = case when s.i % 5 = 0 then s.i::bigint / 5 * 7919 % 900 else s.i::bigint * 7919 % (select count(*) from grids) end`;

// What the job costs for each new incident, with more and more that happened before; one in five lies in the inner city's few grids.
await inFolder(async (folder) => {
  const gezhi = join(import.meta.dirname, "../apps/server/src/main/gezhi.ts");
  const env = { ...process.env, DATA_DIR: folder, LOG_LEVEL: "warn" };
  const prepared = spawnSync(process.execPath, [gezhi, "prepare"], { env, stdio: "inherit" });
  if (prepared.status !== 0) throw new Error("the city could not be prepared");
  const postgres = await startEmbeddedPostgres(folder, {});
  const config = readConfig({ DATA_DIR: folder, LOG_LEVEL: "silent" });
  const { context, close } = await buildContext(config, createLogger("silent"), postgres.url);
  const client = new pg.Client({ connectionString: postgres.url });
  await client.connect();
  try {
    await keepCells(client);
    let first: number | undefined;
    for (const size of sizes) {
      await fill(client, size);
      await addIncidents(client, fresh);
      const samples: number[] = [];
      for (;;) {
        const started = performance.now();
        const taken = await followOccurrences(context, atOnce);
        if (taken === 0) break;
        samples.push((performance.now() - started) / taken);
      }
      const { p50, p99 } = times(samples);
      first ??= p50;
      print({
        name: `hot-spots/${size}`,
        value: p50,
        unit: "ms/incident",
        p50,
        p99,
        limit: limitMs,
        n: fresh,
        note: `in rounds of ${atOnce}, ${size.toLocaleString("en")} occurrences there; ${(p50 / first).toFixed(2)} of the first`,
      });
    }
    await recurrences(client);
  } finally {
    await client.end();
    await close();
    await postgres.stop();
  }
});

async function keepCells(client: pg.Client): Promise<void> {
  const { rows } = await client.query<{ code: string; lon: number; lat: number }>(
    "select code, lon, lat from units where level = 'grid' and valid_to is null order by code",
  );
  const cells = rows.map(cellOf);
  await client.query(
    'create temporary table grids (n integer primary key, code text collate "C", lon float8, lat float8, cell bigint)',
  );
  await client.query(
    "insert into grids select n - 1, code, lon, lat, cell from unnest($1::text[], $2::float8[], $3::float8[], $4::bigint[]) with ordinality u (code, lon, lat, cell, n)",
    [rows.map(({ code }) => code), rows.map(({ lon }) => lon), rows.map(({ lat }) => lat), cells],
  );
  await client.query("analyze grids");
}

async function fill(client: pg.Client, total: number): Promise<void> {
  const { rows } = await client.query<{ n: number }>("select count(*)::int as n from occurrences");
  await client.query(
    `insert into occurrences (district, id, origin, category, unit, town, lon, lat, cell, street, happened_at, counts)
     select left(code, 6), gen_random_uuid(), 'incident', category, code, left(code, 9), lon, lat, cell, '第' || (i % 40) || '路', now() - make_interval(mins => (i::bigint * 104729 % 570000)::int), true
     from (${somewhere}) s`,
    [rows[0]!.n, total - 1],
  );
  await client.query("vacuum analyze occurrences");
}

/** As reports open them; the trigger notes each. */
async function addIncidents(client: pg.Client, n: number): Promise<void> {
  const from = Math.floor(Math.random() * 1e6);
  await client.query(
    `insert into incidents (district, id, number, status, status_since, urgency, category, catalogue_version, title, address, lon, lat, position_source, unit, town, party_units, opened_at, updated_at)
     select left(code, 6), gen_random_uuid(), 'H' || $3 || '-' || i, 'reported', now(), 'yellow', category, 1, '压测', '第' || (i % 40) || '路', lon, lat, 'device', code, left(code, 9), array[code], now(), now()
     from (${somewhere}) s`,
    [from, from + n - 1, String(from)],
  );
}

async function recurrences(client: pg.Client): Promise<void> {
  const samples: number[] = [];
  for (let n = 0; n < 10; n += 1) {
    const started = performance.now();
    await client.query(
      "select * from count_recurrences('street', '50', '50~', '', now() - interval '180 days', now(), 3, 201)",
    );
    samples.push(performance.now() - started);
  }
  const { p50, p99 } = times(samples);
  print({
    name: "hot-spots/recurrences-city",
    value: p50,
    unit: "ms",
    p50,
    p99,
    limit: recurrenceLimitMs,
    n: samples.length,
    note: `half a year of the whole city, all categories by street, ${sizes.at(-1)!.toLocaleString("en")} occurrences there`,
  });
}
