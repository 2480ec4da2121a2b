import { sql } from "kysely";
import type { WhistleKind } from "@gezhi/contract/incidents.ts";
import type { WhistleCounts } from "@gezhi/contract/whistles.ts";
import type { Db } from "../../platform/database/connect.ts";

export type WhistleRow = WhistleCounts & { kind: WhistleKind; handler: string; caller: string };

/** Whistles of incidents in a unit, counted; the clock says whether it was in time, for it knows of suspensions. */
export const countWhistles = async (
  db: Db,
  {
    unit,
    callerLength,
    from,
    to,
    at,
  }: Record<"from" | "to" | "at", Date> & {
    unit: string;
    callerLength: number;
  },
): Promise<WhistleRow[]> => {
  const { rows } = await sql<WhistleRow>`
    select w.whistle as kind, w.handler, left(w.whistle_unit, ${callerLength}::int) as caller, count(*)::int as rung,
      count(w.checked_in_at)::int as "checkedIn",
      (count(*) filter (where w.checked_in_at <= coalesce(c.settled_due_at, c.due_at)))::int as "inTerm",
      (count(*) filter (where w.checked_in_at is null and w.active and c.stopped_at is null and c.due_at <= ${at}))::int as missed
    from work_orders w
    join incidents i on i.district = w.district and i.id = w.incident
    left join lateral (select due_at, settled_due_at, stopped_at from clocks
      where district = w.district and incident = w.incident and work_order = w.id and stage = 'checkIn'
      order by started_at desc limit 1) c on true
    where w.whistle is not null and w.whistled_at >= ${from} and w.whistled_at < ${to}
      and i.unit >= ${unit} and i.unit < ${`${unit}~`}
    group by 1, 2, 3`.execute(db);
  return rows;
};
