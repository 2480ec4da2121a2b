import { randomUUID } from "node:crypto";
import type { StaffCard } from "@gezhi/contract/organisation.ts";
import { afterAll, beforeAll, beforeEach, expect, test } from "vitest";
import { aReport, at, placeIn, sent } from "../reports/intake-testing.ts";
import { startTestServer, type Client, type TestServer } from "../../platform/testing/server.ts";

const town = "500103001";
const grid = `${town}017001`;
const now = Date.parse("2026-11-26T19:30:00+08:00");
let server: TestServer;
let dispatcher: Client;
let worker: string;
beforeAll(async () => {
  server = await startTestServer();
  server.setNow(now);
  dispatcher = await server.signIn(`${town}-dispatcher-1`);
  worker = await accountOf(`${grid}-worker`);
});
beforeEach(() => server.setNow(now));
afterAll(() => server.close());

const accountOf = async (username: string): Promise<string> =>
  (
    await server.owner
      .selectFrom("accounts")
      .select("id")
      .where("username", "=", username)
      .executeTakeFirstOrThrow()
  ).id;
const cardOf = async (client: Client, account: string): Promise<StaffCard> => {
  const answer = await client.get(`/api/staff/${account}`);
  expect(answer.status, answer.text).toBe(200);
  return answer.body;
};

test("colleagues read what somebody serves as; only those who dispatch read the number", async () => {
  const card = await cardOf(dispatcher, worker);
  expect(card.duties).toMatchObject([{ unit: { code: grid }, role: "gridWorker" }]);
  expect(card.phone).toMatch(/^\d{11}$/);
  const secretary = await server.signIn(`${town}017-secretary`);
  expect((await cardOf(secretary, worker)).phone).toBeNull();
});

test("people of another town, and roles that know no staff, find nobody", async () => {
  for (const username of [
    "500103003-dispatcher-1",
    "50-operator",
    "50-auditor",
    `${town}-deputy-1`,
  ]) {
    const stranger = await server.signIn(username);
    expect((await stranger.get(`/api/staff/${worker}`)).status).toBe(404);
  }
  expect((await dispatcher.get(`/api/staff/${randomUUID()}`)).status).toBe(404);
  expect((await dispatcher.get("/api/staff/nobody")).status).toBe(400);
});

test("on duty is what the roster of this shift says, and nothing where there is no roster", async () => {
  const account = await accountOf(`${town}-dispatcher-1`);
  const duty = async () => (await cardOf(dispatcher, account)).duties[0]?.onDuty;
  await server.owner.deleteFrom("duty_shifts").where("unit", "=", town).execute();
  expect(await duty()).toBe("noRoster");
  const shift = { district: "500103", unit: town, day: "2026-11-26", duty: "dispatcher" };
  const other = await accountOf(`${town}-dispatcher-2`);
  await server.owner
    .insertInto("duty_shifts")
    .values({ ...shift, shift: "day", account: other })
    .execute();
  expect(await duty()).toBe("no");
  await server.owner
    .insertInto("duty_shifts")
    .values({ ...shift, shift: "day", account })
    .execute();
  expect(await duty()).toBe("yes");
  server.setNow(now + 3_600_000);
  expect(await duty()).toBe("no");
});

test("the running work of the duties is listed as far as the viewer sees it", async () => {
  const { incident } = await sent(
    await server.signIn(`${grid}-worker`),
    aReport({
      ...at(await placeIn(server, town, 3)),
      source: "gridWorker",
      category: "050101",
      text: "井盖不见了",
    }),
  );
  const { body } = await dispatcher.get(`/api/incidents/${incident.id}`);
  const [unit, post] = body.workOrders[0].handler.split("/");
  const username = `${unit}-${post}-a`;
  const holder = await accountOf(username);
  const own = await server.signIn(username);
  for (const client of [dispatcher, own]) {
    const { work } = await cardOf(client, holder);
    expect(work.open).toBeGreaterThan(0);
    expect(work.items.map(({ id }) => id)).toContain(incident.id);
  }
  const liaison = await server.signIn(`${town}-liaison`);
  expect((await cardOf(liaison, holder)).work).toEqual({ open: 0, items: [] });
});
