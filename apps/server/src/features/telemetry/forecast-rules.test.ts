import { describe, expect, test } from "vitest";
import { type Aim, courseOf, type Sample, thinned } from "./forecast-rules.ts";

const now = Date.parse("2026-11-26T12:00:00Z");
const minute = 60_000;
const aims: Aim[] = [
  { level: "red", threshold: 16 },
  { level: "orange", threshold: 10 },
  { level: "yellow", threshold: 5 },
];
const asked = { aims, sign: 1 as const, now, freshMs: 30 * minute };

/** Every ten minutes over the last six hours. */
const series = (of: (hoursAgo: number, index: number) => number, count = 36): Sample[] =>
  Array.from({ length: count }, (_, index) => {
    const ago = (count - 1 - index) / 6;
    return { at: now - ago * 60 * minute, value: of(ago, index) };
  });
/** A tremble that is no course, the same every time. */
const tremble = (index: number) => [0.3, -0.2, 0.1, -0.4, 0.2, 0, 0.4, -0.3][index % 8]!;
const inHours = (at: string) => (Date.parse(at) - now) / 3_600_000;

test("a steady rise names when it comes to each level within the horizon, and how sure that is", () => {
  const { perHour, reaches, none } = courseOf(
    series((ago, index) => 8 - 2 * ago + tremble(index)),
    asked,
  );
  expect(none).toBeNull();
  expect(perHour).toBeCloseTo(2, 1);
  // Yellow is reached already; red lies four hours ahead.
  expect(reaches.map(({ level }) => level)).toEqual(["orange", "red"]);
  expect(inHours(reaches[0]!.at)).toBeCloseTo(1, 0);
  expect(inHours(reaches[1]!.at)).toBeCloseTo(4, 0);
  for (const { at, earliest, latest } of reaches) {
    expect(Date.parse(earliest)).toBeLessThanOrEqual(Date.parse(at));
    expect(Date.parse(latest!)).toBeGreaterThanOrEqual(Date.parse(at));
  }
});

test("falling towards a level that is worse below does the same", () => {
  const { reaches } = courseOf(
    series((ago, index) => 0.3 + 0.05 * ago + tremble(index) / 100),
    { ...asked, sign: -1, aims: [{ level: "orange", threshold: 0.2 }] },
  );
  expect(reaches.map(({ level }) => level)).toEqual(["orange"]);
  expect(inHours(reaches[0]!.at)).toBeCloseTo(2, 0);
});

test("wild readings among the others move it hardly at all", () => {
  const { perHour } = courseOf(
    series((ago, index) => (index % 9 === 4 ? 90 : 8 - 2 * ago)),
    asked,
  );
  expect(perHour).toBeCloseTo(2, 0);
});

describe("silence where nobody can know", () => {
  test("what only trembles has no course", () => {
    expect(
      courseOf(
        series((_, index) => 8 + tremble(index)),
        asked,
      ).none,
    ).toBe("unsteady");
  });

  test("a rise that is lost in its own tremble is none", () => {
    const values = series((ago, index) => 4 - 0.02 * ago + 4 * tremble(index * 3));
    expect(courseOf(values, asked).none).toBe("unsteady");
  });

  test("a rise that has levelled off, or turned, is over", () => {
    expect(
      courseOf(
        series((ago) => 8 - 2 * Math.max(0, ago - 3)),
        asked,
      ).none,
    ).toBe("unsteady");
    expect(
      courseOf(
        series((ago) => 8 - Math.abs(ago - 2)),
        asked,
      ).none,
    ).toBe("unsteady");
  });

  test("a jump is no course", () => {
    expect(
      courseOf(
        series((ago) => (ago > 3 ? 1 : 8)),
        asked,
      ).none,
    ).toBe("unsteady");
  });

  test("few readings, a short time and old ones say nothing", () => {
    const rise = series((ago) => 8 - 2 * ago);
    expect(courseOf(rise.slice(0, 5), asked).none).toBe("few");
    expect(courseOf(rise.slice(-10), asked).none).toBe("few");
    expect(courseOf(rise, { ...asked, now: now + 40 * minute }).none).toBe("old");
  });

  test("away from every level, or too slow to come to one in time, reaches none and says its slope", () => {
    const falling = courseOf(
      series((ago) => 1 + 2 * ago),
      asked,
    );
    expect(falling).toMatchObject({ none: "away", reaches: [] });
    const slow = courseOf(
      series((ago) => 2 - 0.1 * ago),
      asked,
    );
    expect(slow).toMatchObject({ none: "away", reaches: [] });
    expect(slow.perHour).toBeCloseTo(0.1, 2);
  });

  test("a level that is reached is no forecast: it is an alarm's matter", () => {
    const { reaches } = courseOf(
      series((ago) => 12 - 2 * ago),
      asked,
    );
    expect(reaches.map(({ level }) => level)).toEqual(["red"]);
  });
});

test("nobody looks further ahead than back", () => {
  const short = series((ago) => 8 - 1.2 * ago, 13);
  expect(courseOf(short, asked).reaches.map(({ level }) => level)).toEqual(["orange"]);
});

test("many readings are thinned to means of equal stretches of time", () => {
  const samples = Array.from({ length: 600 }, (_, at) => ({ at, value: at }));
  const few = thinned(samples, 6);
  expect(few).toHaveLength(6);
  expect(few[0]!.value).toBeCloseTo(49.5, 0);
  expect(thinned(samples.slice(0, 4), 6)).toHaveLength(4);
});
