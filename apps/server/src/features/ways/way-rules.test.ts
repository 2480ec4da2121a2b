import { expect, test } from "vitest";
import { landmarkOf, workerState } from "./way-rules.ts";
import { isWayOpen, wayOpenMs } from "./way-token-rules.ts";

const at = Date.parse("2026-11-26T10:00:00+08:00");
const order = (accepted: number, minutes: number | null, arrived?: number) => ({
  accepted_at: new Date(at + accepted * 60_000),
  arrived_at: arrived === undefined ? null : new Date(at + arrived * 60_000),
  way_minutes: minutes,
});

test("who is expected first counts, and then who is there", () => {
  expect(workerState([])).toEqual({ state: "waiting", since: null, arriveBy: null });
  expect(workerState([order(0, 20), order(2, 5), order(1, null)])).toEqual({
    state: "onTheWay",
    since: new Date(at).toISOString(),
    arriveBy: new Date(at + 7 * 60_000).toISOString(),
  });
  expect(workerState([order(0, 20), order(2, 5, 9)])).toEqual({
    state: "arrived",
    since: new Date(at + 9 * 60_000).toISOString(),
    arriveBy: null,
  });
});

test("a landmark is what can be seen from the road, the nearest of these", () => {
  const place = (name: string, kind: "powerLine" | "school" | "market", metres: number) => ({
    name,
    kind,
    metres,
    tags: [],
  });
  const near = [
    place("线路", "powerLine", 10),
    place("小学", "school", 80),
    place("市场", "market", 90),
  ];
  expect(landmarkOf(near)?.name).toBe("小学");
  expect(landmarkOf(near.slice(0, 1))).toBeUndefined();
});

test("the page is there for its hours, as long as the matter is open; without a matter, as long as the alarm is", () => {
  const way = { at, alarm: "acknowledged", open: true };
  expect(isWayOpen(way, at + wayOpenMs - 1)).toBe(true);
  expect(isWayOpen(way, at + wayOpenMs)).toBe(false);
  expect(isWayOpen({ ...way, open: false }, at)).toBe(false);
  expect(isWayOpen({ ...way, alarm: "false" }, at)).toBe(false);
  expect(isWayOpen({ ...way, alarm: "cleared" }, at)).toBe(true);
  expect(isWayOpen({ ...way, alarm: "cleared", open: null }, at)).toBe(false);
});
