import type { IncidentAct, IncidentSummary } from "@gezhi/contract/incidents.ts";

/** What waits for the district, most pressing first; each incident stands in the first group it fits. */
export const districtGroups = [
  "decide",
  "returns",
  "disputes",
  "requests",
  "verify",
  "dispatch",
  "check",
  "working",
] as const;
export type DistrictGroup = (typeof districtGroups)[number];

const actsOf: Record<Exclude<DistrictGroup, "working">, readonly IncidentAct[]> = {
  decide: ["decideEscalation"],
  returns: ["decideReturn"],
  disputes: ["decideCrossTown"],
  requests: ["decideTransfer", "decideDelay", "decideSuspend", "decideCancel"],
  verify: ["verify", "register"],
  dispatch: ["dispatch"],
  check: ["recheck", "close"],
};

/** What was given to somebody may be given to others; it waits for nobody in the centre. */
const undispatched: readonly IncidentSummary["status"][] = ["reported", "registered", "reopened"];

export function groupOf({
  actions,
  status,
}: Pick<IncidentSummary, "actions" | "status">): DistrictGroup {
  const waiting = districtGroups.find(
    (group) =>
      group !== "working" &&
      (group !== "dispatch" || undispatched.includes(status)) &&
      actions.some(({ act }) => actsOf[group].includes(act)),
  );
  return waiting ?? "working";
}
