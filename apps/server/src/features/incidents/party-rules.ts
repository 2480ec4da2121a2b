import { askedUnit, type IncidentFacts } from "./incident-facts.ts";

type Parties = Pick<
  IncidentFacts,
  "district" | "unit" | "urgency" | "chainLevel" | "verifier" | "orders" | "requests"
>;
type Informed = Parties & { reporterUnits: readonly (string | null)[] };

const townLength = 9;

/**
 * Whose matter it is (product promise 4): where it lies, who verified, who handles or did the work, and the district once
 * something was put before it or the matter is red (C.3). What their tokens open, they see in full. Units above by prefix.
 */
export function partiesOf({
  district,
  unit,
  urgency,
  chainLevel,
  verifier,
  orders,
  requests,
}: Parties): string[] {
  const handlers = orders.flatMap(({ status, handler }) => (status === "withdrawn" ? [] : handler));
  const decides = requests.some(
    ({ deciderRole, deciderUnit }) => deciderRole === "districtCentre" && deciderUnit === district,
  );
  // Where nobody knows the place, whoever is asked whether it is theirs must read what it says.
  const placeless = unit.length < townLength;
  const claimants = requests.flatMap(({ kind, status, detail, deciderUnit }) =>
    placeless && kind === "transfer" && status === "pending" ? askedUnit(detail, deciderUnit) : [],
  );
  const told = chainLevel === "district" || urgency === "red" || decides ? [district] : [];
  return unique([unit, ...(verifier ? [verifier] : []), ...handlers, ...claimants, ...told]);
}

/**
 * Who may know what became of it without having it: units that reported it or follow it, towns that are asked or were
 * asked and agreed, and handlers whose begun work was taken back. They see it masked, whatever role they look with: a
 * follower never becomes a party. A handler that gave it back unsigned is neither.
 */
export function informedOf(facts: Informed): string[] {
  const asked = facts.requests.flatMap((request) =>
    (request.kind === "crossTown" || request.kind === "transfer") &&
    (request.status === "pending" || request.status === "approved")
      ? [askedUnit(request.detail, request.deciderUnit), request.deciderUnit]
      : [],
  );
  const begun = facts.orders.flatMap(({ status, acceptedAt, handler }) =>
    status === "withdrawn" && acceptedAt !== null ? handler : [],
  );
  const reporters = facts.reporterUnits.flatMap((reporter) => reporter ?? []);
  return besides(partiesOf(facts), [...reporters, ...asked, ...begun]);
}

/** Units that no party covers already: what opens a party by prefix opens everything above it as well. */
export const besides = (parties: readonly string[], units: readonly string[]): string[] =>
  unique(units).filter((unit) => !parties.some((party) => party.startsWith(unit)));

const unique = (units: readonly string[]): string[] => [...new Set(units)];
