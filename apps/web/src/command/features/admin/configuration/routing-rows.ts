import { RoutingRule } from "@gezhi/contract/configuration.ts";
import { z } from "zod";

const { categories, urgency, sources, hours, townKind } = RoutingRule.shape.when.shape;
const { post, department, coPosts, automatic } = RoutingRule.shape.to.shape;

/** A rule on one level, as a form has it: no condition is an empty list. */
export const RuleRow = z.object({
  number: RoutingRule.shape.number,
  name: RoutingRule.shape.name,
  categories: categories.unwrap(),
  urgency: urgency.unwrap(),
  sources: sources.unwrap(),
  hours,
  townKind,
  post,
  department,
  coPosts: coPosts.unwrap(),
  automatic: automatic.unwrap(),
  because: RoutingRule.shape.because,
});
export type RuleRow = z.infer<typeof RuleRow>;

export const rowOf = ({ number, name, when, to, because }: RoutingRule): RuleRow => ({
  number,
  name,
  ...when,
  categories: when.categories ?? [],
  urgency: when.urgency ?? [],
  sources: when.sources ?? [],
  ...to,
  because,
});

/** A condition nobody set is left out: an empty one would never be met. */
export const ruleOf = (row: RuleRow): RoutingRule => ({
  number: row.number,
  name: row.name,
  when: {
    ...(row.categories.length > 0 ? { categories: row.categories } : {}),
    ...(row.urgency.length > 0 ? { urgency: row.urgency } : {}),
    ...(row.sources.length > 0 ? { sources: row.sources } : {}),
    ...(row.hours ? { hours: row.hours } : {}),
    ...(row.townKind ? { townKind: row.townKind } : {}),
  },
  to: {
    ...(row.post ? { post: row.post } : {}),
    ...(row.department ? { department: row.department } : {}),
    coPosts: row.coPosts,
    automatic: row.automatic,
  },
  because: row.because,
});

/** The first rule that fits wins, so the order is what counts: a rule changes places with its neighbour, and so do the numbers. */
export function moveRule(rows: readonly RuleRow[], number: number, step: -1 | 1): RuleRow[] {
  const sorted = rows.toSorted((a, b) => a.number - b.number);
  const at = sorted.findIndex((row) => row.number === number);
  const [row, other] = [sorted[at], sorted[at + step]];
  if (!row || !other) return sorted;
  return sorted
    .map((one) =>
      one === row
        ? { ...row, number: other.number }
        : one === other
          ? { ...other, number: row.number }
          : one,
    )
    .toSorted((a, b) => a.number - b.number);
}
