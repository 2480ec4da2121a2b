import { afterAll, beforeAll, expect, test } from "vitest";
import { type Bench, post, startIncidents } from "./incident-testing.ts";

let bench: Bench;
beforeAll(async () => {
  bench = await startIncidents();
});
afterAll(() => bench.close());

const running = async (id: Parameters<Bench["clocks"]>[0]) =>
  (await bench.clocks(id))
    .filter(({ state }) => state.runningSince !== null)
    .map(({ stage }) => stage)
    .toSorted();

test("a matter goes from the report to a rated result, and the right clocks run at each step", async () => {
  const { id, report } = await bench.open();
  expect([await bench.status(id), await running(id)]).toEqual([
    "reported",
    ["overall", "register"],
  ]);

  await bench.act("dispatcher", id, { act: "register" });
  await bench.act("dispatcher", id, {
    act: "dispatch",
    lead: post,
    coHandlers: [],
    instructions: "请今日清运",
  });
  expect([await bench.status(id), await running(id)]).toEqual([
    "dispatched",
    ["accept", "dispose", "overall"],
  ]);

  const workOrder = await bench.order(id);
  await bench.act("holder", id, { act: "accept", workOrder });
  await bench.act("holder", id, { act: "arrive", workOrder });
  await bench.act("holder", id, {
    act: "progress",
    workOrder,
    stage: "firstAction",
    note: "已围挡",
    files: [],
  });
  expect([await bench.status(id), await running(id)]).toEqual(["handling", ["dispose", "overall"]]);

  await bench.act("holder", id, {
    act: "feedback",
    workOrder,
    result: "已清运",
    before: [],
    after: [],
  });
  expect([await bench.status(id), await running(id)]).toEqual([
    "rechecking",
    ["overall", "recheck"],
  ]);
  await bench.act("worker", id, { act: "recheck", passed: true, files: [] });
  await bench.act("dispatcher", id, { act: "close" });
  expect([await bench.status(id), await running(id)]).toEqual(["closed", []]);

  await bench.act({ report }, id, { act: "rate", side: "reporter", satisfied: true, stars: 5 });
  expect(await bench.status(id)).toBe("evaluated");
});
