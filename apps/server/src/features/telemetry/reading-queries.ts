import { sql } from "kysely";
import type { Db } from "../../platform/database/connect.ts";

export type DeviceKey = { district: string; number: number };
export type Point = { at: Date; value: number; min: number; max: number };

/** Longer spans are shown by the hour. */
export const rawSpanMs = 2 * 86_400_000;
/** Points of one chart; more are thinned out evenly, keeping the extremes of what they stand for. */
const mostPoints = 2000;

/** Raw readings of one metric (its place in the profile), thinned to what a chart can show. */
export async function rawSeries(
  db: Db,
  { district, number }: DeviceKey,
  metric: number,
  { from, to }: { from: Date; to: Date },
): Promise<Point[]> {
  const bucketMs = Math.max(1, Math.ceil((to.getTime() - from.getTime()) / mostPoints));
  const { rows } = await sql<Point>`
    select min(at) as at, avg(value) as value, min(value) as min, max(value) as max
    from (select at, "values"[${metric + 1}::int]::double precision as value from readings
          where district = ${district} and device = ${number} and at >= ${from} and at < ${to}) as r
    where value is not null
    group by floor((extract(epoch from at) * 1000 - ${from.getTime()}::double precision) / ${bucketMs}::double precision)
    order by 1`.execute(db);
  return rows;
}

/** Hours that are over, from the roll-up; what lies after the last of them comes from raw readings. */
export async function hourlySeries(
  db: Db,
  { district, number }: DeviceKey,
  metric: number,
  { from, to }: { from: Date; to: Date },
): Promise<Point[]> {
  const { rows } = await sql<Point>`
    with rolled as (
      select hour, count, least, most, sum from reading_hours
      where district = ${district} and device = ${number} and metric = ${metric} and hour >= ${from} and hour < ${to}
    ), recent as (
      select date_trunc('hour', at, 'UTC') as hour, "values"[${metric + 1}::int]::double precision as value from readings
      where district = ${district} and device = ${number} and at < ${to}
        and at >= greatest(coalesce((select max(hour) from rolled) + interval '1 hour', ${from}), ${from})
    )
    select hour as at, sum / count as value, least::double precision as min, most::double precision as max from rolled
    union all
    select hour, avg(value), min(value), max(value) from recent where value is not null group by hour
    order by 1`.execute(db);
  return rows;
}
