import type { Me, Role } from "@gezhi/contract/identity.ts";
import type { ReportSource } from "@gezhi/contract/reports.ts";
import { placeOf, type DraftValues } from "../../../shared/phone/report/draft-values.ts";

const grid: readonly Role[] = [
  "microGridHead",
  "partTimeGridWorker",
  "gridWorker",
  "gridHead",
  "gridGuide",
  "communitySecretary",
];

/** Collectors of the grid may register directly; other staff report as any citizen. */
export const sourceOf = ({ appointments }: Pick<Me, "appointments">): ReportSource =>
  appointments.some(({ role }) => grid.includes(role)) ? "gridWorker" : "resident";

/** Known facts are not asked: without any other word of where, it lies in the reporter's own unit. */
export function withOwnUnit(
  values: DraftValues,
  files: Parameters<typeof placeOf>[1],
  { appointments }: Pick<Me, "appointments">,
): DraftValues {
  const told =
    placeOf(values, files) || values.address.trim() !== "" || values.unit || values.follow;
  const own = appointments.find(({ role }) => grid.includes(role))?.unit;
  return told || !own ? values : { ...values, unit: own };
}
