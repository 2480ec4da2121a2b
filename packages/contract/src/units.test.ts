import { expect, test } from "vitest";
import { addressWithin } from "./units.ts";

test.each([
  ["重庆市渝中区七星岗街道捍卫路社区12号", "捍卫路社区12号"],
  ["七星岗街道 捍卫路12号", "捍卫路12号"],
  ["渝中区", ""],
  ["南岸区涂山镇", "南岸区涂山镇"],
])("%s is %s for who stands in that town", (address, rest) => {
  expect(addressWithin(address, ["重庆市", "渝中区", "七星岗街道"])).toBe(rest);
});
