import type { Device } from "@gezhi/contract/devices.ts";
import { afterAll, beforeAll, expect, test } from "vitest";
import { startTestServer, type Client, type TestServer } from "../../platform/testing/server.ts";
import { alarmOf, grid, signalled, town } from "../alarms/alarm-testing.ts";
import { headings } from "./device-file-rules.ts";

const village = grid.slice(0, 12);
let server: TestServer;
let duty: Client;
let worker: Client;
let dispatcher: Client;
beforeAll(async () => {
  server = await startTestServer();
  duty = await server.signIn(`${town}-duty-officer-1`);
  worker = await server.signIn(`${grid}-worker`);
  dispatcher = await server.signIn(`${town}-dispatcher-1`);
});
afterAll(() => server.close());

let number = 0;
/** Worn by somebody who agreed, in the grid of the worker. */
async function aBand() {
  number += 1;
  const { lon, lat } = await server.owner
    .selectFrom("units")
    .select(["lon", "lat"])
    .where("code", "=", grid)
    .executeTakeFirstOrThrow();
  const body = {
    code: `HOME-${number}`,
    name: "手环",
    profile: "SE33",
    unit: grid,
    position: { lon, lat },
    address: `测试巷 ${number} 号 2-1`,
    protects: { place: `测试楼 ${number} 栋`, personName: "测试人", familyPhone: "19900001234" },
    consentAt: "2026-01-02T00:00:00Z",
  };
  const answer = await duty.post("/api/devices", body);
  expect(answer.status, answer.text).toBe(201);
  return { ...body, id: answer.body.device.id as string };
}
type Band = Awaited<ReturnType<typeof aBand>>;

const seenBy = async (client: Client, { id }: Band) =>
  (await client.get(`/api/devices/${id}`)).body as Device;
const hidden = { position: null, address: "", place: "", placeMasked: true };
const exactly = ({ position, address, protects }: Band) => ({
  position,
  address,
  place: protects.place,
  placeMasked: false,
});
const listed = async (client: Client, query: string) =>
  (await client.get(`/api/devices?${query}`)).body.items.map(({ code }: Device) => code);
const onMap = async (client: Client) => {
  const around = "bbox=105,28,111,33&zoom=20&profile=SE33";
  return (await client.get(`/api/map/devices?${around}`)).text;
};

test("where a person with a device lives is seen by those who care for them; others see the village", async () => {
  const band = await aBand();
  for (const username of [`${grid}-worker`, `${village}-secretary`, `${town}-MS02-a`])
    expect(await seenBy(await server.signIn(username), band), username).toMatchObject(
      exactly(band),
    );
  for (const client of [duty, dispatcher, await server.signIn(`${town}-commander`)])
    expect(await seenBy(client, band)).toMatchObject(hidden);
  // Who keeps the registry knows the grid; who does not, the village.
  expect((await seenBy(duty, band)).unit.code).toBe(grid);
  const seen = await seenBy(dispatcher, band);
  expect(seen.unit.code).toBe(village);
  expect(JSON.stringify(seen)).not.toContain(grid);
});

test("neither list, map, search nor file tells it to others", async () => {
  const band = await aBand();
  const place = encodeURIComponent(band.protects.place);
  for (const query of [`q=${place}`, `place=${place}`]) {
    expect(await listed(worker, query)).toContain(band.code);
    expect(await listed(dispatcher, query)).not.toContain(band.code);
  }
  expect(await onMap(worker)).toContain(band.id);
  expect(await onMap(dispatcher)).not.toContain(band.id);

  const found = async (q: string) =>
    (await dispatcher.get(`/api/search?q=${encodeURIComponent(q)}&kind=device`)).text;
  expect(await found(band.code)).toContain(band.id);
  expect(await found(band.code)).not.toContain(band.address);
  expect(await found(band.address)).not.toContain(band.id);

  const file = (await duty.get(`/api/devices/export.csv?unit=${town}`)).text;
  expect(file).toContain(band.code);
  expect(file).not.toContain(band.address);
  // Loaded again it takes nothing away.
  const line = file.split("\r\n").find((one) => one.startsWith(`${band.code},`));
  const loaded = await duty.upload("/api/devices/import?dryRun=false", {
    content: [headings.join(","), line].join("\n"),
    name: "devices.csv",
    type: "text/csv",
  });
  expect(loaded.body).toMatchObject({ problems: [], unchanged: 1, changed: 0 });
  expect(await seenBy(worker, band)).toMatchObject(exactly(band));
});

test("neither filter, order, page, search hit nor file tells its grid to others", async () => {
  const band = await aBand();
  const neighbours = `${village}002`;
  // One that everybody sees, in a grid that follows, with a code that comes first.
  const open = { code: `A-HOME-${number}`, name: "井盖", profile: "SE27", unit: neighbours };
  expect((await duty.post("/api/devices", open)).status).toBe(201);

  const inGrid = `unit=${grid}&q=${band.code}`;
  expect(await listed(worker, inGrid)).toContain(band.code);
  expect(await listed(duty, inGrid)).toContain(band.code);
  expect(await listed(dispatcher, inGrid)).not.toContain(band.code);
  expect(await listed(dispatcher, `unit=${village}&q=${band.code}`)).toContain(band.code);

  const order = await listed(dispatcher, `unit=${village}&limit=200`);
  expect(order.indexOf(open.code)).toBeLessThan(order.indexOf(band.code));
  const pages: string[] = [];
  for (let after = ""; ;) {
    const page = (await dispatcher.get(`/api/devices?unit=${village}&limit=1${after}`)).body;
    pages.push(...page.items.map(({ code }: Device) => code));
    if (!page.next) break;
    expect(page.next).toMatch(new RegExp(`^${village} `));
    after = `&after=${encodeURIComponent(page.next)}`;
  }
  expect(pages).toEqual(order);

  const hit = async (client: Client) =>
    (await client.get(`/api/search?q=${band.code}&kind=device`)).body.groups[0].hits[0];
  expect((await hit(dispatcher)).unit).toBe(village);
  expect((await hit(worker)).unit).toBe(grid);
  const lineOf = async (client: Client) =>
    (await client.get(`/api/devices/export.csv?unit=${village}`)).text
      .split("\r\n")
      .find((line: string) => line.startsWith(`${band.code},`));
  expect(await lineOf(dispatcher)).not.toContain(grid);
  expect(await lineOf(duty)).toContain(grid);
});

test("who holds its open alarm sees it, until the alarm is over", async () => {
  const band = await aBand();
  const device = await server.owner
    .selectFrom("devices")
    .selectAll()
    .where("code", "=", band.code)
    .executeTakeFirstOrThrow();
  await signalled(server, device, { rule: "SE33", level: "red", value: 38, threshold: 40 });
  expect(await seenBy(dispatcher, band)).toMatchObject(exactly(band));
  expect(await onMap(dispatcher)).toContain(band.id);

  const alarm = `500103-${(await alarmOf(server, device)).id}`;
  await dispatcher.post(`/api/alarms/${alarm}/acts`, { act: "clear", reason: "已到场，平安" });
  expect(await seenBy(dispatcher, band)).toMatchObject(hidden);
});

test("who keeps the registry is shown it with a reason, on record, and changes the device without seeing it", async () => {
  const band = await aBand();
  const path = `/api/devices/${band.id}/place-reveals`;
  expect((await seenBy(duty, band)).actions).toContain("revealPlace");
  expect((await duty.post(path, { reason: "" })).status).toBe(400);
  for (const client of [dispatcher, await server.signIn(`${town}-commander`)])
    expect((await client.post(path, { reason: "核对台账" })).status).toBe(403);

  const shown = await duty.post(path, { reason: "核对台账" });
  expect(shown.body).toEqual({
    position: band.position,
    address: band.address,
    place: band.protects.place,
  });
  const log = await server.owner
    .selectFrom("audit_log")
    .select(["subject", "reason"])
    .where("act", "=", "reveal.devicePlace")
    .execute();
  expect(log).toEqual([{ subject: band.id, reason: "核对台账" }]);

  const { code, profile, unit, consentAt } = band;
  const change = { code, profile, unit, consentAt, name: "新手环", placeKept: true };
  expect((await duty.put(`/api/devices/${band.id}`, change)).status).toBe(200);
  expect(await seenBy(worker, band)).toMatchObject({ ...exactly(band), name: "新手环" });
});

test("nor do counts: in a grid a person's device is counted for who may know that it is there, in the village for all", async () => {
  const count = async (client: Client, unit: string): Promise<number> => {
    const states: Record<string, number> = (await client.get(`/api/devices/states?unit=${unit}`))
      .body;
    return Object.values(states).reduce((sum, one) => sum + one, 0);
  };
  const glance = async (client: Client, unit: string): Promise<number> =>
    (await client.get(`/api/map/units/${unit}`)).body.devices?.all ?? 0;
  const before = {
    grid: await count(dispatcher, grid),
    village: await count(dispatcher, village),
    onMap: await glance(dispatcher, grid),
    worker: await count(worker, grid),
    duty: await count(duty, grid),
  };
  await aBand();
  expect({
    grid: await count(dispatcher, grid),
    village: await count(dispatcher, village),
    onMap: await glance(dispatcher, grid),
    worker: await count(worker, grid),
    duty: await count(duty, grid),
  }).toEqual({
    grid: before.grid,
    village: before.village + 1,
    onMap: before.onMap,
    worker: before.worker + 1,
    duty: before.duty + 1,
  });
});
