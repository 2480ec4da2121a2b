import pg from "pg";

/**
 * Brings a fresh database to `total` incidents over a year, one in a hundred open, with all that figures count, and the
 * sums of them. Rows are written straight into the table: how they came there is not what is measured.
 */
export async function fillForFigures(url: string, total: number): Promise<void> {
  const client = new pg.Client({ connectionString: url });
  await client.connect();
  try {
    await client.query(
      "set session_replication_role = replica; set synchronous_commit = off; set maintenance_work_mem = '1GB'; set work_mem = '256MB'; set max_parallel_maintenance_workers = 2",
    );
    // Sorting once is faster than keeping twenty indexes in order row by row.
    const { rows } = await client.query<{ name: string; definition: string }>(
      "select indexrelid::regclass::text as name, pg_get_indexdef(indexrelid) as definition from pg_index where indrelid = 'incidents'::regclass and not indisprimary",
    );
    for (const { name } of rows) await client.query(`drop index ${name}`);
    const step = 100_000;
    for (let from = 0; from < total; from += step)
      await client.query(batch, [from, Math.min(total, from + step) - 1]);
    for (const { definition } of rows) await client.query(definition);
    await client.query("vacuum analyze incidents");
    for (let from = 0; from < total; from += step) {
      await client.query(
        "insert into figure_deltas (district, now) select i.district, figure_facts_of(i) from incidents i where i.number >= $1 and i.number < $2",
        [numberAt(from), numberAt(Math.min(total, from + step))],
      );
      await client.query("select fold_figures(2147483647, now() - interval '34 days')");
    }
    await client.query("vacuum full figure_deltas");
    await client.query("vacuum analyze figure_cells, figure_deltas");
  } finally {
    await client.end();
  }
}

const numberAt = (n: number) => `B${String(n).padStart(9, "0")}`;

const batch = `
with grids as materialized (select code, lon, lat, (row_number() over (order by code))::int - 1 as n from units where level = 'grid' and valid_to is null),
size as (select count(*)::int as n from grids),
kinds as materialized (select array_agg(distinct c ->> 'code' order by c ->> 'code') as codes
  from configurations, jsonb_array_elements(content -> 'categories') c where kind = 'catalogue'),
made as (
  select i, g.code, g.lon, g.lat, i % 100 = 0 as open, codes[(i::bigint * 31 % cardinality(codes))::int + 1] as category,
         (array['gridWorker','gridWorker','gridWorker','resident','resident','hotline','call','sensor','rider'])[i % 9 + 1] as source,
         i % 50 as chance,
         now() - make_interval(secs => case when i % 100 = 0 then i::bigint * 7907 % (20 * 86400) else i::bigint * 104729 % (365 * 86400) end) as at
  from generate_series($1::int, $2::int) i join size on true cross join kinds join grids g on g.n = (i::bigint * 7919 % size.n)::int
)
insert into incidents (district, id, number, status, status_since, urgency, category, catalogue_version, title, lon, lat, unit, town, party_units, opened_at, updated_at,
  due_at, closed_at, source, registered_at, dispatched_at, accepted_at, arrived_at, fed_back_at, promised_at, satisfied, return_count, rework_count)
select left(code, 6), gen_random_uuid(), 'B' || lpad(i::text, 9, '0'), case when open then 'handling' when chance = 7 then 'rejected' when chance = 11 then 'falseAlarm' else 'archived' end, at,
  (array['red','orange','yellow','yellow','blue','blue','blue','blue'])[i % 8 + 1], category, 1, '压测', lon, lat, code, left(code, 9), array[code], at, at,
  at + interval '3 days', case when not open then at + make_interval(hours => chance + 1) end, source, case when chance not in (7, 11) then at + interval '1 minute' end,
  at + interval '2 minutes', at + make_interval(secs => 121 + chance * 3), at + make_interval(mins => 5 + chance), case when not open then at + make_interval(hours => chance) end,
  at + interval '30 hours', case when chance % 3 = 0 then chance % 2 = 0 end, (chance = 3)::int, (chance = 5)::int
from made`;
