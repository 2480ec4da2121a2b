import type { LiveMessage } from "@gezhi/contract/live.ts";
import { expect, test } from "vitest";
import { groupsOf, withMessage, type Popups } from "./alarm-popups.ts";

const none: Popups = new Map();
const message = (id: string, change: Record<string, unknown> = {}): LiveMessage => ({
  kind: "alarm",
  subject: id,
  act: "raise",
  town: "500103001",
  at: "2026-11-02T03:00:00.000Z",
  payload: {
    number: id,
    level: "orange",
    status: "raised",
    ruleName: "剩余电流",
    reading: "剩余电流 600 mA ≥ 500 mA",
    place: "养老服务中心",
    raisedAt: "2026-11-02T03:00:00.000Z",
    incident: null,
    popup: true,
    simulated: true,
    ...change,
  },
});
const heard = (...messages: LiveMessage[]) => messages.reduce(withMessage, none);

test("an alarm that is not to pop up changes nothing", () => {
  expect(heard(message("a", { popup: false })).size).toBe(0);
});

test("alarms of one incident are one pop-up with a count, the most urgent leading it", () => {
  const groups = groupsOf(
    heard(
      message("a"),
      message("b", { level: "red" }),
      message("c", { level: "yellow" }),
      message("a", { incident: "one", popup: false }),
      message("b", { level: "red", incident: "one", popup: false }),
    ),
  );
  expect(groups.map(({ key, first, members }) => [key, first.id, members.length])).toEqual([
    ["one", "b", 2],
    ["c", "c", 1],
  ]);
});

test("taking an alarm anywhere ends its pop-up everywhere", () => {
  expect(heard(message("a"), message("a", { status: "acknowledged" })).size).toBe(0);
  expect(heard(message("a"), message("a", { status: "false" })).size).toBe(0);
});

test("a red alarm whose reading came back stays until somebody has seen it; lesser ones go", () => {
  expect(
    heard(message("a", { level: "red" }), message("a", { level: "red", status: "cleared" })).size,
  ).toBe(1);
  expect(heard(message("a"), message("a", { status: "cleared" })).size).toBe(0);
});

test("a forgotten alarm comes back", () => {
  const taken = heard(message("a"), message("a", { status: "acknowledged" }));
  expect(withMessage(taken, message("a")).size).toBe(1);
});
