import type { Action } from "@gezhi/contract/incidents.ts";
import { expect, test } from "vitest";
import { actionKeyOf, findAction } from "./action-keys.ts";

const order = (n: number) =>
  `500103-00000000-0000-7000-8000-00000000000${n}` as NonNullable<Action["workOrder"]>;
const dispatch: Action = { act: "dispatch" };
const first: Action = { act: "accept", workOrder: order(1) };
const second: Action = { act: "accept", workOrder: order(2) };
const rate: Action = { act: "rate", side: "reporter" };

test("an address names exactly one action", () => {
  const actions = [dispatch, first, second, rate];

  expect(actions.map((action) => findAction(actions, actionKeyOf(action)))).toEqual(actions);
});

test("the act alone is enough while there is only one of it", () => {
  expect(findAction([dispatch, first], "accept")).toBe(first);
  expect(findAction([first, second], "accept")).toBeUndefined();
});

test("an action that is gone is not found", () => {
  expect(findAction([dispatch], actionKeyOf(first))).toBeUndefined();
});
