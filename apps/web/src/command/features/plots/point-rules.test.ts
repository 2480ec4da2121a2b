import { expect, test } from "vitest";
import { readPoint } from "./point-rules.ts";

test.each([
  ["106.57,29.55", [106.57, 29.55]],
  [" 106.57 29.55 ", [106.57, 29.55]],
  ["106.57，29.55", [106.57, 29.55]],
  ["１０６.５７、２９.５５", [106.57, 29.55]],
])("%s is a point", (text, point) => {
  expect(readPoint(text)).toEqual(point);
});

test.each(["", "106.57", "106.57,", "a,b", "29.55,106.57", "106,29,1", "200,10"])(
  "%s is none",
  (text) => {
    expect(readPoint(text)).toBeUndefined();
  },
);
