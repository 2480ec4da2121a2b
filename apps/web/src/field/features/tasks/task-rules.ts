import type { IncidentSummary, WorkOrder } from "@gezhi/contract/incidents.ts";

type Order = { workOrder: Pick<WorkOrder, "status"> };

/** What was fed back waits for somebody else. */
export const waitsForOthers = ({ workOrder }: Order): boolean => workOrder.status === "fedBack";
export const isToDo = (order: Order): boolean => !waitsForOthers(order);

/** Nobody checks their own work, and what passed is not checked twice: then the server does not offer it. */
export const mayCheck = ({ actions }: Pick<IncidentSummary, "actions">): boolean =>
  actions.some(({ act }) => act === "recheck" || act === "checkSelfHandled");

const atHand = 30;

/** Each once, and no more than a phone fetches without being asked. */
export const firstAtHand = <I extends { id: string }>(incidents: readonly I[]): I[] =>
  [...new Map(incidents.map((incident) => [incident.id, incident])).values()].slice(0, atHand);

/** The title names the place when nothing more exact is known; then it is not said again. */
export function placeLine({
  title,
  address,
  unit,
}: Pick<IncidentSummary, "title" | "address" | "unit">): string {
  if (address) return address;
  return title.includes(unit.name) ? "" : unit.name;
}
