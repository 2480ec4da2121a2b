import { readFileSync } from "node:fs";
import { expect, test } from "vitest";
import { lifecycleDocument, lifecycleFile } from "./lifecycle-diagram.ts";

test("docs/lifecycle.md is what the lifecycle table says", () => {
  expect(readFileSync(lifecycleFile, "utf8")).toBe(lifecycleDocument());
});
