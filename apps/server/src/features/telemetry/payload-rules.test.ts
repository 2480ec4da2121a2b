import { DeviceProfile } from "@gezhi/contract/sensing.ts";
import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { tryPayload } from "./fault-words-rules.ts";
import { pathFault } from "./path-payload-rules.ts";
import { compileProfile, readPayload } from "./payload-rules.ts";

const now = Date.parse("2026-03-01T08:00:00Z");
const metrics = [
  { key: "current", name: "剩余电流", unit: "mA", min: 0, max: 1000 },
  { key: "temperature", name: "温度", unit: "℃", min: -40, max: 200 },
  { key: "open", name: "开门", unit: "" },
];
const profileOf = (mapping: object) =>
  DeviceProfile.parse({
    code: "SE01",
    name: "漏电",
    english: "leakage",
    metrics,
    intervalSeconds: 60,
    retentionDays: 30,
    mapping,
  });
const plain = profileOf({ format: "plain" });
const read = (profile: DeviceProfile, payload: unknown) =>
  readPayload(
    compileProfile(profile),
    Buffer.from(typeof payload === "string" ? payload : JSON.stringify(payload)),
    now,
  );
const faultsOf = (payload: unknown, profile = plain) =>
  read(profile, payload).faults?.map(({ fault }) => fault);

describe("the platform's own payload", () => {
  test("becomes values in the order of the metrics", () => {
    expect(
      read(plain, { at: now - 5, values: { temperature: 21.5, open: true }, battery: 80 }),
    ).toEqual({
      readings: [{ at: now - 5, values: [Number.NaN, 21.5, 1] }],
      battery: 80,
      faults: undefined,
    });
  });
  test("may name its instant as ISO 8601, or not at all", () => {
    expect(
      read(plain, { at: "2026-03-01T15:59:00+08:00", values: { current: 1 } }).readings[0]!.at,
    ).toBe(now - 60_000);
    expect(read(plain, { values: { current: 1 } }).readings[0]!.at).toBeNaN();
  });
  test.each([
    ["{", ["malformed"]],
    ["NaN", ["malformed"]],
    ["[]", ["malformed"]],
    ['{"values":[1]}', ["malformed"]],
    ['{"at":"yesterday","values":{"current":1}}', ["malformed"]],
    ['{"values":{"current":NaN}}', ["malformed"]],
    [{ values: { current: "12" } }, ["notANumber"]],
    [{ values: { current: null } }, ["notANumber"]],
    ['{"values":{"current":1e999}}', ["notANumber"]],
    ['{"values":{"open":1e39}}', ["notANumber"]],
    [{ values: { current: 1001 } }, ["outOfRange"]],
    [{ values: { volume: 1 } }, ["unknownMetric"]],
    [{ at: now + 5 * 60_000 + 1, values: { current: 1 } }, ["future"]],
    [{ at: now - 48 * 3_600_000 - 1, values: { current: 1 } }, ["tooOld"]],
    ["x".repeat(65_537), ["oversized"]],
  ])("%s is refused and says why", (payload, faults) => {
    const { readings } = read(plain, payload);
    expect({ readings, faults: faultsOf(payload) }).toEqual({ readings: [], faults });
  });
  test("keeps what is right beside what is wrong", () => {
    const { readings, faults } = read(plain, {
      values: { current: 30, temperature: 999, noise: 1 },
    });
    expect(readings[0]!.values).toEqual([30, Number.NaN, Number.NaN]);
    expect(faults).toMatchObject([{ fault: "outOfRange" }, { fault: "unknownMetric" }]);
  });
  test("whatever arrives, nothing is thrown and no rubbish becomes a value", () => {
    const profiles = [
      plain,
      profileOf({ format: "senml" }),
      profileOf({ format: "paths", metrics: [{ metric: "current", path: "$..x" }] }),
    ];
    const rubbish: number[] = [];
    const look = (text: string) => {
      for (const profile of profiles)
        for (const { values } of read(profile, text).readings)
          rubbish.push(...values.filter((value) => Math.abs(value) === Infinity));
    };
    fc.assert(fc.property(fc.oneof(fc.json(), fc.string()), look));
    expect(rubbish).toEqual([]);
  });
});

describe("SenML (RFC 8428)", () => {
  const senml = profileOf({ format: "senml", names: { ct: "current" } });
  test("base name, base time and base value hold for the records after them", () => {
    const { readings, faults } = read(senml, [
      { bn: "urn:dev:ow:1:", bt: (now - 60_000) / 1000, bv: 20, n: "ct", v: 5 },
      { n: "temperature", v: 1, t: 30 },
      { n: "open", vb: true, t: 30 },
    ]);
    expect(faults).toBeUndefined();
    expect(readings).toEqual([
      { at: now - 60_000, values: [25, Number.NaN, Number.NaN] },
      { at: now - 30_000, values: [Number.NaN, 21, 1] },
    ]);
  });
  test("a small time counts from now, a missing one means none", () => {
    expect(read(senml, [{ n: "ct", v: 1, t: -5 }]).readings[0]!.at).toBe(now - 5000);
    expect(read(senml, [{ n: "ct", v: 1 }]).readings[0]!.at).toBeNaN();
  });
  test.each([
    [[{ n: "ct", v: 1, bver: 11 }], ["malformed"]],
    [[{ n: "ct", v: 1, new_: 1 }], ["malformed"]],
    [{ n: "ct", v: 1 }, ["malformed"]],
    [[], ["malformed"]],
    [[{ n: "ct", vs: "on" }], ["notANumber"]],
    [[{ n: "ct", v: 1, bt: "soon" }], ["malformed"]],
  ])("%j is refused and says why", (pack, faults) => {
    expect(faultsOf(pack, senml)).toEqual(faults);
  });
});

describe("JSON paths (RFC 9535)", () => {
  const paths = profileOf({
    format: "paths",
    at: { path: "$.ts", unit: "seconds" },
    battery: "$.dev.bat",
    metrics: [
      { metric: "current", path: "$.data[?@.k == 'i'].v", scale: 0.1, offset: 2 },
      { metric: "open", path: "$.data[1].v" },
    ],
  });
  test("find values wherever they lie, scaled and shifted", () => {
    const payload = {
      ts: now / 1000 - 1,
      dev: { bat: 50 },
      data: [{ k: "i", v: 100 }, { v: false }],
    };
    expect(read(paths, payload)).toEqual({
      readings: [{ at: now - 1000, values: [12, Number.NaN, 0] }],
      battery: 50,
      faults: undefined,
    });
  });
  test("that find nothing refuse the message", () => {
    expect(faultsOf({ other: 1 }, paths)).toEqual(["malformed"]);
  });
  test("that are none say so", () => {
    expect(pathFault("$.a[")).toBeTruthy();
    expect(pathFault("$.a")).toBeUndefined();
  });
});

test("trying a payload shows what it becomes and says in Chinese what is refused", () => {
  expect(tryPayload(plain, '{"values":{"current":12,"noise":3}}', now)).toEqual({
    at: new Date(now).toISOString(),
    values: { current: 12 },
    battery: null,
    refused: [
      { fault: "unknownMetric", message: expect.stringContaining("设备类型中没有这个指标") },
    ],
  });
});
