import type { Holder, Role } from "@gezhi/contract/identity.ts";
import { ancestorAt, levelOf, type UnitLevel } from "@gezhi/contract/units.ts";

/** What an appointment says of somebody who may act for a handler. */
export type Appointed = {
  account: string;
  phoneSealed: string | null;
  role: Role;
  unit: string;
  post: string | null;
  department: string | null;
  holder: Holder | null;
  /** Stands in the duty roster of this very shift, for this very post or role. */
  rostered: boolean;
};

export type HandlerParts = { unit: string; post: string | null; department: string | null };

export function partsOf(handler: string): HandlerParts {
  const [unit = "", part = null] = handler.split("/");
  const department = part !== null && /^D\d/.test(part);
  return { unit, post: department ? null : part, department: department ? part : null };
}

/** Who acts for a unit that is itself the handler, in the order they are told. */
const rolesOfUnit: Record<UnitLevel, readonly Role[]> = {
  microGrid: ["microGridHead"],
  grid: ["gridWorker", "gridHead"],
  village: ["communitySecretary"],
  town: ["dispatcher", "dutyOfficer"],
  district: ["districtCentre"],
  city: [],
};

export function rolesOf(handler: string): readonly Role[] {
  const { unit, post, department } = partsOf(handler);
  if (post) return ["postHolder"];
  return department ? ["department", "liaison"] : rolesOfUnit[levelOf(unit)];
}

/** A role at a unit: somebody to decide, to be told, to answer for it. */
export type Office = { role: Role; unit: string };

/** Who works in a town's centre, from the desk upwards. */
export const centreRoles = ["dispatcher", "dutyOfficer", "commander"] as const satisfies Role[];

/** What is not done in time, or has nobody to do it, goes one higher (R76, C.3). Null at the top. */
export function officeAbove({ role, unit }: Office): Office | null {
  const step = centreRoles.findIndex((one) => one === role);
  if (step === -1) return null;
  const next = centreRoles[step + 1];
  return next ? { role: next, unit } : { role: "districtCentre", unit: unit.slice(0, 6) };
}

/** Who answers for a handler that is not there: the community for its grid, the desk for the town's posts, the district for its own. */
export function aboveHandler(handler: string): { handler: string } | { office: Office } | null {
  const { unit } = partsOf(handler);
  const village = handler.length > 12 && handler === unit ? ancestorAt(unit, "village") : undefined;
  if (village) return { handler: village };
  const town = ancestorAt(unit, "town");
  if (town) return { office: { role: "dispatcher", unit: town } };
  const district = ancestorAt(unit, "district");
  if (!district || handler === district) return null;
  return { office: { role: "districtCentre", unit: district } };
}

const rank: Record<Holder, number> = { A: 0, B: 1, substitute: 2 };

/** A before B before substitutes; where there are no letters, by role. */
export const byTurn =
  (roles: readonly Role[]) =>
  (a: { role: Role; holder: Holder | null }, b: { role: Role; holder: Holder | null }): number =>
    roles.indexOf(a.role) - roles.indexOf(b.role) ||
    (a.holder ? rank[a.holder] : 0) - (b.holder ? rank[b.holder] : 0);

type OnDuty = { unit: string; role: Role; post: string | null; rostered: boolean };

/** Of each post and role those the roster names for this shift; all who are appointed where it names nobody. */
export function onDutyFirst<R extends OnDuty>(rows: readonly R[]): R[] {
  const duty = ({ unit, role, post }: OnDuty) => `${unit}/${post ?? role}`;
  const named = new Set(rows.filter(({ rostered }) => rostered).map(duty));
  return rows.filter((row) => row.rostered || !named.has(duty(row)));
}

/** Who acts for a handler, in the order they are told: A, B, substitutes of a post; officers of a department, a grid, a centre. */
export function holdersAmong(appointed: readonly Appointed[], handler: string): Appointed[] {
  const { unit, post, department } = partsOf(handler);
  const roles = rolesOf(handler);
  return withRoles(appointed, unit, roles)
    .filter((one) => (!post || one.post === post) && (!department || one.department === department))
    .toSorted(byTurn(roles));
}

/** Everybody with one of these roles at exactly this unit. */
export const withRoles = (
  appointed: readonly Appointed[],
  unit: string,
  roles: readonly Role[],
): Appointed[] => appointed.filter((one) => one.unit === unit && roles.includes(one.role));

/** Whether a town's centre has anybody at all: what lies in one without is the district's. */
export const isAttendedAmong = (appointed: readonly Appointed[], town: string): boolean =>
  withRoles(appointed, town, centreRoles).length > 0;

/**
 * The acceptance chain A → B → grid head → duty officer (domain C.3) of a work order whose matter lies at `place`.
 * Substitutes are asked with B. A handler without letters is asked as a whole at the first step. Where the roster names
 * somebody for this shift, they come first, in A's place, and everybody else of the handler with B.
 */
export function chainAmong(appointed: readonly Appointed[], handler: string, place: string) {
  const grid = ancestorAt(place, "grid");
  const town = ancestorAt(place, "town");
  const holders = holdersAmong(appointed, handler);
  const later = new Set<Holder | null>(["B", "substitute"]);
  const known = holders.some(({ rostered }) => rostered);
  const isLater = ({ holder, rostered }: Appointed) => (known ? !rostered : later.has(holder));
  const accounts = (of: readonly Appointed[]) => [...new Set(of.map(({ account }) => account))];
  return {
    holderA: accounts(holders.filter((one) => !isLater(one))),
    holderB: accounts(holders.filter(isLater)),
    gridHead: accounts(grid ? withRoles(appointed, grid, ["gridHead"]) : []),
    dutyOfficer: accounts(town ? onDutyFirst(withRoles(appointed, town, ["dutyOfficer"])) : []),
  };
}
