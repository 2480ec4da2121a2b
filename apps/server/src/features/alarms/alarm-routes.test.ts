import {
  AlarmDetail,
  AlarmPage,
  PrecisionPage,
  ReplayedRule,
  ReplayRule,
} from "@gezhi/contract/alarms.ts";
import type { Appointment } from "@gezhi/contract/identity.ts";
import { sql } from "kysely";
import { afterAll, beforeAll, beforeEach, describe, expect, test } from "vitest";
import { type Client, startTestServer, type TestServer } from "../../platform/testing/server.ts";
import { initialAlarmRules } from "../configuration/initial-sensing.ts";
import { viewerFrom } from "../identity/viewer.ts";
import {
  aContact,
  aDevice,
  alarmOf,
  grid,
  incidentRow,
  popups,
  signalled,
  stepsOf,
  type TestDevice,
  timelineOf,
  town,
} from "./alarm-testing.ts";
import { seedDemoContacts } from "./demo-contacts-seed.ts";
import { stepAlarms } from "./alarm-timer-commands.ts";
import { replayRule } from "./replay-commands.ts";

const start = Date.parse("2026-11-26T09:00:00+08:00");
let here: TestServer;
let desk: Client;
let worker: Client;
beforeAll(async () => {
  here = await startTestServer();
  desk = await here.signIn(`${town}-dispatcher-1`);
  worker = await here.signIn(`${grid}-worker`);
});
beforeEach(async () => {
  here.setNow(undefined);
  // Long enough ago to be no storm with what comes.
  await sql`update alarms set raised_at = raised_at - interval '1 hour'`.execute(here.owner);
});
afterAll(() => here?.close());

const idOf = async (device: TestDevice) => `500103-${(await alarmOf(here, device)).id}`;
const act = async (client: Client, device: TestDevice, name: string, reason = "") =>
  client.post(`/api/alarms/${await idOf(device)}/acts`, { act: name, reason });
let houses = 0;
/** Each in a house of its own, so that no two are one matter. */
const leaking = async (level: "red" | "yellow" = "red") => {
  houses += 1;
  const device = await aDevice(here, "SE31", { place: `${houses}号楼`, unit: grid });
  await signalled(here, device, { rule: "SE31", level, value: 1, threshold: 1 });
  return device;
};

describe("lists", () => {
  test("a dispatcher sees the town's open alarms, and another town's does not", async () => {
    const device = await leaking();
    const mine = AlarmPage.parse((await desk.get(`/api/alarms?unit=${town}`)).body);
    const found = mine.items.find(({ device: { code } }) => code === device.code);
    expect(found).toMatchObject({ level: "red", incident: { alarms: 1 } });
    expect(found?.actions).toEqual(["acknowledge", "confirm", "callFalse", "clear", "mute"]);

    const other = await here.signIn("500103003-dispatcher-1");
    expect((await other.get("/api/alarms")).body.items).toEqual([]);
    expect((await other.get(`/api/alarms/${await idOf(device)}`)).status).toBe(404);
    expect((await act(other, device, "acknowledge")).status).toBe(404);
  });

  test("pages go on where they ended", async () => {
    for (let index = 0; index < 3; index += 1) await leaking();
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
    const [mine, other] = [await leaking(), await leaking("yellow")];
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
    const device = await leaking();
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
  const cameraOf = async (lon: number) => {
    houses += 1;
    const device = await aDevice(here, "SE31", { place: `${houses}号楼`, lon, lat: at.lat });
    await signalled(here, device, { rule: "SE31", level: "red", value: 1, threshold: 1 });
    return AlarmDetail.parse((await desk.get(`/api/alarms/${await idOf(device)}`)).body).camera;
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
    const device = await leaking();
    const answer = await act(desk, device, "acknowledge");
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

    await act(desk, device, "acknowledge");
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
    const device = await leaking();
    await signalled(here, device, { rule: "SE31", kind: "clear", at: Date.now() + 1000 });
    await act(desk, device, "acknowledge");
    expect((await alarmOf(here, device)).status).toBe("cleared");
  });

  test("called false it needs a reason, and ends the incident that nothing else hangs on", async () => {
    const device = await leaking();
    expect((await act(desk, device, "callFalse")).status).toBe(400);
    const answer = await act(desk, device, "callFalse", "检修人员误触");
    expect(AlarmDetail.parse(answer.body)).toMatchObject({
      status: "false",
      verdict: "false",
      verdictReason: "检修人员误触",
      actions: [],
    });
    const { incident } = await alarmOf(here, device);
    expect((await incidentRow(here, incident)).status).toBe("falseAlarm");
    expect((await act(desk, device, "acknowledge")).status).toBe(409);
  });

  test("what somebody has accepted is not ended by it, but told", async () => {
    const device = await leaking();
    const { incident } = await alarmOf(here, device);
    await here.owner
      .updateTable("work_orders")
      .set({ accepted_at: new Date(), status: "accepted" })
      .where("incident", "=", incident ?? "")
      .execute();
    await act(desk, device, "callFalse", "检修人员误触");
    expect((await incidentRow(here, incident)).status).toBe("dispatched");
    const texts = (await timelineOf(here, incident)).map(({ text }) => text);
    expect(texts.at(-1)).toContain("误报");
  });

  test("the grid worker confirms on the spot: the incident is verified with it", async () => {
    const device = await aDevice(here, "SE12", { place: "低洼路段甲" });
    await signalled(here, device, { rule: "SE12", level: "orange", value: 30, threshold: 27 });
    const answer = await act(worker, device, "confirm", "积水没过路沿");
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
    const device = await leaking("yellow");
    expect((await act(worker, device, "mute")).status).toBe(403);
    expect((await act(desk, device, "mute")).status).toBe(200);
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
  const stuck = await leaking();
  const next = await leaking();
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

describe("outside parties", () => {
  test("a gateway's answer and a dispatcher's word both stop the clock", async () => {
    for (const party of ["ambulance", "doctor"]) await aContact(here, party, 1, town);
    const device = await aDevice(here, "SE33", { place: "急救路1号" });
    await signalled(here, device, { rule: "SE33", value: 40, threshold: 40 });
    const { id } = await alarmOf(here, device);
    const call = await here.owner
      .selectFrom("outside_calls")
      .select("id")
      .where("alarm", "=", id)
      .where("party", "=", "ambulance")
      .executeTakeFirstOrThrow();

    const answer = { key: call.id, accepted: true };
    expect((await here.anonymous.post("/api/outside-calls/answers", answer)).status).toBe(204);
    expect((await here.anonymous.post("/api/outside-calls/answers", answer)).status).toBe(404);
    const taken = await desk.post(`/api/alarms/500103-${id}/accepted-calls`, { party: "doctor" });
    const { calls } = AlarmDetail.parse(taken.body);
    const status = (party: string) => calls.find((one) => one.party === party)?.status;
    expect([status("ambulance"), status("doctor")]).toEqual(["accepted", "accepted"]);
    expect(
      (await desk.post(`/api/alarms/500103-${id}/accepted-calls`, { party: "doctor" })).status,
    ).toBe(409);
  });

  test("a demo has whom to call in every district, with numbers that nobody has", async () => {
    const count = await seedDemoContacts(here.owner, here.context.secrets);
    expect(await seedDemoContacts(here.owner, here.context.secrets)).toBe(count);
    const rows = await here.owner
      .selectFrom("outside_contacts")
      .select(["phone_enc", "unit"])
      .where("name", "like", "演示%")
      .execute();
    expect(rows).toHaveLength(count);
    expect(
      rows.every(({ phone_enc }) => here.context.secrets.open(phone_enc).startsWith("000-")),
    ).toBe(true);
  });

  test("contacts are kept by officers, shown with masked numbers, and logged", async () => {
    const officer = await here.signIn(`${town}-duty-officer-1`);
    const contact = {
      unit: town,
      party: "gas",
      name: "试验抢修班",
      phone: "000-7654321",
      order: 2,
    };
    expect((await desk.post("/api/outside-contacts", contact)).status).toBe(403);
    const made = await officer.post("/api/outside-contacts", contact);
    expect(made).toMatchObject({ status: 201, body: { phone: "****4321", order: 2 } });

    const changed = await officer.put(`/api/outside-contacts/${made.body.id}`, {
      ...contact,
      name: "试验抢修二班",
    });
    expect(changed.body.name).toBe("试验抢修二班");
    const list = (await desk.get(`/api/outside-contacts?unit=${town}`)).body.items;
    expect(list.map(({ name }: { name: string }) => name)).toContain("试验抢修二班");
    // A village is shown whom its alarms call: its own, its town's and its district's.
    const below = (await desk.get(`/api/outside-contacts?unit=${town}001`)).body.items;
    expect(below.map(({ name }: { name: string }) => name)).toContain("试验抢修二班");
    expect(
      (await officer.post("/api/outside-contacts", { ...contact, unit: "500103003" })).status,
    ).toBe(403);
    expect((await officer.delete(`/api/outside-contacts/${made.body.id}`)).status).toBe(204);
    expect((await officer.delete(`/api/outside-contacts/${made.body.id}`)).status).toBe(404);
    const log = await here.owner
      .selectFrom("audit_log")
      .select("act")
      .where("subject", "=", made.body.id)
      .execute();
    expect(log.map(({ act: name }) => name).toSorted()).toEqual([
      "unit.contact.add",
      "unit.contact.change",
      "unit.contact.remove",
    ]);
  });
});

describe("rules", () => {
  test("one that is mostly wrong proposes to go down, and a human lets it", async () => {
    for (let index = 0; index < 5; index += 1) {
      const device = await aDevice(here, "SE32", { place: `电梯${index}` });
      await signalled(here, device, { rule: "SE32", level: "orange", value: 1, threshold: 1 });
      await act(desk, device, "callFalse", "是儿童车");
    }
    const page = PrecisionPage.parse((await desk.get(`/api/alarm-precision?unit=${town}`)).body);
    const rule = page.items.find(({ rule: code }) => code === "SE32");
    expect(rule).toMatchObject({ raised: 5, judgedFalse: 5, precision: 0 });
    expect(rule?.proposal).toContain("由橙色降为黄色");

    const path = "/api/alarm-precision/SE32/downgrades";
    const body = { unit: town, reason: "先降级观察" };
    expect((await desk.post(path, body)).status).toBe(403);
    const admin = await here.signIn("50-sysadmin");
    const taken = await admin.post(path, body);
    expect(taken).toMatchObject({ status: 200, body: { version: 1 } });
    const { content } = here.context.configuration.current("alarmRules", town);
    expect(content.rules.find(({ code }) => code === "SE32")?.levels).toEqual({ yellow: 1 });
    expect((await admin.post("/api/alarm-precision/SE01/downgrades", body)).status).toBe(409);
  });

  test("a replay tells what a change would have raised from the readings that are kept", async () => {
    const admin = await here.signIn("50-sysadmin");
    const device = await aDevice(here, "SE07");
    await here.owner.transaction().execute(async (tx) => {
      await sql`select make_reading_partitions((now() - interval '2 days')::date, now()::date)`.execute(
        tx,
      );
      await sql`insert into readings (district, device, at, received_at, "values")
        select '500103', ${device.number}, t, t, array[case when extract(minute from t) < 5 then 60 else 10 end]::real[]
        from generate_series(now() - interval '5 hours', now(), interval '1 minute') as t`.execute(
        tx,
      );
    });
    const rule = initialAlarmRules.rules.find(({ code }) => code === "SE07")!;
    const answer = await admin.post("/api/rule-replays", {
      unit: town,
      days: 2,
      rule: { ...rule, levels: { red: 100 } },
    });
    const replayed = ReplayedRule.parse(answer.body);
    expect(replayed).toMatchObject({ devices: 1, readings: 301, complete: true });
    expect(replayed.now.raised).toBeGreaterThanOrEqual(4);
    expect(replayed.changed.raised).toBe(0);
    expect(new Set(replayed.examples.map(({ only }) => only))).toEqual(new Set(["now"]));

    const more = await aDevice(here, "SE07");
    await sql`insert into readings (district, device, at, received_at, "values")
      select district, ${more.number}, at, received_at, "values" from readings where device = ${device.number}`.execute(
      here.owner,
    );
    const cut = await replayRule(
      here.context,
      viewerFrom({ account: "", username: "", name: "" }, [
        { role: "sysAdmin", unit: "50" } as Appointment,
      ]),
      ReplayRule.parse({ unit: town, days: 2, rule }),
      { devices: 5000, readings: 300, ms: 15_000 },
    );
    expect(cut).toMatchObject({ devices: 1, readings: 301, complete: false });

    const wrong = await admin.post("/api/rule-replays", {
      unit: town,
      rule: { ...rule, metric: "nothing" },
    });
    expect(wrong.status).toBe(400);
    expect((await desk.post("/api/rule-replays", { unit: town, rule })).status).toBe(403);
  });
});

describe("a rule that waits for silence", () => {
  test("says since when nothing came and how often something should, and ends when something does", async () => {
    const admin = await here.signIn("50-sysadmin");
    const { content } = here.context.configuration.current("alarmRules", town);
    const { body } = await admin.get(`/api/configurations/alarmRules?unit=${town}`);
    const silent = {
      ...content.rules.find(({ code }) => code === "SE05")!,
      code: "SE0599",
      name: "温度无数据",
      measure: { kind: "silence" },
      operator: ">=",
      levels: { yellow: 30 },
      hysteresis: 0,
    };
    const published = await admin.post("/api/configurations/alarmRules", {
      unit: town,
      content: { rules: [...content.rules, silent] },
      reason: "设备无数据也要告警",
      baseVersion: body.baseVersion,
    });
    expect(published.body).toMatchObject({ kind: "alarmRules" });
    const device = await aDevice(here, "SE05", { place: "无数据楼" });
    const at = Date.parse("2026-11-26T14:05:00+08:00");
    const measured = { rule: "SE0599", level: "yellow", value: 35, threshold: 30, at } as const;

    await signalled(here, device, measured);

    const path = `/api/alarms/${await idOf(device)}`;
    const alarm = AlarmDetail.parse((await desk.get(path)).body);
    expect(alarm.reading).toMatch(/^11\/26 13:30 起无数据，已 35 分钟，应每 .+上报一次$/);
    expect(alarm.rule.name).toBe("温度无数据");
    await signalled(here, device, { ...measured, kind: "clear", value: 0, at: at + 60_000 });
    const after = AlarmDetail.parse((await desk.get(path)).body);
    expect(after.steps.at(-1)).toMatchObject({ act: "clear", text: "设备已恢复上报" });
  });
});
