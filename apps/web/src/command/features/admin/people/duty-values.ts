import type { Holder, Role } from "@gezhi/contract/identity.ts";
import type { NewDuty } from "@gezhi/contract/organisation.ts";
import { serverNow } from "../../../../shared/server-clock.ts";

export type DutyValues = {
  unit?: string;
  role?: Role;
  post?: string;
  department?: string;
  holder?: Holder;
  validFrom: string;
  validTo?: string;
};

/** Roles that say which post, which department, and who is A and who B. */
export const withPost: readonly Role[] = ["postHolder"];
export const withDepartment: readonly Role[] = ["department", "liaison"];
export const withHolder: readonly Role[] = [
  "postHolder",
  "commander",
  "dutyOfficer",
  "districtCentre",
  "department",
  "liaison",
];

/** Beijing's civil date. */
export const today = (): string => new Date(serverNow() + 8 * 3_600_000).toISOString().slice(0, 10);

/** Only what belongs to the role: what was chosen for another role before is left out. */
export function dutyOf(values: DutyValues): NewDuty {
  const { unit = "", role, post, department, holder, validFrom, validTo } = values;
  if (!role) throw new RangeError("a duty needs a role");
  return {
    unit,
    role,
    validFrom,
    ...(post && withPost.includes(role) ? { post } : {}),
    ...(department && withDepartment.includes(role) ? { department } : {}),
    ...(holder && withHolder.includes(role) ? { holder } : {}),
    ...(validTo ? { validTo } : {}),
  };
}
