import { randomUUID } from "node:crypto";
import { sql } from "kysely";
import { afterAll, beforeAll, expect, test } from "vitest";
import { startTestServer, type Client, type TestServer } from "../../platform/testing/server.ts";
import { shiftAt } from "../duty/duty-rules.ts";
import { forgetExpired, forgetOldPlaces } from "./position-commands.ts";
import { expiryOf } from "./position-rules.ts";

const town = "500103001";
const grid = `${town}017001`;
const everywhere = "bbox=105,28,111,33&zoom=18";
const minute = 60_000;

let server: TestServer;
let dispatcher: Client;
let worker: Client;
beforeAll(async () => {
  server = await startTestServer();
  dispatcher = await server.signIn(`${town}-dispatcher-1`);
  worker = await server.signIn(`${grid}-worker`);
});
afterAll(() => server.close());

const here = { position: { lon: 106.58, lat: 29.56 }, accuracyM: 12 };
const send = async (person: Client, at: object = here) => {
  const { status, body, text } = await person.put("/api/positions/mine", at);
  if (status !== 200) throw new Error(text);
  return body;
};
const seenBy = async (person: Client) =>
  (await person.get(`/api/map/people?${everywhere}`)).body.points as {
    title: string;
    worst: string;
    unit: { code: string };
    incident: string | null;
    lon: number;
  }[];
const rows = async () => (await sql`select * from positions`.execute(server.owner)).rows.length;

async function putOnDuty(person: Client): Promise<void> {
  const { day, shift } = shiftAt(server.context.now());
  const { account } = (await person.get("/api/session")).body;
  await sql`insert into duty_shifts (district, unit, day, shift, duty, account)
    values (left(${town}, 6), ${town}, ${day}::date, ${shift}, 'dispatcher', ${account}::uuid) on conflict do nothing`.execute(
    server.owner,
  );
}

async function acceptedIncident(): Promise<{ id: string; order: string }> {
  const place = server.context.units.find(grid)!;
  const reported = await server.anonymous.post("/api/reports", {
    clientId: randomUUID(),
    source: "resident",
    text: "路面有积水",
    category: "010101",
    position: { lon: place.lon, lat: place.lat },
    positionSource: "pin",
  });
  const { id } = reported.body.incident;
  const officer = await server.signIn(`${town}-duty-officer-1`);
  await officer.post(`/api/incidents/${id}/acts`, { act: "verify", result: "confirmed" });
  const sent = await officer.post(`/api/incidents/${id}/acts`, { act: "dispatch", lead: grid });
  if (sent.status !== 200) throw new Error(sent.text);
  const order = sent.body.workOrders.find((one: { handler: string }) => one.handler === grid).id;
  const accepted = await worker.post(`/api/incidents/${id}/acts`, {
    act: "accept",
    workOrder: order,
  });
  if (accepted.status !== 200) throw new Error(accepted.text);
  return { id, order };
}

test("nothing is kept of somebody who is neither on duty nor at work", async () => {
  expect((await worker.get("/api/positions/mine")).body.reason).toBeNull();
  expect(await send(worker)).toMatchObject({ reason: null });
  expect(await rows()).toBe(0);
});

test("at work on an incident a place is seen by the own centre and team, named; by others not at all or without a name", async () => {
  const { id, order } = await acceptedIncident();
  expect(await send(worker)).toEqual({
    reason: "incident",
    everySeconds: 20,
    keptDays: 30,
    kept: true,
  });
  const [seen] = await seenBy(dispatcher);
  expect(seen).toMatchObject({
    worst: "incident",
    unit: { code: grid },
    incident: id,
    lon: 106.58,
  });
  expect(seen?.title).not.toBe("");
  expect((await seenBy(await server.signIn(`${town}017-cadre-1`))).length).toBe(1);
  for (const masked of [`${town}-MS09-a`, "500103-centre-1"]) {
    const [point] = await seenBy(await server.signIn(masked));
    expect({ masked, title: point?.title }).toEqual({ masked, title: "" });
    expect(JSON.stringify(point)).not.toContain(seen!.title);
  }
  for (const stranger of [
    "500103003-dispatcher-1",
    "50-operator",
    "500103-supervisor",
    "50-sysadmin",
    `${town}-deputy-1`,
  ])
    expect(await seenBy(await server.signIn(stranger))).toEqual([]);

  const acts = `/api/incidents/${id}/acts`;
  const moved = { position: { lon: 106.59, lat: 29.56 }, accuracyM: 5 };
  await send(worker, moved);
  expect((await seenBy(dispatcher)).map(({ lon }) => lon)).toEqual([106.59]);
  expect(
    (await worker.post(acts, { act: "progress", workOrder: order, stage: "other", note: "已到" }))
      .status,
  ).toBe(200);
  const done = await worker.post(acts, { act: "feedback", workOrder: order, result: "已疏通积水" });
  expect({ status: done.status, text: done.status === 200 ? "" : done.text }).toEqual({
    status: 200,
    text: "",
  });
  expect(await seenBy(dispatcher)).toEqual([]);
  expect(await send(worker)).toMatchObject({ reason: null });
  expect(await rows()).toBe(0);
});

test("on duty a place is seen, no longer than some minutes, and gone at once when it is taken back", async () => {
  await putOnDuty(dispatcher);
  expect(await send(dispatcher)).toMatchObject({ reason: "duty" });
  const officer = await server.signIn(`${town}-duty-officer-1`);
  expect((await seenBy(officer)).map(({ worst }) => worst)).toEqual(["duty"]);
  expect((await dispatcher.delete("/api/positions/mine")).status).toBe(204);
  expect(await seenBy(officer)).toEqual([]);

  await send(dispatcher);
  server.setNow(Date.now() + 6 * minute);
  try {
    expect(await seenBy(officer)).toEqual([]);
    await forgetExpired(server.context);
    expect(await rows()).toBe(0);
  } finally {
    server.setNow(undefined);
  }
});

const past = (person: Client, at: number, reason = "复盘积水处置") =>
  person.get(
    `/api/map/history/people?${everywhere}&at=${new Date(at).toISOString()}&reason=${encodeURIComponent(reason)}`,
  );
const then = async (person: Client, at: number) =>
  ((await past(person, at)).body.points as { title: string; worst: string; lon: number }[]).map(
    ({ title, worst, lon }) => ({ title, worst, lon }),
  );
const looks = () =>
  server.owner
    .selectFrom("audit_log")
    .select(["actor", "subject", "reason", "unit"])
    .where("act", "=", "position.look")
    .orderBy("id")
    .execute();

test("where people on duty were is known a place a minute, to who sees them, with a reason on record", async () => {
  // An hour after shifts changed.
  const start = Math.floor(Date.now() / (720 * minute)) * 720 * minute + 60 * minute;
  server.setNow(start);
  await putOnDuty(dispatcher);
  await dispatcher.delete("/api/positions/mine/history");
  const places = [106.51, 106.52, 106.53].map((lon) => ({
    position: { lon, lat: 29.56 },
    accuracyM: 5,
  }));
  for (const [index, seconds] of [0, 20, 60].entries()) {
    server.setNow(start + seconds * 1000);
    await send(dispatcher, places[index]);
  }
  server.setNow(start + 90_000);
  expect((await dispatcher.delete("/api/positions/mine")).status).toBe(204);
  server.setNow(start + 3 * minute);
  try {
    const officer = await server.signIn(`${town}-duty-officer-1`);
    const at = async (seconds: number) =>
      (await then(officer, start + seconds * 1000)).map(({ lon }) => lon);
    expect(await at(-1)).toEqual([]);
    expect(await at(30)).toEqual([106.51]);
    expect(await at(70)).toEqual([106.53]);
    // What was taken back was seen no longer.
    expect(await at(100)).toEqual([]);

    // One entry an hour of the past and reason, however often it is looked at.
    const before = await looks();
    expect(before.filter(({ unit }) => unit === town)).toHaveLength(
      new Set([-1, 30, 70, 100].map((seconds) => new Date(start + seconds * 1000).getUTCHours()))
        .size,
    );
    expect(before.at(-1)).toMatchObject({ reason: "复盘积水处置", unit: town });
    expect((await past(officer, start, "")).status).toBe(400);

    const [named] = await then(officer, start + 30_000);
    expect(named?.title).not.toBe("");
    const [masked] = await then(await server.signIn("500103-centre-1"), start + 30_000);
    expect(masked).toEqual({ title: "", worst: "duty", lon: 106.51 });
    const asked = (await looks()).length;
    for (const stranger of ["500103003-dispatcher-1", "50-operator", `${town}-deputy-1`])
      expect({ stranger, seen: await then(await server.signIn(stranger), start + 30_000) }).toEqual(
        {
          stranger,
          seen: [],
        },
      );
    // Who has no such sight anywhere is told so, and looked at nothing.
    expect((await past(await server.signIn("50-operator"), start)).body.closed).toBe(true);
    expect((await looks()).length).toBe(asked + 1);
  } finally {
    server.setNow(undefined);
  }
});

test("whoever shared a place deletes what is kept of it, and age does", async () => {
  const kept = async () => (await dispatcher.get("/api/positions/mine")).body.kept as boolean;
  expect(await kept()).toBe(true);
  expect((await dispatcher.delete("/api/positions/mine/history")).status).toBe(204);
  expect(await kept()).toBe(false);
  await send(dispatcher);
  expect(await kept()).toBe(true);
  server.setNow(Date.now() + 31 * 24 * 60 * minute);
  try {
    await forgetOldPlaces(server.context);
  } finally {
    server.setNow(undefined);
  }
  expect(await kept()).toBe(false);
});

test("a place of somebody on duty ends with the shift", () => {
  const nearlyEight = Date.parse("2026-11-26T11:58:00Z");
  expect(expiryOf("duty", nearlyEight)).toBe(Date.parse("2026-11-26T12:00:00Z"));
  expect(expiryOf("incident", nearlyEight)).toBe(nearlyEight + 5 * minute);
  expect(expiryOf("duty", nearlyEight - 60 * minute)).toBe(nearlyEight - 55 * minute);
});
