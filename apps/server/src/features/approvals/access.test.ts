import { afterAll, beforeAll, expect, test } from "vitest";
import { startTestServer, type Client, type TestServer } from "../../platform/testing/server.ts";

const grid = "500103001017001";
const town = "500103001";
const hour = 3_600_000;
let server: TestServer;
let operator: Client;
let commander: Client;
let officer: Client;
let centre: Client;
let auditor: Client;

beforeAll(async () => {
  server = await startTestServer();
  operator = await server.signIn("50-operator");
  commander = await server.signIn(`${town}-commander`);
  officer = await server.signIn(`${town}-duty-officer-1`);
  centre = await server.signIn("500103-centre-1");
  auditor = await server.signIn("50-auditor");
});
afterAll(() => server.close());

let serial = 0;
async function anIncident(): Promise<{ id: string; number: string; report: string }> {
  serial += 1;
  const worker = await server.signIn(`${grid}-worker`);
  const { body } = await worker.post("/api/reports", {
    clientId: crypto.randomUUID(),
    source: "gridWorker",
    text: `井盖破损第${serial}处，旁边有积水`,
    unit: grid,
    category: "010101",
    contact: { name: "赵某", phone: "13900001234" },
  });
  const row = await server.owner
    .selectFrom("reports as r")
    .innerJoin("incidents as i", "i.id", "r.incident")
    .select(["i.id", "i.number", "i.district", "r.id as report"])
    .where("r.number", "=", body.number)
    .executeTakeFirstOrThrow();
  // Out of the way of the next one, so that the two stay apart.
  await server.owner
    .updateTable("reports")
    .set({
      reporter_account: null,
      reporter_phone_enc: server.context.secrets.seal("13900001234"),
    })
    .where("id", "=", row.report)
    .execute();
  await server.owner
    .updateTable("incidents")
    .set({ status: "closed", closed_at: new Date() })
    .where("id", "=", row.id)
    .execute();
  return {
    id: `${row.district}-${row.id}`,
    number: row.number,
    report: `${row.district}-${row.report}`,
  };
}

const ask = (client: Client, number: string, more: object = {}) =>
  client.post("/api/approvals", { number, opens: "detail", reason: "核对久拖未办的原因", ...more });
const decide = (client: Client, id: string, approve = true) =>
  client.post(`/api/approvals/${id}/decisions`, {
    approve,
    note: approve ? undefined : "与工作无关",
  });
const see = async (client: Client, id: string) => (await client.get(`/api/incidents/${id}`)).status;
const notices = async (client: Client): Promise<string[]> =>
  (await client.get("/api/notices")).body.items.map(({ title }: { title: string }) => title);
const list = async (client: Client, which: string): Promise<string[]> =>
  (await client.get(`/api/approvals?list=${which}`)).body.items.map(({ id }: { id: string }) => id);

test("the city asks, the district approves, and the city sees that incident for its time and no other", async () => {
  const [one, other] = [await anIncident(), await anIncident()];
  const { status, body } = await ask(operator, one.number, { hours: 2 });
  expect({ status, title: body.title }).toEqual({ status: 201, title: null });
  expect(await list(centre, "decide")).toContain(body.id);
  expect(await notices(centre)).toContain("请审批：查看事件详情");

  expect((await decide(centre, body.id)).status).toBe(200);

  const seen = await operator.get(`/api/incidents/${one.id}`);
  expect({ status: seen.status, masked: seen.body.masked, acts: seen.body.actions }).toEqual({
    status: 200,
    masked: false,
    acts: [],
  });
  expect(seen.body.access.granted).toHaveLength(1);
  expect(await see(operator, other.id)).toBe(404);
  expect(await notices(operator)).toContain("已批准：查看事件详情");
  expect((await operator.get("/api/incidents?list=all")).body.items).toEqual([]);

  server.setNow(Date.now() + 2 * hour + 1000);
  expect(await see(operator, one.id)).toBe(404);
  const [ended] = (await centre.get("/api/approvals?list=granted")).body.items;
  expect({ id: ended.id, status: ended.status, actions: ended.actions }).toEqual({
    id: body.id,
    status: "ended",
    actions: [],
  });
  server.setNow(undefined);
});

test("what is revoked is gone at once, and every step is in the audit log", async () => {
  const one = await anIncident();
  const { body } = await ask(operator, one.number);
  await decide(officer, body.id);
  expect(await see(operator, one.id)).toBe(200);

  expect((await centre.post(`/api/approvals/${body.id}/revocations`)).status).toBe(200);

  expect(await see(operator, one.id)).toBe(404);
  const { items } = (await auditor.get(`/api/audit?subject=${body.id}`)).body;
  expect(items.map(({ act }: { act: string }) => act).toReversed()).toEqual([
    "access.ask",
    "access.approve",
    "access.use",
    "access.revoke",
  ]);
});

test("a commander has a reporter's phone shown once the duty officer has approved it", async () => {
  const one = await anIncident();
  const reveal = () =>
    commander.post("/api/reveals", { report: one.report, field: "phone", reason: "回访报事人" });
  expect((await commander.get(`/api/incidents/${one.id}`)).body.access.asks).toEqual(["persons"]);
  expect((await reveal()).status).toBe(403);
  const { body } = await commander.post("/api/approvals", {
    incident: one.id,
    opens: "persons",
    reason: "回访报事人",
  });
  expect((await commander.get(`/api/incidents/${one.id}`)).body.access.pending).toEqual([
    "persons",
  ]);
  expect((await decide(commander, body.id)).status).toBe(403);

  await decide(officer, body.id);

  const shown = await reveal();
  expect({ status: shown.status, value: shown.body.value }).toEqual({
    status: 200,
    value: "13900001234",
  });
  const [entry] = (await auditor.get(`/api/audit?subject=${one.report}`)).body.items;
  expect(entry.detail.access).toBe(body.id);
});

test("a refusal gives its reason and opens nothing", async () => {
  const one = await anIncident();
  const { body } = await ask(operator, one.number);
  expect(
    (await centre.post(`/api/approvals/${body.id}/decisions`, { approve: false })).status,
  ).toBe(400);

  const { body: refused } = await decide(centre, body.id, false);

  expect(refused).toMatchObject({ status: "refused", note: "与工作无关", endsAt: null });
  expect(await see(operator, one.id)).toBe(404);
  expect(await notices(operator)).toContain("未批准：查看事件详情");
});

test("of two who decide at once, one is told so", async () => {
  const one = await anIncident();
  const { body } = await ask(operator, one.number);

  const codes = await Promise.all([decide(centre, body.id), decide(officer, body.id, false)]);

  expect(codes.map(({ status }) => status).toSorted((a, b) => a - b)).toEqual([200, 409]);
});

test("the same is asked for once, for no longer than the limit, and only where there is a right to ask", async () => {
  const one = await anIncident();
  const far = await server.signIn("500108-centre-1");
  const stranger = await server.signIn("500103003-commander");

  expect((await ask(operator, one.number, { hours: 25 })).status).toBe(400);
  const { body } = await ask(operator, one.number);
  expect((await ask(operator, one.number)).status).toBe(409);
  expect((await ask(operator, "SJ-500103-260101-999999")).status).toBe(404);
  expect((await ask(operator, one.number, { opens: "persons" })).status).toBe(404);
  expect((await ask(stranger, one.number, { opens: "persons" })).status).toBe(404);
  expect((await ask(officer, one.number)).status).toBe(403);
  expect((await decide(far, body.id)).status).toBe(404);
  expect(await list(far, "decide")).not.toContain(body.id);
  expect(await list(operator, "asked")).toContain(body.id);

  expect((await operator.post(`/api/approvals/${body.id}/revocations`)).status).toBe(200);
  expect((await decide(centre, body.id)).status).toBe(409);
});
