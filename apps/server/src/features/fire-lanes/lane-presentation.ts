import type { LaneStop } from "@gezhi/contract/fire-lanes.ts";
import { incidentId, laneStopId } from "@gezhi/contract/ids.ts";
import { maskPlate } from "../../platform/masking.ts";
import type { Context } from "../context.ts";
import { revealProblem } from "../identity/reveal-rules.ts";
import { seesFully, type Viewer } from "../identity/viewer.ts";
import type { StopRow } from "./lane-queries.ts";
import { actionsOf, actsOn, deskRoles, type Standing } from "./lane-rules.ts";

export const standingOf = (row: StopRow): Standing => ({
  gone: row.gone_at !== null,
  towed: row.tow_at !== null,
  calls: row.calls.map(({ at }) => Date.parse(at)),
});

export const mayTow = (viewer: Viewer, row: StopRow): boolean =>
  actsOn(viewer, row, [...deskRoles, "department"]);

export const plateProblem = (viewer: Viewer, row: StopRow): string | undefined =>
  revealProblem(viewer, { ...row, reporter_account: row.account }) === undefined
    ? undefined
    : "您的岗位不能查看完整车牌；请由办理该事件的岗位或网格员核对";

/** Whoever sees the incident masked reads no plate, not even a part of it. */
export const maskedPlate = (
  { secrets }: Pick<Context, "secrets">,
  viewer: Viewer,
  { plate_enc, party_units, unit }: Pick<StopRow, "plate_enc" | "party_units" | "unit">,
): string => (seesFully(viewer, party_units, unit) ? maskPlate(secrets.open(plate_enc)) : "");

const isSimulated = ({ config }: Pick<Context, "config">): boolean =>
  config.GEZHI_DEMO || !config.OWNER_CALL_URL;

export function presentStop(context: Context, viewer: Viewer, row: StopRow): LaneStop {
  const { tow_by, tow_at, tow_due_at, tow_contact, gone_at, gone_how } = row;
  const whole = seesFully(viewer, row.party_units, row.unit);
  return {
    id: laneStopId(row),
    incident: {
      id: incidentId({ district: row.district, id: row.incident }),
      number: row.number,
    },
    lane: row.lane,
    plate: maskedPlate(context, viewer, row),
    notedBy: whole ? row.noted_by : "",
    notedAt: row.noted_at.toISOString(),
    times: row.times,
    calls: row.calls.map(({ at, by, status, simulated }) => ({
      at: new Date(at).toISOString(),
      by: whole ? by : "",
      status: status ?? "gone",
      // Also while it waits to leave: in a demo it never will.
      simulated: simulated === true || (status === "queued" && isSimulated(context)),
    })),
    tow:
      tow_at && tow_due_at
        ? {
            by: whole ? (tow_by ?? "") : "",
            at: tow_at.toISOString(),
            dueAt: tow_due_at.toISOString(),
            contact: tow_contact,
          }
        : null,
    gone: gone_at && gone_how ? { at: gone_at.toISOString(), how: gone_how } : null,
    actions: actionsOf({ act: actsOn(viewer, row), tow: mayTow(viewer, row) }, standingOf(row)),
    revealable: plateProblem(viewer, row) === undefined,
  };
}
