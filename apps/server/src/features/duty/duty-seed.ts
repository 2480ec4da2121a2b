import { sql } from "kysely";
import type { Db } from "../../platform/database/connect.ts";
import { write } from "../../platform/database/scope.ts";
import { shiftAt } from "./duty-rules.ts";

const demoDays = 28;

/**
 * For the demo's towns a simple roster from today on: by day the first half of those who hold a duty, by night the
 * second; whoever is alone has both. Of the posts only those that are on duty day and night. A day for which a town has
 * anybody on duty is left as it is, so that the roster can be filled again every day.
 */
export async function seedDemoDuty(
  db: Db,
  posts: readonly { code: string; onDuty24h: boolean; section: string }[],
  now: number,
): Promise<number> {
  const codes = posts
    .filter(({ onDuty24h, section }) => onDuty24h && section !== "commandCentre")
    .map(({ code }) => code);
  const { day } = shiftAt(now);
  return write(db, "system", async (tx) => {
    const { numAffectedRows } = await sql`
      insert into duty_shifts (district, unit, day, shift, duty, account)
      select left(h.unit, 6), h.unit, ${day}::date + n, s.shift, h.duty, h.account
      from (
        select p.unit, coalesce(p.post, p.role) as duty, p.account,
          row_number() over (partition by p.unit, coalesce(p.post, p.role) order by p.holder, a.username) as place,
          count(*) over (partition by p.unit, coalesce(p.post, p.role)) as people
        from appointments p join accounts a on a.id = p.account
        where a.demo and (p.role in ('dutyOfficer', 'dispatcher') or p.post = any(${codes}::text[]))
      ) h, generate_series(0, ${demoDays - 1}::int) n, (values ('day'), ('night')) s (shift)
      where (h.people = 1 or (h.place <= (h.people + 1) / 2) = (s.shift = 'day'))
        and not exists (
          select from duty_shifts d
          where d.district = left(h.unit, 6) and d.unit = h.unit and d.day = ${day}::date + n
        )
      on conflict do nothing`.execute(tx);
    return Number(numAffectedRows ?? 0);
  });
}
