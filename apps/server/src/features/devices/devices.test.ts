import type { DeviceDetail, DeviceImportResult } from "@gezhi/contract/devices.ts";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { mostAtOnce } from "../../platform/gently.ts";
import { startTestServer, type Client, type TestServer } from "../../platform/testing/server.ts";
import { turnsDuring } from "../../platform/testing/turns.ts";
import { KnownDevice } from "../telemetry/known-device.ts";
import { isPasswordOf } from "../telemetry/mqtt-connection.ts";
import { headings, readDeviceFile } from "./device-file-rules.ts";

const town = "500103012";
let server: TestServer;
let duty: Client;
let elsewhere: Client;

beforeAll(async () => {
  server = await startTestServer();
  duty = await server.signIn(`${town}-duty-officer-1`);
  elsewhere = await server.signIn("500108102-duty-officer-1");
});
afterAll(() => server.close());

const grid = async () =>
  await server.owner
    .selectFrom("units")
    .select(["code", "lon", "lat"])
    .where("level", "=", "grid")
    .where("code", ">", town)
    .orderBy("code")
    .executeTakeFirstOrThrow();

let number = 0;
async function aDevice(more: object = {}) {
  const { code, lon, lat } = await grid();
  number += 1;
  return {
    code: `T-${number}`,
    name: "剩余电流探测器",
    profile: "SE01",
    unit: code,
    position: { lon, lat },
    ...more,
  };
}

const registered = async (more: object = {}) => {
  const answer = await duty.post("/api/devices", await aDevice(more));
  expect(answer.status, answer.text).toBe(201);
  return answer.body as { device: DeviceDetail; credentials: { password: string } };
};

const person = { personName: "测试人", personAge: 69, familyPhone: "19900001234" };

describe("a device", () => {
  test("is registered with a password that is shown once and kept as a hash only", async () => {
    const { device, credentials } = await registered();

    expect(credentials.password.length).toBeGreaterThanOrEqual(22);
    expect(device).toMatchObject({
      state: "silent",
      topic: expect.stringMatching(/^gezhi\/v1\/5001030\d+\/T-\d+\/telemetry$/),
    });
    const rows = await server.owner.selectFrom("devices").selectAll().execute();
    expect(JSON.stringify(rows)).not.toContain(credentials.password);
  });

  test("keeps the hash of its password as the broker reads it", async () => {
    const { device, credentials } = await registered();
    const { password_hash } = await server.owner
      .selectFrom("devices")
      .select("password_hash")
      .where("code", "=", device.code)
      .executeTakeFirstOrThrow();
    const known = new KnownDevice(1, device.code);
    known.passwordHash = Buffer.from(password_hash ?? "", "hex").toString("latin1");
    expect(isPasswordOf(known, credentials.password)).toBe(true);
    expect(isPasswordOf(known, `${credentials.password}x`)).toBe(false);
  });

  test("belongs to the grid its position lies in, whatever wider unit was stated", async () => {
    const { code } = await grid();
    const { device } = await registered({ unit: town });
    expect(device.unit.code).toBe(code);
  });

  test("has a code of its own in the whole city, however many register at once", async () => {
    const same = { ...(await aDevice()), code: "T-same" };
    const answers = await Promise.all(
      [duty, duty, duty].map((by) => by.post("/api/devices", same)),
    );
    expect(answers.map(({ status }) => status).toSorted((a, b) => a - b)).toEqual([201, 409, 409]);
  });

  test.each([
    ["an unknown profile", { profile: "SE99" }, "没有设备类型 SE99"],
    ["a place outside the city", { position: { lon: 116.4, lat: 39.9 } }, "经纬度不在本市范围内"],
    ["an unknown gateway", { gateway: "T-nothing" }, "没有在用的网关设备"],
    [
      "limits for a rule of another kind",
      { overrides: { SE33: { red: 38 } } },
      "没有告警规则 SE33",
    ],
  ])("with %s is refused and says why", async (_, more, words) => {
    const answer = await duty.post("/api/devices", await aDevice(more));
    expect(answer.status).toBe(400);
    expect(JSON.stringify(answer.body)).toContain(words);
  });

  test("is nothing to another town, to a grid worker to register, or to a stranger", async () => {
    const { device } = await registered();
    const worker = await server.signIn(`${(await grid()).code}-worker`);

    expect((await elsewhere.get(`/api/devices/${device.id}`)).status).toBe(404);
    expect((await elsewhere.post("/api/devices", await aDevice())).status).toBe(403);
    expect((await worker.get(`/api/devices/${device.id}`)).status).toBe(200);
    expect((await worker.post("/api/devices", await aDevice())).status).toBe(403);
    expect((await server.anonymous.get("/api/devices")).status).toBe(401);
  });

  test("that was retired takes no more changes and leaves the list", async () => {
    const { device } = await registered();
    const path = `/api/devices/${device.id}`;

    expect((await duty.post(`${path}/retirement`, { reason: "已拆除" })).body).toMatchObject({
      state: "retired",
      actions: [],
    });
    expect((await duty.put(path, await aDevice({ code: device.code }))).status).toBe(409);
    expect((await duty.get(`/api/devices?q=${device.code}`)).body.items).toEqual([]);
    expect((await duty.get(`/api/devices?state=retired&q=${device.code}`)).body.items).toHaveLength(
      1,
    );
  });

  test("renews its password: the old one is gone", async () => {
    const { device } = await registered();
    const before = await hashOf(device.code);
    const answer = await duty.post(`/api/devices/${device.id}/password-reset`);
    expect(answer.status).toBe(200);
    expect(await hashOf(device.code)).not.toBe(before);
  });

  test("is under maintenance for a stated time at most", async () => {
    const { device } = await registered();
    const path = `/api/devices/${device.id}/maintenance`;
    const until = (hours: number) => new Date(Date.now() + hours * 3_600_000).toISOString();

    expect((await duty.put(path, { until: until(-1), reason: "检修" })).status).toBe(400);
    expect((await duty.put(path, { until: until(24 * 60), reason: "检修" })).status).toBe(400);
    expect(
      (await duty.put(path, { until: until(4), reason: "换电池" })).body.maintenanceUntil,
    ).not.toBeNull();
    expect((await duty.delete(path)).body.maintenanceUntil).toBeNull();
  });

  const hashOf = async (code: string) =>
    (
      await server.owner
        .selectFrom("devices")
        .select("password_hash")
        .where("code", "=", code)
        .executeTakeFirstOrThrow()
    ).password_hash;
});

describe("a person's device", () => {
  const band = () =>
    registered({
      profile: "SE33",
      name: "手环",
      protects: person,
      consentAt: "2026-01-02T00:00:00Z",
      overrides: { SE33: { red: 38, orange: 42 } },
    });

  test("keeps names and numbers sealed and shows them masked", async () => {
    const { device } = await band();
    const rows = await server.owner.selectFrom("devices").selectAll().execute();

    expect(JSON.stringify(rows)).not.toMatch(/测试人|19900001234/);
    expect(device.person).toEqual({ name: "测**", age: 69, familyPhone: "199****1234" });
    expect(device.overrides).toEqual({ SE33: { red: 38, orange: 42 } });
  });

  test("keeps its person when it is edited by somebody who does not see that person", async () => {
    const { device } = await band();
    const saved = {
      ...(await aDevice({ profile: "SE33", name: "新名称", consentAt: device.consentAt })),
      code: device.code,
    };
    const edited = await duty.put(`/api/devices/${device.id}`, saved);
    expect(edited.body).toMatchObject({ name: "新名称", person: device.person });
    const removed = await duty.put(`/api/devices/${device.id}`, {
      ...saved,
      protects: { personName: "", familyName: "", familyPhone: "" },
    });
    expect(removed.body.person).toBeNull();
  });

  test("shows its values to the care posts, and to the centre only while an alarm is urgent", async () => {
    const { device } = await band();
    const key = await server.owner
      .selectFrom("devices")
      .select(["district", "number"])
      .where("code", "=", device.code)
      .executeTakeFirstOrThrow();
    await server.owner
      .insertInto("device_states")
      .values({ district: key.district, device: key.number, state: "online", last_values: [41] })
      .execute();
    const care = await server.signIn(`${town}-MS02-a`);
    const fire = await server.signIn(`${town}-PA05-a`);
    const values = async (by: Client) =>
      (await by.get(`/api/devices/${device.id}`)).body.values as unknown;

    expect(await values(care)).toEqual({ heartRate: 41 });
    expect(await values(fire)).toEqual({});
    expect(await values(duty)).toEqual({});
  });

  test("is counted for who has the statistics of a unit without seeing one of them, and for nobody else", async () => {
    await registered();
    const city = await server.signIn("50-operator");
    const states = async (by: Client, unit: string) =>
      (await by.get(`/api/devices/states?unit=${unit}`)).body as Record<string, number>;
    const all = (counts: Record<string, number>) =>
      Object.values(counts).reduce((sum, one) => sum + one, 0);

    expect(all(await states(duty, town))).toBeGreaterThan(0);
    expect(await states(city, town)).toEqual(await states(duty, town));
    expect((await city.get("/api/devices")).body.items).toEqual([]);
    expect(await states(elsewhere, town)).toEqual({});
  });

  test("reveals the family's number with a reason, on record, to those who may", async () => {
    const { device } = await band();
    const path = `/api/devices/${device.id}/reveal`;
    const worker = await server.signIn(`${(await grid()).code}-worker`);

    expect((await duty.post(path, { reason: "核实情况" })).status).toBe(403);
    expect((await worker.post(path, { reason: "" })).status).toBe(400);
    expect((await worker.post(path, { reason: "上门前联系家属" })).body).toMatchObject({
      familyPhone: "19900001234",
    });
    const log = await server.owner
      .selectFrom("audit_log")
      .selectAll()
      .where("act", "=", "reveal.device")
      .execute();
    expect(log).toHaveLength(1);
    expect(JSON.stringify(log)).not.toContain("19900001234");
  });
});

describe("a file of devices", () => {
  const load = async (lines: string[], dryRun = false) =>
    duty.upload(`/api/devices/import?dryRun=${dryRun}`, {
      content: [headings.join(","), ...lines].join("\n"),
      name: "devices.csv",
      type: "text/csv",
    });
  const line = async (code: string, more: Record<string, string> = {}) => {
    const { code: unit, lon, lat } = await grid();
    const cells: Record<string, string> = {
      编码: code,
      名称: "烟感",
      类型: "SE04",
      单位: unit,
      经度: String(lon),
      纬度: String(lat),
      ...more,
    };
    return headings.map((name) => cells[name] ?? "").join(",");
  };

  test("names every problem by its line and changes nothing", async () => {
    const lines = [
      await line("F-1"),
      await line("F-2", { 类型: "SE98" }),
      await line("F-1"),
      await line("F-3", { 单位: "500108102001" }),
      await line("F-4", { 个别阈值: "红色三十八" }),
    ];
    const { problems, created } = (await load(lines)).body as DeviceImportResult;

    expect(problems.map((problem) => problem.line)).toEqual(expect.arrayContaining([3, 4, 5, 6]));
    expect(problems.map((problem) => problem.line)).not.toContain(2);
    expect(created).toBeGreaterThan(0);
    expect((await duty.get("/api/devices?q=F-")).body.items).toEqual([]);
  });

  test("is taken whole, is safe to repeat, and comes back as it went", async () => {
    const lines = [await line("G-1"), await line("G-2", { 网关: "G-1" })];

    expect((await load(lines, true)).body).toMatchObject({
      dryRun: true,
      created: 2,
      problems: [],
    });
    expect((await duty.get("/api/devices?q=G-")).body.items).toEqual([]);
    expect((await load(lines)).body).toMatchObject({ created: 2, problems: [] });
    expect((await load(lines)).body).toMatchObject({ created: 0, changed: 0, unchanged: 2 });
    const exported = await duty.get(`/api/devices/export.csv?unit=${town}`);
    expect(exported.text).toContain("G-2,烟感,SE04");
    const noted = await server.owner
      .selectFrom("audit_log")
      .innerJoin("accounts", "accounts.id", "audit_log.account")
      .select(["accounts.username", "audit_log.unit", "audit_log.detail"])
      .where("act", "=", "export.devices")
      .execute();
    const rows = exported.text.trimEnd().split("\r\n").length - 1;
    expect(noted).toEqual([
      { username: `${town}-duty-officer-1`, unit: town, detail: { unit: town, rows } },
    ]);
    const again = await duty.upload("/api/devices/import?dryRun=true", {
      content: exported.text,
      name: "d.csv",
      type: "text/csv",
    });
    expect(again.body).toMatchObject({ created: 0, changed: 0, problems: [] });
  });

  test("however long, lets others in while it is read", async () => {
    const lines = await Promise.all(Array.from({ length: 2000 }, (_, n) => line(`L-${n}`)));
    const text = [headings.join(","), ...lines].join("\n");

    const turns = await turnsDuring(async () => {
      expect((await readDeviceFile(text)).lines).toHaveLength(lines.length);
    });
    expect(turns).toBeGreaterThanOrEqual((2 * lines.length) / mostAtOnce);
  });

  test("that is no CSV of devices says which columns it takes", async () => {
    const answer = await duty.upload("/api/devices/import", {
      content: "a,b\n1,2\n",
      name: "x.csv",
      type: "text/csv",
    });
    expect(JSON.stringify(answer.body)).toContain("不认识的列");
  });
});

test("the list goes on past its pages and filters by state, profile and words", async () => {
  const seen: string[] = [];
  for (let after = ""; ;) {
    const { items, next } = (await duty.get(`/api/devices?unit=${town}&limit=7${after}`)).body as {
      items: { code: string }[];
      next?: string;
    };
    seen.push(...items.map(({ code }) => code));
    if (!next) break;
    after = `&after=${encodeURIComponent(next)}`;
  }
  expect(new Set(seen).size).toBe(seen.length);
  expect(seen.length).toBeGreaterThan(20);
  const bands = (await duty.get(`/api/devices?unit=${town}&profile=SE33`)).body.items as {
    profile: { code: string };
  }[];
  expect(bands.every(({ profile }) => profile.code === "SE33")).toBe(true);
});

test("the list is narrowed to what stands in named places", async () => {
  for (const place of ["测试大厦 3 层", "测试大厦", "测试公寓 1 层", "另一测试大厦"])
    await registered({ protects: { place } });
  const placesOf = async (query: string) => {
    const { body } = await duty.get(`/api/devices?unit=${town}&${query}`);
    return (body as { items: { place: string }[] }).items.map(({ place }) => place).toSorted();
  };
  const tower = encodeURIComponent("测试大厦");
  const flats = encodeURIComponent("测试公寓");
  expect(await placesOf(`place=${tower}`)).toEqual(["测试大厦", "测试大厦 3 层"]);
  expect(await placesOf(`place=${tower}&place=${flats}`)).toEqual([
    "测试公寓 1 层",
    "测试大厦",
    "测试大厦 3 层",
  ]);
  expect((await duty.get("/api/devices?place=")).status).toBe(400);
});

test("who protected people are is shown sixty times an hour, then no more", async () => {
  const { device } = await registered({
    profile: "SE33",
    consentAt: new Date().toISOString(),
    protects: person,
  });
  const worker = await server.signIn(`${device.unit.code}-worker`);
  const asked = () => worker.post(`/api/devices/${device.id}/reveal`, { reason: "上门看望" });
  const { account } = (await worker.get("/api/session")).body;
  await server.owner
    .insertInto("sign_in_attempts")
    .values({ bucket: `reveal:${account}`, failures: 59, until: new Date(Date.now() + 600_000) })
    .onConflict((both) => both.column("bucket").doUpdateSet({ failures: 59 }))
    .execute();

  expect((await asked()).status).toBe(200);
  expect((await asked()).status).toBe(429);
});
