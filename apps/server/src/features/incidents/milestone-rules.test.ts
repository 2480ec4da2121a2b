import { expect, test } from "vitest";
import type { Case, RatingRow } from "./incident-tables.ts";
import { milestonesOf } from "./milestone-rules.ts";

const rating = (by: string, satisfied: boolean, at: string): RatingRow => ({
  district: "500103",
  incident: "i",
  side: "reporter",
  by,
  satisfied,
  stars: satisfied ? 5 : 1,
  comment: null,
  at: new Date(at),
});

test("of several reporters the last word counts: it is on the result as it stands", () => {
  const now = { incident: { status: "evaluated" }, orders: [], ratings: [] } as unknown as Case;
  const after = {
    ...now,
    ratings: [rating("one", false, "2026-11-20"), rating("other", true, "2026-11-26")],
  };
  expect(milestonesOf(now, after, new Date("2026-11-26")).satisfied).toBe(true);
});
