import { expect, test } from "vitest";
import { AlarmRules, DeviceProfiles } from "@gezhi/contract/sensing.ts";
import { categories, departments, posts, sensors } from "@gezhi/reference/load-reference.ts";
import { initialAlarmRules, initialProfiles } from "./initial-sensing.ts";
import { faultsOfAlarmRules, faultsOfProfiles, sensingFaults } from "./sensing-document-rules.ts";

const codes = (all: readonly { code: string }[]) => new Set(all.map(({ code }) => code));

test("the initial profiles and rules are documents without faults", () => {
  expect(DeviceProfiles.parse(initialProfiles)).toEqual(initialProfiles);
  expect(AlarmRules.parse(initialAlarmRules)).toEqual(initialAlarmRules);
  expect(faultsOfProfiles(initialProfiles)).toEqual([]);
  expect(faultsOfAlarmRules(initialAlarmRules)).toEqual([]);
  expect(
    sensingFaults(initialAlarmRules, initialProfiles, {
      categories: codes(categories),
      posts: codes(posts),
      departments: codes(departments),
    }),
  ).toEqual([]);
});

test("every sensor of the table has its profile and its rule, and gateways have a profile", () => {
  const sensorCodes = sensors.map(({ code }) => code);
  expect(initialProfiles.profiles.map(({ code }) => code)).toEqual(["GW01", ...sensorCodes]);
  expect([...codes(initialAlarmRules.rules)]).toEqual(
    expect.arrayContaining(sensors.map(({ code }) => code)),
  );
});
