import {
  AssessmentPart,
  type AssessmentRow,
  type AssessmentWeights,
} from "@gezhi/contract/assessment.ts";
import type { Counts } from "@gezhi/contract/figures.ts";
import type { Role } from "@gezhi/contract/identity.ts";
import type { Viewer } from "../identity/viewer.ts";

export type Assessed = Pick<
  Counts,
  "registered" | "finished" | "fedBack" | "reworked" | "rated" | "content" | "due" | "inTime"
>;

export const partsOf = (counts: Assessed): AssessmentRow["parts"] => ({
  completion: { of: counts.finished, over: counts.registered },
  timeliness: { of: counts.inTime, over: counts.due },
  quality: { of: counts.fedBack - counts.reworked, over: counts.fedBack },
  rating: { of: counts.content, over: counts.rated },
});

/** The weighted mean of the parts that have anything below the line. */
export function scoreOf(parts: AssessmentRow["parts"], weights: AssessmentWeights): number | null {
  const told = AssessmentPart.options.filter((part) => parts[part].over > 0 && weights[part] > 0);
  const weight = told.reduce((sum, part) => sum + weights[part], 0);
  if (weight === 0) return null;
  const points = told.reduce(
    (sum, part) => sum + (weights[part] * parts[part].of) / parts[part].over,
    0,
  );
  return Math.round((points / weight) * 1000) / 10;
}

export const without = (counts: Assessed, away: readonly Assessed[]): Assessed => {
  const less = { ...counts };
  for (const one of away)
    for (const measure of Object.keys(one) as (keyof Assessed)[]) less[measure] -= one[measure];
  return less;
};

const readers: readonly Role[] = [
  "communitySecretary",
  "dutyOfficer",
  "commander",
  "supervisor",
  "districtCentre",
  "cityOperator",
];
const objectors: readonly Role[] = ["communitySecretary", "commander"];
const deciders: readonly Role[] = ["dutyOfficer", "commander", "supervisor", "districtCentre"];

export const readsAssessment = (viewer: Viewer): boolean =>
  viewer.appointments.some(({ role }) => readers.includes(role));

/** The units this person speaks for, against what is counted of them. */
export const objectsFor = (viewer: Viewer): string[] =>
  viewer.appointments.flatMap(({ role, unit }) => (objectors.includes(role) ? [unit] : []));

export const decidesAtAll = (viewer: Viewer): boolean =>
  viewer.appointments.some(({ role }) => deciders.includes(role));

/** Another level decides, never the unit itself. */
export const decidesOn = (viewer: Viewer, objecting: string): boolean =>
  viewer.appointments.some(
    ({ role, unit }) =>
      deciders.includes(role) && objecting.startsWith(unit) && unit.length < objecting.length,
  );

/** What counts against a unit: late, not done right at once, or somebody not content. */
export const countsAgainst = (
  incident: {
    promised_at: Date | null;
    closed_at: Date | null;
    rework_count: number;
    satisfied: boolean | null;
  },
  now: number,
): boolean =>
  incident.rework_count > 0 ||
  incident.satisfied === false ||
  (incident.promised_at !== null &&
    incident.promised_at.getTime() < (incident.closed_at?.getTime() ?? now));
