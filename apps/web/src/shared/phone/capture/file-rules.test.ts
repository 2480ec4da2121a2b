import { expect, test } from "vitest";
import { problemOf } from "./file-rules.ts";

const megabyte = 1 << 20;

test.each([
  ["image/jpeg", 12 * megabyte, 0, undefined],
  ["image/jpeg", 12 * megabyte + 1, 0, { is: "tooLarge", megabytes: 12.1, most: 12 }],
  ["image/heic", 3 * megabyte, 8, undefined],
  ["video/mp4", 100 * megabyte, 0, undefined],
  ["video/mp4", 101 * megabyte, 0, { is: "tooLarge", megabytes: 101, most: 100 }],
  ["audio/webm", 21 * megabyte, 0, { is: "tooLarge", megabytes: 21, most: 20 }],
  ["image/png", 1, 9, { is: "tooMany", most: 9 }],
  ["application/pdf", 1, 0, { is: "kind" }],
  ["", 1, 0, { is: "kind" }],
  ["image/png", 0, 0, { is: "empty" }],
])("%s of %i bytes after %i others: %o", (type, size, kept, problem) => {
  expect(problemOf({ type, size }, kept)).toEqual(problem);
});
