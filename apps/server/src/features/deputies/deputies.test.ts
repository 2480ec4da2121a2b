import { afterAll, beforeAll, expect, test } from "vitest";
import { startTestServer, type Client, type TestServer } from "../../platform/testing/server.ts";

const town = "500103001";
const grid = `${town}017001`;
let server: TestServer;
let dispatcher: Client;
let deputy: Client;
let worker: Client;

beforeAll(async () => {
  server = await startTestServer();
  dispatcher = await server.signIn(`${town}-dispatcher-1`);
  deputy = await server.signIn(`${town}-deputy-1`);
  worker = await server.signIn(`${grid}-worker`);
});
afterAll(() => server.close());

const accountOf = async (username: string): Promise<string> =>
  (
    await server.owner
      .selectFrom("accounts")
      .select("id")
      .where("username", "=", username)
      .executeTakeFirstOrThrow()
  ).id;

let serial = 0;
async function anIncident(): Promise<string> {
  serial += 1;
  const { body } = await worker.post("/api/reports", {
    clientId: crypto.randomUUID(),
    source: "gridWorker",
    text: `垃圾堆放第${serial}处，联系张先生13900001234`,
    address: `隐秘巷${serial}号`,
    unit: grid,
    category: "010101",
  });
  const id: string = body.incident.id;
  await server.owner
    .updateTable("incidents")
    .set({ status: "suspended" })
    .where("id", "=", id.slice(7))
    .execute();
  return id;
}
const act = (client: Client, id: string, body: object) =>
  client.post(`/api/incidents/${id}/acts`, body);
const send = async (id: string, to = `${town}-deputy-1`) =>
  act(dispatcher, id, { act: "sendToDeputy", deputy: await accountOf(to), note: "请您关注" });
const matters = async (client: Client) => (await client.get("/api/deputy-matters")).body.items;

test("a matter sent to a deputy shows how it goes, and no person, address or word of the report", async () => {
  const id = await anIncident();
  const { body: offered } = await dispatcher.get(`/api/deputies?town=${town}`);
  expect(offered.items).toHaveLength(2);

  const { status, body } = await send(id);

  expect(status).toBe(200);
  expect(body.timeline.at(-1)).toMatchObject({ act: "sendToDeputy", text: "送人大代表：请您关注" });
  const [matter] = await matters(deputy);
  expect(matter).toMatchObject({ number: body.number, note: "请您关注", answer: null });
  const detail = await deputy.get(`/api/deputy-matters/${matter.id}`);
  expect(detail.body.steps[0].text).toContain("已收到");
  for (const secret of ["13900001234", "张先生", "隐秘巷", id.slice(7)])
    expect(detail.text).not.toContain(secret);
  expect((await deputy.get(`/api/incidents/${id}`)).status).toBe(404);
  expect((await deputy.get("/api/notices")).body.items[0].title).toBe("有一件事送您关注");
});

test("what the deputy answers stands in the timeline, and the centre hears of it", async () => {
  const id = await anIncident();
  await send(id);
  const [matter] = await matters(deputy);

  const { status, body } = await deputy.post(`/api/deputy-matters/${matter.id}/answers`, {
    satisfied: false,
    stars: 2,
    comment: "希望明确完成时间",
  });

  expect({ status, answer: body.answer }).toMatchObject({
    status: 200,
    answer: { satisfied: false, stars: 2, comment: "希望明确完成时间" },
  });
  const { body: incident } = await dispatcher.get(`/api/incidents/${id}`);
  expect(incident.timeline.at(-1)).toMatchObject({
    act: "deputyAnswer",
    text: "人大代表答复：不满意，2 星：希望明确完成时间",
  });
  expect((await dispatcher.get("/api/notices")).body.items[0].title).toBe("人大代表答复：不满意");
});

test("a matter reaches the one it was sent to, once, and only a deputy of the town", async () => {
  const id = await anIncident();
  const other = await server.signIn(`${town}-deputy-2`);
  expect((await send(id)).status).toBe(200);

  expect((await send(id)).status).toBe(409);
  expect((await send(id, "500103003-deputy-1")).status).toBe(400);
  expect((await send(id, `${town}-commander`)).status).toBe(400);
  expect(
    (await act(worker, id, { act: "sendToDeputy", deputy: await accountOf(`${town}-deputy-2`) }))
      .status,
  ).toBe(403);
  expect(await matters(other)).toEqual([]);
  const [mine] = await matters(deputy);
  expect((await other.get(`/api/deputy-matters/${mine.id}`)).status).toBe(404);
  expect(
    (await other.post(`/api/deputy-matters/${mine.id}/answers`, { satisfied: true, stars: 5 }))
      .status,
  ).toBe(404);
});
