import type { MapLayer } from "@gezhi/contract/map.ts";
import type { DeviceState } from "@gezhi/contract/devices.ts";
import { v7 } from "uuid";
import { afterAll, beforeAll, expect, test } from "vitest";
import { startTestServer, type Client, type TestServer } from "../../platform/testing/server.ts";
import {
  forgetOldStates,
  saveDeviceStates,
  type DeviceStateRow,
} from "../devices/device-state-commands.ts";

const town = "500103001";
const grid = `${town}017001`;
const district = "500103";
const everywhere = "105,28,111,33";
const hour = 3_600_000;
const now = Math.floor(Date.now() / 1000) * 1000;

let server: TestServer;
let officer: Client;
beforeAll(async () => {
  server = await startTestServer();
  officer = await server.signIn(`${town}-duty-officer-1`);
});
afterAll(() => server.close());

async function stands(code: string, from: number, retired?: number): Promise<number> {
  const { number } = await server.owner
    .insertInto("devices")
    .values({
      district,
      id: v7(),
      code,
      name: code,
      profile: "SE01",
      unit: grid,
      town,
      lon: 106.58,
      lat: 29.56,
      overrides: "{}",
      created_at: new Date(from),
      updated_at: new Date(from),
      retired_at: retired === undefined ? null : new Date(retired),
    })
    .returning("number")
    .executeTakeFirstOrThrow();
  return number;
}
const row = (device: number, state: DeviceState, since: number): DeviceStateRow => ({
  district,
  device,
  state,
  since: new Date(since).toISOString(),
  last_seen_at: new Date(since).toISOString(),
  last_at: null,
  last_values: null,
  battery: null,
  faults: {},
  differs: true,
});
const turns = (device: number, state: DeviceState, since: number) =>
  saveDeviceStates(server.db, [row(device, state, since)]);
const layer = async (instant: number, more = "", by = officer): Promise<MapLayer> => {
  const { status, body, text } = await by.get(
    `/api/map/history/devices?bbox=${everywhere}&zoom=18&at=${new Date(instant).toISOString()}${more}`,
  );
  if (status !== 200) throw new Error(text);
  return body;
};
const stateAt = async (code: string, instant: number) =>
  (await layer(instant)).points
    .filter(({ number }) => number === code)
    .map(({ status, worst }) => `${status} ${worst}`);
const changes = () => server.owner.selectFrom("device_state_changes").selectAll().execute();

test("a device stands on the map of an instant by the state it had then", async () => {
  const device = await stands("PAST-1", now - 10 * hour);
  await turns(device, "online", now - 9 * hour);
  await turns(device, "late", now - 6 * hour);
  await turns(device, "offline", now - 5 * hour);
  await turns(device, "online", now - 2 * hour);
  expect(await stateAt("PAST-1", now - 11 * hour)).toEqual([]);
  expect(await stateAt("PAST-1", now - 9.5 * hour)).toEqual(["silent silent"]);
  expect(await stateAt("PAST-1", now - 7 * hour)).toEqual(["online online"]);
  expect(await stateAt("PAST-1", now - 5.5 * hour)).toEqual(["late late"]);
  expect(await stateAt("PAST-1", now - 3 * hour)).toEqual(["offline offline"]);
  expect(await stateAt("PAST-1", now - hour)).toEqual(["online online"]);
  expect((await layer(now - 3 * hour, "&state=offline")).total).toBe(1);
  expect((await layer(now - hour, "&state=offline")).total).toBe(0);
});

test("words of a device that change nothing of its state leave no trace", async () => {
  const device = await stands("PAST-2", now - 10 * hour);
  await turns(device, "online", now - 9 * hour);
  const before = (await changes()).length;
  await saveDeviceStates(server.db, [{ ...row(device, "online", now - 9 * hour), battery: 10 }]);
  await saveDeviceStates(server.db, [{ ...row(device, "online", now - 9 * hour), differs: false }]);
  expect((await changes()).length).toBe(before);
});

test("a device that was retired since stands where it stood until then", async () => {
  const device = await stands("PAST-3", now - 10 * hour, now - 4 * hour);
  await turns(device, "online", now - 9 * hour);
  await turns(device, "retired", now - 4 * hour);
  expect(await stateAt("PAST-3", now - 5 * hour)).toEqual(["online online"]);
  expect(await stateAt("PAST-3", now - 3 * hour)).toEqual([]);
});

test("nobody sees of the past a device that they do not see today", async () => {
  for (const username of ["500103003-dispatcher-1", `${town}-deputy-1`])
    expect((await layer(now - hour, "", await server.signIn(username))).total).toBe(0);
});

test("changes are forgotten after thirty days, and what stands since then is still known", async () => {
  const device = await stands("PAST-4", now - 50 * 24 * hour);
  await turns(device, "online", now - 40 * 24 * hour);
  await forgetOldStates(server.context);
  expect((await changes()).filter((one) => one.device === device)).toEqual([]);
  expect(await stateAt("PAST-4", now - 20 * 24 * hour)).toEqual(["online online"]);
});
