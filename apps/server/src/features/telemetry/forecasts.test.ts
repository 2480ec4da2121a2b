import { DeviceForecasts, UnitForecasts } from "@gezhi/contract/forecasts.ts";
import { deviceId } from "@gezhi/contract/ids.ts";
import { sql } from "kysely";
import { afterAll, beforeAll, expect, test } from "vitest";
import { startTestServer, type Client, type TestServer } from "../../platform/testing/server.ts";
import { aDevice, town } from "../alarms/alarm-testing.ts";
import { makeReadingPartitions } from "./reading-commands.ts";

const now = Date.parse("2026-11-26T12:20:00Z");
const minute = 60_000;
const hour = 60 * minute;
let server: TestServer;
let officer: Client;
beforeAll(async () => {
  server = await startTestServer();
  server.setNow(now);
  await makeReadingPartitions(server.db, now);
  officer = await server.signIn(`${town}-duty-officer-1`);
});
afterAll(() => server.close());

type Device = Awaited<ReturnType<typeof aDevice>>;
const idOf = ({ id }: Device) => deviceId({ district: "500103", id });

/** Residual current: yellow from 300 mA, orange from 500. */
async function measured({ number }: Device, valueAt: (at: number) => number): Promise<void> {
  for (let at = now - 6 * hour; at <= now; at += 10 * minute)
    await sql`insert into readings (district, device, at, received_at, "values")
      values ('500103', ${number}, ${new Date(at)}, ${new Date(at)}, ${[valueAt(at)]}::real[])`.execute(
      server.owner,
    );
  const first = Math.floor(now / hour) - 11;
  for (let start = first * hour; start < Math.floor(now / hour) * hour; start += hour) {
    const mean = valueAt(start + hour / 2);
    await sql`insert into reading_hours values ('500103', ${number}, 0, ${new Date(start)}, 12, ${mean}, ${mean}, ${12 * mean})`.execute(
      server.owner,
    );
  }
  await sql`insert into device_states (district, device, state, last_seen_at, last_at, last_values)
    values ('500103', ${number}, 'online', ${new Date(now)}, ${new Date(now)}, ${[valueAt(now)]}::real[])`.execute(
    server.owner,
  );
}

const rising = (at: number) => 240 + (30 * (at - now)) / hour;

test("the page of a device says when its course comes to which level, over which span, and raises nothing", async () => {
  const device = await aDevice(server, "SE01");
  await measured(device, rising);
  const answer = await officer.get(`/api/devices/${idOf(device)}/forecasts`);
  const { items } = DeviceForecasts.parse(answer.body);
  const [forecast] = items;
  expect(forecast).toMatchObject({ metric: "residualCurrent", none: null });
  expect(forecast?.perHour).toBeCloseTo(30, 0);
  expect(forecast?.reaches.map(({ level }) => level)).toEqual(["yellow"]);
  expect((Date.parse(forecast!.reaches[0]!.at) - now) / hour).toBeCloseTo(2, 0);
  expect(Date.parse(forecast!.from!)).toBeLessThan(now - 5 * hour);
  expect(await server.owner.selectFrom("alarm_signals").select("id").execute()).toEqual([]);
});

test("limits of its own are what the course is held against", async () => {
  const device = await aDevice(server, "SE01");
  await measured(device, rising);
  await server.owner
    .updateTable("devices")
    .set({ overrides: JSON.stringify({ SE01: { yellow: 260 } }) })
    .where("id", "=", device.id)
    .execute();
  const { items } = (await officer.get(`/api/devices/${idOf(device)}/forecasts`)).body;
  expect(items[0].reaches[0]).toMatchObject({ level: "yellow", threshold: 260 });
});

test("the list of a town has those on their way, the soonest first, and no steady or falling ones", async () => {
  const [later, sooner, still, falling] = [
    await aDevice(server, "SE01"),
    await aDevice(server, "SE01"),
    await aDevice(server, "SE01"),
    await aDevice(server, "SE01"),
  ];
  await measured(later, (at) => 220 + (30 * (at - now)) / hour);
  await measured(sooner, (at) => 285 + (30 * (at - now)) / hour);
  await measured(still, () => 290);
  await measured(falling, (at) => 240 - (30 * (at - now)) / hour);
  const { items, looked } = UnitForecasts.parse(
    (await officer.get(`/api/forecasts?unit=${town}`)).body,
  );
  const codes = items.map(({ device }) => device.code);
  expect(codes.indexOf(sooner.code)).toBeGreaterThanOrEqual(0);
  expect(codes.indexOf(later.code)).toBeGreaterThan(codes.indexOf(sooner.code));
  expect(codes).not.toContain(still.code);
  expect(codes).not.toContain(falling.code);
  expect(looked).toBeGreaterThanOrEqual(4);
});

test("of persons' devices the list says nothing, and the page only to who may see the readings", async () => {
  const band = await aDevice(server, "SE33");
  await measured(band, (at) => 56 - (3 * (at - now)) / hour);
  const path = `/api/devices/${idOf(band)}/forecasts`;
  expect((await officer.get(path)).status).toBe(403);
  expect((await (await server.signIn(`${town}-MS02-a`)).get(path)).status).toBe(200);
  expect((await officer.get(`/api/forecasts?unit=${town}`)).text).not.toContain(band.code);
});

test("who sees nothing of a town gets an empty list; a district is asked for town by town", async () => {
  const elsewhere = await server.signIn("500103003-dispatcher-1");
  expect((await elsewhere.get(`/api/forecasts?unit=${town}`)).body.items).toEqual([]);
  expect((await officer.get("/api/forecasts?unit=500103")).status).toBe(400);
});
