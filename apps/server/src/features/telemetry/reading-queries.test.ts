import { sql } from "kysely";
import { afterAll, beforeAll, expect, test } from "vitest";
import { startTestServer, type TestServer } from "../../platform/testing/server.ts";
import { makeReadingPartitions, removeOldReadings, rollUpReadings } from "./reading-commands.ts";
import { hourlySeries, rawSeries } from "./reading-queries.ts";
import { addDevice } from "./telemetry-testing.ts";

const hour = 3_600_000;
const start = Date.parse("2026-03-10T00:00:00Z");
let server: TestServer;
let number: number;
const district = "500103";

beforeAll(async () => {
  server = await startTestServer();
  server.setNow(start);
  await makeReadingPartitions(server.db, start);
  number = await addDevice(server.owner, "R-1", "SE18");
});
afterAll(() => server.close());

const store = async (at: number, value: number, receivedAt = at) =>
  sql`insert into readings (district, device, at, received_at, "values")
      values (${district}, ${number}, ${new Date(at)}, ${new Date(receivedAt)}, ${[value]}::real[])`.execute(
    server.db,
  );
const hours = async () =>
  server.owner
    .selectFrom("reading_hours")
    .select(["hour", "count", "least", "most", "sum"])
    .where("device", "=", number)
    .orderBy("hour")
    .execute();

test("an hour is summed up when it is over, and again when a reading comes late", async () => {
  await store(start + 60_000, 2);
  await store(start + 120_000, 4);
  await store(start + hour + 1000, 9);
  server.setNow(start + hour + 10 * 60_000);
  await rollUpReadings(server.context);
  expect(await hours()).toEqual([{ hour: new Date(start), count: 2, least: 2, most: 4, sum: 6 }]);

  await store(start + 180_000, 12, start + 20 * hour);
  server.setNow(start + 21 * hour);
  await rollUpReadings(server.context);
  expect(await hours()).toEqual([
    { hour: new Date(start), count: 3, least: 2, most: 12, sum: 18 },
    { hour: new Date(start + hour), count: 1, least: 9, most: 9, sum: 9 },
  ]);
});

test("a chart shows raw readings, or hours and what came since the last of them", async () => {
  const span = { from: new Date(start), to: new Date(start + 24 * hour) };
  const key = { district, number };
  await store(start + 20 * hour + 61_000, 7);
  expect((await rawSeries(server.db, key, 0, span)).map(({ value }) => value)).toEqual([
    2, 4, 12, 9, 7,
  ]);
  expect(await hourlySeries(server.db, key, 0, span)).toEqual([
    { at: new Date(start), value: 6, min: 2, max: 12 },
    { at: new Date(start + hour), value: 9, min: 9, max: 9 },
    { at: new Date(start + 20 * hour), value: 7, min: 7, max: 7 },
  ]);
});

test("raw readings go after the days of their profile, hours stay", async () => {
  server.setNow(start + 400 * 24 * hour);
  await removeOldReadings(server.context);
  const { rows } = await sql`select 1 from readings where device = ${number}`.execute(server.owner);
  expect(rows).toEqual([]);
  expect((await hours()).length).toBe(2);
});

test("an hour that cannot be summed up takes none of those before it with it", async () => {
  const day = start + 48 * hour;
  await makeReadingPartitions(server.db, day);
  for (let n = 0; n < 4; n += 1) await store(day + n * hour + 1000, n);
  await sql`create function refuse_hour() returns trigger language plpgsql as $$ begin raise exception 'not this hour'; end $$`.execute(
    server.owner,
  );
  await sql`create trigger refuse_hour before insert on reading_hours for each row
    when (new.hour = ${sql.lit(new Date(day + 2 * hour).toISOString())}::timestamptz) execute function refuse_hour()`.execute(
    server.owner,
  );
  server.setNow(day + 5 * hour);
  const since = async () =>
    (await hours()).flatMap((row) => (row.hour.getTime() >= day ? [row.sum] : []));

  await expect(rollUpReadings(server.context)).rejects.toThrow("not this hour");
  expect(await since()).toEqual([0, 1]);

  await sql`drop trigger refuse_hour on reading_hours`.execute(server.owner);
  await rollUpReadings(server.context);
  expect(await since()).toEqual([0, 1, 2, 3]);
});
