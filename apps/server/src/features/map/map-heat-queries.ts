import type { MapBounds } from "@gezhi/contract/map.ts";
import { sql } from "kysely";
import type { Tx } from "../../platform/database/scope.ts";
import type { Spot } from "./heat-rules.ts";
import { all, below, inside } from "./map-queries.ts";

type Asked = {
  bbox: MapBounds;
  unit: string | undefined;
  category: string | undefined;
  from: Date;
  before: Date;
};

/** What was reported and stood: no duplicates, no false alarms, nothing refused or cancelled. */
export async function countSpots(
  tx: Tx,
  { bbox, unit, category, from, before }: Asked,
  raster: number,
): Promise<Spot[]> {
  const { rows } = await sql<Spot>`
    select avg(i.lon) as lon, avg(i.lat) as lat, count(*)::int as count from incidents i
    where ${all([
      sql`i.opened_at >= ${from} and i.opened_at < ${before}`,
      sql`i.status not in ('merged', 'rejected', 'falseAlarm', 'cancelled')`,
      inside("i", bbox),
      ...below("i.unit", unit),
      ...(category ? [sql`starts_with(i.category, ${category})`] : []),
    ])}
    group by floor(i.lon / ${raster}::float8), floor(i.lat / ${raster}::float8)`.execute(tx);
  return rows;
}
