import type { Urgency } from "@gezhi/contract/incidents.ts";
import { ancestorAt, pathOf, type Position } from "@gezhi/contract/units.ts";
import { civilDateAt } from "../../platform/civil-date.ts";
import type { Context } from "../context.ts";
import {
  candidateHours,
  correlationGroup,
  groupPrefixes,
  matches,
  type Candidate,
  type Match,
} from "../correlation/correlation-rules.ts";
import { boxAround, cellsWithin } from "../correlation/geometry-rules.ts";
import { plainAddress } from "../correlation/likeness-rules.ts";
import { shiftAt } from "../duty/duty-rules.ts";
import { partsOf } from "../organisation/handler-rules.ts";
import type { Submission } from "./intake-submission.ts";
import { districtOf } from "./location-rules.ts";
import { districtsOf } from "./place-directory.ts";
import type { CandidateRow, IntakeQuestion } from "./report-queries.ts";

/** Locks reach no farther, however far a city lets reports join. */
const farthestM = 1000;

const reachOf = ({ assessment }: Submission): number =>
  Math.min(assessment.limits.mergeMetres, farthestM);

export function questionOf(context: Context, submission: Submission): IntakeQuestion {
  const { report, assessment, at } = submission;
  const { location, category, wanted } = assessment;
  const catalogue = context.configuration.current("catalogue", location.unit, new Date(at)).content;
  const prefixes = groupPrefixes(category.code);
  const letters = wanted.map((handler) => handler.slice(handler.indexOf("/") + 1));
  const asked = [...wanted, ...(assessment.routing.also ?? [])].map(
    (handler) => partsOf(handler).unit,
  );
  return {
    clientId: report.clientId,
    foreign: report.foreign ?? null,
    allDistricts: districtsOf(context),
    districts: districtsAround(context, submission),
    categories: catalogue.categories.flatMap(({ code }) =>
      prefixes.some((prefix) => code.startsWith(prefix)) ? code : [],
    ),
    box: location.position ? boxAround(location.position, reachOf(submission)) : null,
    unit: location.unit,
    address: plainAddress(report.address),
    reportedAfter: new Date(at - candidateHours * 3_600_000),
    places: [...new Set([...placesAsked(location.unit), ...asked])],
    posts: letters.filter((code) => !code.startsWith("D")),
    departments: letters.filter((code) => /^D\d/.test(code)),
    today: civilDateAt(at),
    shift: shiftAt(at),
  };
}

/** From the place up to its district, so that where nobody is there it can be told one higher; the city of what lies in no district. */
function placesAsked(unit: string): string[] {
  const path = pathOf(unit);
  const placed = path.filter((code) => ancestorAt(code, "district"));
  return placed.length > 0 ? placed : path;
}

/** A thing on the border of two districts is one thing (F19). */
function districtsAround(context: Context, submission: Submission): string[] {
  const { position } = submission.assessment.location;
  const own = submission.assessment.district;
  if (!position) return [own];
  const { west, east, south, north } = boxAround(position, reachOf(submission));
  const corners: Position[] = [
    { lon: west, lat: position.lat },
    { lon: east, lat: position.lat },
    { lon: position.lon, lat: south },
    { lon: position.lon, lat: north },
  ];
  const units = corners.flatMap(({ lon, lat }) => context.units.locate(lon, lat) ?? []);
  return [...new Set([own, ...units.map(districtOf)])];
}

/** What must not be decided twice at once: the client id, the foreign number, and the place for this group of categories. */
export function lockNames(submission: Submission): string[] {
  const { report, assessment } = submission;
  const { location, category } = assessment;
  const group = correlationGroup(category.code);
  const address = plainAddress(report.address);
  return [
    `client ${report.clientId}`,
    ...(report.foreign ? [`foreign ${report.foreign.system} ${report.foreign.number}`] : []),
    ...(location.position
      ? cellsWithin(location.position, reachOf(submission)).map((cell) => `cell ${group} ${cell}`)
      : []),
    ...(address ? [`address ${group} ${location.unit} ${address}`] : []),
  ];
}

export type Ranked = { join: Match | undefined; proposals: Match[] };

export function rankCandidates(
  context: Context,
  submission: Submission,
  rows: readonly CandidateRow[],
): Ranked {
  const { report, assessment, at } = submission;
  const { location, category, urgency, limits } = assessment;
  const nameOf = (code: string) =>
    context.configuration.category(code, location.unit, new Date(at))?.name ?? code;
  if (submission.sensed?.alone) return { join: undefined, proposals: [] };
  const once = [...new Map(rows.map((row) => [row.id, row])).values()];
  const candidates = once.map((row): Candidate => ({
    id: row.id,
    district: row.district,
    number: row.number,
    category: row.category,
    categoryName: nameOf(row.category),
    handled: row.status === "selfHandled",
    urgency: row.urgency as Urgency,
    text: row.description,
    position: row.lon !== null && row.lat !== null ? { lon: row.lon, lat: row.lat } : null,
    unit: row.unit,
    address: row.address,
    sensor: row.sensor,
    openedAt: Date.parse(row.openedAt),
    lastReportAt: Date.parse(row.lastReportAt),
  }));
  const stated = {
    category: category.code,
    urgency: urgency.urgency,
    text: report.text,
    position: location.position,
    unit: location.unit,
    address: plainAddress(report.address),
    sensor: report.source === "sensor",
  };
  const found = matches(stated, candidates, limits, at);
  return {
    join: found.find(({ joins }) => joins),
    proposals: found.filter(({ joins }) => !joins).slice(0, 5),
  };
}
