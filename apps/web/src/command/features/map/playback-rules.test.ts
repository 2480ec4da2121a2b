import { expect, test } from "vitest";
import { advance, clampInstant, earliest, speeds } from "./playback-rules.ts";

const now = Date.parse("2026-11-26T10:00:30Z");
const day = 86_400_000;

test("play moves by its speed and ends at now", () => {
  for (const speed of speeds)
    expect(advance(now - day, speed, 1000, now)).toEqual({
      at: now - day + speed * 1000,
      ended: false,
    });
  expect(advance(now - 5000, 600, 1000, now)).toEqual({ at: now, ended: true });
});

test("no instant lies outside the last thirty days", () => {
  expect(clampInstant(now + day, now)).toBe(now);
  expect(clampInstant(now - 40 * day, now)).toBe(earliest(now));
  expect(earliest(now)).toBeGreaterThanOrEqual(now - 30 * day);
});
