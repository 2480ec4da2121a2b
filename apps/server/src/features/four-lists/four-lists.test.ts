import type { AuditEntry } from "@gezhi/contract/audit.ts";
import { afterAll, beforeAll, beforeEach, expect, test } from "vitest";
import { startTestServer, type Client, type TestServer } from "../../platform/testing/server.ts";

const town = "500103001";
const village = `${town}017`;
let server: TestServer;
let secretary: Client;
let post: Client;
let dispatcher: Client;
let supervisor: Client;

beforeAll(async () => {
  server = await startTestServer();
  server.setNow(Date.parse("2026-11-26T12:00:00+08:00"));
  secretary = await server.signIn(`${village}-secretary`);
  post = await server.signIn(`${town}-PA05-a`);
  supervisor = await server.signIn("500103-supervisor");
  dispatcher = await server.signIn(`${town}-dispatcher-1`);
});
beforeEach(async () => {
  await server.owner.deleteFrom("list_checks").execute();
  await server.owner.deleteFrom("plates").execute();
});
afterAll(() => server.close());

const check = (client: Client, asked: "proof" | "task", text: string) =>
  client.post("/api/list-checks", { asked, text });
const hang = (client: Client, name: string, unit = village) =>
  client.post("/api/plates", { unit, name, hungOn: "2026-03-01" });

test("a check is answered and kept by its item, without a word or a person of what was asked", async () => {
  const refused = await check(secretary, "proof", "给王某某139****0000开亲属关系证明");
  expect({ status: refused.status, body: refused.body }).toMatchObject({
    status: 200,
    body: { answer: "refused", item: { code: "X01" }, unit: { code: village } },
  });
  expect(refused.body.alternative).not.toBe("");

  const rows = await server.owner.selectFrom("list_checks").selectAll().execute();
  expect(rows).toHaveLength(1);
  expect(rows[0]).toMatchObject({ unit: village, asked: "proof", answer: "refused", item: "X01" });
  expect(JSON.stringify(rows)).not.toMatch(/王某某|139/);
});

test("checks are counted by month and item for the unit and those above it, and for nobody else", async () => {
  await check(secretary, "proof", "亲属关系证明");
  await check(secretary, "proof", "亲属关系证明");
  await check(secretary, "proof", "人民调解协议书见证");
  await check(dispatcher, "task", "完成招商引资任务");

  const { body } = await dispatcher.get("/api/list-check-figures");
  expect(body.unit.code).toBe(town);
  expect(body.months).toEqual([
    {
      month: "2026-11",
      proofsAllowed: 1,
      proofsRefused: 2,
      tasksAllowed: 0,
      tasksRefused: 1,
      tasksUnlisted: 0,
      kindsAsked: 2,
      kindsAllowed: 1,
    },
  ]);
  expect(body.items[0]).toMatchObject({ code: "X01", answer: "refused", n: 2 });
  expect(body.permittedKinds).toBeGreaterThan(0);

  const own = await secretary.get("/api/list-check-figures");
  expect(own.body.months[0]).toMatchObject({ proofsRefused: 2, tasksRefused: 0 });
  expect((await secretary.get(`/api/list-check-figures?unit=${town}`)).status).toBe(403);
});

test("anybody reads which proofs are issued and where to go for the others, and asking leaves no trace", async () => {
  const stranger = server.anonymous;
  const { status, body } = await stranger.get(`/api/proof-lists?unit=${village}`);
  expect(status).toBe(200);
  expect(body.allowed.length).toBeGreaterThan(0);
  expect(body.refused.every(({ alternative }: { alternative: string }) => alternative)).toBe(true);
  expect((await stranger.get("/api/proof-lists?unit=990000")).status).toBe(404);
  expect(await server.owner.selectFrom("list_checks").selectAll().execute()).toEqual([]);
});

test("a plate the catalogue lacks shows as one too many until it is taken down", async () => {
  expect((await hang(secretary, "党群服务中心")).body).toMatchObject({ item: "P03" });
  const extra = await hang(secretary, "某某工作站");
  expect({ status: extra.status, item: extra.body.item }).toEqual({ status: 201, item: null });
  expect((await hang(post, "某某工作站")).status).toBe(409);

  const { body } = await supervisor.get("/api/plates");
  expect(body.villages).toEqual([
    { code: village, name: expect.any(String), hanging: 2, excess: 1 },
  ]);
  expect(body.hanging.map(({ removable }: { removable: boolean }) => removable)).toEqual([
    false,
    false,
  ]);

  expect((await supervisor.post(`/api/plates/${extra.body.id}/removal`)).status).toBe(403);
  expect((await post.post(`/api/plates/${extra.body.id}/removal`)).status).toBe(204);
  expect((await post.post(`/api/plates/${extra.body.id}/removal`)).status).toBe(409);
  expect((await secretary.get("/api/plates")).body.villages[0].excess).toBe(0);

  const auditor = await server.signIn("50-auditor");
  const kept = await auditor.get(`/api/audit?kind=signboard&subject=${extra.body.id}`);
  expect(
    kept.body.items.map(({ act, unit, detail }: AuditEntry) => [act, unit, detail["signboard"]]),
  ).toEqual([
    ["signboard.remove", village, "某某工作站"],
    ["signboard.hang", village, "某某工作站"],
  ]);
});

test("nobody registers plates of another village or town", async () => {
  expect((await hang(secretary, "综治中心", `${town}016`)).status).toBe(403);
  expect((await hang(post, "综治中心", "500103003013")).status).toBe(403);
  expect((await hang(supervisor, "综治中心")).status).toBe(403);
  expect((await hang(secretary, "综治中心", town)).status).toBe(400);
  expect((await secretary.get("/api/plates?unit=500103003013")).status).toBe(403);
});
