import type { Holder, Role } from "@gezhi/contract/identity.ts";
import { levelOf, type UnitLevel } from "@gezhi/contract/units.ts";

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

type OnDuty = { unit: string; role: Role; post: string | null; rostered: boolean };

/** Of each post and role those the roster names for this shift; all who are appointed where it names nobody. */
export function onDutyFirst<R extends OnDuty>(rows: readonly R[]): R[] {
  const duty = ({ unit, role, post }: OnDuty) => `${unit}/${post ?? role}`;
  const named = new Set(rows.filter(({ rostered }) => rostered).map(duty));
  return rows.filter((row) => row.rostered || !named.has(duty(row)));
}
