import { afterAll, beforeAll, expect, test } from "vitest";
import { startTestServer, type Client, type TestServer } from "../../platform/testing/server.ts";
import { aReport, at, placeIn, sent } from "./intake-testing.ts";

const username = "500103001017001-worker";
let server: TestServer;
let worker: Client;
beforeAll(async () => {
  server = await startTestServer({ GEZHI_DEMO: "0", PUBLIC_URL: "https://gezhi.example.org/" });
  await server.owner
    .updateTable("accounts")
    .set({ demo: false })
    .where("username", "=", username)
    .execute();
  worker = await server.signIn(username);
});
afterAll(() => server.close());

test("outside the demo nothing simulated is taken", async () => {
  const answer = await server.anonymous.post(
    "/api/reports",
    aReport({ simulated: true, unit: "500103001" }),
  );

  expect(answer).toMatchObject({ status: 400, body: { detail: "正式环境不接收模拟数据" } });
});

test("a receipt's link leads to where browsers reach the server", async () => {
  const receipt = await sent(server.anonymous, aReport(at(await placeIn(server))));

  expect(receipt.url).toBe(
    `https://gezhi.example.org/r/receipts/${receipt.number}#${receipt.token}`,
  );
});

test("a stranger's address is slowed down, staff are not, and the answer says when to come back", async () => {
  const ask = (client: Client) => client.post("/api/classifications", { text: "井盖坏了" });

  const strangers = [];
  for (let index = 0; index < 121; index += 1) strangers.push((await ask(server.anonymous)).status);
  const last = await ask(server.anonymous);

  expect(strangers.filter((status) => status === 200)).toHaveLength(120);
  expect(last).toMatchObject({
    status: 429,
    body: { code: "too_many", detail: "操作太频繁，请稍后再试" },
  });
  expect(Number(last.headers["retry-after"])).toBeGreaterThan(0);
  expect((await ask(worker)).status).toBe(200);
});

test("the likeliest categories come with the words that decided and what makes it urgent", async () => {
  const { body } = await worker.post("/api/classifications", {
    text: "小区门口井盖不见了，有人受伤",
  });

  expect(body.items[0]).toMatchObject({ code: "050101", name: "井盖缺失", urgency: "orange" });
  expect(body.items[0].words.length).toBeGreaterThan(0);
  expect(body.items.length).toBeLessThanOrEqual(3);
  expect(body.urgencyHints).toEqual({ raise: 2, words: ["有人受伤"] });
});

test.each([
  [
    "no text, photo or category",
    { text: "", category: undefined },
    "请至少提供文字、照片或类别之一",
  ],
  ["a client id that is none", { clientId: "1" }, ""],
  ["a source that does not exist", { source: "drone" }, ""],
  ["a position off the globe", { position: { lon: 500, lat: 0 } }, ""],
  ["a phone that is none", { reporter: { phone: "12ab" } }, "手机号或座机号"],
  ["a text without end", { text: "长".repeat(5001) }, ""],
  [
    "eleven photos",
    { files: Array.from({ length: 11 }, () => "500103-01980000-0000-7000-8000-000000000000") },
    "",
  ],
])("%s is refused with what is wrong", async (_, change, message) => {
  const answer = await worker.post("/api/reports", aReport(change));

  expect(answer).toMatchObject({ status: 400, body: { code: "invalid" } });
  expect(JSON.stringify(answer.body.errors)).toContain(message);
});
