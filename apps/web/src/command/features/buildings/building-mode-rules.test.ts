import { expect, test } from "vitest";
import { afterFrame, flatBecause, steady, tooSlow, type Pace } from "./building-mode-rules.ts";

const played = (frames: readonly number[]): Pace => frames.reduce(afterFrame, steady);
const seconds = (many: number, perSecond: number) =>
  Array<number>(many * perSecond).fill(1_000 / perSecond);

test("three slow seconds one after the other are too slow, two are not", () => {
  expect(tooSlow(played(seconds(3, 10)))).toBe(true);
  expect(tooSlow(played(seconds(2, 10)))).toBe(false);
});

test("a good second between slow ones begins anew", () => {
  expect(tooSlow(played([...seconds(2, 10), ...seconds(1, 50), ...seconds(2, 10)]))).toBe(false);
});

test("a page nobody looked at is not slow", () => {
  expect(played([60_000, 30_000])).toEqual(steady);
});

const able = { plain: false, setting: false, reducedMotion: false, slow: false, insisted: false };

test.each([
  [{}, undefined],
  [{ plain: true, insisted: true }, "plain"],
  [{ setting: true, insisted: true }, "setting"],
  [{ reducedMotion: true }, "motion"],
  [{ slow: true }, "slow"],
  [{ reducedMotion: true, slow: true, insisted: true }, undefined],
])("with %o houses are flat because of: %s", (facts, why) => {
  expect(flatBecause({ ...able, ...facts })).toBe(why);
});
