import { AlarmDetail } from "@gezhi/contract/alarms.ts";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { type Client, startTestServer, type TestServer } from "../../platform/testing/server.ts";
import {
  aDevice,
  alarmOf,
  alarmsOf,
  grid,
  incidentRow,
  signalled,
  timelineOf,
  type TestDevice,
  town,
} from "./alarm-testing.ts";

let here: TestServer;
let desk: Client;
let worker: Client;
beforeAll(async () => {
  here = await startTestServer();
  desk = await here.signIn(`${town}-dispatcher-1`);
  worker = await here.signIn(`${grid}-worker`);
});
afterAll(() => here?.close());

const idOf = async (device: TestDevice) => `500103-${(await alarmOf(here, device)).id}`;

describe("a person's alarm", () => {
  const low = { rule: "SE33", value: 40, threshold: 40 } as const;

  test("shows its reading to the post and the desk, the place to who goes there, and nothing to supervision", async () => {
    const device = await aDevice(here, "SE33", { place: "七星岗12号", family: "000-2222" });
    await signalled(here, device, low);
    const path = `/api/alarms/${await idOf(device)}`;

    const atDesk = AlarmDetail.parse((await desk.get(path)).body);
    expect(atDesk).toMatchObject({ reading: expect.stringContaining("40"), place: "七星岗12号" });
    expect(JSON.stringify(atDesk)).not.toContain("000-2222");
    expect(atDesk.steps.map(({ text }) => text).join("")).not.toContain("40 次");

    const onSpot = AlarmDetail.parse((await worker.get(path)).body);
    expect(onSpot.reading).not.toContain("40");
    expect(onSpot.place).toBe("七星岗12号");

    const neighbour = await here.signIn("500103001017002-worker");
    const masked = AlarmDetail.parse((await neighbour.get(path)).body);
    expect(masked).toMatchObject({ position: null, told: [], calls: [] });
    expect(JSON.stringify(masked)).not.toMatch(/12号|40 次/);

    const supervision = await here.signIn("500103-supervisor");
    expect((await supervision.get(path)).status).toBe(404);
    const listed = (await supervision.get("/api/alarms?list=all&rule=SE33")).body.items;
    expect(listed).toEqual([]);
  });

  test("stands with its device for those who hear of it at all", async () => {
    const device = await aDevice(here, "SE33", { place: "七星岗15号" });
    await signalled(here, device, low);
    const shown = async (username: string) => {
      const client = await here.signIn(username);
      const { body } = await client.get(`/api/devices/500103-${device.id}`);
      const list = (await client.get(`/api/devices?unit=${grid}&q=${device.code}`)).body.items;
      return [body.alarms.length, body.worst, list[0].openAlarms, list[0].worst];
    };

    expect(await shown(`${town}-dispatcher-1`)).toEqual([1, "red", 1, "red"]);
    for (const username of ["500103-supervisor", "50-sysadmin"])
      expect({ username, shown: await shown(username) }).toEqual({
        username,
        shown: [0, null, 0, null],
      });
  });

  test("is a point on the map of those alone who know the house", async () => {
    const { lon, lat } = here.context.units.find(grid)!;
    const device = await aDevice(here, "SE33", { place: "七星岗17号", lon, lat });
    await signalled(here, device, low);
    const id = await idOf(device);
    const path = `/api/map/alarms?bbox=105,28,111,33&zoom=18&unit=${grid}`;
    const seen = async (username: string) => {
      const { body } = await (await here.signIn(username)).get(path);
      return body.points.some((point: { id: string }) => point.id === id);
    };

    expect(await seen(`${town}-dispatcher-1`)).toBe(true);
    expect(await seen(`${grid}-worker`)).toBe(true);
    expect(await seen("500103001017002-worker")).toBe(false);
    expect(await seen(`${town}-MS09-a`)).toBe(false);
  });

  test("joins the open incident of the same device, whatever its rule, and no other's", async () => {
    const device = await aDevice(here, "SE33", { place: "七星岗31号" });
    const neighbour = await aDevice(here, "SE33", { place: "七星岗31号" });
    await signalled(here, device, { rule: "SE3302", level: "yellow", value: 93, threshold: 94 });
    await signalled(here, device, low);
    await signalled(here, neighbour, { rule: "SE3302", level: "yellow", value: 93, threshold: 94 });
    const alarms = await alarmsOf(here, device);
    const [first, second] = alarms.map(({ incident }) => incident);
    expect(alarms).toHaveLength(2);
    expect(second).toBe(first);
    expect((await alarmOf(here, neighbour)).incident).not.toBe(first);
    // The graver one makes it what it is.
    const row = await incidentRow(here, first!);
    expect(row).toMatchObject({ urgency: "red", status: "dispatched" });
    expect((await timelineOf(here, first!)).map(({ act }) => act)).toContain("dispatch");

    // Work that is reported done does not swallow a new call for help.
    await here.owner
      .updateTable("incidents")
      .set({ status: "rechecking" })
      .where("id", "=", first!)
      .execute();
    await signalled(here, device, { rule: "SE3301", level: "yellow", value: 115, threshold: 110 });
    expect((await alarmsOf(here, device)).at(-1)!.incident).not.toBe(first);
  });

  test("its pop-up and its incident name no reading and no house", async () => {
    const device = await aDevice(here, "SE33", { place: "七星岗99号" });
    await signalled(here, device, { ...low, value: 37 });
    const { incident, id } = await alarmOf(here, device);
    const live = await here.owner
      .selectFrom("live_log")
      .select("payload")
      .where("subject", "=", `500103-${id}`)
      .execute();
    // Ids and instants are full of digits.
    const words = live.map(({ payload }) => {
      const { reading, place } = payload as { reading: string; place: string };
      return `${reading} ${place}`;
    });
    expect(words.length).toBeGreaterThan(0);
    expect(words.join("\n")).not.toMatch(/99号|37/);
    expect((await incidentRow(here, incident)).description).not.toContain("37");
  });
});
