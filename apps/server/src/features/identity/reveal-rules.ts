import type { Urgency } from "@gezhi/contract/incidents.ts";
import { visibilityTable, type PersonRule } from "./visibility-table.ts";
import { grantOn, seesFully, viewerFrom, type Viewer } from "./viewer.ts";

export type RevealTarget = {
  /** Bare uuid. */
  incident: string;
  unit: string;
  party_units: readonly string[];
  urgency: Urgency;
  reporter_account: string | null;
};

/**
 * Whether this viewer may have a reporter's name or phone shown (domain B.3, "reveal" rules); otherwise why not.
 * Each appointment is asked alone: seeing a record through one post gives no rights to another. Who entered the report
 * knows it already.
 */
export function revealProblem(viewer: Viewer, target: RevealTarget): string | undefined {
  if (target.reporter_account === viewer.account) return undefined;
  const rules = personRules(viewer, target);
  if (rules.some((rule) => allows(rule, target.urgency))) return undefined;
  if (rules.includes("approval") && grantOn(viewer, target.incident, "persons")) return undefined;
  if (rules.includes("urgent"))
    return "只有红色、橙色事件才能查看报事人信息；其他事件请由办理岗位或网格员联系";
  if (rules.includes("approval"))
    return "查看个人信息须先经审批：请在事件页点“申请查看报事人信息”，由他人批准后再看";
  return "您的岗位不能查看报事人信息；如工作需要，请由办理该事件的岗位或网格员联系";
}

/** Names and phones that this viewer may have shown once somebody has approved it, and not before. */
export function needsApproval(
  viewer: Viewer,
  target: Pick<RevealTarget, "unit" | "party_units" | "urgency">,
): boolean {
  const rules = personRules(viewer, target);
  return rules.includes("approval") && !rules.some((rule) => allows(rule, target.urgency));
}

const personRules = (
  viewer: Viewer,
  { party_units, unit }: Pick<RevealTarget, "unit" | "party_units">,
): PersonRule[] =>
  viewer.appointments
    .filter((held) => seesFully(viewerFrom(viewer, [held]), party_units, unit))
    .map((held) => visibilityTable[held.role].persons);

const allows = (rule: PersonRule, urgency: Urgency): boolean =>
  rule === "unit" ||
  rule === "handling" ||
  (rule === "urgent" && (urgency === "red" || urgency === "orange"));
