import { PerformAct } from "@gezhi/contract/incidents.ts";
import { afterAll, beforeAll, expect, test } from "vitest";
import { people, startIncidents, town, type Bench } from "../incidents/incident-testing.ts";
import { registerNotices } from "./incident-notices.ts";

let bench: Bench;

beforeAll(async () => {
  bench = await startIncidents();
  registerNotices(bench.context);
});
afterAll(() => bench.close());

test("a conference is told to who works on the matter and to the command centre, with how to join", async () => {
  const { id } = await bench.dispatched({ urgency: "orange", by: people.worker });
  const workOrder = await bench.order(id);
  await bench.act("holder", id, { act: "accept", workOrder });
  await bench.owner.deleteFrom("notices").execute();

  await bench.act("dispatcher", id, { act: "confer", room: "https://meet.example.org/7" });

  const rows = await bench.owner
    .selectFrom("notices as n")
    .innerJoin("accounts as a", "a.id", "n.account")
    .select(["a.username", "n.title", "n.body", "n.urgency"])
    .execute();
  expect(new Set(rows.map(({ title }) => title.split("：")[0]))).toEqual(new Set(["请参加会商"]));
  expect(new Set(rows.map(({ urgency }) => urgency))).toEqual(new Set(["orange"]));
  expect(rows.map(({ username }) => username)).toEqual(
    expect.arrayContaining([people.holder, `${town}-duty-officer-1`, `${town}-commander`]),
  );
  for (const { body } of rows) expect(body).toContain("https://meet.example.org/7");
});

test("who only handles a matter starts none", async () => {
  const { id } = await bench.dispatched({ urgency: "orange", by: people.worker });
  await expect(
    bench.act("holder", id, { act: "confer", room: "https://meet.example.org/7" }),
  ).rejects.toThrow();
});

test.each([
  ["https://meet.example.org/7", true],
  ["+86 23 6300 0000", true],
  ["javascript:alert(1)", false],
  ["http://meet.example.org/7", false],
  ["三楼会议室", false],
])("%s says how to join: %s", (room, says) => {
  expect(PerformAct.safeParse({ act: "confer", room }).success).toBe(says);
});
