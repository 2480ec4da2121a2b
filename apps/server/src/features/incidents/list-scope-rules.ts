import type { IncidentQuery } from "@gezhi/contract/incident-lists.ts";
import { unplacedDistrict } from "@gezhi/contract/units.ts";
import { centresOf, handlersOf, type Viewer } from "../identity/viewer.ts";

/** One indexable condition; a list is the union of its sources. Row-level security is the net below, not the plan. */
export type Source =
  | { kind: "towns"; towns: readonly string[] }
  /** What stands with the district's centre. */
  | { kind: "districts"; districts: readonly string[] }
  /**
   * What one of these centres has to decide, wherever it lies: calls for help and transfers from another town; of a
   * district also escalations, third returns, decisions nobody made in time.
   */
  | { kind: "deciders"; units: readonly string[] }
  /** Everything that lies in one of these units. */
  | { kind: "units"; units: readonly string[] }
  /** What one of these handlers has a work order of; only running ones, or all there ever were. */
  | { kind: "handlers"; handlers: readonly string[]; active: boolean }
  | { kind: "reporter"; account: string };

type List = IncidentQuery["list"];

const districtsOf = (viewer: Viewer): string[] =>
  viewer.appointments.flatMap(({ role, unit }) => {
    if (role === "cityOperator") return [unplacedDistrict(unit)];
    return role === "districtCentre" ? [unit] : [];
  });

/** The grids and communities this person answers for. */
const groundOf = (viewer: Viewer): string[] =>
  shortest(
    viewer.appointments.flatMap(({ role, unit }) =>
      role === "gridWorker" ||
      role === "gridHead" ||
      role === "gridGuide" ||
      role === "communitySecretary"
        ? [unit]
        : [],
    ),
  );

/** A code that covers another makes it superfluous. */
const shortest = (codes: readonly string[]): string[] =>
  [...new Set(codes)].filter(
    (code) => !codes.some((other) => other !== code && code.startsWith(other)),
  );

export function sourcesOf(viewer: Viewer, list: List): Source[] {
  const centres = centresOf(viewer);
  const districts = districtsOf(viewer);
  const handlers = handlersOf(viewer);
  const ground = groundOf(viewer);
  const some = (source: Source, of: readonly string[]): Source[] => (of.length > 0 ? [source] : []);
  const work = some({ kind: "handlers", handlers, active: true }, handlers);
  const ofTowns = some({ kind: "towns", towns: centres }, centres);
  const ofDistricts = some({ kind: "districts", districts }, districts);
  const ofGround = some({ kind: "units", units: ground }, ground);
  const seen = shortest([...viewer.full, ...viewer.masked]).filter((token) => !token.includes("/"));
  const asked = (units: readonly string[]) => some({ kind: "deciders", units }, units);
  const unplaced = districts.filter((code) => code === unplacedDistrict(code.slice(0, 2)));
  const lists: Record<List, Source[]> = {
    queue: [...ofTowns, ...ofDistricts, ...work, ...asked([...centres, ...districts])],
    inbox: work,
    mine: [...ofGround, ...work],
    escalations: [...ofTowns, ...ofDistricts, ...asked(districts)],
    recheck: [...ofGround, ...ofTowns, { kind: "reporter", account: viewer.account }],
    all: [
      ...some({ kind: "units", units: seen }, seen),
      ...some({ kind: "districts", districts: unplaced }, unplaced),
      ...some({ kind: "handlers", handlers, active: false }, handlers),
    ],
  };
  return lists[list];
}

/** Lists of work show what is open; the others what was asked for. */
export const opennessOf = ({
  list,
  open,
  status,
}: Pick<IncidentQuery, "list" | "open" | "status">): boolean | null => {
  if (list === "queue" || list === "inbox" || list === "escalations" || list === "recheck")
    return true;
  if (open) return open === "true";
  return list === "mine" && !status ? true : null;
};

export const toRecheck = ["feedback", "rechecking", "selfHandled"] as const;
