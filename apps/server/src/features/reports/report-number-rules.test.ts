import { expect, test } from "vitest";
import { incidentNumber, numbersEnding } from "./report-number-rules.ts";

const now = Date.parse("2026-11-26T09:00:00+08:00");
const dayMs = 86_400_000;

test("six digits stand for the numbers of the last month that end in them, also beyond the millionth", () => {
  const numbers = numbersEnding(["500103"], "000123", now);

  expect(numbers).toContain("SJ-500103-261126-000123");
  expect(numbers).toContain("SJ-500103-261126-1000123");
  expect(numbers).toContain(incidentNumber("500103", now - 30 * dayMs, 123));
  expect(numbers).not.toContain(incidentNumber("500103", now - 31 * dayMs, 123));
});

test.each(["00012", "0001234", "1号楼12"])("%s is no end of a number", (digits) => {
  expect(numbersEnding(["500103"], digits, now)).toEqual([]);
});
