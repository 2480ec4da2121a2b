import { describe, expect, test } from "vitest";
import { isGuess, refusalOf, stateOf, windowOf } from "./visitor-code-rules.ts";

const now = 1_000_000_000;
const hour = 3_600_000;
const code = { device: "a", from: now - hour, to: now + hour, left: 2, revoked: false };
const door = { device: "a", open: true };

describe("a visitor's code", () => {
  test.each([
    [{}, "open"],
    [{ from: now + 1 }, "early"],
    [{ from: now }, "open"],
    [{ to: now }, "expired"],
    [{ to: now + 1 }, "open"],
    [{ left: 0 }, "used"],
    [{ left: 0, to: now }, "expired"],
    [{ revoked: true }, "revoked"],
    [{ revoked: true, to: now }, "revoked"],
  ] as const)("with %j is %s", (change, state) => {
    expect(stateOf({ ...code, ...change }, now)).toBe(state);
  });

  test("opens its own door while that is open for codes, and no other", () => {
    expect(refusalOf(code, door, now)).toBeNull();
    expect(refusalOf(code, { ...door, device: "b" }, now)).toBe("otherDoor");
    expect(refusalOf(code, { ...door, open: false }, now)).toBe("closed");
    expect(refusalOf(undefined, door, now)).toBe("unknown");
    expect(refusalOf({ ...code, left: 0 }, door, now)).toBe("used");
  });

  test("that was right once is no guess", () => {
    expect((["unknown", "otherDoor"] as const).map(isGuess)).toEqual([true, true]);
    expect((["early", "expired", "used", "revoked", "closed"] as const).some(isGuess)).toBe(false);
  });

  test("begins now or later, at most a week ahead", () => {
    expect(windowOf(null, 2, now)).toEqual({ from: now, to: now + 2 * hour });
    expect(windowOf(now - hour, 2, now)).toEqual({ from: now, to: now + 2 * hour });
    expect(windowOf(now + hour, 1, now)).toEqual({ from: now + hour, to: now + 2 * hour });
    expect(windowOf(now + 8 * 24 * hour, 1, now)).toBeUndefined();
  });
});
