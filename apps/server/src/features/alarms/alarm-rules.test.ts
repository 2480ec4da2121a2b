import { AlarmDetail, PrecisionPage, ReplayedRule, ReplayRule } from "@gezhi/contract/alarms.ts";
import type { Appointment } from "@gezhi/contract/identity.ts";
import { sql } from "kysely";
import { afterAll, beforeAll, beforeEach, describe, expect, test } from "vitest";
import type { Client, TestServer } from "../../platform/testing/server.ts";
import { type AlarmDesk, openAlarmDesk } from "./alarm-desk-testing.ts";
import { initialAlarmRules } from "../configuration/initial-sensing.ts";
import { viewerFrom } from "../identity/viewer.ts";
import { aDevice, signalled, town } from "./alarm-testing.ts";
import { replayRule } from "./replay-commands.ts";

let alarms: AlarmDesk;
let here: TestServer;
let desk: Client;
beforeAll(async () => {
  alarms = await openAlarmDesk();
  ({ here, desk } = alarms);
});
beforeEach(() => alarms.settle());
afterAll(() => here?.close());

describe("rules", () => {
  test("one that is mostly wrong proposes to go down, and a human lets it", async () => {
    for (let index = 0; index < 5; index += 1) {
      const device = await aDevice(here, "SE32", { place: `电梯${index}` });
      await signalled(here, device, { rule: "SE32", level: "orange", value: 1, threshold: 1 });
      await alarms.act(desk, device, "callFalse", "是儿童车");
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

    const path = `/api/alarms/${await alarms.idOf(device)}`;
    const alarm = AlarmDetail.parse((await desk.get(path)).body);
    expect(alarm.reading).toMatch(/^11\/26 13:30 起无数据，已 35 分钟，应每 .+上报一次$/);
    expect(alarm.rule.name).toBe("温度无数据");
    await signalled(here, device, { ...measured, kind: "clear", value: 0, at: at + 60_000 });
    const after = AlarmDetail.parse((await desk.get(path)).body);
    expect(after.steps.at(-1)).toMatchObject({ act: "clear", text: "设备已恢复上报" });
  });
});
