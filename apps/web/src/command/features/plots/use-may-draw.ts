import type { Role } from "@gezhi/contract/identity.ts";
import { useMe } from "../../../shared/session.ts";

const drawers: readonly Role[] = [
  "gridWorker",
  "gridHead",
  "communitySecretary",
  "postHolder",
  "dispatcher",
  "dutyOfficer",
  "commander",
  "districtCentre",
];
/** Whether a drawing of a unit is offered; the server decides about each. */
export const useMayDraw = (): boolean =>
  useMe().appointments.some(({ role }) => drawers.includes(role));
