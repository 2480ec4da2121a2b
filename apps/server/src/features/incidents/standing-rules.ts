import type { Role } from "@gezhi/contract/identity.ts";
import { ancestorAt, unplacedDistrict } from "@gezhi/contract/units.ts";
import { handlersOf, type Viewer } from "../identity/viewer.ts";
import {
  type Actor,
  askedUnit,
  type IncidentFacts,
  isActive,
  isPending,
  type RequestFacts,
  type Subject,
} from "./incident-facts.ts";

/** What somebody is to an incident. One person can be several of these. */
export const standings = {
  system: { zh: "系统", en: "the server itself" },
  centre: {
    zh: "指挥中心（调度员、值班长、指挥长）",
    en: "the centre that has the matter: dispatcher or above",
  },
  officer: { zh: "值班长或指挥长", en: "duty officer or commander of that centre" },
  districtCentre: { zh: "区县治理中心", en: "the district centre" },
  gridWorker: {
    zh: "所在网格的网格员、网格长、社区书记",
    en: "grid worker, grid head or secretary of the place",
  },
  verifier: { zh: "指定的核实人", en: "who was asked to verify" },
  handler: { zh: "该工单的承办岗位", en: "holder of the work order's handler" },
  leadHandler: { zh: "主办岗位", en: "holder of the lead work order's handler" },
  chainHandler: { zh: "承办的网格或村社", en: "the grid or village that handles" },
  reporter: { zh: "报告人", en: "the reporter" },
  dissatisfiedReporter: {
    zh: "评价不满意的报告人",
    en: "a reporter who rated the result as unsatisfactory",
  },
  decider: { zh: "该申请的决定人", en: "who decides the request" },
  rater: { zh: "有权评价的一方", en: "a side that may rate" },
  supervisor: { zh: "督查人员", en: "supervisor" },
  party: { zh: "任何办理此事的人", en: "anyone at work on it" },
} as const satisfies Record<string, { zh: string; en: string }>;
export type Standing = keyof typeof standings;

const rank: Partial<Record<Role, number>> = { dispatcher: 1, dutyOfficer: 2, commander: 3 };

/** Holds `role`, or a higher one of the same centre, at exactly this unit. */
const holdsAt = (viewer: Viewer, role: Role, unit: string): boolean =>
  viewer.appointments.some((held) => {
    // What no district is known of is the city's to place.
    if (role === "districtCentre" && held.role === "cityOperator")
      return unit === unplacedDistrict(held.unit);
    if (held.unit !== unit) return false;
    const asked = rank[role];
    return asked ? (rank[held.role] ?? 0) >= asked : held.role === role;
  });

/** The town that leads the work: the one it was transferred to, else the one where it lies. */
export const leadTown = (facts: IncidentFacts): string | null => {
  const lead = facts.orders
    .find((order) => order.part === "lead" && isActive(order))
    ?.handler.split("/")[0];
  return (lead && ancestorAt(lead, "town")) ?? facts.town;
};

/** The district's centre has what was put before it and what no town received or took over. */
export const isWithDistrict = (facts: IncidentFacts): boolean =>
  facts.chainLevel === "district" || leadTown(facts) === null;

function isOfCentre(
  viewer: Viewer,
  facts: IncidentFacts,
  role: "dispatcher" | "dutyOfficer",
): boolean {
  if (isWithDistrict(facts)) return holdsAt(viewer, "districtCentre", facts.district);
  const towns = new Set([facts.town, leadTown(facts)]);
  return [...towns].some((town) => town !== null && holdsAt(viewer, role, town));
}

const ofPlace: readonly Role[] = ["gridWorker", "gridHead", "communitySecretary"];
const isGridWorker = (viewer: Viewer, facts: IncidentFacts): boolean =>
  viewer.appointments.some(
    (held) => ofPlace.includes(held.role) && facts.unit.startsWith(held.unit),
  );

const handles = (viewer: Viewer, handler: string): boolean => handlersOf(viewer).includes(handler);

/** Worked on it or holds the place of one who did; a work order that was taken back unsigned does not count. */
export const hasHandled = (viewer: Viewer, facts: IncidentFacts): boolean =>
  facts.orders.some(
    (order) =>
      order.acceptedBy === viewer.account ||
      order.fedBackBy === viewer.account ||
      ((isActive(order) || order.acceptedAt !== null) && handles(viewer, order.handler)),
  );

const mayDecide = (viewer: Viewer, request: RequestFacts): boolean =>
  holdsAt(viewer, request.deciderRole, request.deciderUnit);

export type Rating = {
  side: "reporter" | "townRatesDepartment" | "departmentRatesTown" | "townRatesTown";
  by: string;
};

/** The town that was asked to help or took the matter over. */
const helpers = (facts: IncidentFacts): string[] =>
  facts.requests.flatMap(({ kind, status, detail, deciderUnit }) =>
    (kind === "crossTown" || kind === "transfer") && status === "approved"
      ? [askedUnit(detail, deciderUnit)]
      : [],
  );

const accountsOf = (facts: IncidentFacts, actor: Actor): string | null => {
  if (actor.kind === "reporter") return actor.report;
  if (actor.kind === "staff" && facts.reporters.includes(actor.viewer.account))
    return actor.viewer.account;
  return null;
};

/** Sides for which this person could speak, whether or not they have rated before. */
export function ratingSides(actor: Actor, facts: IncidentFacts): Rating[] {
  const sides: Rating[] = [];
  const reporter = accountsOf(facts, actor);
  if (reporter) sides.push({ side: "reporter", by: reporter });
  if (actor.kind !== "staff") return sides;
  const { viewer } = actor;
  const departments = facts.orders.filter(
    ({ handler, acceptedAt }) => handler.includes("/D") && acceptedAt !== null,
  );
  const home = facts.town !== null && holdsAt(viewer, "dispatcher", facts.town) ? facts.town : null;
  if (home && departments.length > 0) sides.push({ side: "townRatesDepartment", by: home });
  const own = departments.find(({ handler }) => handles(viewer, handler));
  if (own) sides.push({ side: "departmentRatesTown", by: own.handler });
  const others = helpers(facts);
  const side =
    home && others.length > 0 ? home : others.find((town) => holdsAt(viewer, "dispatcher", town));
  if (side) sides.push({ side: "townRatesTown", by: side });
  return sides;
}

/** A verdict counts for the result it was given on: a reopened matter is rated anew. */
export const hasRated = (facts: IncidentFacts, { side, by }: Rating): boolean =>
  facts.ratings.some(
    (given) => given.side === side && given.by === by && given.at >= (facts.closedAt ?? 0),
  );

const tests: Record<
  Exclude<Standing, "system">,
  (viewer: Viewer, facts: IncidentFacts, subject: Subject) => boolean
> = {
  centre: (viewer, facts) => isOfCentre(viewer, facts, "dispatcher"),
  officer: (viewer, facts) => isOfCentre(viewer, facts, "dutyOfficer"),
  districtCentre: (viewer, facts) => holdsAt(viewer, "districtCentre", facts.district),
  gridWorker: isGridWorker,
  verifier: (viewer, facts) => facts.verifier !== null && handles(viewer, facts.verifier),
  handler: (viewer, _facts, { order }) => order !== undefined && handles(viewer, order.handler),
  leadHandler: (viewer, facts) =>
    facts.orders.some(
      (order) => order.part === "lead" && isActive(order) && handles(viewer, order.handler),
    ),
  chainHandler: (viewer, facts) =>
    (facts.chainLevel === "grid" || facts.chainLevel === "village") &&
    facts.orders.some(
      (order) => order.part === "lead" && isActive(order) && handles(viewer, order.handler),
    ),
  reporter: (viewer, facts) => facts.reporters.includes(viewer.account),
  dissatisfiedReporter: (viewer, facts) => isDissatisfied(facts, viewer.account),
  decider: (viewer, _facts, { request }) => request !== undefined && mayDecide(viewer, request),
  rater: (viewer, facts) => ratingSides({ kind: "staff", viewer }, facts).length > 0,
  supervisor: (viewer, facts) =>
    viewer.appointments.some(
      (held) => held.role === "supervisor" && facts.unit.startsWith(held.unit),
    ),
  party: (viewer, facts) =>
    isOfCentre(viewer, facts, "dispatcher") ||
    (facts.town !== null && holdsAt(viewer, "dispatcher", facts.town)) ||
    holdsAt(viewer, "districtCentre", facts.district) ||
    isGridWorker(viewer, facts) ||
    facts.reporters.includes(viewer.account) ||
    facts.orders.some((order) => isActive(order) && handles(viewer, order.handler)) ||
    facts.requests.some((request) => isPending(request) && mayDecide(viewer, request)),
};

const isDissatisfied = (facts: IncidentFacts, by: string): boolean =>
  facts.ratings.some(
    (given) =>
      given.side === "reporter" &&
      given.by === by &&
      !given.satisfied &&
      given.at >= (facts.closedAt ?? 0),
  );

/** Whether the actor is this to the incident, or to the work order or request it is about. */
export function is(
  standing: Standing,
  actor: Actor,
  facts: IncidentFacts,
  subject: Subject,
): boolean {
  if (standing === "system") return actor.kind === "system";
  if (actor.kind === "staff") return tests[standing](actor.viewer, facts, subject);
  if (actor.kind === "system") return false;
  if (standing === "dissatisfiedReporter") return isDissatisfied(facts, actor.report);
  return standing === "reporter" || standing === "rater";
}
