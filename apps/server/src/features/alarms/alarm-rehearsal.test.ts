import { sql } from "kysely";
import { afterAll, beforeAll, expect, test } from "vitest";
import { startTestServer, type TestServer } from "../../platform/testing/server.ts";
import { rehearseAlarms } from "./alarm-rehearsal.ts";
import { aDevice, aSignal, alarmsOf, grid } from "./alarm-testing.ts";
import { handleSignals } from "./alarm-job.ts";

let here: TestServer;
beforeAll(async () => {
  here = await startTestServer();
  await sql`update devices set retired_at = now()`.execute(here.owner);
});
afterAll(() => here?.close());

/** Rows of every table. */
const counts = async () => {
  const { rows: tables } = await sql<{ name: string }>`
    select tablename as name from pg_tables where schemaname = 'public'`.execute(here.owner);
  const counted = tables.map(async ({ name }) => {
    const { rows } = await sql<{ n: number }>`
      select count(*)::int as n from ${sql.table(name)}`.execute(here.owner);
    return [name, rows[0]!.n] as const;
  });
  return Object.fromEntries(await Promise.all(counted));
};

test("without devices in use there is nothing to rehearse", async () => {
  expect(await rehearseAlarms(here.context)).toBe(0);
});

test("a rehearsed alarm leaves nothing behind, also beside one that is open", async () => {
  const device = await aDevice(here, "SE01", { place: "养老服务中心" });
  const other = await aDevice(here, "SE04", { unit: grid.replace(/1$/, "2") });
  const before = await counts();
  expect(await rehearseAlarms(here.context)).toBe(2);
  expect(await counts()).toEqual(before);

  await aSignal(here, device, { rule: "SE01" });
  await handleSignals(here.context);
  const [alarm] = await alarmsOf(here, device);
  const during = await counts();
  expect(await rehearseAlarms(here.context)).toBe(2);
  expect(await counts()).toEqual(during);
  expect(await alarmsOf(here, device)).toEqual([alarm]);
  expect(await alarmsOf(here, other)).toEqual([]);
});
