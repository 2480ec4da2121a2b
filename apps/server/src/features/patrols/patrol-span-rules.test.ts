import { usualPatrols } from "@gezhi/contract/patrol-duties.ts";
import { duties } from "@gezhi/reference/load-reference.ts";
import { expect, test } from "vitest";
import { patrolDuties } from "./patrol-rules.ts";
import { appliesTo, everyDaysOn, reckon, spanOf, spansBetween } from "./patrol-span-rules.ts";

test("a duty is walked once a day, week, half-month, month, quarter, or so many days", () => {
  expect(spanOf(1, "2026-11-27")).toEqual({ first: "2026-11-27", last: "2026-11-27" });
  expect(spanOf(7, "2026-11-27")).toEqual({ first: "2026-11-23", last: "2026-11-29" });
  expect(spanOf(15, "2026-02-27")).toEqual({ first: "2026-02-16", last: "2026-02-28" });
  expect(spanOf(30, "2028-02-01")).toEqual({ first: "2028-02-01", last: "2028-02-29" });
  expect(spanOf(90, "2026-12-31")).toEqual({ first: "2026-10-01", last: "2026-12-31" });
  const { first, last } = spanOf(3, "2026-11-27");
  expect(spanOf(3, first)).toEqual({ first, last });
  expect((Date.parse(last) - Date.parse(first)) / 86_400_000).toBe(2);
});

test("in its season a duty is walked more often", () => {
  const rule = usualPatrols.find(({ duty }) => duty === "A03")!;
  expect(everyDaysOn(rule, "2026-06-01")).toBe(1);
  expect(everyDaysOn(rule, "2026-11-27")).toBe(7);
  expect(spansBetween(rule, "2026-09-29", "2026-10-02").map(({ first }) => first)).toEqual([
    "2026-09-29",
    "2026-09-30",
    "2026-09-28",
  ]);
});

test("what was walked is done, what ended without is missed, and what still runs is due", () => {
  const rule = { duty: "A01", everyDays: 1, kinds: [], tags: [] };
  const spans = spansBetween(rule, "2026-11-24", "2026-11-27");
  const given = { today: "2026-11-27", since: "2026-11-20" };
  expect(reckon(spans, new Set(["2026-11-25"]), given)).toEqual({
    state: "due",
    last: "2026-11-27",
    done: 1,
    missed: 2,
  });
  expect(reckon(spans, new Set(["2026-11-27"]), { ...given, since: "2026-11-26" })).toEqual({
    state: "done",
    last: "2026-11-27",
    done: 1,
    missed: 1,
  });
});

test("a duty of certain places is one of the grids that have such", () => {
  const rule = { kinds: ["elderlyHome"], tags: ["临江"] };
  expect(appliesTo(rule, [])).toBe(false);
  expect(appliesTo(rule, [{ kind: "pond", tags: ["林区旁"] }])).toBe(false);
  expect(appliesTo(rule, [{ kind: "scenicSpot", tags: ["临江"] }])).toBe(true);
  expect(appliesTo({ kinds: [], tags: [] }, [])).toBe(true);
});

test("the usual patrols are those of the list of duties, as often as it says", () => {
  expect(usualPatrols.map(({ duty }) => duty)).toEqual(patrolDuties.map(({ code }) => code));
  for (const { duty, everyDays } of usualPatrols)
    expect({ duty, everyDays }).toEqual({
      duty,
      everyDays: duties.find(({ code }) => code === duty)?.intervalDays,
    });
});
