import { afterAll, beforeEach, describe, expect, test } from "vitest";
import { startTestServer, type TestServer } from "../../platform/testing/server.ts";
import { at as placedAt, aReport, placeIn, sent } from "../reports/intake-testing.ts";
import { handleSignals } from "./alarm-job.ts";
import {
  aContact,
  aDevice,
  alarmOf,
  aSignal,
  countIncidents,
  grid,
  incidentRow,
  popups,
  signalled,
  timelineOf,
  toldOf,
  town,
} from "./alarm-testing.ts";
import { stepAlarms } from "./alarm-timer-commands.ts";
import { answerCall } from "./outside-call-commands.ts";

const start = Date.parse("2026-11-26T09:00:00+08:00");
let here: TestServer;
beforeEach(async () => {
  await here?.close();
  here = await startTestServer();
  here.setNow(start);
});
afterAll(() => here?.close());

const callsOf = (alarm: string) =>
  here.owner
    .selectFrom("outside_calls")
    .selectAll()
    .where("alarm", "=", alarm)
    .orderBy("party")
    .orderBy("step")
    .execute();
const ordersOf = async (incident: string | null) =>
  (
    await here.owner
      .selectFrom("work_orders")
      .select("handler")
      .where("incident", "=", incident ?? "")
      .execute()
  ).map(({ handler }) => handler);

describe("G1: leakage of level one at a care centre", () => {
  test("post, district centre and power company are asked in one transaction", async () => {
    await aContact(here, "power", 1);
    const device = await aDevice(here, "SE01", { place: "养老服务中心" });

    await signalled(here, device, { rule: "SE01" });

    const alarm = await alarmOf(here, device);
    expect(await incidentRow(here, alarm.incident)).toMatchObject({
      category: "090201",
      status: "dispatched",
    });
    expect(await ordersOf(alarm.incident)).toContain(`${town}/PA05`);
    const told = await toldOf(here, alarm.incident);
    expect([...told]).toEqual(
      expect.arrayContaining([`${town}-PA05-a`, "500103-centre-1", `${town}-dispatcher-1`]),
    );
    const pushes = await here.owner
      .selectFrom("notices")
      .select("created_at")
      .where("incident", "=", alarm.incident ?? "")
      .execute();
    expect(new Set(pushes.map(({ created_at }) => created_at.getTime())).size).toBe(1);
    expect(await callsOf(alarm.id)).toMatchObject([
      { party: "power", step: 1, status: "sent", simulated: true },
    ]);
  });
});

describe("G2: a heart rate of 40", () => {
  const low = { rule: "SE33", value: 40, threshold: 40 } as const;

  test("the grid worker has a red order, and four outside parties are called at once", async () => {
    for (const party of ["ambulance", "trafficPolice", "doctor"]) await aContact(here, party, 1);
    const device = await aDevice(here, "SE33", { place: "桂花园12号", family: "000-1111" });

    await signalled(here, device, low);

    const alarm = await alarmOf(here, device);
    expect(await ordersOf(alarm.incident)).toContain(grid);
    expect([...(await toldOf(here, alarm.incident))]).toContain(`${grid}-worker`);
    expect((await callsOf(alarm.id)).map(({ party, status }) => [party, status])).toEqual([
      ["ambulance", "sent"],
      ["doctor", "sent"],
      ["family", "sent"],
      ["trafficPolice", "sent"],
    ]);
  });

  test("who does not answer within a minute is followed by the next contact, then by people", async () => {
    await aContact(here, "ambulance", 1, grid);
    await aContact(here, "ambulance", 1);
    const device = await aDevice(here, "SE33");
    await signalled(here, device, low);
    const { id, incident } = await alarmOf(here, device);
    const ambulance = async () =>
      (await callsOf(id)).filter(({ party }) => party === "ambulance").map(({ status }) => status);

    here.setNow(start + 59_000);
    await stepAlarms(here.context);
    expect(await ambulance()).toEqual(["sent"]);
    here.setNow(start + 60_000);
    await stepAlarms(here.context);
    expect(await ambulance()).toEqual(["missed", "sent"]);
    here.setNow(start + 120_000);
    await stepAlarms(here.context);
    expect(await ambulance()).toEqual(["missed", "missed"]);

    const asked = await here.owner
      .selectFrom("notices")
      .select("title")
      .where("incident", "=", incident ?? "")
      .where("title", "like", "%外部单位未应答%")
      .execute();
    expect(asked.length).toBeGreaterThan(0);
  });

  test("a party that nobody registered is on record as not called", async () => {
    const device = await aDevice(here, "SE33");
    await signalled(here, device, low);
    const calls = await callsOf((await alarmOf(here, device)).id);
    expect(calls.find(({ party }) => party === "ambulance")).toMatchObject({
      status: "failed",
      name: "未登记120急救联系人",
    });
  });

  test("a gateway's answer stops the clock, once", async () => {
    await aContact(here, "ambulance", 1);
    const device = await aDevice(here, "SE33");
    await signalled(here, device, low);
    const { id } = await alarmOf(here, device);
    const call = (await callsOf(id)).find(({ party }) => party === "ambulance")!;

    expect(await answerCall(here.context, call.id, true)).toBe(true);
    expect(await answerCall(here.context, call.id, true)).toBe(false);

    here.setNow(start + 61_000);
    await stepAlarms(here.context);
    const after = (await callsOf(id)).filter(({ party }) => party === "ambulance");
    expect(after.map(({ status }) => status)).toEqual(["accepted"]);
  });

  test("two persons in one house are two incidents", async () => {
    const place = await placeIn(here);
    const options = { unit: place.grid, lon: place.lon, lat: place.lat };
    const [one, other] = [
      await aDevice(here, "SE33", options),
      await aDevice(here, "SE33", options),
    ];
    await signalled(here, one, low);
    await signalled(here, other, low);
    expect(await countIncidents(here)).toBe(2);
  });
});

describe("G7: a smoke detector and a person", () => {
  const smoke = { rule: "SE04", value: 1, threshold: 1 } as const;
  const fire = (place: Awaited<ReturnType<typeof placeIn>>) =>
    aReport({ text: "楼上着火了，有浓烟", category: "090101", ...placedAt(place) });

  test("first the detector, then the report: one incident, with its plan", async () => {
    const place = await placeIn(here);
    const device = await aDevice(here, "SE04", {
      unit: place.grid,
      lon: place.lon,
      lat: place.lat,
    });
    await signalled(here, device, smoke);
    here.setNow(start + 110_000);

    const receipt = await sent(here.anonymous, fire(place));

    const { incident } = await alarmOf(here, device);
    expect(receipt.incident.id).toBe(`500103-${incident}`);
    expect(await countIncidents(here)).toBe(1);
    const row = await incidentRow(here, incident);
    expect(row.suggestion).toMatchObject({ plan: expect.stringContaining("PL03") });
  });

  test("first the report, then the detector: the same, with the reason in the timeline", async () => {
    const place = await placeIn(here);
    const receipt = await sent(here.anonymous, fire(place));
    here.setNow(start + 110_000);
    const device = await aDevice(here, "SE04", {
      unit: place.grid,
      lon: place.lon,
      lat: place.lat,
    });

    await signalled(here, device, smoke);

    const { incident } = await alarmOf(here, device);
    expect(`500103-${incident}`).toBe(receipt.incident.id);
    expect(await countIncidents(here)).toBe(1);
    const texts = (await timelineOf(here, incident)).map(({ text }) => text).join("\n");
    expect(texts).toContain("自动并入");
    expect(await incidentRow(here, incident)).toMatchObject({
      urgency: "red",
      suggestion: { plan: expect.stringContaining("建议启动预案 PL03") },
    });
  });
});

describe("storms", () => {
  test("a flood in a town is one incident, few pop-ups and every alarm", async () => {
    const units = here.owner
      .selectFrom("units")
      .select("code")
      .where("level", "=", "grid")
      .where("code", "like", `${town}%`)
      .limit(20);
    const grids = (await units.execute()).map(({ code }) => code);
    const devices = await Promise.all(
      Array.from({ length: 40 }, (_, index) =>
        aDevice(here, "SE12", { unit: grids[index % grids.length]!, place: `路段${index}` }),
      ),
    );
    for (const device of devices)
      await aSignal(here, device, { rule: "SE12", level: "orange", value: 30, threshold: 27 });
    for (const device of devices.slice(0, 2))
      await aSignal(here, device, {
        rule: "SE12",
        kind: "levelUp",
        value: 45,
        threshold: 40,
        at: start + 1,
      });

    await handleSignals(here.context);

    const alarms = await here.owner.selectFrom("alarms").select("incident").execute();
    expect(alarms).toHaveLength(40);
    expect(new Set(alarms.map(({ incident }) => incident)).size).toBe(1);
    expect(await countIncidents(here)).toBe(1);
    const merged = here.owner.selectFrom("incidents").select("id").where("status", "=", "merged");
    expect((await merged.execute()).length).toBe(1);
    expect((await popups(here)).length).toBeLessThanOrEqual(5);
    const texts = (await timelineOf(here, alarms[0]!.incident)).map(({ text }) => text);
    expect(texts.some((text) => text.includes("成批告警"))).toBe(true);
  });

  test("a flood that rises everywhere pops up once for the graver level", async () => {
    const devices = await Promise.all(
      Array.from({ length: 12 }, (_, index) =>
        aDevice(here, "SE12", { unit: grid, place: `低洼处${index}` }),
      ),
    );
    for (const device of devices)
      await signalled(here, device, { rule: "SE12", level: "orange", value: 30, threshold: 27 });
    expect(await popups(here)).toEqual(["raise", "raise"]);
    for (const device of devices.toReversed())
      await signalled(here, device, {
        rule: "SE12",
        kind: "levelUp",
        value: 45,
        threshold: 40,
        at: start + 1,
      });
    const [first, second, graver, ...more] = await popups(here);
    expect([first, second, graver]).toEqual(["raise", "raise", "levelUp"]);
    // The two that stand on the screens show what became of them.
    expect(more).toEqual(["levelUp", "levelUp"]);
  });

  test("devices behind one gateway are one matter, those of another are not", async () => {
    const behind = (gateway: string, village: string, index: number) =>
      aDevice(here, "SE01", {
        gateway,
        place: `${gateway}栋${index}`,
        unit: `${village}00${(index % 3) + 1}`,
      });
    for (const [gateway, village] of [
      ["A", `${town}017`],
      ["B", `${town}016`],
    ] as const)
      for (let index = 0; index < 4; index += 1)
        await signalled(here, await behind(gateway, village, index), { rule: "SE01" });
    expect(await countIncidents(here)).toBe(2);
  });

  test("fires in several houses of a town stay apart", async () => {
    for (let index = 0; index < 4; index += 1)
      await signalled(
        here,
        await aDevice(here, "SE04", {
          place: `小区${index}`,
          unit: `50010300101700${(index % 3) + 1}`,
        }),
        { rule: "SE04", value: 1, threshold: 1 },
      );
    expect(await countIncidents(here)).toBe(4);
  });
});

describe("what time brings", () => {
  test("red that nobody acknowledges for a minute goes before the officers, once", async () => {
    const device = await aDevice(here, "SE31");
    await signalled(here, device, { rule: "SE31", value: 1, threshold: 1 });
    here.setNow(start + 60_000);
    await stepAlarms(here.context);
    await stepAlarms(here.context);
    const alarm = await alarmOf(here, device);
    expect(alarm.escalated_at).not.toBeNull();
    expect((await popups(here)).filter((act) => act === "escalate")).toHaveLength(1);
    const told = await here.owner
      .selectFrom("notices")
      .innerJoin("accounts", "accounts.id", "notices.account")
      .select("username")
      .where("title", "like", "%无人确认%")
      .execute();
    expect(told.map(({ username }) => username)).toContain(`${town}-commander`);
  });
});
