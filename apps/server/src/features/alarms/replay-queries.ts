import { sql } from "kysely";
import type { LevelValues } from "@gezhi/contract/sensing.ts";
import type { Db } from "../../platform/database/connect.ts";
import type { ReplayedReading } from "./replay-rules.ts";

export type ReplayDevice = {
  district: string;
  number: number;
  code: string;
  overrides: Record<string, LevelValues>;
};

export const listReplayDevices = (
  db: Db,
  unit: string,
  profile: string,
  most: number,
): Promise<ReplayDevice[]> =>
  db
    .selectFrom("devices")
    .select(["district", "number", "code", "overrides"])
    .where("unit", ">=", unit)
    .where("unit", "<", `${unit}~`)
    .where("profile", "=", profile)
    .orderBy("code")
    .limit(most)
    .$castTo<ReplayDevice>()
    .execute();

/** The next readings of one device after an instant, oldest first. */
export async function listReadings(
  db: Db,
  { district, number }: ReplayDevice,
  after: Date,
  until: Date,
  most: number,
): Promise<ReplayedReading[]> {
  const { rows } = await sql<{ at: Date; values: (number | null)[] }>`
    select at, "values" from readings where district = ${district} and device = ${number} and at > ${after} and at <= ${until}
    order by at limit ${most}`.execute(db);
  return rows.map(({ at, values }) => ({ at: at.getTime(), values }));
}
