import { expect, test } from "vitest";
import { Dice } from "./dice.ts";

const thrown = (seed: number) => {
  const dice = new Dice(seed);
  return Array.from({ length: 50 }, () => [dice.below(1000), dice.chance(0.5), dice.uuid()]);
};

test("the same seed throws the same dice, another one does not", () => {
  expect(thrown(21)).toEqual(thrown(21));
  expect(thrown(22)).not.toEqual(thrown(21));
});
