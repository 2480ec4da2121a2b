import { describe, expect, test, vi } from "vitest";
import { isRush, noteArrival, putOffInRush } from "./rush.ts";

const arrive = (n: number) => Array.from({ length: n }).forEach(noteArrival);

describe("a rush", () => {
  test("is more than a hundred in a second, and over a second later", () => {
    vi.useFakeTimers({ now: 0, toFake: ["performance"] });
    try {
      vi.advanceTimersByTime(10_000);
      arrive(100);
      expect(isRush()).toBe(false);
      arrive(1);
      expect(isRush()).toBe(true);
      vi.advanceTimersByTime(1000);
      expect(isRush()).toBe(true);
      vi.advanceTimersByTime(1000);
      expect(isRush()).toBe(false);
    } finally {
      vi.useRealTimers();
    }
  });

  test("puts work off, but not for longer than is said, and then a round at a time", async () => {
    vi.useFakeTimers({ now: 0, toFake: ["performance"] });
    try {
      vi.advanceTimersByTime(100_000);
      let left = 3;
      const work = putOffInRush(async () => (left > 0 ? left-- && 1 : 0), { mostMs: 5000 });
      arrive(101);
      expect(await work()).toBe(0);
      expect(left).toBe(3);
      vi.advanceTimersByTime(4000);
      arrive(101);
      expect(await work()).toBe(0);
      vi.advanceTimersByTime(1000);
      arrive(101);
      expect(await work()).toBe(1);
      expect(left).toBe(2);
      vi.advanceTimersByTime(2000);
      expect(await work()).toBe(2);
      expect(left).toBe(0);
    } finally {
      vi.useRealTimers();
    }
  });
});
