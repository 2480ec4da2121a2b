import { isActive, type IncidentFacts } from "./incident-facts.ts";

type Parties = Pick<
  IncidentFacts,
  "district" | "unit" | "urgency" | "chainLevel" | "verifier" | "orders" | "requests"
> & { reporterUnits: readonly (string | null)[] };

/**
 * Whom an incident concerns (product promise 4): where it lies, who reported, who handles or handled it, towns that were
 * asked, and the district once something was put before it or the matter is red (C.3). A handler that gave it back
 * unsigned is no longer one. Units above see it by prefix.
 */
export function partiesOf({
  district,
  unit,
  urgency,
  chainLevel,
  verifier,
  orders,
  requests,
  reporterUnits,
}: Parties): string[] {
  const asked = requests.flatMap(({ kind, status, deciderRole, deciderUnit }) => {
    if (deciderRole === "districtCentre") return [deciderUnit];
    const helps =
      (kind === "crossTown" || kind === "transfer") &&
      (status === "pending" || status === "approved");
    return helps ? [deciderUnit] : [];
  });
  const handlers = orders.flatMap((order) =>
    isActive(order) || order.acceptedAt !== null ? [order.handler] : [],
  );
  const told = chainLevel === "district" || urgency === "red" ? [district] : [];
  const reporters = reporterUnits.flatMap((reporter) => reporter ?? []);
  return [
    ...new Set([
      unit,
      ...reporters,
      ...(verifier ? [verifier] : []),
      ...handlers,
      ...asked,
      ...told,
    ]),
  ];
}
