import { sql } from "kysely";
import type { Tx } from "../../platform/database/scope.ts";

export type TrendRow = {
  district: string;
  id: string;
  code: string;
  name: string;
  profile: string;
  unit: string;
  place: string;
  overrides: unknown;
  simulated: boolean;
  last_at: Date | null;
  last_values: (number | null)[] | null;
  /** Epoch milliseconds of the middle of each hour, and the hour's mean, by metric. */
  trends: { metric: number; hours: number[]; means: number[] }[] | null;
};

/** Hours since `from` of the devices of a unit that are in use; of no device of a person. */
export async function listTrends(
  tx: Tx,
  {
    unit,
    profiles,
    from,
    most,
  }: { unit: string; profiles: readonly string[]; from: Date; most: number },
): Promise<TrendRow[]> {
  const { rows } = await sql<TrendRow>`
    select d.district, d.id, d.code, d.name, d.profile, d.unit, d.place, d.overrides, d.simulated, s.last_at, s.last_values, t.trends
    from devices d
    join device_states s on s.district = d.district and s.device = d.number and s.last_at >= ${from}
    left join lateral (
      select json_agg(json_build_object('metric', m.metric, 'hours', m.hours, 'means', m.means)) as trends from (
        select o.metric, array_agg(extract(epoch from o.hour) * 1000 + 1800000 order by o.hour) as hours,
          array_agg(o.sum / o.count order by o.hour) as means
        from reading_hours o where o.district = d.district and o.device = d.number and o.hour >= ${from}
          -- Named, so that the key is searched by hour within each metric.
          and o.metric = any(array(select generate_series(0, 31))) and o.count > 0
        group by o.metric) m
    ) t on true
    where d.unit >= ${unit} and d.unit < ${`${unit}~`} and d.retired_at is null
      and d.person_name_enc is null and d.consent_at is null and d.profile = any(${[...profiles]}::text[])
    order by d.unit, d.code limit ${most}`.execute(tx);
  return rows;
}
