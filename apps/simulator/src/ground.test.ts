import { expect, test } from "vitest";
import { Dice } from "./dice.ts";
import { metresBetween, roundThrough, towards } from "./ground.ts";

const here = { lon: 106.57, lat: 29.55 };
const there = { lon: 106.575, lat: 29.55 };

test("whoever is on the way comes nearer by about a step, and stays about where they arrived", () => {
  const dice = new Dice(7);
  let at = here;
  for (let step = 0; step < 30; step++) {
    const next = towards(at, there, 25, dice);
    expect(metresBetween(at, next)).toBeLessThan(35);
    at = next;
  }
  expect(metresBetween(at, there)).toBeLessThan(10);
});

test("a round ends where it began and stays within the grid", () => {
  const round = roundThrough(here, 24, new Dice(3));
  expect(round).toHaveLength(25);
  expect(round[24]).toEqual(round[0]);
  for (const point of round) expect(metresBetween(here, point)).toBeLessThan(125);
});
