import { afterAll, beforeAll, expect, test } from "vitest";
import { keyOf, type IncidentId } from "@gezhi/contract/ids.ts";
import { fireDueRungs } from "../clocks/clock-job.ts";
import { type Bench, department, people, startIncidents } from "../incidents/incident-testing.ts";
import { registerNotices } from "./incident-notices.ts";

let bench: Bench;
beforeAll(async () => {
  bench = await startIncidents();
  registerNotices(bench.context);
});
afterAll(() => bench.close());

/** Who reads a notice of it that begins so and says so. */
const heard = async (id: IncidentId, verb: string, body = ""): Promise<string[]> => {
  const rows = await bench.owner
    .selectFrom("notices as n")
    .innerJoin("accounts as a", "a.id", "n.account")
    .select(["a.username", "n.title", "n.body"])
    .where("n.incident", "=", keyOf(id).id)
    .execute();
  return rows
    .filter(({ title, body: told }) => title.startsWith(verb) && told.includes(body))
    .map(({ username }) => username);
};
async function rung(): Promise<IncidentId> {
  const { id } = await bench.dispatched();
  await bench.act("worker", id, {
    act: "whistle",
    kind: "emergency",
    handlers: [department],
    need: "水管爆裂",
  });
  return id;
}

test("those who are called hear a whistle, and who rang hears the answer", async () => {
  const id = await rung();
  const called = await heard(id, "应急哨，请报到");
  expect(called).toContain(people.department);
  expect(called).not.toContain(people.holder);

  const workOrder = await bench.order(id, department);
  await bench.act("department", id, { act: "checkIn", workOrder });
  expect(await heard(id, "已报到")).toEqual([people.worker]);
});

test("the district's centre hears of a department that did not come in time, and so does the department", async () => {
  const id = await rung();
  bench.wait(30 * 60_000);
  await fireDueRungs(bench.context);
  expect(await heard(id, "超时升级，请处理", "报到已用时限 100%")).toContain(people.centre);
  expect(await heard(id, "已超时", "报到已用时限 100%")).toContain(people.department);
});
