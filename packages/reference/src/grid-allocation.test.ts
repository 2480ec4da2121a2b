import { expect, test } from "vitest";
import {
  extraGridsByDistrict,
  gridWeight,
  gridsPerVillage,
  shareByWeight,
} from "./grid-allocation.ts";

test.each([
  ["捍卫路社区居民委员会", "七星岗街道", 4],
  ["中心社区居民委员会", "大兴镇", 2],
  ["连二村村民委员会", "大兴镇", 1],
  ["莲花村村民委员会", "通惠街道", 1],
])("%s of %s weighs %i", (village, town, weight) => {
  expect(gridWeight(village, town)).toBe(weight);
});

test("the rest after whole parts goes to the largest remainders", () => {
  const shares = [1, 2, 4].map((weight) => ({ weight, size: 0 }));

  expect(shareByWeight(10, shares)).toEqual([1, 3, 6]);
});

test("of equal remainders the larger area wins, then the earlier place", () => {
  expect(
    shareByWeight(2, [
      { weight: 1, size: 5 },
      { weight: 1, size: 9 },
      { weight: 1, size: 5 },
    ]),
  ).toEqual([1, 1, 0]);
});

test("every village has two grids before anything is shared", () => {
  expect(gridsPerVillage(0, [{ weight: 1, size: 1 }])).toEqual([2]);
});

test("the city has 65,000 grids, two of them fixed in every village", () => {
  const districts = [
    { weight: 3, villages: 1000 },
    { weight: 1, villages: 500 },
  ];

  const extra = extraGridsByDistrict(districts);

  expect(extra).toEqual([46_500, 15_500]);
});
