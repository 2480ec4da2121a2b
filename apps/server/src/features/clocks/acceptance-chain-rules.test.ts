import { describe, expect, test } from "vitest";
import { chainCandidates, chainStepAt } from "./acceptance-chain-rules.ts";

const second = 1000;
const minute = 60 * second;
const full = chainCandidates({
  holderA: ["a"],
  holderB: ["b"],
  gridHead: ["g"],
  dutyOfficer: ["d"],
});

describe("the acceptance chain", () => {
  test.each([
    ["red", 0, "holderA", minute],
    ["red", minute - 1, "holderA", minute],
    ["red", minute, "holderB", 2 * minute],
    ["red", 2 * minute, "gridHead", 3 * minute],
    ["red", 3 * minute, "dutyOfficer", null],
    ["red", 24 * 60 * minute, "dutyOfficer", null],
    ["orange", 4 * minute, "holderA", 5 * minute],
    ["orange", 5 * minute, "holderB", 10 * minute],
    ["orange", 15 * minute, "dutyOfficer", null],
    ["yellow", 60 * minute, "holderA", null],
    ["blue", 24 * 60 * minute, "holderA", null],
  ] as const)("of %s after %i ms asks %s", (urgency, waited, step, nextAt) => {
    expect(chainStepAt(urgency, 0, waited, full)).toMatchObject({ step, nextAt });
  });

  test("says who is asked and since when", () => {
    expect(chainStepAt("red", 5000, 5000 + 61 * second, full)).toEqual({
      step: "holderB",
      people: ["b"],
      index: 1,
      since: 5000 + minute,
      nextAt: 5000 + 2 * minute,
    });
  });

  test("does not wait at an empty step", () => {
    const gaps = chainCandidates({ holderA: [], holderB: [], gridHead: ["g"], dutyOfficer: ["d"] });

    expect(chainStepAt("red", 0, 0, gaps)?.step).toBe("gridHead");
    expect(chainStepAt("red", 0, minute, gaps)).toMatchObject({
      step: "dutyOfficer",
      nextAt: null,
    });
  });

  test("does not wait at an empty step in the middle", () => {
    const gap = chainCandidates({ holderA: ["a"], dutyOfficer: ["d"] });

    expect(chainStepAt("red", 0, minute, gap)?.step).toBe("dutyOfficer");
  });

  test("does not ask the same person a second time under another title", () => {
    const same = chainCandidates({
      holderA: ["a"],
      holderB: ["a"],
      gridHead: ["a", "g", "g"],
      dutyOfficer: ["d"],
    });

    expect(same).toEqual([
      { step: "holderA", people: ["a"] },
      { step: "gridHead", people: ["g"] },
      { step: "dutyOfficer", people: ["d"] },
    ]);
  });

  test("has no step when there is nobody, so the caller can escalate at once", () => {
    expect(chainStepAt("red", 0, 0, chainCandidates({}))).toBeNull();
    expect(chainStepAt("yellow", 0, 0, [])).toBeNull();
  });

  test("begins with its first step even if this machine's clock is behind", () => {
    expect(chainStepAt("red", 1000, 0, full)?.step).toBe("holderA");
  });
});
