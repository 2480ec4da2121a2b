import type { IncidentAct, IncidentSummary } from "@gezhi/contract/incidents.ts";

/** What waits for the community, in the order in which it should be done. */
export const waitingActs = [
  "accept",
  "verify",
  "recheck",
  "selfHandle",
  "arrive",
  "feedback",
] as const satisfies readonly IncidentAct[];
export type WaitingAct = (typeof waitingActs)[number];

export type Waiting = { act: WaitingAct; items: readonly IncidentSummary[] };

/** Open incidents on which this person may do one of these; a matter that can be verified or handled at once stands in both. */
export const waitingOf = (open: readonly IncidentSummary[]): Waiting[] =>
  waitingActs.flatMap((act) => {
    const items = open.filter(({ actions }) => actions.some((action) => action.act === act));
    return items.length > 0 ? [{ act, items }] : [];
  });

export type Change = { incident: IncidentSummary; at: string };

/** The latest changes first. */
export const latestChanges = (incidents: readonly IncidentSummary[], most: number): Change[] =>
  [...new Map(incidents.map((incident) => [incident.id, incident])).values()]
    .map((incident) => ({ incident, at: incident.updatedAt }))
    .toSorted((a, b) => (a.at < b.at ? 1 : a.at > b.at ? -1 : 0))
    .slice(0, most);
