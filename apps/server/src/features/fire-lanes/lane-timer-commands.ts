import { write } from "../../platform/database/scope.ts";
import type { Context } from "../context.ts";
import { notify } from "../notices/notice-commands.ts";
import { claimLateTows, deleteStopsBefore } from "./lane-queries.ts";

const dayMs = 86_400_000;
const post = "PA05";

/** A vehicle that still stands when its tow was due is put before the post and the officers. Says how many. */
export async function tellLateTows(context: Context): Promise<number> {
  const told = await write(context.db, "system", async (tx) => {
    const { rows } = await claimLateTows(tx, new Date(context.now()));
    for (const { district, id, incident, number, lane, town } of rows)
      await notify(tx, context, {
        district,
        incident,
        urgency: "orange",
        act: "tow",
        title: "清障超时",
        body: `${number}，${lane}，车辆仍未驶离`,
        cause: `tow ${id}`,
        recipients: town
          ? {
              handlers: [`${town}/${post}`],
              roles: [{ role: "dutyOfficer", unit: town }],
            }
          : { roles: [{ role: "districtCentre", unit: district }] },
      });
    return rows.length;
  });
  if (told > 0) context.hint();
  return told;
}

/** What was noted of vehicles goes after its time, with the calls that hang on it. */
export async function forgetOldStops(context: Context): Promise<number> {
  const before = new Date(context.now() - context.config.FIRE_LANE_DAYS * dayMs);
  const { numDeletedRows } = await write(context.db, "system", (tx) =>
    deleteStopsBefore(tx, before),
  );
  return Number(numDeletedRows);
}
