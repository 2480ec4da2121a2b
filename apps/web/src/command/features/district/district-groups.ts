import type { IncidentAct, IncidentSummary } from "@gezhi/contract/incidents.ts";

/** What waits for the district, most pressing first; each incident stands in the first group it fits. */
export const districtGroups = ["decide", "returns", "disputes", "dispatch", "working"] as const;
export type DistrictGroup = (typeof districtGroups)[number];

const actOf: Record<Exclude<DistrictGroup, "working">, IncidentAct> = {
  decide: "decideEscalation",
  returns: "decideReturn",
  disputes: "decideCrossTown",
  dispatch: "dispatch",
};

export function groupOf({ actions }: Pick<IncidentSummary, "actions">): DistrictGroup {
  const waiting = districtGroups.find(
    (group) => group !== "working" && actions.some(({ act }) => act === actOf[group]),
  );
  return waiting ?? "working";
}
