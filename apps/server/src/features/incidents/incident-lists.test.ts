import { randomUUID } from "node:crypto";
import { IncidentPage } from "@gezhi/contract/incident-lists.ts";
import { Incident } from "@gezhi/contract/incidents.ts";
import { afterAll, beforeAll, expect, test } from "vitest";
import { type Client, startTestServer, type TestServer } from "../../platform/testing/server.ts";
import { grid, people, post } from "./incident-testing.ts";

let server: TestServer;
const clients = new Map<string, Client>();
async function as(who: keyof typeof people): Promise<Client> {
  const known = clients.get(who) ?? (await server.signIn(people[who]));
  clients.set(who, known);
  return known;
}
beforeAll(async () => {
  server = await startTestServer();
});
afterAll(() => server.close());

let serial = 0;
async function report(change: Record<string, unknown> = {}): Promise<string> {
  serial += 1;
  const answer = await (
    await as("worker")
  ).post("/api/reports", {
    clientId: randomUUID(),
    source: "gridWorker",
    text: "楼道堆放旧家具和纸箱",
    category: "010101",
    unit: grid,
    address: `中山一路 ${serial} 号`,
    ...change,
  });
  expect(answer.status, answer.text).toBe(201);
  return answer.body.incident.id as string;
}
const act = async (who: keyof typeof people, id: string, body: unknown) =>
  (await as(who)).post(`/api/incidents/${id}/acts`, body);
const dispatch = (id: string) =>
  act("dispatcher", id, { act: "dispatch", lead: post, instructions: "请今日清运" });

test("a checker finds what waits for a recheck, and says what was found wanting when it fails", async () => {
  const id = await report();
  await dispatch(id);
  const { workOrders } = Incident.parse(
    (await (await as("holder")).get(`/api/incidents/${id}`)).body,
  );
  await act("holder", id, { act: "accept", workOrder: workOrders[0]?.id });
  await act("holder", id, { act: "feedback", workOrder: workOrders[0]?.id, result: "已清运" });
  const list = IncidentPage.parse(
    (await (await as("worker")).get("/api/incidents?list=recheck")).body,
  );
  expect(list.items.find((one) => one.id === id)?.actions.map((one) => one.act)).toContain(
    "recheck",
  );
  const silent = await act("worker", id, { act: "recheck", passed: false, note: " " });
  expect([silent.status, silent.body.errors]).toEqual([
    400,
    [{ path: "note", message: "请写明哪里不合格，承办人才知道要改什么" }],
  ]);
  const said = await act("worker", id, { act: "recheck", passed: false, note: "仍有残留" });
  expect(Incident.parse(said.body).status).toBe("rework");
});

test("the queue keeps red above what is pinned, page after page, with the pinned on top of the rest", async () => {
  const reds: string[] = [];
  for (const category of ["110103", "100302", "060102"])
    reds.push(await report({ category, text: `红色事件 ${category}` }));
  const yellow = await report({ category: "010104" });
  await act("officer", yellow, {
    act: "pin",
    until: new Date(Date.now() + 3_600_000).toISOString(),
  });
  const client = await as("dispatcher");
  const order: { id: string; urgency: string }[] = [];
  let after = "";
  do {
    const page = IncidentPage.parse(
      (await client.get(`/api/incidents?list=queue&limit=2${after}`)).body,
    );
    order.push(...page.items.map(({ id, urgency }) => ({ id, urgency })));
    after = page.next ? `&after=${page.next}` : "";
  } while (after);
  const place = order.findIndex(({ id }) => id === yellow);
  const above = order.slice(0, place).map(({ urgency }) => urgency);
  const below = order.slice(place + 1).map(({ urgency }) => urgency);
  expect(reds.every((id) => order.slice(0, place).some((row) => row.id === id))).toBe(true);
  expect([new Set(above), below.includes("red")]).toEqual([new Set(["red"]), false]);
  expect(order.filter(({ id }) => id === yellow)).toHaveLength(1);
  await act("officer", yellow, { act: "pin", until: null });
});

test("the queue puts what is pinned on top of the others, until the pin ends", async () => {
  await report({ category: "010203", text: "沿街晾挂" });
  const id = await report({ category: "010103" });
  await act("officer", id, { act: "pin", until: new Date(Date.now() + 60_000).toISOString() });
  const client = await as("dispatcher");
  const top = async () =>
    IncidentPage.parse(
      (await client.get("/api/incidents?list=queue&limit=3&urgency=blue")).body,
    ).items.map((one) => one.id);
  const first = await top();
  expect([first[0], first.filter((one) => one === id).length]).toEqual([id, 1]);
  server.setNow(Date.now() + 61_000);
  expect((await top())[0]).not.toBe(id);
  server.setNow(undefined);
});
