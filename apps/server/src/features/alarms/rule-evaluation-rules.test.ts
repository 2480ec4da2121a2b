import { describe, expect, test } from "vitest";
import { withOverrides } from "./rule-compiling-rules.ts";
import {
  calmMs,
  dampMs,
  dueAt,
  endOf,
  evaluate,
  listening,
  tick,
} from "./rule-evaluation-rules.ts";
import { aRule, aWatch, minute, noon } from "./rule-testing.ts";

describe("levels", () => {
  test.each([
    [299, undefined],
    [300, "raise yellow"],
    [999, "raise orange"],
    [1000, "raise red"],
  ])("%d mA is %s", (value, told) => {
    expect(aWatch(aRule()).at(0, value)).toBe(told);
  });

  test("a level goes up and down step by step, and ends with what was left", () => {
    const watch = aWatch(aRule());

    const told = [400, 1200, 600, 350, 20].map((value, index) => watch.at(index, value));

    expect(told).toEqual([
      "raise yellow",
      "levelUp red",
      "levelDown orange",
      "levelDown yellow",
      "clear",
    ]);
    expect(watch.decisions.map(({ threshold }) => threshold)).toEqual([300, 1000, 500, 300, 300]);
  });

  test("lower is worse where the rule says so", () => {
    const watch = aWatch(aRule({ operator: "<=", levels: { yellow: 50, orange: 45, red: 40 } }));
    expect([60, 50, 40, 46].map((value, index) => watch.at(index, value))).toEqual([
      undefined,
      "raise yellow",
      "levelUp red",
      "levelDown yellow",
    ]);
  });

  test("a state is raised by its own value alone", () => {
    const watch = aWatch(aRule({ operator: "==", levels: { red: 1 } }));
    expect([0, 2, 1, 1, 0].map((value, index) => watch.at(index, value))).toEqual([
      undefined,
      undefined,
      "raise red",
      undefined,
      "clear",
    ]);
  });

  test("a device at rest has no state, and no two answers for it", () => {
    const rule = aRule();
    const one = evaluate(rule, undefined, { at: noon, value: 1 });
    expect(one.state).toBeUndefined();
    expect(evaluate(rule, undefined, { at: noon + 1, value: 2 })).toBe(one);
  });

  test("a value that is none is not judged", () => {
    const watch = aWatch(aRule());
    expect(watch.at(0, Number.NaN)).toBeUndefined();
    watch.at(1, 1200);
    expect(watch.at(2, Number.NaN)).toBeUndefined();
    expect(watch.state()?.level).toBe("red");
  });
});

describe("hold", () => {
  const held = () => aWatch(aRule({ holdSeconds: 5 }));

  test("a level counts once it has lasted", () => {
    const watch = held();
    expect([watch.at(0, 1200), watch.at(4, 1300), watch.at(5, 1200)]).toEqual([
      undefined,
      undefined,
      "raise red",
    ]);
  });

  test("a break starts it anew", () => {
    const watch = held();
    expect([0, 4, 6, 10, 11].map((at) => watch.at(at, at === 4 ? 100 : 1200))).toEqual([
      undefined,
      undefined,
      undefined,
      undefined,
      "raise red",
    ]);
  });

  test("it ends by time alone, without another reading", () => {
    const watch = held();
    watch.at(0, 1200);
    expect(dueAt(aRule({ holdSeconds: 5 }), watch.state())).toBe(noon + 5000);
    expect([watch.wait(4), watch.wait(5), watch.wait(6)]).toEqual([
      undefined,
      "raise red",
      undefined,
    ]);
  });

  test("trembling between orange and red is orange all the while", () => {
    const watch = held();
    expect([0, 2, 4, 6].map((at) => watch.at(at, at % 4 === 0 ? 600 : 1200))).toEqual([
      undefined,
      undefined,
      undefined,
      "raise orange",
    ]);
  });
});

test("a level is left only past the hysteresis", () => {
  const watch = aWatch(aRule({ hysteresis: 50 }));
  expect([1000, 999, 951, 949, 960, 449, 251, 249].map((v, at) => watch.at(at, v))).toEqual([
    "raise red",
    undefined,
    undefined,
    "levelDown orange",
    undefined,
    "levelDown yellow",
    undefined,
    "clear",
  ]);
});

describe("order of arrival", () => {
  test("the same reading twice, and an older one, change nothing", () => {
    const watch = aWatch(aRule());
    watch.at(10, 1200);
    expect([watch.at(10, 1200), watch.at(10, 1), watch.at(9, 1)]).toEqual(
      Array.from({ length: 3 }, () => undefined),
    );
    expect(watch.state()).toMatchObject({ level: "red", at: noon + 10_000 });
  });
});

describe("flapping", () => {
  test("after three turns it takes ten calm minutes to come down, and a rise never waits", () => {
    const watch = aWatch(aRule());
    const told = [0, 1, 2, 3, 4, 5, 6].map((at) => watch.at(at * 60, at % 2 === 0 ? 600 : 20));
    expect(told.slice(0, 5)).toEqual([
      "raise orange",
      "clear",
      "raise orange",
      "clear",
      "raise orange",
    ]);
    expect(told.slice(5)).toEqual([undefined, undefined]);
    expect(watch.at(6.5 * 60, 1200)).toBe("levelUp red");
    watch.at(7 * 60, 20);
    expect(watch.wait(7 * 60 + calmMs / 1000 - 1)).toBeUndefined();
    expect(watch.wait(7 * 60 + calmMs / 1000)).toBe("clear");
  });

  test("it is forgotten in time, and the device is at rest", () => {
    const watch = aWatch(aRule());
    watch.at(0, 600);
    watch.at(60, 20);
    expect(watch.state()).toBeDefined();
    expect(dueAt(aRule(), watch.state())).toBe(noon + dampMs);
    watch.wait(dampMs / 1000);
    expect(watch.state()).toBeUndefined();
  });

  test("rising and falling through all levels once is no flapping", () => {
    const watch = aWatch(aRule());
    const told = [350, 600, 1200, 600, 350, 20].map((value, at) => watch.at(at, value));
    expect(told.at(-1)).toBe("clear");
  });
});

describe("rate", () => {
  const rising = () =>
    aRule({ measure: { kind: "rate", minutes: 30 }, levels: { yellow: 10, red: 40 } });

  test("is the change per hour over the window, once half of it is known", () => {
    const watch = aWatch(rising());
    expect([0, 10, 15, 20].map((at) => watch.at(at * 60, at))).toEqual([
      undefined,
      undefined,
      "raise red",
      undefined,
    ]);
    expect(watch.decisions[0]?.value).toBe(60);
  });

  test("looks no further back than its window, and keeps few readings", () => {
    const watch = aWatch(rising());
    for (let at = 0; at <= 7200; at += 10) watch.at(at, at < 60 ? 0 : 1000);
    expect(watch.state()?.window?.length).toBeLessThanOrEqual(32);
    expect(watch.decisions.at(-1)?.kind).toBe("clear");
  });
});

describe("silence", () => {
  const silence = aRule({ measure: { kind: "silence" }, levels: { blue: 30, yellow: 120 } });

  test("is counted from the last reading, and a reading ends it", () => {
    const watch = aWatch(silence);
    watch.at(0, 1);
    expect(dueAt(silence, watch.state())).toBe(noon + 30 * minute);
    expect([29, 30, 31, 120].map((minutes) => watch.wait(minutes * 60))).toEqual([
      undefined,
      "raise blue",
      undefined,
      "levelUp yellow",
    ]);
    expect(watch.state()?.at).toBe(noon);
    expect(watch.at(125 * 60, 1)).toBe("clear");
  });

  test("a restart counts from when the device was last heard", () => {
    const after = tick(silence, listening(noon), noon + 31 * minute);
    expect(after.decision).toMatchObject({ kind: "raise", level: "blue", value: 31 });
  });

  test("a device that was never heard is not silent", () => {
    expect(tick(silence, undefined, noon).decision).toBeUndefined();
  });

  test("each reading of a healthy device leaves nothing to store", () => {
    const watch = aWatch(silence);
    watch.at(0, 1);
    expect(evaluate(silence, watch.state(), { at: noon + 1, value: 1 }).moved).toBe(false);
  });
});

test("a combination counts only while the other value holds", () => {
  const watch = aWatch(aRule({ also: { metric: "load", operator: ">=", value: 80 } }));
  expect([watch.at(0, 1200), watch.at(1, 1200, 79), watch.at(2, 1200, 80)]).toEqual([
    undefined,
    undefined,
    "raise red",
  ]);
  expect(watch.at(3, 1200, 10)).toBe("clear");
});

describe("hours", () => {
  const at = (text: string) => Date.parse(`2026-03-01T${text}:00+08:00`);
  const night = aRule({ hours: [{ from: "22:00", to: "06:00" }] });

  test.each([
    ["21:59", undefined],
    ["22:00", "red"],
    ["05:59", "red"],
    ["06:00", undefined],
  ])("at %s a rule of the night says %s", (time, level) => {
    const { decision } = evaluate(night, undefined, { at: at(time), value: 1200 });
    expect(decision?.level).toBe(level);
  });

  test("what they raised ends with them", () => {
    const watch = aWatch(night);
    watch.read({ at: at("05:00"), value: 1200 });
    expect(watch.read({ at: at("06:00"), value: 1200 })).toBe("clear");
  });
});

test("a person's own limits stand in place of the rule's, and the other levels stay", () => {
  const own = withOverrides(aRule(), { SE01: { red: 800 }, SE02: { red: 1 } });
  expect(own.thresholds).toEqual([800, 500, 300, Number.NaN]);
  expect(aWatch(own).at(0, 800)).toBe("raise red");
  const lower = withOverrides(aRule(), { SE01: { yellow: 100 } });
  expect(aWatch(lower).at(0, 100)).toBe("raise yellow");
});

test("what a vanished rule signalled ends", () => {
  const watch = aWatch(aRule());
  watch.at(0, 1200);
  expect(endOf(watch.state()!, noon).decision?.kind).toBe("clear");
  expect(endOf(listening(noon), noon).decision).toBeUndefined();
});
