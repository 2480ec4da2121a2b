import { fireLaneCategory } from "@gezhi/contract/fire-lanes.ts";
import type { Tx } from "../../platform/database/scope.ts";
import type { Context } from "../context.ts";
import { type IncidentChange, onIncidentChanged } from "../incidents/incident-hooks.ts";
import { endStops, moveStops, returnStops } from "./lane-queries.ts";

const known = new WeakSet<Context>();

/** Vehicles follow their incident, and leave when its device says that the lane is free. Called once by `main/`. */
export function registerFireLanes(context: Context): void {
  if (known.has(context)) return;
  known.add(context);
  onIncidentChanged(context, followIncident);
}

async function followIncident(tx: Tx, _: Context, change: IncidentChange): Promise<void> {
  const { incident } = change.case;
  if (incident.category !== fireLaneCategory) return;
  if (change.act === "sensor") await endStops(tx, incident, change.at);
  if (change.act === "merge" && incident.merged_into !== null)
    await moveStops(tx, incident, incident.merged_into);
  if (change.act === "unmerge") await returnStops(tx, incident);
}
