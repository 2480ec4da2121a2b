import type { IncidentAccess } from "@gezhi/contract/approvals.ts";
import type { Appointment, Role } from "@gezhi/contract/identity.ts";
import { ancestorAt, levelOf, unplacedDistrict } from "@gezhi/contract/units.ts";
import type { Scope } from "../../platform/database/scope.ts";
import { visibilityTable, type Area } from "./visibility-table.ts";

/** Who asks, with what the appointments of today open (domain B.3). */
export type Viewer = {
  account: string;
  username: string;
  name: string;
  appointments: readonly Appointment[];
  /** Party tokens seen unmasked, by prefix. */
  full: readonly string[];
  /** Seen unmasked only where this very code is a party. */
  fullWhenNamed: readonly string[];
  /** Party tokens seen masked, by prefix. */
  masked: readonly string[];
  /** What an approval opens beyond that, each for one incident and until its time is over. */
  granted: readonly Grant[];
};

export type Grant = {
  /** As the API names the approval. */
  id: string;
  /** Bare uuid. */
  incident: string;
  opens: IncidentAccess;
  until: number;
};

/** `predecessorsOf`: ended units whose work a unit goes on with; what lay there stays visible to those who followed. */
export function viewerFrom(
  person: Pick<Viewer, "account" | "username" | "name"> & Partial<Pick<Viewer, "granted">>,
  appointments: readonly Appointment[],
  predecessorsOf: (unit: string) => readonly string[] = () => [],
): Viewer {
  const tokens = (of: "full" | "fullWhenNamed" | "masked") =>
    unique(
      appointments.flatMap((held) =>
        visibilityTable[held.role][of].flatMap((area) => {
          const token = tokenOf(held, area);
          if (!token) return [];
          const [unit = "", part] = token.split("/");
          const before = predecessorsOf(unit).map((code) => (part ? `${code}/${part}` : code));
          return [token, ...before];
        }),
      ),
    );
  return {
    account: person.account,
    username: person.username,
    name: person.name,
    appointments,
    full: tokens("full"),
    fullWhenNamed: tokens("fullWhenNamed"),
    masked: tokens("masked"),
    granted: (person.granted ?? []).filter(({ opens }) => asksFor(appointments, opens)),
  };
}

/** Whether any of these appointments has an "A" cell of this kind; what was granted ends with the appointment too. */
const asksFor = (appointments: readonly Appointment[], opens: IncidentAccess): boolean =>
  appointments.some(({ role }) =>
    opens === "detail"
      ? visibilityTable[role].detailOnApproval !== null
      : visibilityTable[role].persons === "approval",
  );

export const mayAskAccess = (viewer: Viewer): boolean =>
  asksFor(viewer.appointments, "detail") || asksFor(viewer.appointments, "persons");

/** Whether a whole record lying in `unit` may be asked for. */
export const asksDetail = (viewer: Viewer, unit: string): boolean =>
  viewer.appointments.some((held) => {
    const area = visibilityTable[held.role].detailOnApproval;
    const token = area && tokenOf(held, area);
    return !!token && unit.startsWith(token);
  });

export const grantOn = (
  viewer: Viewer,
  incident: string,
  opens: IncidentAccess,
): Grant | undefined =>
  viewer.granted.find((grant) => grant.incident === incident && grant.opens === opens);

/** Undefined when the appointment lies above the area: a town's appointment opens no grid. */
function tokenOf(held: Appointment, area: Area): string | undefined {
  if (area === "unit") return held.unit;
  if (area === "unplaced") return unplacedDistrict(held.unit);
  if (area === "post") return held.post ? `${held.unit}/${held.post}` : undefined;
  if (area === "department") return held.department ? `${held.unit}/${held.department}` : undefined;
  return ancestorAt(held.unit, area);
}

/** How a pattern names a single incident, whatever its parties. */
export const grantTokens = (viewer: Viewer): string[] =>
  viewer.granted.flatMap(({ incident, opens }) => (opens === "detail" ? [`=${incident}`] : []));

/** What row-level security lets the viewer's statements see: full and masked together. */
export const scopeOf = (viewer: Viewer): Scope => ({
  parties: [
    ...shortest([...viewer.full, ...viewer.fullWhenNamed, ...viewer.masked]),
    ...grantTokens(viewer),
  ],
  account: viewer.account,
});

/**
 * Whether a visible record is shown unmasked: its parties decide, not who is merely informed. `place` is the unit where
 * it lies: a town that is a party only by its bare code, while the matter lies elsewhere, agreed to help and sees it
 * masked until it gives it to one of its own.
 */
export function seesFully(viewer: Viewer, partyUnits: readonly string[], place: string): boolean {
  return partyUnits.some(
    (party) =>
      viewer.fullWhenNamed.includes(party) ||
      viewer.full.some(
        (token) =>
          party.startsWith(token) &&
          !(isTown(token) && party === token && !place.startsWith(token) && isPlaced(place)),
      ),
  );
}

/** Whether any record can be visible at all; those who see none get a clear refusal instead of an empty list. */
export const seesRecords = (viewer: Viewer): boolean =>
  viewer.full.length + viewer.fullWhenNamed.length + viewer.masked.length > 0;

/** Whether counts over all records of `unit` may be shown, beyond those the viewer may open. */
export const seesStatistics = (viewer: Viewer, unit: string): boolean =>
  viewer.appointments.some((held) => {
    const area = visibilityTable[held.role].statistics;
    const token = area && tokenOf(held, area);
    return token !== null && token !== undefined && unit.startsWith(token);
  });

/** Has the role at `unit` or above it; without `unit`: anywhere. */
export const holds = (viewer: Viewer, role: Role, unit?: string): boolean =>
  viewer.appointments.some(
    (held) => held.role === role && (unit === undefined || unit.startsWith(held.unit)),
  );

export const holdsAny = (viewer: Viewer, roles: readonly Role[], unit?: string): boolean =>
  roles.some((role) => holds(viewer, role, unit));

const centreRoles: readonly Role[] = ["dispatcher", "dutyOfficer", "commander"];

/** The handlers this person acts for: posts, departments, grids, communities, the town's or the district's centre. */
export const handlersOf = (viewer: Viewer): string[] =>
  unique(
    viewer.appointments.flatMap((held) => {
      if (held.post) return [`${held.unit}/${held.post}`];
      if (held.department) return [`${held.unit}/${held.department}`];
      const handles =
        held.role === "gridWorker" ||
        held.role === "gridHead" ||
        held.role === "communitySecretary" ||
        held.role === "districtCentre" ||
        centreRoles.includes(held.role);
      return handles ? [held.unit] : [];
    }),
  );

/** Towns whose centre this person works in. */
export const centresOf = (viewer: Viewer): string[] =>
  unique(
    viewer.appointments.filter((held) => centreRoles.includes(held.role)).map((held) => held.unit),
  );

/** What lies somewhere in the city is nobody else's: a town that is asked must read it to judge. */
const isPlaced = (place: string) => levelOf(place) !== "city";
const isTown = (token: string) => !token.includes("/") && levelOf(token) === "town";
const unique = <T>(values: readonly T[]): T[] => [...new Set(values)];
/** Leaves out what a shorter token covers already. */
const shortest = (tokens: readonly string[]): string[] => {
  const all = unique(tokens);
  return all.filter((token) => !all.some((other) => other !== token && token.startsWith(other)));
};
