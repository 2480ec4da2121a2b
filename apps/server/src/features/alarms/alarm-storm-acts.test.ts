import { AlarmActsResult, AlarmDetail } from "@gezhi/contract/alarms.ts";
import { sql } from "kysely";
import { afterAll, beforeAll, beforeEach, describe, expect, test } from "vitest";
import { type Client, startTestServer, type TestServer } from "../../platform/testing/server.ts";
import {
  aDevice,
  alarmOf,
  grid,
  incidentRow,
  signalled,
  stepsOf,
  type TestDevice,
  timelineOf,
  town,
} from "./alarm-testing.ts";

let here: TestServer;
let desk: Client;
beforeAll(async () => {
  here = await startTestServer();
  desk = await here.signIn(`${town}-dispatcher-1`);
});
beforeEach(async () => {
  // Long enough ago to be no storm with what comes.
  await sql`update alarms set raised_at = raised_at - interval '1 hour'`.execute(here.owner);
});
afterAll(() => here?.close());

let houses = 0;
/** So many detectors of one building, one after the other: one incident. */
async function aStorm(many = 5): Promise<{ devices: TestDevice[]; incident: string }> {
  houses += 1;
  const place = `成批${houses}号楼`;
  const devices: TestDevice[] = [];
  for (let index = 0; index < many; index += 1) {
    const device = await aDevice(here, "SE01", { place, unit: grid });
    devices.push(device);
    await signalled(here, device, { rule: "SE01", level: "yellow", value: 400, threshold: 300 });
  }
  const incidents = new Set<string | null>();
  for (const device of devices) incidents.add((await alarmOf(here, device)).incident);
  const [incident] = incidents;
  expect(incidents.size).toBe(1);
  return { devices, incident: incident ?? "" };
}

const take = (client: Client, incident: string, act: string, reason = "") =>
  client.post("/api/alarm-acts", { incident: `500103-${incident}`, act, reason });
const statuses = async (devices: readonly TestDevice[]) =>
  Promise.all(devices.map(async (device) => (await alarmOf(here, device)).status));

describe("all alarms of a storm at once", () => {
  test("are accepted, each with a step of its own and a row in the answer", async () => {
    const { devices, incident } = await aStorm();

    const { status, body } = await take(desk, incident, "acknowledge");

    const { results } = AlarmActsResult.parse(body);
    expect(status).toBe(200);
    expect(results.map(({ device, ok }) => ({ device, ok }))).toEqual(
      devices.map(({ code }) => ({ device: code, ok: true })),
    );
    expect(new Set(await statuses(devices))).toEqual(new Set(["acknowledged"]));
    const alarm = await alarmOf(here, devices[4]!);
    expect(alarm.acknowledged_by).not.toBeNull();
    expect((await stepsOf(here, alarm.id)).at(-1)).toBe("acknowledge");
  });

  test("accepting again asks nothing of what was accepted", async () => {
    const { incident } = await aStorm(3);
    await take(desk, incident, "acknowledge");
    expect((await take(desk, incident, "acknowledge")).body).toEqual({ results: [] });
  });

  test("are false with one reason, and end the incident that nothing else hangs on", async () => {
    const { devices, incident } = await aStorm();

    expect((await take(desk, incident, "callFalse")).status).toBe(400);
    const { body } = await take(desk, incident, "callFalse", "网关检修");

    expect(AlarmActsResult.parse(body).results.every(({ ok }) => ok)).toBe(true);
    expect(new Set(await statuses(devices))).toEqual(new Set(["false"]));
    expect(await alarmOf(here, devices[0]!)).toMatchObject({
      verdict: "false",
      verdict_reason: "网关检修",
    });
    expect((await incidentRow(here, incident)).status).toBe("falseAlarm");
  });

  test("leave an incident open that a person reported as well", async () => {
    const { devices, incident } = await aStorm(3);
    await here.owner
      .updateTable("reports")
      .set({ source: "gridWorker" })
      .where("incident", "=", incident)
      .where("created_at", "=", (eb) =>
        eb
          .selectFrom("reports")
          .select((row) => row.fn.max("created_at").as("at"))
          .where("incident", "=", incident),
      )
      .execute();

    await take(desk, incident, "callFalse", "网关检修");

    expect(new Set(await statuses(devices))).toEqual(new Set(["false"]));
    expect((await incidentRow(here, incident)).status).not.toBe("falseAlarm");
    expect((await timelineOf(here, incident)).at(-1)?.text).toContain("全部判为误报");
  });

  test("of two that act at once, whoever comes second hears of no error and changes nothing", async () => {
    const { devices, incident } = await aStorm(3);
    const other = await here.signIn(`${town}-duty-officer-1`);

    const answers = await Promise.all(
      [desk, other].map((client) => take(client, incident, "acknowledge")),
    );

    expect(answers.map(({ status }) => status)).toEqual([200, 200]);
    const done = answers.flatMap(({ body }) =>
      AlarmActsResult.parse(body).results.filter(({ ok }) => ok),
    );
    expect(done).toHaveLength(devices.length);
  });

  test("are not found by another town, and refused row by row to who sees and may not act", async () => {
    const { devices, incident } = await aStorm(3);
    const elsewhere = await here.signIn("500103003-dispatcher-1");
    expect((await take(elsewhere, incident, "acknowledge")).status).toBe(404);

    const post = await here.signIn(`${town}-PA05-a`);
    const { status, body } = await take(post, incident, "acknowledge");
    if (status === 200)
      for (const { ok, problem } of AlarmActsResult.parse(body).results)
        expect({ ok, problem }).toEqual({ ok: false, problem: "您的岗位不能处理这条告警" });
    else expect(status).toBe(404);
    expect(new Set(await statuses(devices))).toEqual(new Set(["raised"]));
  });
});

describe("who was told", () => {
  test("stands with post and unit, and without a name for who sees the alarm masked", async () => {
    const device = await aDevice(here, "SE01", { place: "告知楼" });
    await signalled(here, device, { rule: "SE01" });
    const path = `/api/alarms/500103-${(await alarmOf(here, device)).id}`;

    const seen = AlarmDetail.parse((await desk.get(path)).body).told;
    const offices = seen.map(({ office }) => office);
    expect(offices).toEqual(
      expect.arrayContaining(["七星岗街道消防管理岗", "七星岗街道调度员", "渝中区治理中心"]),
    );
    expect(seen.every(({ who }) => who !== "")).toBe(true);

    const neighbour = await here.signIn("500103001017002-worker");
    const masked = AlarmDetail.parse((await neighbour.get(path)).body).told;
    expect(masked.map(({ office }) => office).toSorted()).toEqual(offices.toSorted());
    expect(new Set(masked.map(({ who }) => who))).toEqual(new Set([""]));
  });
});

describe("an incident that was merged by mistake", () => {
  test("takes its alarms back, and both links are right afterwards", async () => {
    const mine = await aDevice(here, "SE01", { place: "并案甲楼" });
    await signalled(here, mine, { rule: "SE01" });
    const others = await aDevice(here, "SE01", { place: "并案乙楼", unit: "500103001017002" });
    await signalled(here, others, { rule: "SE01" });
    const [away, main] = [await alarmOf(here, mine), await alarmOf(here, others)];
    const [from, into] = [`500103-${away.incident}`, `500103-${main.incident}`];
    expect(from).not.toBe(into);
    const act = (body: object) => desk.post(`/api/incidents/${from}/acts`, body);

    expect((await act({ act: "merge", into, reason: "以为是同一件" })).status).toBe(200);
    expect((await alarmOf(here, mine)).incident).toBe(main.incident);
    expect((await act({ act: "unmerge", reason: "两处无关" })).status).toBe(200);

    expect((await alarmOf(here, mine)).incident).toBe(away.incident);
    expect((await alarmOf(here, others)).incident).toBe(main.incident);
    expect((await stepsOf(here, away.id)).filter((step) => step === "link")).toHaveLength(3);
    const listed = async (incident: string) =>
      (await desk.get(`/api/alarms?list=all&incident=${incident}`)).body.items.map(
        ({ device }: { device: { code: string } }) => device.code,
      );
    expect(await listed(from)).toEqual([mine.code]);
    expect(await listed(into)).toEqual([others.code]);
  });

  test("leaves with the main one what the storm linked to that", async () => {
    const gateway = "GW-UNMERGE";
    const grids = [1, 2, 3, 4].map((index) => `50010300101700${index}`);
    const devices: TestDevice[] = [];
    for (const [index, unit] of grids.entries()) {
      const device = await aDevice(here, "SE12", { unit, place: `路段${index}`, gateway });
      devices.push(device);
      await signalled(here, device, { rule: "SE12", level: "orange", value: 30, threshold: 27 });
    }
    const [eldest, first] = [await alarmOf(here, devices[0]!), await alarmOf(here, devices[1]!)];
    const incident = eldest.incident;
    expect(first.incident).toBe(incident);
    expect(first.original_incident).not.toBe(incident);
    const away = `500103-${first.original_incident}`;

    const { status } = await desk.post(`/api/incidents/${away}/acts`, {
      act: "unmerge",
      reason: "单独处理",
    });

    expect(status).toBe(200);
    expect((await alarmOf(here, devices[1]!)).incident).toBe(first.original_incident);
    for (const device of [devices[0]!, devices[2]!, devices[3]!])
      expect((await alarmOf(here, device)).incident).toBe(incident);
  });
});
