import type { AccessList } from "@gezhi/contract/approvals.ts";
import type { Role } from "@gezhi/contract/identity.ts";

const decide: readonly Role[] = ["dutyOfficer", "commander", "districtCentre"];
const ask: readonly Role[] = [
  "cityOperator",
  "commander",
  "dutyOfficer",
  "districtCentre",
  // Domain B.3, "video replay/original".
  "dispatcher",
  "gridHead",
  "communitySecretary",
  "postHolder",
  "department",
];

/** The lists that can hold anything for somebody with these roles; what is really in them the server says. */
export const listsFor = (roles: readonly Role[]): AccessList[] => {
  const has = (some: readonly Role[]) => roles.some((role) => some.includes(role));
  return [
    ...(has(decide) ? (["decide", "granted"] as const) : []),
    ...(has(ask) ? (["asked"] as const) : []),
  ];
};
