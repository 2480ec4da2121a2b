import type { HotSpot, IssueClass, IssueClassStatus } from "@gezhi/contract/hot-spots.ts";
import type { Role } from "@gezhi/contract/identity.ts";
import { handlersOf, holdsAny, type Viewer } from "../identity/viewer.ts";

const lookers = [
  "dispatcher",
  "dutyOfficer",
  "commander",
  "districtCentre",
  "supervisor",
  "cityOperator",
] as const satisfies Role[];
const deciders = [
  "dutyOfficer",
  "commander",
  "districtCentre",
  "cityOperator",
] as const satisfies Role[];
/** Who may be given a class to see to. */
const owners = [...lookers, "postHolder", "department", "communitySecretary"] as const;

export const looksAtHotSpots = (viewer: Viewer): boolean => holdsAny(viewer, lookers);
export const looksAtClasses = (viewer: Viewer): boolean => holdsAny(viewer, owners);
/** Closes cards, makes classes of them and tells of the past, at `unit` or below their own. */
export const decidesOnHotSpots = (viewer: Viewer, unit?: string): boolean =>
  holdsAny(viewer, deciders, unit);

type Tokens = { parties: string[]; account: string };

/** Cards are figures of a place, not records: seen by those who see the figures of their unit, and below it. */
export const cardScope = (viewer: Viewer): Tokens => ({
  parties: unitsOf(viewer),
  account: viewer.account,
});

/** Besides, by who is to see to it. */
export const classScope = (viewer: Viewer): Tokens => ({
  parties: [...new Set([...unitsOf(viewer), ...handlersOf(viewer)])],
  account: viewer.account,
});

const unitsOf = ({ appointments }: Viewer): string[] => [
  ...new Set(
    appointments.filter(({ role }) => lookers.some((one) => one === role)).map(({ unit }) => unit),
  ),
];

export const cardActions = (
  viewer: Viewer,
  { status, unit }: { status: HotSpot["status"]; unit: string },
): HotSpot["actions"] =>
  status === "open" && decidesOnHotSpots(viewer, unit) ? ["close", "classify"] : [];

export const isEnded = (status: IssueClassStatus): boolean =>
  status === "solved" || status === "dropped";

export function classActions(
  viewer: Viewer,
  { status, unit, owner }: { status: IssueClassStatus; unit: string; owner: string },
): IssueClass["actions"] {
  if (isEnded(status)) return [];
  if (decidesOnHotSpots(viewer, unit))
    return ["edit", "addCards", "addMeasure", "changeMeasure", "advance", "end"];
  return handlersOf(viewer).includes(owner) ? ["addMeasure", "changeMeasure", "advance"] : [];
}

/** Yuan: all pieces, and what that is a year of their life. */
export function costsOf({
  quantity,
  unitCost,
  years,
}: {
  quantity: number | null;
  unitCost: number | null;
  years: number | null;
}): { cost: number | null; costPerYear: number | null } {
  if (unitCost === null) return { cost: null, costPerYear: null };
  const cost = Math.round(unitCost * (quantity ?? 1) * 100) / 100;
  return { cost, costPerYear: years === null ? null : Math.round((cost / years) * 100) / 100 };
}

const dayMs = 86_400_000;
const leastDays = 7;

/** Per 30 days; of less than a week nothing is said. */
export function rateOf(n: number, from: number, to: number) {
  const days = Math.max(0, Math.round(((to - from) / dayMs) * 10) / 10);
  return { n, days, per30: days < leastDays ? null : Math.round((n / days) * 30 * 100) / 100 };
}
