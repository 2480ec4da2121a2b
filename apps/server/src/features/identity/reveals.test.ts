import { afterAll, beforeAll, beforeEach, expect, test } from "vitest";
import type { TestDatabase } from "../../platform/testing/database.ts";
import {
  createStaffedDatabase,
  signedIn,
  startIdentityServer,
  type IdentityServer,
} from "./identity-testing.ts";

const id = "01920000-0000-7000-8000-00000000beef";
const report = `500103-${id}`;
const grid = "500103001017001";
let database: TestDatabase;
let server: IdentityServer;

beforeAll(async () => {
  database = await createStaffedDatabase();
  server = await startIdentityServer(database);
  const at = new Date();
  await database.owner
    .insertInto("incidents")
    .values({
      district: "500103",
      id,
      number: "E1",
      status: "registered",
      status_since: at,
      urgency: "blue",
      category: "010101",
      catalogue_version: 1,
      title: "暴露垃圾",
      unit: grid,
      town: "500103001",
      party_units: [grid],
      opened_at: at,
      updated_at: at,
    })
    .execute();
  await database.owner
    .insertInto("reports")
    .values({
      district: "500103",
      id,
      number: "R1",
      incident: id,
      original_incident: id,
      client_id: id,
      source: "resident",
      position_source: "none",
      receipt_hash: "x",
      created_at: at,
      reporter_phone_enc: server.context.secrets.seal("13812345678"),
    })
    .execute();
});
beforeEach(async () => {
  await database.owner
    .updateTable("incidents")
    .set({ urgency: "blue", party_units: [grid] })
    .where("id", "=", id)
    .execute();
});
afterAll(async () => {
  await server.close();
  await database.drop();
});

const ask = async (username: string, body: object = {}) => {
  const own = await signedIn(server, username);
  return own.request("POST", "/api/reveals", {
    report,
    field: "phone",
    reason: "核对报事地点",
    ...body,
  });
};
const entries = () =>
  database.owner.selectFrom("audit_log").selectAll().where("act", "like", "reveal.%").execute();

test("the worker of the grid sees the number with a reason, and who, why and of which incident are on record", async () => {
  const answer = await ask(`${grid}-worker`);

  expect(answer).toMatchObject({ status: 200, body: { value: "13812345678" } });
  expect(answer.headers["cache-control"]).toBe("no-store");
  const [entry] = await entries();
  expect(entry).toMatchObject({
    act: "reveal.phone",
    subject: report,
    reason: "核对报事地点",
    unit: grid,
    district: "500103",
    detail: { incident: report, number: "E1" },
  });
  expect(JSON.stringify(entry)).not.toContain("13812345678");
});

test.each([
  ["no reason", { reason: undefined }],
  ["a blank one", { reason: "      " }],
  ["one that says nothing", { reason: "看看" }],
])("without a reason nothing is shown: %s", async (_what, body) => {
  const before = (await entries()).length;

  expect((await ask(`${grid}-worker`, body)).status).toBe(400);
  expect(await entries()).toHaveLength(before);
});

test("a dispatcher sees it in red and orange matters only", async () => {
  const calm = await ask("500103001-dispatcher-1");
  await database.owner
    .updateTable("incidents")
    .set({ urgency: "red" })
    .where("id", "=", id)
    .execute();

  expect(calm.status).toBe(403);
  expect(calm.body.detail).toMatch(/红色、橙色/);
  expect((await ask("500103001-dispatcher-1")).body).toEqual({ value: "13812345678" });
});

test("a post sees it while it works on the matter", async () => {
  expect((await ask("500103001-PA04-a")).status).toBe(403);
  await database.owner
    .updateTable("incidents")
    .set({ party_units: [grid, "500103001/PA04"] })
    .where("id", "=", id)
    .execute();

  expect((await ask("500103001-PA04-a")).status).toBe(200);
});

test.each(["500103001-commander", "500103-supervisor", "500103-centre-1"])(
  "%s, who may open the record, is refused",
  async (username) => {
    expect((await ask(username)).status).toBe(403);
  },
);

test.each([
  "500103003-dispatcher-1",
  "500108-centre-1",
  "50-sysadmin",
  "50-auditor",
  "50-operator",
  `${grid}-parttime`,
])("for %s, who may not open the record, there is none", async (username) => {
  expect((await ask(username)).status).toBe(404);
});

test("what was not left cannot be shown, and nothing is on record for it", async () => {
  const before = (await entries()).length;

  const answer = await ask(`${grid}-worker`, { field: "name" });

  expect(answer).toMatchObject({
    status: 404,
    body: { detail: expect.stringMatching(/没有留下/) },
  });
  expect(await entries()).toHaveLength(before);
});

test("whoever has very many shown is stopped", async () => {
  const own = await signedIn(server, "500103001017-secretary");
  const statuses = [];
  for (let round = 0; round < 61; round += 1)
    statuses.push(
      (
        await own.request("POST", "/api/reveals", {
          report,
          field: "phone",
          reason: "逐一回访核实",
        })
      ).status,
    );

  expect(statuses.indexOf(429)).toBe(60);
});

test.each([
  ["a report that is no id", { report: "R1" }],
  ["a field that is not masked", { field: "text" }],
])("nonsense is refused: %s", async (_what, body) => {
  expect((await ask(`${grid}-worker`, body)).status).toBe(400);
});
