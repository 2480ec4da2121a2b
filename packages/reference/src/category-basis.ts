import type { Urgency } from "@gezhi/contract/incidents.ts";
import type { BasisRuleRow } from "./row-schemas.ts";
import type { Row } from "./read-table.ts";

export interface Basis {
  item: string;
  reason: string;
}

interface Subject {
  code: string;
  post: string;
  urgency: Urgency;
  leadIsDistrictBody: boolean;
}

const lawEnforcementPost = "PA07";

/**
 * R29: every category rests on a list item. The longest prefix in `basis-rules.csv` decides;
 * without one, what is red rests on T106 (first action in an emergency), what the town's
 * enforcement post handles on T401, what a district body leads on T302 (the town assists),
 * and the rest on T301 (the town's own basic duties).
 */
export function basisOf(subject: Subject, rules: readonly Row<BasisRuleRow>[]): Basis {
  let best: BasisRuleRow | undefined;
  for (const { value: rule } of rules) {
    if (!subject.code.startsWith(rule.prefix)) continue;
    if (!best || rule.prefix.length > best.prefix.length) best = rule;
  }
  if (best) return { item: best.item, reason: best.reason };
  if (subject.urgency === "red") return { item: "T106", reason: "红色事件先期处置" };
  if (subject.post === lawEnforcementPost) return { item: "T401", reason: "综合执法岗办理" };
  if (subject.leadIsDistrictBody) return { item: "T302", reason: "区级部门主责，镇街配合" };
  return { item: "T301", reason: "镇街自行主责" };
}
