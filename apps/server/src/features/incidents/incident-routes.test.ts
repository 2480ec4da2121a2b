import { randomUUID } from "node:crypto";
import { IncidentCounts, IncidentMap } from "@gezhi/contract/incident-answers.ts";
import { Incident } from "@gezhi/contract/incidents.ts";
import { afterAll, beforeAll, expect, test } from "vitest";
import { type IncidentDesk, openIncidentDesk } from "./incident-desk-testing.ts";
import { grid, type people, post, town } from "./incident-testing.ts";

let desk: IncidentDesk;
beforeAll(async () => {
  desk = await openIncidentDesk();
});
afterAll(() => desk.close());

test("nothing is answered to who is not signed in", async () => {
  const id = await desk.report();
  for (const path of [
    "/api/incidents",
    `/api/incidents/${id}`,
    `/api/incidents/${id}/map`,
    `/api/incidents/${id}/case-file`,
    "/api/incident-counts",
    "/api/work-orders",
    "/api/incidents.csv",
  ])
    expect((await desk.server.anonymous.get(path)).status, path).toBe(401);
  expect(
    (await desk.server.anonymous.post(`/api/incidents/${id}/acts`, { act: "register" })).status,
  ).toBe(401);
});

test("an act answers with the incident after it and what may be done next", async () => {
  const id = await desk.report();
  const before = await (await desk.as("dispatcher")).get(`/api/incidents/${id}`);
  expect(Incident.parse(before.body)).toMatchObject({
    status: "reported",
    masked: false,
    timeline: [{ seq: 1, act: "report" }],
  });
  expect(before.body.actions.map((action: { act: string }) => action.act)).toEqual(
    expect.arrayContaining(["register", "dispatch", "reject", "merge"]),
  );

  const answer = await desk.dispatch(id);
  expect(answer.status, answer.text).toBe(200);
  const after = Incident.parse(answer.body);
  expect([after.status, after.handlers[0]?.handler, after.workOrders[0]?.instructions]).toEqual([
    "dispatched",
    post,
    "请今日清运",
  ]);
  expect(after.timeline.at(-1)?.text).toContain("派遣七星岗街道城市管理岗主办");
  expect(
    after.clocks
      .filter(({ running }) => running)
      .map(({ stage }) => stage)
      .toSorted(),
  ).toEqual(["accept", "dispose", "overall"]);
  expect(after.people.map(({ role }) => role)).toEqual(
    expect.arrayContaining(["postHolder", "gridWorker", "dutyOfficer"]),
  );
  expect((await desk.dispatch(id)).status).toBe(200);
  expect(
    (await desk.act("dispatcher", id, { act: "accept", workOrder: after.workOrders[0]?.id }))
      .status,
  ).toBe(403);
  expect((await desk.act("dispatcher", id, { act: "dispatch" })).status).toBe(400);
});

test("who took a call is not who called: the caller stands by surname, the dispatcher as who entered it", async () => {
  const call = await (
    await desk.as("dispatcher")
  ).post("/api/reports", {
    clientId: randomUUID(),
    source: "call",
    text: "楼下的下水道堵了",
    unit: grid,
    reporter: { name: "乔小满", phone: "13900000001" },
  });
  expect(call.status, call.text).toBe(201);

  const seen = await (await desk.as("dispatcher")).get(`/api/incidents/${call.body.incident.id}`);
  const [called] = Incident.parse(seen.body).reportsList;
  const own = await (await desk.as("dispatcher")).get(`/api/incidents/${await desk.report()}`);
  const [reported] = Incident.parse(own.body).reportsList;

  expect(called).toMatchObject({ reporter: "乔**", phone: "139****0001" });
  expect(called?.enteredBy).toMatch(/^.{2,}$/u);
  expect(reported?.enteredBy).toBeNull();
  expect(reported?.reporter).toMatch(/^[^*]{2,}$/u);
});

test("who sees a record masked reads what and where, but no words of people, no persons, no pictures", async () => {
  const id = await desk.report();
  await desk.dispatch(id);
  await desk.act("dispatcher", id, { act: "note", kind: "call", text: "住户王某说下周搬走" });
  const full = await (await desk.as("dispatcher")).get(`/api/incidents/${id}`);
  expect(full.text).toContain("王某");
  const masked = await (await desk.as("supervisor")).get(`/api/incidents/${id}`);
  expect(masked.status).toBe(200);
  expect(masked.body).toMatchObject({ masked: true, description: "", people: [], attachments: [] });
  for (const word of ["王某", "13900000000", full.body.timeline.at(-1).actor])
    expect(masked.text).not.toContain(word);
  expect(masked.body.timeline.map((entry: { text: string }) => entry.text)).toContain("派遣");
  expect((await (await desk.as("supervisor")).get(`/api/incidents/${id}/case-file`)).status).toBe(
    403,
  );
  expect((await (await desk.as("otherTown")).get(`/api/incidents/${id}`)).status).toBe(404);
  expect((await (await desk.as("department")).get(`/api/incidents/${id}`)).status).toBe(404);
});

test("the figures of every level add up: open + closed + rejected + merged = reported", async () => {
  const rejected = await desk.report();
  await desk.act("dispatcher", rejected, { act: "reject", reason: "重复件" });
  const main = await desk.report();
  const merged = await desk.report();
  await desk.act("dispatcher", merged, { act: "merge", into: main, reason: "同一件事" });
  for (const [who, unit] of [
    ["centre", "500103"],
    ["dispatcher", town],
    ["secretary", grid.slice(0, 12)],
    ["worker", grid],
    ["holder", town],
    ["department", "500103"],
  ] as const) {
    const counts = IncidentCounts.parse(
      (await (await desk.as(who)).get(`/api/incident-counts?unit=${unit}`)).body,
    );
    expect(counts.open + counts.closed + counts.rejected + counts.merged, unit).toBe(
      counts.reported,
    );
    expect(Object.values(counts.byStatus).reduce((sum, n) => sum + n, 0)).toBe(counts.reported);
    expect(Object.values(counts.byUrgency).reduce((sum, n) => sum + n, 0)).toBe(counts.open);
  }
  const town1 = IncidentCounts.parse(
    (await (await desk.as("dispatcher")).get("/api/incident-counts")).body,
  );
  expect([town1.rejected, town1.merged].every((n) => n > 0)).toBe(true);
  const stranger = IncidentCounts.parse(
    (await (await desk.as("otherTown")).get(`/api/incident-counts?unit=${town}`)).body,
  );
  expect(stranger.reported).toBe(0);
});

test("a bulk act answers row by row", async () => {
  const ids = [
    await desk.report(),
    await desk.report(),
    "500103-00000000-0000-7000-8000-000000000000",
  ];
  const answer = await (
    await desk.as("dispatcher")
  ).post("/api/incident-acts", { incidents: ids, act: { act: "dispatch", lead: post } });
  expect(answer.body.results.map((row: { ok: boolean }) => row.ok)).toEqual([true, true, false]);
  expect(answer.body.results[2].problem).toContain("没有找到");
});

test("the surroundings of an incident: its grid and town, and what is open nearby", async () => {
  await desk.report({ ...desk.somewhere(), category: "010103" });
  const id = await desk.report({ ...desk.somewhere(), category: "090201", text: "配电箱裸露" });
  const map = IncidentMap.parse(
    (await (await desk.as("dispatcher")).get(`/api/incidents/${id}/map`)).body,
  );
  expect([map.grid?.properties.code, map.town?.properties.code, map.reports.length]).toEqual([
    grid,
    town,
    1,
  ]);
  expect(map.nearby.length).toBeGreaterThan(0);
  expect(map.nearby.map((one) => one.id)).not.toContain(id);
  const distances = map.nearby.map((one) => one.distanceM);
  expect(distances).toEqual(distances.toSorted((a, b) => a - b));
});

const present = async (who: keyof typeof people, id: string, typing = false) =>
  (await (await desk.as(who)).put(`/api/incidents/${id}/presence`, { typing })).body.people;

test("two people on one incident see each other, and when one types", async () => {
  const id = await desk.report();
  expect(await present("dispatcher", id)).toEqual([]);
  const [other] = await present("officer", id, true);
  expect(other.typing).toBe(false);
  expect((await present("dispatcher", id))[0].typing).toBe(true);
  desk.server.setNow(Date.now() + 50_000);
  expect(await present("officer", id)).toEqual([]);
  desk.server.setNow(undefined);
  expect(
    (await (await desk.as("otherTown")).put(`/api/incidents/${id}/presence`, { typing: false }))
      .status,
  ).toBe(404);
});

test("two who open an incident in the same moment see each other", async () => {
  const id = await desk.report();
  await Promise.all([desk.as("dispatcher"), desk.as("officer"), desk.as("commander")]);

  await Promise.all([present("dispatcher", id), present("officer", id)]);

  expect(await present("commander", id)).toHaveLength(2);
});

test("an act tells nothing of what was merged from beyond the own scope", async () => {
  const [main, away] = [await desk.report(), await desk.report()];
  await desk.act("dispatcher", away, { act: "merge", into: main, reason: "同一处" });
  const unit = "500103003013001";
  await desk.server.owner
    .updateTable("incidents")
    .set({ unit, town: "500103003", party_units: [unit], informed_units: [] })
    .where("id", "=", away.slice(7))
    .execute();
  const note = { act: "note", kind: "note", text: "记一笔", files: [] };

  const read = await (await desk.as("dispatcher")).get(`/api/incidents/${main}`);
  const acted = await desk.act("dispatcher", main, note);

  expect(read.body.merged).toEqual([]);
  expect(acted.status, acted.text).toBe(200);
  expect(acted.body.merged).toEqual([]);
});
