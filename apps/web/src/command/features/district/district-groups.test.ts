import type { Action } from "@gezhi/contract/incidents.ts";
import { expect, test } from "vitest";
import { groupOf } from "./district-groups.ts";

const may = (...acts: Action["act"][]) => ({
  actions: acts.map((act) => ({ act })),
  status: "registered" as const,
});

test("what a department has is not waiting to be dispatched, though it may be given to others", () => {
  expect(groupOf({ ...may("dispatch", "deescalate"), status: "dispatched" })).toBe("working");
});

test.each([
  ["decide", may("urge", "decideEscalation", "dispatch")],
  ["returns", may("decideReturn", "dispatch")],
  ["disputes", may("decideCrossTown")],
  ["requests", may("decideDelay", "deescalate")],
  ["verify", may("verify", "reject", "merge")],
  ["dispatch", may("dispatch", "deescalate")],
  ["check", may("deescalate", "close")],
  ["working", may("deescalate", "urge")],
  ["working", may()],
] as const)("an incident waits for what must be done first: %s", (group, incident) => {
  expect(groupOf(incident)).toBe(group);
});
