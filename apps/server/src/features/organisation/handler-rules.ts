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

const rank: Record<Holder, number> = { A: 0, B: 1, substitute: 2 };

/** A before B before substitutes; where there are no letters, by role. */
export const byTurn =
  (roles: readonly Role[]) =>
  (a: { role: Role; holder: Holder | null }, b: { role: Role; holder: Holder | null }): number =>
    roles.indexOf(a.role) - roles.indexOf(b.role) ||
    (a.holder ? rank[a.holder] : 0) - (b.holder ? rank[b.holder] : 0);

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

/**
 * The acceptance chain A → B → grid head → duty officer (domain C.3) of a work order whose matter lies at `place`.
 * Substitutes are asked with B. A handler without letters is asked as a whole at the first step.
 */
export function chainAmong(appointed: readonly Appointed[], handler: string, place: string) {
  const grid = ancestorAt(place, "grid");
  const town = ancestorAt(place, "town");
  const holders = holdersAmong(appointed, handler);
  const later = new Set<Holder | null>(["B", "substitute"]);
  const accounts = (of: readonly Appointed[]) => [...new Set(of.map(({ account }) => account))];
  return {
    holderA: accounts(holders.filter(({ holder }) => !later.has(holder))),
    holderB: accounts(holders.filter(({ holder }) => later.has(holder))),
    gridHead: accounts(grid ? withRoles(appointed, grid, ["gridHead"]) : []),
    dutyOfficer: accounts(town ? withRoles(appointed, town, ["dutyOfficer"]) : []),
  };
}
