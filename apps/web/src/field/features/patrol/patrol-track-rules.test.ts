import { mostPatrolPoints } from "@gezhi/contract/patrols.ts";
import { expect, test } from "vitest";
import { bodyOf, kmOf, withPoint, type Pair } from "./patrol-track-rules.ts";

const start: Pair = [106.57, 29.55];
const walked = (points: number): Pair[] =>
  Array.from({ length: points }, (_, index) => [106.57 + index * 0.0002, 29.55]);

test("a point that is inexact, or where somebody stands still, is not kept", () => {
  expect(withPoint([], start, 61)).toEqual([]);
  expect(withPoint([], start, 60)).toEqual([start]);
  expect(withPoint([start], [106.57005, 29.55], 5)).toEqual([start]);
  expect(withPoint([start], [106.5702, 29.55], 5)).toHaveLength(2);
});

test("a very long way keeps its beginning and end and fits", () => {
  const track = withPoint(walked(mostPatrolPoints), [108, 30], 5);
  expect(track.length).toBeLessThan(mostPatrolPoints);
  expect(track[0]).toEqual(start);
  expect(track.at(-1)).toEqual([108, 30]);
});

test("its length is told in kilometres, and it never ends before it began", () => {
  expect(kmOf(walked(101))).toBe("1.9");
  expect(kmOf([])).toBe("0.0");
  const underway = { id: "a", unit: "u", duty: "A01", task: "", startedAt: 5_000, track: [] };
  expect(bodyOf(underway, 1_000).endedAt).toBe("1970-01-01T00:00:05.000Z");
  expect(bodyOf(underway, null).endedAt).toBeNull();
});
