import type { Me, Role } from "@gezhi/contract/identity.ts";

type Screen = Me["screens"][number];

/** The first screen of a role is its home. */
const screensOfRole: Record<Role, readonly Screen[]> = {
  microGridHead: ["field"],
  partTimeGridWorker: ["field"],
  gridWorker: ["field"],
  gridHead: ["community", "field"],
  gridGuide: ["field"],
  communitySecretary: ["community", "field"],
  postHolder: ["inbox", "field"],
  dispatcher: ["desk"],
  dutyOfficer: ["desk", "approvals"],
  commander: ["desk", "approvals"],
  districtCentre: ["district", "approvals"],
  department: ["inbox"],
  liaison: ["inbox"],
  supervisor: ["desk"],
  deputy: ["deputy"],
  cityOperator: ["city", "district", "approvals"],
  auditor: ["audit"],
  sysAdmin: ["admin", "audit"],
};

/** Who has several appointments begins where the most is waiting: the order of this list. */
const order: readonly Screen[] = [
  "desk",
  "city",
  "district",
  "inbox",
  "community",
  "field",
  "deputy",
  "approvals",
  "admin",
  "audit",
];

export function screensOf(roles: readonly Role[]): Screen[] {
  const open = new Set(roles.flatMap((role) => screensOfRole[role]));
  return order.filter((screen) => open.has(screen));
}

/** Where signing in leads; the account page for those whose screens this version does not have. */
export const homeOf = (screens: readonly Screen[]): string =>
  screens[0] ? `/${screens[0]}` : "/password";
