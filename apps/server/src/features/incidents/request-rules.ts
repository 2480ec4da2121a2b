import { IncidentAct, type RequestKind } from "@gezhi/contract/incidents.ts";
import type { Role } from "@gezhi/contract/identity.ts";
import type { Office } from "../organisation/handler-rules.ts";
import type { IncidentFacts } from "./incident-facts.ts";
import { lifecycle } from "./incident-lifecycle.ts";
import { isWithDistrict, leadTown } from "./standing-rules.ts";

export type Decider = Office;

/** Who decides in the centre that has the matter; with the district, the district. */
const ofCentre = (facts: IncidentFacts, role: Role): Decider => {
  const town = leadTown(facts);
  return isWithDistrict(facts) || town === null ? districtOf(facts) : { role, unit: town };
};
const districtOf = ({ district }: IncidentFacts): Decider => ({
  role: "districtCentre",
  unit: district,
});

/** C.2: the first return is the dispatcher's, the second the duty officer's, the third the district's and final. */
export function returnDecider(facts: IncidentFacts, part: "lead" | "co"): Decider {
  if (part === "co" || facts.returnCount === 0) return ofCentre(facts, "dispatcher");
  return facts.returnCount === 1 ? ofCentre(facts, "dutyOfficer") : districtOf(facts);
}

/** C.2: once by the duty officer; engineering or a second one by the centre's leader. */
export const delayDecider = (facts: IncidentFacts, engineering: boolean): Decider =>
  ofCentre(facts, facts.delayCount > 0 || engineering ? "commander" : "dutyOfficer");

export const suspendDecider = (facts: IncidentFacts): Decider => ofCentre(facts, "commander");
export const cancelDecider = (facts: IncidentFacts): Decider => ofCentre(facts, "dutyOfficer");
export const appealDecider = (facts: IncidentFacts): Decider => ofCentre(facts, "dutyOfficer");
export const escalationDecider = districtOf;
/** The centre of a town; of a district, when it lies in another one. */
export const centreOf = (unit: string): Decider =>
  unit.length === 6 ? { role: "districtCentre", unit } : { role: "dispatcher", unit };

const deciding = new Map(
  IncidentAct.options.flatMap((act) => {
    const kind = lifecycle[act].decides;
    return kind ? [[kind, lifecycle[act]] as const] : [];
  }),
);

/** A request that nobody can decide any more lapses; an appeal is decided by the verification it asked for. */
export function settledBy(
  facts: IncidentFacts,
  kind: RequestKind,
  order: string | null,
): "approved" | "refused" | "lapsed" | null {
  if (kind === "appeal") {
    if (facts.status === "verifying") return null;
    if (facts.status === "rejected" || facts.status === "falseAlarm") return "refused";
    return facts.status === "registered" ||
      facts.status === "dispatched" ||
      facts.status === "selfHandled"
      ? "approved"
      : "lapsed";
  }
  const decidable = deciding.get(kind)?.from.includes(facts.status);
  const about = facts.orders.find(({ id }) => id === order);
  const alive =
    order === null ||
    (about &&
      about.status !== "done" &&
      about.status !== "withdrawn" &&
      about.status !== "fedBack");
  return decidable && alive ? null : "lapsed";
}
