import type { Key } from "@gezhi/contract/ids.ts";
import type { Urgency } from "@gezhi/contract/incidents.ts";
import type { OutsideParty } from "@gezhi/contract/sensing.ts";
import { sql } from "kysely";
import type { Db } from "../../platform/database/connect.ts";
import type { Tx } from "../../platform/database/scope.ts";

export type WayRow = Key & {
  party: OutsideParty;
  at: Date;
  simulated: boolean;
  alarm_id: string;
  number: string;
  rule_name: string;
  level: Urgency;
  alarm_status: string;
  unit: string;
  lon: number | null;
  lat: number | null;
  alarm_place: string;
  address: string;
  device_place: string;
  incident: string | null;
  incident_open: boolean | null;
};

export const findWay = (db: Db, { district, id }: Key): Promise<WayRow | undefined> =>
  db
    .selectFrom("outside_calls as c")
    .innerJoin("alarms as a", (join) =>
      join.onRef("a.district", "=", "c.district").onRef("a.id", "=", "c.alarm"),
    )
    .innerJoin("devices as d", (join) =>
      join.onRef("d.district", "=", "a.district").onRef("d.number", "=", "a.device"),
    )
    .leftJoin("incidents as i", (join) =>
      join.onRef("i.district", "=", "a.district").onRef("i.id", "=", "a.incident"),
    )
    .select(["c.district", "c.id", "c.party", "c.at", "c.simulated"])
    .select([
      "a.id as alarm_id",
      "a.number",
      "a.rule_name",
      "a.level",
      "a.status as alarm_status",
      "a.unit",
      "a.lon",
      "a.lat",
      "a.place as alarm_place",
      "d.address",
      "d.place as device_place",
      "a.incident",
      "i.open as incident_open",
    ])
    .where("c.district", "=", district)
    .where("c.id", "=", id)
    .$castTo<WayRow>()
    .executeTakeFirst();

export type OrderOnWay = {
  accepted_at: Date | null;
  arrived_at: Date | null;
  way_minutes: number | null;
};

export const listOrdersOnWay = (
  db: Db,
  district: string,
  incident: string,
): Promise<OrderOnWay[]> =>
  db
    .selectFrom("work_orders")
    .select(["accepted_at", "arrived_at", "way_minutes"])
    .where("district", "=", district)
    .where("incident", "=", incident)
    .where("status", "<>", "withdrawn")
    .where("accepted_at", "is not", null)
    .orderBy("accepted_at")
    .execute();

/** Counts the look; true when it is the first. */
export async function countOpening(tx: Tx, { district, id }: Key, at: Date): Promise<boolean> {
  const { rows } = await sql<{ times: number }>`
    insert into way_openings (district, call, first_at, last_at, times) values (${district}, ${id}, ${at}, ${at}, 1)
    on conflict (district, call) do update set last_at = excluded.last_at, times = way_openings.times + 1
    returning times`.execute(tx);
  return rows[0]?.times === 1;
}
