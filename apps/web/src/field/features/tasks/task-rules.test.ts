import { describe, expect, test } from "vitest";
import { firstAtHand, isToDo, mayCheck, placeLine, waitsForOthers } from "./task-rules.ts";

test("what was fed back waits for others and is not to do", () => {
  const orders = (["dispatched", "accepted", "handling", "fedBack"] as const).map((status) => ({
    workOrder: { status },
  }));

  expect(orders.filter(isToDo).map(({ workOrder }) => workOrder.status)).toEqual([
    "dispatched",
    "accepted",
    "handling",
  ]);
  expect(orders.filter(waitsForOthers)).toEqual([{ workOrder: { status: "fedBack" } }]);
});

test("only what the server lets this person check is to check", () => {
  expect(mayCheck({ actions: [{ act: "note" }, { act: "recheck" }] })).toBe(true);
  expect(mayCheck({ actions: [{ act: "checkSelfHandled" }] })).toBe(true);
  expect(mayCheck({ actions: [{ act: "note" }] })).toBe(false);
});

test("the phone has the first thirty at hand, each once, in their order", () => {
  const many = Array.from({ length: 40 }, (_, index) => ({ id: String(index) }));

  expect(firstAtHand([{ id: "b" }, { id: "a" }, { id: "b" }])).toEqual([{ id: "b" }, { id: "a" }]);
  expect(firstAtHand(many).map(({ id }) => id)).toEqual(many.slice(0, 30).map(({ id }) => id));
});

describe("the place under a title", () => {
  const unit = { code: "500103001017001", name: "捍卫路社区第一网格" };

  test("is the address when there is one", () => {
    const incident = { title: "井盖破损 · 捍卫路社区第一网格", address: "解放路 3 号", unit };
    expect(placeLine(incident)).toBe("解放路 3 号");
  });

  test("is left out when the title has said it", () => {
    const incident = { title: "井盖破损 · 捍卫路社区第一网格", address: "", unit };
    expect(placeLine(incident)).toBe("");
  });

  test("is the grid when the title names another place", () => {
    const incident = { title: "井盖破损 · 新桥公交站", address: "", unit };
    expect(placeLine(incident)).toBe(unit.name);
  });
});
