import { patrolId } from "@gezhi/contract/ids.ts";
import type { Patrol } from "@gezhi/contract/patrols.ts";
import { UnitCode } from "@gezhi/contract/units.ts";
import type { Context } from "../context.ts";
import { placeName } from "../organisation/post-directory.ts";
import type { PatrolRow } from "./patrol-queries.ts";
import { dutyTask, stateAt } from "./patrol-rules.ts";

/** As it stood at an instant, with or without the name. */
export const presentPatrol = (
  context: Pick<Context, "units">,
  row: PatrolRow,
  { at, named }: { at: number; named: boolean },
): Patrol => {
  const state = stateAt(row, at);
  return {
    id: patrolId(row),
    unit: { code: UnitCode.parse(row.unit), name: placeName(context, row.unit) },
    duty: { code: row.duty, task: dutyTask(row.duty) ?? row.duty },
    by: named ? row.name : null,
    state,
    startedAt: row.started_at.toISOString(),
    endedAt: state === "ended" ? (row.ended_at?.toISOString() ?? null) : null,
    heardAt: row.heard_at.toISOString(),
    track: row.track,
    lengthM: row.length_m,
    simulated: row.simulated,
  };
};
