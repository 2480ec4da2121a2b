import { expect, test } from "vitest";
import { nearestOf } from "./nearest-rules.ts";
import type { OnHand } from "./position-queries.ts";

const middle = { lon: 106.58, lat: 29.56 };
const person = (account: string, metres: number, reason: OnHand["reason"] = "duty"): OnHand => ({
  account,
  lon: middle.lon,
  lat: middle.lat + metres / 111_320,
  simulated: false,
  reason,
  unit: "500103001",
  part: "PA05",
});
const chosen = (people: OnHand[], most = 1) =>
  nearestOf(middle, people, most).chosen.map(({ account }) => account);

test("the nearest comes first, and no more than are asked for", () => {
  const people = [person("far", 900), person("near", 100), person("middle", 400)];
  expect(chosen(people, 2)).toEqual(["near", "middle"]);
});

test("who is free and a little further goes before who is at work next door, not before who is miles nearer", () => {
  expect(chosen([person("busy", 50, "incident"), person("free", 500)])).toEqual(["free"]);
  expect(chosen([person("busy", 50, "incident"), person("free", 3000)])).toEqual(["busy"]);
});

test("whoever cannot be there within twenty minutes is not called; how long it would take is said", () => {
  const { chosen: nobody, soonest } = nearestOf(middle, [person("far", 9000)], 1);
  expect(nobody).toEqual([]);
  expect(soonest).toBeGreaterThan(20);
  expect(nearestOf(middle, [], 1)).toEqual({ chosen: [], soonest: null });
});
