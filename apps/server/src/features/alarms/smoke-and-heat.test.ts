import { afterAll, beforeEach, describe, expect, test } from "vitest";
import { startTestServer, type TestServer } from "../../platform/testing/server.ts";
import { initialAlarmRules, initialProfiles } from "../configuration/initial-sensing.ts";
import { compileRules } from "./rule-compiling-rules.ts";
import {
  aDevice,
  alarmsOf,
  countIncidents,
  grid,
  incidentRow,
  signalled,
  toldOf,
  town,
} from "./alarm-testing.ts";
import { evaluate } from "./rule-evaluation-rules.ts";
import type { RuleState } from "./rule-tables.ts";

const start = Date.parse("2026-11-26T09:00:00+08:00");
const profile = initialProfiles.profiles.find(({ code }) => code === "SE05")!;

describe("a detector of smoke and heat (R60)", () => {
  test("is one kind of device with both metrics, and with a siren that needs no platform", () => {
    expect(profile.metrics.map(({ key }) => key)).toEqual(["heat", "smoke", "sounding"]);
    expect(profile.localAlarm).toBe(true);
  });

  /** Level by rule after messages of heat and smoke, half a minute apart. */
  const after = (...messages: [heat: number, smoke: number][]): Record<string, string> => {
    const found = new Map<string, string>();
    for (const rule of compileRules(initialAlarmRules, initialProfiles).get("SE05") ?? []) {
      let state: RuleState | undefined;
      for (const [index, message] of messages.entries()) {
        const at = start + index * 30_000;
        const also = message[rule.alsoMetric];
        ({ state } = evaluate(rule, state, {
          at,
          value: message[rule.metric]!,
          ...(also === undefined ? {} : { also }),
        }));
      }
      if (state?.level) found.set(rule.rule.code, state.level);
    }
    return Object.fromEntries(found);
  };

  test("smoke alone is looked into first", () => {
    expect(after([24, 1])).toEqual({ SE0501: "orange" });
    const rule = initialAlarmRules.rules.find(({ code }) => code === "SE0501");
    expect(rule?.confirm.by).not.toBe("none");
  });

  test("heat alone goes up by its own levels", () => {
    expect(after([47, 0], [47, 0])).toEqual({ SE05: "yellow" });
  });

  test("smoke while it gets hot is red, at once", () => {
    expect(after([24, 1], [46, 1])).toMatchObject({ SE0501: "orange", SE0502: "red" });
    expect(after([30, 1], [46, 0])).not.toHaveProperty("SE0502");
  });
});

describe("its alarms", () => {
  let here: TestServer;
  beforeEach(async () => {
    await here?.close();
    here = await startTestServer();
    here.setNow(start);
  });
  afterAll(() => here?.close());

  test("smoke opens an incident to be confirmed; with heat the same one is red and on its way", async () => {
    const { lon, lat } = here.context.units.find(grid)!;
    const device = await aDevice(here, "SE05", { lon, lat, place: "农贸市场库房" });
    await signalled(here, device, { rule: "SE0501", level: "orange", value: 1, threshold: 1 });
    const [smoke] = await alarmsOf(here, device);
    expect(await incidentRow(here, smoke!.incident)).toMatchObject({
      status: "verifying",
      urgency: "orange",
    });

    here.setNow(start + 60_000);
    await signalled(here, device, { rule: "SE0502", level: "red", value: 46, threshold: 45 });
    const [, fire] = await alarmsOf(here, device);
    expect(fire!.incident).toBe(smoke!.incident);
    expect(await countIncidents(here)).toBe(1);
    expect(await incidentRow(here, fire!.incident)).toMatchObject({
      status: "dispatched",
      urgency: "red",
    });
    expect([...(await toldOf(here, fire!.incident))]).toEqual(
      expect.arrayContaining([`${town}-PA05-a`, `${grid}-worker`, "500103-centre-1"]),
    );
  });
});
