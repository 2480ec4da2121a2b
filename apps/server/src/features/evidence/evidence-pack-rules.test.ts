import { expect, test } from "vitest";
import { partName } from "./evidence-pack-rules.ts";

test("a part is named by its place and instant, in signs every system takes", () => {
  const at = new Date("2026-11-26T22:00:00.250Z");
  expect(partName(0, at, "image/jpeg")).toBe("clip-01-20261126T220000250Z.jpg");
  expect(partName(19, at, "video/quicktime")).toBe("clip-20-20261126T220000250Z.mov");
  expect(partName(1, at, "what/ever")).toBe("clip-02-20261126T220000250Z.bin");
});
