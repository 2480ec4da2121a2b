import type { Urgency } from "@gezhi/contract/incidents.ts";
import { unplacedDistrict } from "@gezhi/contract/units.ts";
import { factsOf } from "../incidents/incident-facts.ts";
import type { FiredRung, IncidentChange } from "../incidents/incident-hooks.ts";
import type { WorkOrderRow } from "../incidents/incident-tables.ts";
import { isWithDistrict, leadTown } from "../incidents/standing-rules.ts";
import type { Recipients } from "./notice-rules.ts";

type Roles = NonNullable<Recipients["roles"]>;
type CentreRole = "dispatcher" | "dutyOfficer" | "commander";

const isActive = ({ status }: WorkOrderRow): boolean => status !== "done" && status !== "withdrawn";

/** Of what no district is known of, the city's operators. */
const districtCentre = (district: string): Roles[number] =>
  district === unplacedDistrict(district.slice(0, 2))
    ? { role: "cityOperator", unit: district.slice(0, 2) }
    : { role: "districtCentre", unit: district };

/** The centre that has the matter now: the town's, or the district's once it is with the district. */
export function centre({ case: now }: IncidentChange, ...roles: CentreRole[]): Roles {
  const facts = factsOf(now);
  const town = leadTown(facts);
  return isWithDistrict(facts) || town === null
    ? [districtCentre(facts.district)]
    : roles.map((role) => ({ role, unit: town }));
}

/** Domain C.3: who is told that something red or orange has come up. */
export function alarmedBy(
  urgency: Urgency,
  place: { district: string; town: string | null },
): Roles {
  const district = districtCentre(place.district);
  const { town } = place;
  if (urgency !== "red" && urgency !== "orange") return [];
  if (town === null) return [district];
  const officers = [
    { role: "dispatcher", unit: town },
    { role: "dutyOfficer", unit: town },
  ] as const;
  return urgency === "red" ? [...officers, { role: "commander", unit: town }, district] : officers;
}

export const activeHandlers = ({ case: { orders } }: IncidentChange): string[] => [
  ...new Set(orders.filter(isActive).map(({ handler }) => handler)),
];
export const reporters = ({ case: now }: IncidentChange): string[] =>
  now.reporters.map(({ account }) => account);
export const verifierOf = ({ case: { incident } }: IncidentChange): string =>
  incident.verifier ?? incident.unit;

/** The grid of the place and who reported, but nobody who worked on it (domain C.1). */
export const recheckers = (
  change: IncidentChange,
): { to: Recipients; except: (string | null)[] } => ({
  to: { handlers: [change.case.incident.unit], accounts: reporters(change) },
  except: change.case.orders.flatMap(({ accepted_by, fed_back_by }) => [accepted_by, fed_back_by]),
});

/** Whose time it is that runs out. */
export function dutyOf(change: IncidentChange, { order, request, stage }: FiredRung): Recipients {
  if (request) return { roles: [{ role: request.decider_role, unit: request.decider_unit }] };
  if (order) return { handlers: [order.handler] };
  if (stage === "verify") return { handlers: [verifierOf(change)] };
  if (stage === "recheck") return recheckers(change).to;
  const handlers = stage === "register" || stage === "district" ? [] : activeHandlers(change);
  return handlers.length ? { handlers } : { roles: centre(change, "dispatcher") };
}
