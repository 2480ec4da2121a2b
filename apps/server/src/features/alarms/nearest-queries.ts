import type { Urgency } from "@gezhi/contract/incidents.ts";
import { ancestorAt } from "@gezhi/contract/units.ts";
import { read } from "../../platform/database/scope.ts";
import type { Context } from "../context.ts";
import { shiftAt } from "../duty/duty-rules.ts";
import { handlerName } from "../organisation/post-directory.ts";
import { nearestOf } from "../positions/nearest-rules.ts";
import { listOnHand } from "../positions/position-queries.ts";
import type { AlarmDevice, RuleInForce } from "./alarm-tables.ts";
import { reached } from "./alarm-text-rules.ts";
import { type Called, nobodyNear, wordsOf } from "./nearest-rules.ts";

/** Whom an alarm calls that names the nearest on duty (R4), as people stand at this moment; undefined: it names none. */
export async function findCalled(
  context: Context,
  { device, inForce, level }: { device: AlarmDevice; inForce: RuleInForce; level: Urgency },
): Promise<Called | undefined> {
  const asked = reached(inForce.rule, level, null).flatMap((one) =>
    one.to === "nearest" ? one.people : [],
  );
  if (asked.length === 0) return undefined;
  const hasGrid = ancestorAt(device.unit, "grid") !== undefined;
  // Of a person's alarm hears who cares for the person, not whoever stands near.
  if (inForce.personal) return nobodyNear("涉及个人，不通知附近人员", hasGrid);
  const { town } = device;
  const place = context.units.find(device.unit);
  const middle =
    device.lon !== null && device.lat !== null ? { lon: device.lon, lat: device.lat } : place;
  if (!town || !middle) return nobodyNear("设备没有位置，无法找最近的值守人员", hasGrid);
  const at = context.now();
  const people = await read(context.db, "system", (tx) =>
    listOnHand(tx, town, shiftAt(at), new Date(at)),
  );
  const { chosen, soonest } = nearestOf(middle, people, Math.max(...asked));
  if (chosen.length === 0)
    return nobodyNear(
      soonest === null
        ? "没有值守人员共享位置"
        : `最近的值守人员估计 ${soonest} 分钟才能到场，太远`,
      hasGrid,
    );
  return {
    people: chosen,
    text: wordsOf(chosen, (handler) => handlerName(context, handler)),
    gridInstead: false,
  };
}
