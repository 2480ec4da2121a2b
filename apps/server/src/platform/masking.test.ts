import { expect, test } from "vitest";
import { maskPhone } from "./masking.ts";

test.each([
  ["13812340000", "138****0000"],
  ["023-63846789", "****6789"],
  ["02363846789", "****6789"],
])("%s is shown as %s", (phone, shown) => {
  expect(maskPhone(phone)).toBe(shown);
});
