import { type Handout, HandoutRegister, type WearState } from "@gezhi/contract/handouts.ts";
import { deviceId } from "@gezhi/contract/ids.ts";
import { sql } from "kysely";
import { afterAll, beforeAll, beforeEach, describe, expect, test } from "vitest";
import type { Client, TestServer } from "../../platform/testing/server.ts";
import { aDevice, grid, town } from "../alarms/alarm-testing.ts";
import { type CareBench, openCare } from "../care/care-testing.ts";

const minute = 60_000;
let care: CareBench;
let server: TestServer;
let post: Client;
beforeAll(async () => {
  care = await openCare();
  ({ server, post } = care);
  await sql`select make_reading_partitions('2026-11-24', '2026-11-27')`.execute(server.owner);
});
beforeEach(async () => {
  await care.clear();
  await server.owner.deleteFrom("device_handouts").execute();
  await server.owner
    .updateTable("devices")
    .set({ retired_at: new Date(0) })
    .execute();
});
afterAll(() => server.close());

const aBand = async () => {
  const device = await aDevice(server, "SE33");
  return { ...device, id: deviceId({ district: "500103", id: device.id }), uuid: device.id };
};
type Band = Awaited<ReturnType<typeof aBand>>;

const given = (device: string, more: object = {}) => ({
  device,
  personName: "周素兰",
  personAge: 81,
  familyName: "周明",
  familyPhone: "13900002222",
  address: "向阳巷 8 号",
  consent: { at: "2026-11-20T09:00:00+08:00", by: "guardian" },
  ...more,
});

/** On the day before, unless something else is said. */
async function handedOut(on = "2026-11-25 09:00"): Promise<Band> {
  const band = await aBand();
  care.on(on);
  const { status, text } = await post.post("/api/handouts", given(band.id));
  expect(status, text).toBe(204);
  care.on("2026-11-26 09:00");
  return band;
}

const register = async (client = post): Promise<HandoutRegister> =>
  HandoutRegister.parse((await client.get("/api/handouts")).body);
const itemOf = async ({ id }: Band): Promise<Handout | undefined> =>
  (await register()).items.find(({ device }) => device.id === id);
const rowOf = ({ uuid }: Band) =>
  server.owner.selectFrom("devices").selectAll().where("id", "=", uuid).executeTakeFirstOrThrow();

/** What ingest keeps of a message: values in the order heart rate, oxygen, on the wrist, steps. */
async function said(
  { number }: Band,
  values: readonly (number | null)[],
  { minutesAgo = 0, battery = 80 }: { minutesAgo?: number; battery?: number } = {},
): Promise<void> {
  const at = new Date(server.context.now() - minutesAgo * minute);
  const written = `{${values.map((value) => value ?? "NaN").join(",")}}`;
  await sql`insert into readings (district, device, at, received_at, "values")
    values ('500103', ${number}, ${at}, ${at}, ${written}::real[])`.execute(server.owner);
  await sql`insert into device_states (district, device, state, since, last_seen_at, last_at, battery)
    values ('500103', ${number}, 'online', ${at}, ${at}, ${at}, ${battery})
    on conflict (district, device) do update set last_seen_at = excluded.last_seen_at, battery = excluded.battery`.execute(
    server.owner,
  );
}

describe("giving a device to somebody (R54)", () => {
  test("keeps consent, person and who gave it, and nothing of it lies open", async () => {
    const band = await handedOut("2026-11-26 09:00");

    expect(await itemOf(band)).toMatchObject({
      person: "周**",
      age: 81,
      address: "向阳巷 8 号",
      consentBy: "guardian",
      issuedAt: new Date(server.context.now()).toISOString(),
    });
    const ledger = await server.owner.selectFrom("device_handouts").selectAll().execute();
    expect(JSON.stringify([await rowOf(band), ledger])).not.toMatch(/周素兰|周明|1390000/);
  });

  test("is refused without consent, with one of tomorrow, without a name, and twice", async () => {
    const band = await aBand();
    const { consent: _none, ...without } = given(band.id);
    const tomorrow = given(band.id, { consent: { at: "2026-11-27T09:00:00+08:00", by: "self" } });
    const statuses = [];
    for (const body of [without, tomorrow, given(band.id, { personName: "" })])
      statuses.push((await post.post("/api/handouts", body)).status);
    expect(statuses).toEqual([400, 400, 400]);
    expect((await rowOf(band)).consent_at).toBeNull();

    expect((await post.post("/api/handouts", given(band.id))).status).toBe(204);
    expect((await post.post("/api/handouts", given(band.id))).status).toBe(409);
  });

  test("is for devices of persons, and for who cares for the place", async () => {
    const smoke = await aDevice(server, "SE04");
    const id = deviceId({ district: "500103", id: smoke.id });
    expect((await post.post("/api/handouts", given(id))).status).toBe(400);

    const band = await aBand();
    for (const username of [`${grid}-worker`, `${town}-duty-officer-1`, `${town}-PA05-a`]) {
      const other = await server.signIn(username);
      expect((await other.get("/api/handouts")).status, username).toBe(403);
      expect([403, 404]).toContain((await other.post("/api/handouts", given(band.id))).status);
    }
    const secretary = await server.signIn(`${town}017-secretary`);
    expect((await secretary.post("/api/handouts", given(band.id))).status).toBe(204);
    const elsewhere = await server.signIn("500103003-MS02-a");
    expect((await register(elsewhere)).items).toEqual([]);
    expect((await elsewhere.post(`/api/handouts/${band.id}/return`, { how: "lost" })).status).toBe(
      404,
    );
  });

  test("that was never written down shows as such, and is made up for without typing the person again", async () => {
    const band = await aBand();
    await server.owner
      .updateTable("devices")
      .set({ person_name_enc: server.context.secrets.seal("吴试验"), person_age: 77 })
      .where("id", "=", band.uuid)
      .execute();
    expect(await itemOf(band)).toMatchObject({ person: "吴**", issuedAt: null, consentAt: null });

    const body = given(band.id, { personName: "", personAge: null, familyPhone: "", address: "" });
    const before = { ...body, issuedAt: "2026-11-19T09:00:00+08:00" };
    expect((await post.post("/api/handouts", before)).status).toBe(400);
    const { status } = await post.post("/api/handouts", {
      ...body,
      issuedAt: "2026-11-21T09:00:00+08:00",
    });
    expect(status).toBe(204);
    expect(await itemOf(band)).toMatchObject({
      person: "吴**",
      age: 77,
      consentBy: "guardian",
      issuedAt: "2026-11-21T01:00:00.000Z",
    });
  });
});

describe("worn or not", () => {
  test.each<[string, (number | null)[], WearState]>([
    ["a heart rate means worn", [71, 96, 1, 900], "worn"],
    ["steps and battery alone mean not worn", [null, null, null, 0], "notWorn"],
    ["off the wrist means not worn, whatever the sensor guesses", [64, null, 0, 0], "notWorn"],
    ["a heart rate of nought means not worn", [0, null, null, 12], "notWorn"],
  ])("%s", async (_fact, values, wear) => {
    const band = await handedOut();
    await said(band, values);
    expect((await itemOf(band))?.wear).toBe(wear);
  });

  test("a device that says nothing has no data, also when it was worn before", async () => {
    const silent = await handedOut();
    expect(await itemOf(silent)).toMatchObject({ wear: "noData", lastWornAt: null });
    const earlier = await handedOut();
    await said(earlier, [70, 97, 1, 10], { minutesAgo: 120 });
    expect((await itemOf(earlier))?.wear).toBe("noData");
  });

  test("a few minutes without the skin are not a drawer; an hour is, and it is said since when", async () => {
    const band = await handedOut();
    await said(band, [70, 97, 1, 10], { minutesAgo: 10 });
    await said(band, [null, null, null, 11]);
    expect((await itemOf(band))?.wear).toBe("worn");

    const other = await handedOut();
    const hour = new Date("2026-11-26T07:00:00+08:00");
    await sql`insert into reading_hours values ('500103', ${other.number}, 0, ${hour}, 60, 60, 90, 4200)`.execute(
      server.owner,
    );
    await said(other, [null, null, null, 11]);
    expect(await itemOf(other)).toMatchObject({
      wear: "notWorn",
      lastWornAt: hour.toISOString(),
    });
  });

  test("what the device said on whoever had it before is nobody's now, neither in the ledger nor in the readings", async () => {
    const band = await handedOut();
    await said(band, [70, 97, 1, 10], { minutesAgo: 5 });
    await post.post(`/api/handouts/${band.id}/return`, { how: "returned" });
    expect((await post.post("/api/handouts", given(band.id))).status).toBe(204);
    expect(await itemOf(band)).toMatchObject({ wear: "notWorn", lastWornAt: null });

    const span = "from=2026-11-25T00:00:00Z&to=2026-11-26T12:00:00Z&metric=heartRate";
    const series = await post.get(`/api/devices/${band.id}/readings?${span}`);
    expect(series.body.points).toEqual([]);
  });

  test("a battery below a fifth is low", async () => {
    const band = await handedOut();
    await said(band, [70, 97, 1, 10], { battery: 19 });
    expect(await itemOf(band)).toMatchObject({ battery: 19, batteryLow: true });
  });
});

describe("coming back", () => {
  test("returned, the device forgets its person and is in stock; the ledger keeps who had it, masked", async () => {
    const band = await handedOut();
    const plan = await care.cared({ devices: [band.id] });
    const body = { how: "returned", note: "搬去女儿家" };
    const { status, text } = await post.post(`/api/handouts/${band.id}/return`, body);
    expect(status, text).toBe(204);

    expect(await rowOf(band)).toMatchObject({
      person_name_enc: null,
      family_phone_enc: null,
      consent_at: null,
      address: "",
    });
    const { items, stock, past } = await register();
    expect(items).toEqual([]);
    expect(stock.map(({ code }) => code)).toContain(band.code);
    expect(past).toMatchObject([
      { person: "周**", how: "returned", note: "搬去女儿家", successor: null },
    ]);
    expect((await post.get(`/api/care/${plan.id}`)).body.signals).toEqual([]);
    expect((await post.post(`/api/handouts/${band.id}/return`, body)).status).toBe(409);
  });

  test("exchanged, the other one goes on with person, consent, own limits and care plan", async () => {
    const old = await handedOut();
    await server.owner
      .updateTable("devices")
      .set({ overrides: '{"SE33":{"red":38}}' })
      .where("id", "=", old.uuid)
      .execute();
    const plan = await care.cared({ devices: [old.id] });
    const fresh = await aBand();
    const back = `/api/handouts/${old.id}/return`;
    expect((await post.post(back, { how: "exchanged" })).status).toBe(400);
    const { status, text } = await post.post(back, { how: "exchanged", to: fresh.id });
    expect(status, text).toBe(204);

    expect(await itemOf(fresh)).toMatchObject({
      person: "周**",
      consentBy: "guardian",
      address: "向阳巷 8 号",
    });
    expect((await rowOf(fresh)).overrides).toEqual({ SE33: { red: 38 } });
    expect((await rowOf(old)).person_name_enc).toBeNull();
    const { past } = await register();
    expect(past).toMatchObject([{ how: "exchanged", successor: fresh.code }]);
    const { signals } = (await post.get(`/api/care/${plan.id}`)).body;
    expect(signals.map(({ id }: { id: string }) => id)).toEqual([fresh.id]);
  });

  test("with withdrawn consent the ledger keeps the day and no name, also of the device before", async () => {
    const old = await handedOut();
    const fresh = await aBand();
    await post.post(`/api/handouts/${old.id}/return`, { how: "exchanged", to: fresh.id });
    const plan = await care.cared({ devices: [fresh.id] });
    await post.post(`/api/care/${plan.id}/withdrawal`, { reason: "本人撤回" });

    const { items, past } = await register();
    expect(items).toEqual([]);
    expect(past.map(({ how, person }) => ({ how, person })).toSorted(byHow)).toEqual([
      { how: "exchanged", person: "" },
      { how: "withdrawn", person: "" },
    ]);
    const kept = await server.owner
      .selectFrom("device_handouts")
      .select("person_name_enc")
      .execute();
    expect(kept.every(({ person_name_enc }) => person_name_enc === null)).toBe(true);
  });
});

const byHow = (a: { how: string }, b: { how: string }) => (a.how < b.how ? -1 : 1);

test("the file lists what the filter lists, masked, and that it left is on record", async () => {
  const worn = await handedOut();
  await said(worn, [70, 97, 1, 10]);
  const drawer = await handedOut();
  await said(drawer, [null, null, null, 0], { battery: 12 });

  const file = await post.get("/api/handouts/export.csv?filter=notWorn");
  expect(file.text).toContain(drawer.code);
  expect(file.text).toContain("未佩戴");
  expect(file.text).not.toContain(worn.code);
  expect(file.text).not.toMatch(/周素兰|1390000/);
  const log = await server.owner
    .selectFrom("audit_log")
    .select("detail")
    .where("act", "=", "export.handouts")
    .execute();
  expect(log).toMatchObject([{ detail: { filter: "notWorn", rows: 1 } }]);
});
