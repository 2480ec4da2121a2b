import { AlarmDetail, AlarmPage } from "@gezhi/contract/alarms.ts";
import { sql } from "kysely";
import { afterAll, beforeAll, beforeEach, describe, expect, test } from "vitest";
import type { Client, TestServer } from "../../platform/testing/server.ts";
import { type AlarmDesk, openAlarmDesk } from "./alarm-desk-testing.ts";
import {
  aContact,
  aDevice,
  alarmOf,
  incidentRow,
  popups,
  signalled,
  stepsOf,
  timelineOf,
  town,
} from "./alarm-testing.ts";
import { stepAlarms } from "./alarm-timer-commands.ts";

const start = Date.parse("2026-11-26T09:00:00+08:00");
let alarms: AlarmDesk;
let here: TestServer;
let desk: Client;
let worker: Client;
beforeAll(async () => {
  alarms = await openAlarmDesk();
  ({ here, desk, worker } = alarms);
});
beforeEach(() => alarms.settle());
afterAll(() => here?.close());

describe("lists", () => {
  test("a dispatcher sees the town's open alarms, and another town's does not", async () => {
    const device = await alarms.leaking();
    const mine = AlarmPage.parse((await desk.get(`/api/alarms?unit=${town}`)).body);
    const found = mine.items.find(({ device: { code } }) => code === device.code);
    expect(found).toMatchObject({ level: "red", incident: { alarms: 1 } });
    expect(found?.actions).toEqual(["acknowledge", "confirm", "callFalse", "clear", "mute"]);

    const other = await here.signIn("500103003-dispatcher-1");
    expect((await other.get("/api/alarms")).body.items).toEqual([]);
    expect((await other.get(`/api/alarms/${await alarms.idOf(device)}`)).status).toBe(404);
    expect((await alarms.act(other, device, "acknowledge")).status).toBe(404);
  });

  test("pages go on where they ended", async () => {
    for (let index = 0; index < 3; index += 1) await alarms.leaking();
    const seen: string[] = [];
    let after = "";
    do {
      const { body } = await desk.get(`/api/alarms?limit=2${after ? `&after=${after}` : ""}`);
      seen.push(...body.items.map(({ id }: { id: string }) => id));
      after = body.next ?? "";
    } while (after);
    expect(new Set(seen).size).toBe(seen.length);
    expect(seen.length).toBeGreaterThanOrEqual(3);
  });

  test("the same list leaves as a table with its filters, and that stands on record", async () => {
    const [mine, other] = [await alarms.leaking(), await alarms.leaking("yellow")];
    const answer = await desk.get("/api/alarms.csv?list=open&rule=SE31&level=red");
    expect(answer.headers["content-type"]).toContain("text/csv");
    expect(answer.text.split("\r\n")[0]).toContain("编号,级别,最高级别,状态,规则,读数");
    expect(answer.text).toContain(mine.code);
    expect(answer.text).not.toContain(other.code);
    const noted = await here.owner
      .selectFrom("audit_log")
      .select(["actor", "detail"])
      .where("act", "=", "export.alarms")
      .execute();
    expect(noted).toMatchObject([{ detail: { rule: "SE31", level: "red" } }]);

    const elsewhere = await here.signIn("500103003-dispatcher-1");
    expect((await elsewhere.get("/api/alarms.csv?list=all")).text).not.toContain(mine.code);
  });

  test("filters ask for what they name", async () => {
    const device = await alarms.leaking();
    const { body } = await desk.get(`/api/alarms?device=500103-${device.id}&rule=SE31&level=red`);
    expect(body.items).toHaveLength(1);
    const of = body.items[0].incident.id;
    expect((await desk.get(`/api/alarms?incident=${of}`)).body.items).toHaveLength(1);
    expect((await desk.get("/api/alarms?level=blue")).body.items).toEqual([]);
    expect((await desk.get("/api/alarms?after=nonsense")).status).toBe(400);
  });
});

describe("the nearest camera", () => {
  const at = { lon: 106.57, lat: 29.55 };
  const [metreNorth, metreEast] = [1 / 111_320, 1 / 96_850];
  let yards = 0;
  const cameraOf = async (lon: number) => {
    yards += 1;
    const device = await aDevice(here, "SE31", { place: `${yards}号院`, lon, lat: at.lat });
    await signalled(here, device, { rule: "SE31", level: "red", value: 1, threshold: 1 });
    return AlarmDetail.parse((await desk.get(`/api/alarms/${await alarms.idOf(device)}`)).body)
      .camera;
  };

  test("stands with its distance in metres, and one that is out of use or far away does not", async () => {
    const north = await aDevice(here, "VA02", { ...at, lat: at.lat + 200 * metreNorth });
    const east = await aDevice(here, "VA05", { ...at, lon: at.lon + 190 * metreEast });
    expect(await cameraOf(at.lon)).toEqual({
      id: `500103-${east.id}`,
      name: expect.any(String),
      distanceM: expect.closeTo(190, -1),
    });
    await sql`update devices set retired_at = now() where id = ${east.id}`.execute(here.owner);
    expect((await cameraOf(at.lon))?.id).toBe(`500103-${north.id}`);
    expect(await cameraOf(at.lon + 280 * metreEast)).toBeNull();
  });
});

describe("acts", () => {
  test("acknowledged it comes back when nobody does anything, and not when somebody does", async () => {
    here.setNow(start);
    const device = await alarms.leaking();
    const answer = await alarms.act(desk, device, "acknowledge");
    expect(answer.status).toBe(200);
    expect(AlarmDetail.parse(answer.body).status).toBe("acknowledged");
    here.setNow(start + 9 * 60_000);
    await stepAlarms(here.context);
    expect((await alarmOf(here, device)).status).toBe("acknowledged");
    here.setNow(start + 10 * 60_000);
    await stepAlarms(here.context);
    const alarm = await alarmOf(here, device);
    expect(alarm.status).toBe("raised");
    expect((await stepsOf(here, alarm.id)).at(-1)).toBe("forget");

    await alarms.act(desk, device, "acknowledge");
    await here.owner
      .updateTable("incidents")
      .set({ status: "handling" })
      .where("id", "=", alarm.incident ?? "")
      .execute();
    here.setNow(start + 60 * 60_000);
    await stepAlarms(here.context);
    expect((await alarmOf(here, device)).status).toBe("acknowledged");
  });

  test("what has ended and is then acknowledged is over", async () => {
    const device = await alarms.leaking();
    await signalled(here, device, { rule: "SE31", kind: "clear", at: Date.now() + 1000 });
    await alarms.act(desk, device, "acknowledge");
    expect((await alarmOf(here, device)).status).toBe("cleared");
  });

  test("called false it needs a reason, and ends the incident that nothing else hangs on", async () => {
    const device = await alarms.leaking();
    expect((await alarms.act(desk, device, "callFalse")).status).toBe(400);
    const answer = await alarms.act(desk, device, "callFalse", "检修人员误触");
    expect(AlarmDetail.parse(answer.body)).toMatchObject({
      status: "false",
      verdict: "false",
      verdictReason: "检修人员误触",
      actions: [],
    });
    const { incident } = await alarmOf(here, device);
    expect((await incidentRow(here, incident)).status).toBe("falseAlarm");
    expect((await alarms.act(desk, device, "acknowledge")).status).toBe(409);
  });

  test("what somebody has accepted is not ended by it, but told", async () => {
    const device = await alarms.leaking();
    const { incident } = await alarmOf(here, device);
    await here.owner
      .updateTable("work_orders")
      .set({ accepted_at: new Date(), status: "accepted" })
      .where("incident", "=", incident ?? "")
      .execute();
    await alarms.act(desk, device, "callFalse", "检修人员误触");
    expect((await incidentRow(here, incident)).status).toBe("dispatched");
    const texts = (await timelineOf(here, incident)).map(({ text }) => text);
    expect(texts.at(-1)).toContain("误报");
  });

  test("the grid worker confirms on the spot: the incident is verified with it", async () => {
    const device = await aDevice(here, "SE12", { place: "低洼路段甲" });
    await signalled(here, device, { rule: "SE12", level: "orange", value: 30, threshold: 27 });
    const answer = await alarms.act(worker, device, "confirm", "积水没过路沿");
    expect(AlarmDetail.parse(answer.body)).toMatchObject({
      verdict: "true",
      status: "acknowledged",
    });
    const { incident } = await alarmOf(here, device);
    expect((await incidentRow(here, incident)).status).toBe("dispatched");
  });

  test("an incident found to be a false alarm calls its alarms false", async () => {
    const device = await aDevice(here, "SE12", { place: "低洼路段乙" });
    await signalled(here, device, { rule: "SE12", level: "orange", value: 30, threshold: 27 });
    const { incident } = await alarmOf(here, device);
    const answer = await worker.post(`/api/incidents/500103-${incident}/acts`, {
      act: "verify",
      result: "falseAlarm",
      note: "传感器被树叶盖住",
    });
    expect(answer.body).toMatchObject({ status: "falseAlarm" });
    expect(await alarmOf(here, device)).toMatchObject({ status: "false", verdict: "false" });
  });

  test("the grid worker may not mute, and a muted alarm pops up only when it grows", async () => {
    const device = await alarms.leaking("yellow");
    expect((await alarms.act(worker, device, "mute")).status).toBe(403);
    expect((await alarms.act(desk, device, "mute")).status).toBe(200);
    const before = (await popups(here)).length;
    await signalled(here, device, { rule: "SE31", kind: "clear", at: Date.now() + 1 });
    await signalled(here, device, {
      rule: "SE31",
      level: "yellow",
      value: 1,
      threshold: 1,
      at: Date.now() + 2,
    });
    await signalled(here, device, {
      rule: "SE31",
      kind: "levelUp",
      value: 1,
      threshold: 1,
      at: Date.now() + 3,
    });
    expect((await popups(here)).slice(before)).toContain("levelUp");
  });
});

test("an alarm that time cannot move holds up neither the others nor their calls", async () => {
  const at = Date.now();
  here.setNow(at);
  await aContact(here, "ambulance", 1);
  await aContact(here, "ambulance", 2);
  const stuck = await alarms.leaking();
  const next = await alarms.leaking();
  const { id } = await alarmOf(here, stuck);
  await sql`create function refuse_alarm() returns trigger language plpgsql as $$ begin raise exception 'not this one'; end $$`.execute(
    here.owner,
  );
  await sql`create trigger refuse_alarm before update on alarms for each row when (new.id = ${sql.lit(id)}::uuid) execute function refuse_alarm()`.execute(
    here.owner,
  );
  here.setNow(at + 61_000);

  await stepAlarms(here.context);

  await sql`drop trigger refuse_alarm on alarms`.execute(here.owner);
  await sql`drop function refuse_alarm`.execute(here.owner);
  const told = await alarmOf(here, next);
  expect(told.escalated_at).toEqual(new Date(at + 61_000));
  const waiting = await sql<{ n: number }>`
    select count(*)::int as n from outside_calls where status = 'sent' and accept_by <= ${new Date(at + 61_000)}`.execute(
    here.owner,
  );
  expect(waiting.rows).toEqual([{ n: 0 }]);
});
