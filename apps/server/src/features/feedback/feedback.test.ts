import { afterAll, beforeAll, expect, test } from "vitest";
import { startTestServer, type Client, type TestServer } from "../../platform/testing/server.ts";

const grid = "500103001017001";
let server: TestServer;
let worker: Client;
let operator: Client;
let dispatcher: Client;

beforeAll(async () => {
  server = await startTestServer();
  worker = await server.signIn(`${grid}-worker`);
  operator = await server.signIn("50-operator");
  dispatcher = await server.signIn("500103001-dispatcher-1");
});
afterAll(() => server.close());

const send = (client: Client, text: string) =>
  client.post("/api/feedback", { page: "/field/tasks", build: "field.js", text });
const listed = async (client: Client, query = "") =>
  (await client.get(`/api/feedback${query}`)).body.items as { id: string; text: string }[];

test("what a grid worker asks reaches the city's backlog, and the answer comes back as a notice", async () => {
  const { status, body } = await send(worker, "任务列表请加大字号");
  expect({ status, state: body.state, page: body.page }).toEqual({
    status: 201,
    state: "open",
    page: "/field/tasks",
  });
  const backlog = await operator.get("/api/feedback?of=backlog&state=open");
  expect(backlog.body.items).toContainEqual(body);
  expect(backlog.text).not.toContain((await worker.get("/api/session")).body.name);

  const answered = await operator.post(`/api/feedback/${body.id}/answers`, {
    state: "planned",
    answer: "下一版加上大字号",
  });
  expect(answered.body).toMatchObject({ state: "planned", answer: "下一版加上大字号" });
  expect((await worker.get("/api/feedback")).body.items[0]).toEqual(answered.body);
  expect((await worker.get("/api/notices")).body.items[0]).toMatchObject({
    title: "您提的意见有了答复",
    body: "下一版加上大字号",
  });
  expect(await listed(operator, "?of=backlog&state=open")).toEqual([]);
});

test("others see neither what somebody asked nor the backlog, and answer nothing", async () => {
  const { body } = await send(worker, "希望离线时也能看地图");
  expect(await listed(dispatcher)).toEqual([]);
  expect((await dispatcher.get("/api/feedback?of=backlog")).status).toBe(403);
  const answer = { state: "done", answer: "已经做好" };
  expect((await dispatcher.post(`/api/feedback/${body.id}/answers`, answer)).status).toBe(403);
  expect((await worker.post(`/api/feedback/${body.id}/answers`, answer)).status).toBe(403);
  expect((await send(worker, " ")).status).toBe(400);
});
