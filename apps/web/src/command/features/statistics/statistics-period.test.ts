import { expect, test } from "vitest";
import { periodOf } from "./statistics-period.ts";

const morning = Date.parse("2026-11-26T07:30:00+08:00");

test("periods are whole days of Beijing, also before eight in the morning", () => {
  expect(periodOf("today", morning)).toEqual({ from: "2026-11-25T16:00:00.000Z" });
  expect(periodOf("yesterday", morning)).toEqual({
    from: "2026-11-24T16:00:00.000Z",
    to: "2026-11-25T16:00:00.000Z",
  });
  expect(periodOf("week", morning).from).toBe("2026-11-19T16:00:00.000Z");
});
