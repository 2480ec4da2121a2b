import { afterAll, beforeEach, describe, expect, test } from "vitest";
import { sql } from "kysely";
import { startTestServer, type TestServer } from "../../platform/testing/server.ts";
import { buildContext } from "../../main/context.ts";
import { createLogger } from "../../platform/log.ts";
import { handleLane, handleSignals, removeOldSignals } from "./alarm-job.ts";
import type { Context } from "../context.ts";
import { listWaiting } from "./alarm-signal-queries.ts";
import { handleTogether, judge } from "./alarm-signal-commands.ts";
import {
  aDevice,
  alarmOf,
  alarmsOf,
  aSignal,
  countIncidents,
  incidentRow,
  popups,
  signalled,
  stepsOf,
  timelineOf,
} from "./alarm-testing.ts";

const start = Date.parse("2026-11-26T09:00:00+08:00");
const minute = 60_000;
let server: TestServer | undefined;
const city = async () => {
  await server?.close();
  server = await startTestServer();
  server.setNow(start);
  return server;
};
let here: TestServer;
beforeEach(async () => {
  here = await city();
});
afterAll(() => server?.close());

describe("a signal becomes an alarm", () => {
  test("with its incident, linked both ways, in one go", async () => {
    const device = await aDevice(here, "SE01", { place: "大兴镇养老服务中心" });

    await signalled(here, device, { rule: "SE01" });

    const alarm = await alarmOf(here, device);
    expect(alarm).toMatchObject({
      status: "raised",
      level: "red",
      reading: "剩余电流 1,200 mA ≥ 1,000 mA",
      place: "大兴镇养老服务中心",
      popup: true,
    });
    expect(await incidentRow(here, alarm.incident)).toMatchObject({
      category: "090201",
      urgency: "red",
      status: "dispatched",
      lead_handler: "500103001/PA05",
      by_sensor: true,
    });
    expect(await stepsOf(here, alarm.id)).toEqual(["raise", "link"]);
    expect(await popups(here)).toEqual(["raise"]);
  });

  test("below yellow it waits in the list without an incident", async () => {
    const device = await aDevice(here, "SE12");
    await signalled(here, device, { rule: "SE12", level: "blue", value: 6, threshold: 5 });
    expect((await alarmOf(here, device)).incident).toBeNull();
    expect(await countIncidents(here)).toBe(0);
  });

  test("what somebody has to confirm opens in verification below red", async () => {
    const device = await aDevice(here, "SE12");
    await signalled(here, device, { rule: "SE12", level: "orange", value: 30, threshold: 27 });
    const { incident } = await alarmOf(here, device);
    expect((await incidentRow(here, incident)).status).toBe("verifying");
  });

  test("each level of leakage is a matter of its own", async () => {
    const device = await aDevice(here, "SE01");
    await signalled(here, device, { rule: "SE01", level: "yellow", value: 320, threshold: 300 });
    const { incident } = await alarmOf(here, device);
    expect(await incidentRow(here, incident)).toMatchObject({
      category: "090203",
      urgency: "yellow",
    });
  });

  test("two workers at once make one alarm and one incident", async () => {
    const { config, secrets } = here.context;
    const other = await buildContext(config, createLogger("silent"), here.url, () => start);
    const devices = await Promise.all(
      Array.from({ length: 6 }, (_, index) => aDevice(here, "SE31", { place: `楼栋${index}` })),
    );
    for (const device of devices) await aSignal(here, device, { rule: "SE31", value: 1 });

    await Promise.all([
      handleSignals(here.context),
      handleSignals({ ...other.context, secrets }),
      handleSignals(here.context),
    ]);

    for (const device of devices) expect(await alarmsOf(here, device)).toHaveLength(1);
    const waiting = await here.owner
      .selectFrom("alarm_signals")
      .select("id")
      .where("handled_at", "is", null)
      .execute();
    expect(waiting).toEqual([]);
    await other.close();
  });

  test("two raises of one device a millisecond apart are one alarm", async () => {
    const device = await aDevice(here, "SE01");
    await aSignal(here, device, { rule: "SE01", at: start });
    await aSignal(here, device, { rule: "SE01", at: start + 1 });
    await Promise.all([handleSignals(here.context), handleSignals(here.context)]);
    expect(await alarmsOf(here, device)).toHaveLength(1);
    expect(await countIncidents(here)).toBe(1);
  });

  test("what fails half way leaves nothing, and is done by the next try", async () => {
    const device = await aDevice(here, "SE01");
    await aSignal(here, device, { rule: "SE01" });
    const [waiting] = await listWaiting(here.owner, "red", 1);
    const take = (context: Context) => handleTogether(context, [judge(context, waiting!)]);
    const broken = {
      ...here.context,
      secrets: {
        ...here.context.secrets,
        seal: () => {
          throw new Error("killed between two statements");
        },
      },
    };

    await expect(take(broken)).rejects.toThrow("killed");
    expect(await alarmsOf(here, device)).toEqual([]);
    expect(await countIncidents(here)).toBe(0);

    expect(await take(here.context)).toBe(1);
    expect(await take(here.context)).toBe(0);
    expect(await countIncidents(here)).toBe(1);
  });

  test("a signal of a removed device or rule is left on record and holds up nothing", async () => {
    const device = await aDevice(here, "SE01");
    await aSignal(here, { number: 999_999 }, { rule: "SE01" });
    await aSignal(here, device, { rule: "XX99" });
    await signalled(here, device, { rule: "SE01" });
    const left = await here.owner
      .selectFrom("alarm_signals")
      .select("error")
      .where("error", "is not", null)
      .execute();
    expect(new Set(left.map(({ error }) => error))).toEqual(
      new Set(["没有这台设备", "规则已删除"]),
    );
    expect(await alarmsOf(here, device)).toHaveLength(1);
  });

  test("handled signals go after a week, waiting ones never", async () => {
    const device = await aDevice(here, "SE01");
    await signalled(here, device, { rule: "SE01" });
    await aSignal(here, device, { rule: "SE01", kind: "clear" });
    here.setNow(start + 8 * 86_400_000);
    await removeOldSignals(here.context);
    const left = await here.owner.selectFrom("alarm_signals").select("kind").execute();
    expect(left).toEqual([{ kind: "clear" }]);
  });
});

describe("levels", () => {
  test("going up raises the incident by its own acts and sends it to its post", async () => {
    const device = await aDevice(here, "SE01");
    await signalled(here, device, { rule: "SE01", level: "yellow", value: 320, threshold: 300 });
    const before = await alarmOf(here, device);
    expect((await incidentRow(here, before.incident)).status).toBe("reported");

    await signalled(here, device, { rule: "SE01", kind: "levelUp", at: start + 1000 });

    const alarm = await alarmOf(here, device);
    expect(alarm).toMatchObject({ level: "red", peak: "red", incident: before.incident });
    expect(await incidentRow(here, alarm.incident)).toMatchObject({
      urgency: "red",
      status: "dispatched",
    });
    expect((await timelineOf(here, alarm.incident)).map(({ act }) => act)).toEqual(
      expect.arrayContaining(["sensor", "recategorise", "dispatch"]),
    );
    expect(await popups(here)).toEqual(["raise", "levelUp"]);
  });

  test("red does not wait for a confirmation that was asked for before", async () => {
    const device = await aDevice(here, "SE12");
    await signalled(here, device, { rule: "SE12", level: "orange", value: 30, threshold: 27 });
    await signalled(here, device, {
      rule: "SE12",
      kind: "levelUp",
      value: 45,
      threshold: 40,
      at: start + 1,
    });
    const { incident } = await alarmOf(here, device);
    expect((await incidentRow(here, incident)).status).toBe("dispatched");
  });

  test("blue that turns yellow opens the incident then", async () => {
    const device = await aDevice(here, "SE12");
    await signalled(here, device, { rule: "SE12", level: "blue", value: 6, threshold: 5 });
    await signalled(here, device, {
      rule: "SE12",
      kind: "levelUp",
      level: "yellow",
      value: 16,
      threshold: 15,
      at: start + 1,
    });
    expect((await alarmOf(here, device)).incident).not.toBeNull();
  });

  test("going down and clearing is told to the incident and closes nothing", async () => {
    const device = await aDevice(here, "SE01");
    await signalled(here, device, { rule: "SE01" });
    await signalled(here, device, {
      rule: "SE01",
      kind: "levelDown",
      level: "yellow",
      value: 350,
      threshold: 300,
      at: start + 1,
    });
    await signalled(here, device, { rule: "SE01", kind: "clear", value: 20, at: start + 2 });

    const alarm = await alarmOf(here, device);
    expect(alarm).toMatchObject({ status: "raised", level: "yellow", peak: "red" });
    expect(alarm.condition_ended_at).not.toBeNull();
    expect((await incidentRow(here, alarm.incident)).status).toBe("dispatched");
    expect((await timelineOf(here, alarm.incident)).at(-1)?.text).toContain("恢复正常");
    expect(await stepsOf(here, alarm.id)).toEqual(["raise", "link", "levelDown", "clear"]);
  });

  test("signals that are older than the newest change nothing", async () => {
    const device = await aDevice(here, "SE01");
    await signalled(here, device, { rule: "SE01", at: start + 10 });
    await signalled(here, device, { rule: "SE01", kind: "clear", at: start + 5 });
    expect((await alarmOf(here, device)).condition_ended_at).toBeNull();
  });

  test("a rise without a raise before it is a raise, and a clear without an alarm is nothing", async () => {
    const device = await aDevice(here, "SE01");
    await signalled(here, device, { rule: "SE01", kind: "clear", at: start });
    await signalled(here, device, { rule: "SE01", kind: "levelUp", at: start + 1 });
    expect(await alarmOf(here, device)).toMatchObject({ status: "raised", level: "red" });
  });
});

describe("coming back", () => {
  const yellow = { rule: "SE01", level: "yellow", value: 320, threshold: 300 } as const;

  test("within its window the same alarm is open again, in the same incident", async () => {
    const device = await aDevice(here, "SE01");
    await signalled(here, device, yellow);
    await signalled(here, device, { ...yellow, kind: "clear", at: start + minute });
    expect((await alarmOf(here, device)).status).toBe("cleared");
    here.setNow(start + 5 * minute);
    await signalled(here, device, yellow);
    const alarm = await alarmOf(here, device);
    expect(alarm).toMatchObject({ status: "raised", returns: 1 });
    expect(await countIncidents(here)).toBe(1);
    expect((await stepsOf(here, alarm.id)).at(-1)).toBe("return");
  });

  test("after its window it is another alarm", async () => {
    const device = await aDevice(here, "SE01");
    await signalled(here, device, yellow);
    await signalled(here, device, { ...yellow, kind: "clear", at: start + minute });
    here.setNow(start + 12 * minute);
    await signalled(here, device, yellow);
    expect(await alarmsOf(here, device)).toHaveLength(2);
  });

  test("what comes back again and again in a window pops up once, is damped, and says why", async () => {
    const device = await aDevice(here, "SE01");
    for (let turn = 0; turn < 5; turn += 1) {
      here.setNow(start + turn * 2 * minute);
      await signalled(here, device, yellow);
      await signalled(here, device, {
        ...yellow,
        kind: "clear",
        at: start + turn * 2 * minute + minute,
      });
    }
    const alarm = await alarmOf(here, device);
    expect(alarm.suppressed).toContain("反复越限");
    expect(await popups(here)).toEqual(["raise"]);
  });
});

test("in quiet hours yellow waits without pop-up and push; red does not", async () => {
  const night = Date.parse("2026-11-26T23:30:00+08:00");
  here.setNow(night);
  const [low, high] = [await aDevice(here, "SE01"), await aDevice(here, "SE31")];
  await signalled(here, low, { rule: "SE01", level: "yellow", value: 320, threshold: 300 });
  expect(await popups(here)).toEqual([]);
  await signalled(here, high, { rule: "SE31", value: 1, threshold: 1 });
  expect(await popups(here)).toEqual(["raise"]);
});

test("a device under maintenance alarms nobody, and it stands on record", async () => {
  const device = await aDevice(here, "SE01", { maintenanceUntil: new Date(start + minute) });
  await signalled(here, device, { rule: "SE01" });
  const alarm = await alarmOf(here, device);
  expect(alarm).toMatchObject({ incident: null, suppressed: "设备维护中：检修" });
  expect(await stepsOf(here, alarm.id)).toEqual(["raise", "suppress"]);
  expect(await popups(here)).toEqual([]);
});

describe("many that wait", () => {
  test("red stands behind nothing that is not, whatever waited before it", async () => {
    const waiting = await Promise.all(Array.from({ length: 40 }, () => aDevice(here, "SE01")));
    for (const device of waiting)
      await aSignal(here, device, { rule: "SE01", level: "blue", value: 120 });
    const [risen, red] = [waiting[30]!, await aDevice(here, "SE01")];
    await aSignal(here, risen, { rule: "SE01", kind: "levelUp" });
    await aSignal(here, red, { rule: "SE01" });

    // What comes before red of the same device and rule goes with it, and nothing else.
    expect(await handleLane(here.context, "red")).toBe(3);

    expect((await alarmOf(here, red)).level).toBe("red");
    expect(await stepsOf(here, (await alarmOf(here, risen)).id)).toEqual([
      "raise",
      "levelUp",
      "link",
    ]);
    expect(await alarmsOf(here, waiting[0]!)).toEqual([]);
    expect(await handleLane(here.context, "rest")).toBe(39);
    expect(await alarmsOf(here, waiting[0]!)).toHaveLength(1);
  });

  test("one that cannot be handled spoils nobody's transaction but its own", async () => {
    const devices = await Promise.all(Array.from({ length: 6 }, () => aDevice(here, "SE01")));
    for (const device of devices)
      await aSignal(here, device, { rule: "SE01", level: "blue", value: 120 });
    await sql`alter table alarms add constraint test_spoilt check (device <> ${sql.lit(devices[2]!.number)})`.execute(
      here.owner,
    );

    expect(await handleSignals(here.context)).toBe(5);

    const raised = await Promise.all(devices.map((device) => alarmsOf(here, device)));
    expect(raised.map(({ length }) => length)).toEqual([1, 1, 0, 1, 1, 1]);
  });
});
