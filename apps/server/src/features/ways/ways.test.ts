import { afterAll, beforeEach, expect, test } from "vitest";
import { startTestServer, type Client, type TestServer } from "../../platform/testing/server.ts";
import { aContact, aDevice, alarmOf, grid, signalled, town } from "../alarms/alarm-testing.ts";

const start = Date.parse("2026-11-26T10:00:00+08:00");
const minute = 60_000;
let here: TestServer;
let worker: Client;
let incident: string;
let alarm: string;

beforeEach(async () => {
  await here?.close();
  here = await startTestServer({ PUBLIC_URL: "https://gezhi.example" });
  here.setNow(start);
  for (const party of ["ambulance", "trafficPolice"]) await aContact(here, party, 1);
  const { lon, lat } = here.context.units.find(grid)!;
  const device = await aDevice(here, "SE33", { place: "2 单元 301", family: "000-1111", lon, lat });
  await signalled(here, device, { rule: "SE33", value: 40, threshold: 40 });
  const row = await alarmOf(here, device);
  [alarm, incident] = [row.id, `500103-${row.incident}`];
  worker = await here.signIn(`${grid}-worker`);
});
afterAll(() => here?.close());

/** The link as the message of a party carries it. */
async function linkOf(party: string) {
  const call = await here.owner
    .selectFrom("outside_calls")
    .select(["district", "id"])
    .where("alarm", "=", alarm)
    .where("party", "=", party)
    .executeTakeFirstOrThrow();
  const id = `${call.district}-${call.id}`;
  const messages = await here.owner
    .selectFrom("deliveries")
    .select(["channel", "text_enc"])
    .where("subject", "=", "告警联动")
    .execute();
  const texts = messages.map(({ channel, text_enc }) => ({
    channel,
    text: here.context.secrets.open(text_enc ?? ""),
  }));
  const sms = texts.find(({ channel, text }) => channel === "sms" && text.includes(id));
  const token = /#(\S+)$/.exec(sms?.text ?? "")?.[1] ?? "";
  return { id, token, texts, path: `/api/ways/${id}?token=${token}` };
}
const act = (client: Client, body: unknown) => client.post(`/api/incidents/${incident}/acts`, body);
const orderOf = async (client: Client, name: string) =>
  (await client.get(`/api/incidents/${incident}`)).body.actions.find(
    (one: { act: string }) => one.act === name,
  )?.workOrder;
const wayOfGrid = async () =>
  (await worker.get(`/api/incidents/${incident}`)).body.workOrders.find(
    ({ handler }: { handler: string }) => handler === grid,
  ).way;

test("the message of every party carries its own link, the voice none; the page shows the place and no person", async () => {
  const { path, texts, id } = await linkOf("ambulance");
  expect(
    texts.filter(({ channel, text }) => channel === "voice" && text.includes("/r/way/")),
  ).toEqual([]);
  expect(
    texts.filter(
      ({ channel, text }) => channel === "sms" && /https:\/\/gezhi\.example\/r\/way\//.test(text),
    ).length,
  ).toBeGreaterThan(2);
  const { status, body, headers } = await here.anonymous.get(path);
  expect({ status, body }).toMatchObject({
    status: 200,
    body: { party: "ambulance", place: "2 单元 301", level: "red", worker: { state: "waiting" } },
  });
  expect(body.position).not.toBeNull();
  expect(headers["cache-control"]).toBe("no-store");
  expect(JSON.stringify(body)).not.toMatch(/000-1111|40/);
  expect((await here.anonymous.get(`/api/ways/${id}?token=${"x".repeat(43)}`)).status).toBe(404);
  const other = await linkOf("trafficPolice");
  expect((await here.anonymous.get(`/api/ways/${id}?token=${other.token}`)).status).toBe(404);
});

test("the party sees the worker set out and arrive, and the incident keeps the way against its estimate", async () => {
  const { path } = await linkOf("ambulance");
  expect(await wayOfGrid()).toMatchObject({ from: "unit", arriveBy: null, tookMinutes: null });
  await act(worker, { act: "accept", workOrder: await orderOf(worker, "accept") });
  const way = await wayOfGrid();
  expect(way.arriveBy).toBe(new Date(start + way.minutes * minute).toISOString());
  expect((await here.anonymous.get(path)).body.worker).toEqual({
    state: "onTheWay",
    since: new Date(start).toISOString(),
    arriveBy: way.arriveBy,
  });
  here.setNow(start + 9 * minute);
  await act(worker, { act: "arrive", workOrder: await orderOf(worker, "arrive") });
  expect(await wayOfGrid()).toMatchObject({ tookMinutes: 9, minutes: way.minutes, arriveBy: null });
  expect((await here.anonymous.get(path)).body.worker.state).toBe("arrived");
});

test("where the phone of who sets out is known, the estimate goes from there", async () => {
  const account = (
    await here.owner
      .selectFrom("accounts")
      .select("id")
      .where("username", "=", `${grid}-worker`)
      .executeTakeFirstOrThrow()
  ).id;
  const { lon, lat } = here.context.units.find(grid)!;
  await here.owner
    .insertInto("positions")
    .values({
      district: "500103",
      account,
      unit: grid,
      lon: lon + 0.1,
      lat,
      accuracy_m: 5,
      reason: "duty",
      at: new Date(start),
      expires_at: new Date(start + 5 * minute),
    })
    .execute();
  await act(worker, { act: "accept", workOrder: await orderOf(worker, "accept") });
  const way = await wayOfGrid();
  expect(way).toMatchObject({ from: "person" });
  expect(way.minutes).toBeGreaterThan(30);
});

test("each look is counted and the first stands in the audit; the page ends with its hours and with the matter", async () => {
  const { path } = await linkOf("ambulance");
  await here.anonymous.get(path);
  await here.anonymous.get(path);
  expect(await here.owner.selectFrom("way_openings").select("times").execute()).toEqual([
    { times: 2 },
  ]);
  const audit = await here.owner
    .selectFrom("audit_log")
    .select(["subject", "account"])
    .where("act", "=", "incident.openWay")
    .execute();
  expect(audit).toEqual([{ subject: incident, account: null }]);

  here.setNow(start + 6 * 60 * minute);
  expect((await here.anonymous.get(path)).status).toBe(404);
  here.setNow(start + minute);
  expect((await here.anonymous.get(path)).status).toBe(200);
  const desk = await here.signIn(`${town}-dispatcher-1`);
  const ended = await desk.post(`/api/alarms/500103-${alarm}/acts`, {
    act: "callFalse",
    reason: "手环戴错",
  });
  expect({ status: ended.status, text: ended.text }).toMatchObject({ status: 200 });
  expect((await here.anonymous.get(path)).status).toBe(404);
});
