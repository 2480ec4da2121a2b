import { afterAll, beforeAll, beforeEach, describe, expect, test } from "vitest";
import { type Client, startTestServer, type TestServer } from "../../platform/testing/server.ts";
import { fireDueRungs } from "../clocks/clock-job.ts";
import { aReport, at, placeIn, sent } from "../reports/intake-testing.ts";

const minute = 60_000;
const home = "500103001";
const asked = "500103003";
const post = `${home}/MS09`;

let server: TestServer;
let now: number;
const clients = new Map<string, Client>();
async function as(username: string): Promise<Client> {
  const known = clients.get(username) ?? (await server.signIn(username));
  clients.set(username, known);
  return known;
}
beforeAll(async () => {
  server = await startTestServer();
  now = Date.parse("2026-11-26T10:00:00+08:00");
});
beforeEach(() => server.setNow(now));
afterAll(() => server.close());
const wait = (ms: number) => server.setNow((now += ms));

async function act(username: string, id: string, body: Record<string, unknown>) {
  const answer = await (await as(username)).post(`/api/incidents/${id}/acts`, body);
  if (answer.status !== 200) throw new Error(`${username}: ${answer.status} ${answer.text}`);
  return answer.body;
}
const read = async (username: string, id: string) =>
  (await (await as(username)).get(`/api/incidents/${id}`)).body;
type Row = { id: string; masked: boolean; dueAt: string; actions: { act: string }[] };
const listed = async (username: string, id: string, list = "queue"): Promise<Row | undefined> =>
  (await (await as(username)).get(`/api/incidents?list=${list}&limit=100`)).body.items.find(
    (row: Row) => row.id === id,
  );
const may = (row: Row | undefined) => row?.actions.map((one) => one.act);
const titles = async (username: string, id: string): Promise<string[]> =>
  (await (await as(username)).get("/api/notices?limit=100")).body.items
    .filter((one: { incident: string }) => one.incident === id)
    .map(({ title }: { title: string }) => title.split("：")[0]);
type Clock = { stage: string; budgetMs: number; running: boolean; dueAt: string | null };
const clockOf = (incident: { clocks: Clock[] }, stage: string) =>
  incident.clocks.findLast((one) => one.stage === stage);
const pending = (incident: { requests: { id: string; kind: string; status: string }[] }) =>
  incident.requests.find(({ status }) => status === "pending")!.id;
const orderOf = (incident: { workOrders: { id: string; handler: string }[] }, handler: string) =>
  incident.workOrders.findLast((one) => one.handler === handler)!.id;

let used = 0;
/** An orange matter that the town's post has accepted and cannot end alone. */
async function tooMuch(): Promise<string> {
  const place = await placeIn(server, home, (used += 3));
  const { incident } = await sent(
    await as(`${place.grid}-worker`),
    aReport({ ...at(place), source: "gridWorker", category: "050101", text: "井盖不见了" }),
  );
  const before = await read(`${home}-dispatcher-1`, incident.id);
  expect([before.status, before.urgency]).toEqual(["dispatched", "orange"]);
  await act(`${home}-MS09-a`, incident.id, { act: "accept", workOrder: orderOf(before, post) });
  return incident.id;
}
const callForHelp = (id: string, to = [asked]) =>
  act(`${home}-duty-officer-1`, id, { act: "requestCrossTown", to, need: "请派抢修车和护栏" });

describe("a call for help", () => {
  test("stands in the queue of the town that is asked, with its clock, until it is answered", async () => {
    const id = await tooMuch();
    expect(await listed(`${asked}-dispatcher-1`, id)).toBeUndefined();
    const incident = await callForHelp(id);

    for (const person of ["dispatcher-1", "duty-officer-1", "commander"]) {
      const row = await listed(`${asked}-${person}`, id);
      expect([person, row?.masked, may(row)]).toEqual([
        person,
        true,
        expect.arrayContaining(["decideCrossTown"]),
      ]);
    }
    expect(await listed("500103004-dispatcher-1", id)).toBeUndefined();
    for (const person of ["dispatcher-1", "duty-officer-1"])
      expect(await titles(`${asked}-${person}`, id)).toEqual(["请求跨镇街协同"]);
    expect(clockOf(incident, "crossTown")).toMatchObject({
      budgetMs: 10 * minute,
      running: true,
      dueAt: new Date(now + 10 * minute).toISOString(),
    });

    await act(`${asked}-duty-officer-1`, id, {
      act: "decideCrossTown",
      request: pending(incident),
      approve: false,
      note: "车辆检修",
    });
    expect(await listed(`${asked}-dispatcher-1`, id)).toBeUndefined();
  });

  test("a transfer stands there as well", async () => {
    const id = await tooMuch();
    const incident = await act(`${home}-duty-officer-1`, id, {
      act: "requestTransfer",
      to: asked,
      reason: "实际位于对方辖区",
    });

    expect(may(await listed(`${asked}-dispatcher-1`, id))).toContain("decideTransfer");
    await act(`${asked}-dispatcher-1`, id, {
      act: "decideTransfer",
      request: pending(incident),
      approve: true,
    });
    expect(may(await listed(`${asked}-dispatcher-1`, id))).toContain("dispatch");
  });

  test("that a district across the border is asked stands with its centre", async () => {
    const id = await tooMuch();
    await callForHelp(id, ["500108"]);

    for (const list of ["queue", "escalations"])
      expect(may(await listed("500108-centre-1", id, list))).toContain("decideCrossTown");
    expect(await titles("500108-centre-1", id)).toEqual(["请求跨镇街协同"]);
  });

  test("that nobody answers in ten minutes goes to the duty officer, who may still say yes", async () => {
    const id = await tooMuch();
    await callForHelp(id);
    wait(5 * minute);
    await fireDueRungs(server.context);
    expect(await titles(`${asked}-dispatcher-1`, id)).toContain("时限提醒");
    wait(5 * minute);
    await fireDueRungs(server.context);

    expect(await titles(`${asked}-duty-officer-1`, id)).toContain("超时升级，请处理");
    const row = await listed(`${asked}-duty-officer-1`, id);
    expect(may(row)).toContain("decideCrossTown");
    expect(may(await listed(`${asked}-dispatcher-1`, id))).not.toContain("decideCrossTown");
    const after = await act(`${asked}-duty-officer-1`, id, {
      act: "decideCrossTown",
      request: pending(await read(`${home}-dispatcher-1`, id)),
      approve: true,
    });
    expect(after.handlers.map(({ handler }: { handler: string }) => handler)).toContain(asked);
  });

  test("that the district answers in its place is the town's to sign, and stays in its sight", async () => {
    const id = await tooMuch();
    const incident = await callForHelp(id);
    await server.owner
      .updateTable("act_requests")
      .set({ decider_role: "districtCentre", decider_unit: "500103" })
      .where("id", "=", pending(incident).slice(7))
      .execute();
    expect(await listed(`${asked}-dispatcher-1`, id)).toBeUndefined();
    expect((await read(`${asked}-dispatcher-1`, id)).masked).toBe(true);

    await act("500103-centre-1", id, {
      act: "decideCrossTown",
      request: pending(incident),
      approve: true,
    });
    const row = await listed(`${asked}-dispatcher-1`, id);
    expect(may(row)).toContain("accept");
    expect(await titles(`${asked}-dispatcher-1`, id)).toContain("请签收");
  });
});

test("G8: what a town cannot handle goes to its neighbour, the district and a department, comes back, and both sides rate", async () => {
  const id = await tooMuch();
  const dispatcher = `${home}-dispatcher-1`;
  const helper = `${asked}-dispatcher-1`;

  await callForHelp(id);
  expect(may(await listed(helper, id))).toContain("decideCrossTown");
  wait(6 * minute);
  await act(helper, id, {
    act: "decideCrossTown",
    request: pending(await read(dispatcher, id)),
    approve: true,
    note: "已派车",
  });
  expect(clockOf(await read(dispatcher, id), "crossTown")).toMatchObject({
    consumedMs: 6 * minute,
    running: false,
    overdue: false,
  });
  expect(may(await listed(helper, id))).toEqual(expect.arrayContaining(["progress", "feedback"]));
  await act(helper, id, {
    act: "feedback",
    workOrder: orderOf(await read(helper, id), asked),
    result: "已围挡，井盖规格不符无法更换",
    before: [],
    after: [],
  });

  await act(`${home}-duty-officer-1`, id, {
    act: "escalate",
    tried: ["本镇街现场围挡", "邻近街道协助，规格不符"],
    reason: "需市政部门定制井盖",
  });
  const escalated = await listed("500103-centre-1", id);
  expect(may(escalated)).toContain("decideEscalation");
  const put = await read("500103-centre-1", id);
  expect([put.masked, put.requests.at(-1).detail.tried]).toEqual([
    false,
    ["本镇街现场围挡", "邻近街道协助，规格不符"],
  ]);
  expect(clockOf(put, "district")).toMatchObject({ budgetMs: 30 * minute, running: true });
  wait(12 * minute);
  await act("500103-centre-1", id, {
    act: "decideEscalation",
    request: pending(put),
    approve: true,
  });

  const given = await act("500103-centre-1", id, {
    act: "dispatch",
    lead: "500103/D32",
    coHandlers: [],
    instructions: "今日更换",
  });
  const workOrder = orderOf(given, "500103/D32");
  expect(clockOf(given, "accept")).toMatchObject({ running: true });
  await act("500103-D32", id, { act: "accept", workOrder });
  wait(40 * minute);
  await act("500103-D32", id, {
    act: "feedback",
    workOrder,
    result: "已更换井盖",
    before: [],
    after: [],
  });
  await act("500103-centre-1", id, { act: "deescalate", answer: "部门已更换，请核查" });
  const back = await listed(dispatcher, id);
  expect(back).toMatchObject({ id });

  const { unit } = await read(dispatcher, id);
  await act(`${unit.code}-worker`, id, { act: "recheck", passed: true, files: [] });
  await act(dispatcher, id, { act: "close" });
  const sides = [
    [dispatcher, "townRatesDepartment"],
    [dispatcher, "townRatesTown"],
    ["500103-D32", "departmentRatesTown"],
    [helper, "townRatesTown"],
  ] as const;
  for (const [who, side] of sides)
    await act(who, id, { act: "rate", side, satisfied: true, stars: 5 });
  const closed = await read(dispatcher, id);
  expect(closed.ratings.map(({ side }: { side: string }) => side).toSorted()).toEqual(
    sides.map(([, side]) => side).toSorted(),
  );
  expect(closed.clocks.filter(({ running }: Clock) => running)).toEqual([]);
  for (const stage of ["accept", "dispose", "crossTown", "district"])
    expect([stage, clockOf(closed, stage)?.running]).toEqual([stage, false]);
});
