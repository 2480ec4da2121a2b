import type { WorkOrder } from "@gezhi/contract/incidents.ts";
import type { Tx } from "../../platform/database/scope.ts";
import type { Context } from "../context.ts";
import { distanceM } from "../correlation/geometry-rules.ts";
import { minutesFor } from "../map/candidate-rules.ts";
import { findPlaceOf } from "../positions/position-queries.ts";
import type { Actor } from "./incident-facts.ts";
import type { IncidentRow, WorkOrderRow } from "./incident-tables.ts";

const minuteMs = 60_000;
type Way = { minutes: number; from: "person" | "unit" };
type Matter = Pick<IncidentRow, "urgency" | "lon" | "lat">;

/** R53: of red matters only; a straight line times the terrain factor, from the handler's unit. */
function wayFromUnit(
  { units }: Context,
  handler: string,
  { urgency, lon, lat }: Matter,
): Way | null {
  const unit = units.find(handler.split("/")[0] ?? "");
  if (urgency !== "red" || lon === null || lat === null || !unit) return null;
  return { minutes: minutesFor(distanceM({ lon, lat }, unit)), from: "unit" };
}

/** As far as it is from where this person is now, where the phone tells; kept with the order to be compared with what it took. */
export async function wayOf(
  tx: Tx,
  context: Context,
  actor: Actor,
  matter: Matter,
  handler: string,
  at: Date,
): Promise<Way | null> {
  const fromUnit = wayFromUnit(context, handler, matter);
  if (!fromUnit || actor.kind !== "staff" || matter.lon === null || matter.lat === null)
    return fromUnit;
  const place = await findPlaceOf(tx, actor.viewer.account, at);
  if (!place) return fromUnit;
  const far = distanceM({ lon: matter.lon, lat: matter.lat }, place);
  return { minutes: minutesFor(far), from: "person" };
}

/** The estimate, when somebody is expected by it, and what the way took in the end. */
export function presentWay(
  context: Context,
  order: WorkOrderRow,
  matter: Matter,
  masked: boolean,
): WorkOrder["way"] {
  const { way_minutes, way_from, accepted_at, arrived_at, status, handler } = order;
  if (masked || status === "withdrawn") return null;
  const known =
    way_minutes !== null && way_from !== null
      ? { minutes: way_minutes, from: way_from as Way["from"] }
      : accepted_at === null
        ? wayFromUnit(context, handler, matter)
        : null;
  if (!known) return null;
  const expected =
    accepted_at && !arrived_at && order.fed_back_at === null
      ? new Date(accepted_at.getTime() + known.minutes * minuteMs).toISOString()
      : null;
  const took =
    accepted_at && arrived_at
      ? Math.max(1, Math.round((arrived_at.getTime() - accepted_at.getTime()) / minuteMs))
      : null;
  return { ...known, arriveBy: expected, tookMinutes: took };
}
