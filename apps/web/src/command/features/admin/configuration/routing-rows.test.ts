import type { RoutingRule } from "@gezhi/contract/configuration.ts";
import { expect, test } from "vitest";
import { moveRule, rowOf, ruleOf } from "./routing-rows.ts";

const rule = (number: number, name: string): RoutingRule => ({
  number,
  name,
  when: { categories: ["0901"], hours: "offDuty" },
  to: { post: "PA05", coPosts: ["PA04"], automatic: true },
  because: "火情不等研判",
});

test("a rule edited and left as it was is the same rule", () => {
  expect(ruleOf(rowOf(rule(2, "火情")))).toEqual(rule(2, "火情"));
});

test("a condition that was emptied is gone, not unmeetable", () => {
  const row = { ...rowOf(rule(2, "火情")), categories: [] };

  expect(ruleOf(row).when).toEqual({ hours: "offDuty" });
});

test("a rule that moves up changes numbers with the one above it", () => {
  const rows = [rule(1, "甲"), rule(4, "乙"), rule(9, "丙")].map(rowOf);

  const moved = moveRule(rows, 9, -1);

  expect(moved.map(({ number, name }) => [number, name])).toEqual([
    [1, "甲"],
    [4, "丙"],
    [9, "乙"],
  ]);
});

test("the first rule cannot move up", () => {
  const rows = [rule(1, "甲"), rule(2, "乙")].map(rowOf);

  expect(moveRule(rows, 1, -1)).toEqual(rows);
});
