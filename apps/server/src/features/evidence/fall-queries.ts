import { sql } from "kysely";
import type { Db } from "../../platform/database/connect.ts";
import { fallingObjects } from "./clip-rules.ts";
import type { FallRow } from "./fall-rules.ts";

const gridLength = 15;

/** Matters of falling objects in a town or a part of it, by month, grid and the building that was supposed last. */
export async function countFalls(
  db: Db,
  { unit, since }: { unit: string; since: Date },
): Promise<FallRow[]> {
  const { rows } = await sql<FallRow>`
    select to_char(i.opened_at at time zone 'Asia/Shanghai', 'YYYY-MM') as month, left(i.unit, ${gridLength}::int) as unit,
      b.building, count(*)::int as count
    from incidents i
    left join lateral (select c.building from alarms a
      join clips c on c.district = a.district and c.alarm = a.id
      where a.district = i.district and a.incident = i.id and c.building is not null
      order by c.received_at desc, c.id limit 1) b on true
    where i.town = ${unit.slice(0, 9)} and i.unit >= ${unit} and i.unit < ${`${unit}~`}
      and i.category = ${fallingObjects} and i.opened_at >= ${since}
      and i.status not in ('rejected', 'falseAlarm', 'merged', 'cancelled')
    group by 1, 2, 3`.execute(db);
  return rows;
}
