import { afterAll, afterEach, beforeAll, expect, test } from "vitest";
import { write } from "../../platform/database/scope.ts";
import { createSecrets } from "../../platform/secrets.ts";
import { sendDueDeliveries } from "./delivery-commands.ts";
import { claimDeliveries } from "./delivery-queries.ts";
import { type DeliveryBench, openDeliveries } from "./delivery-testing.ts";

let bench: DeliveryBench;
beforeAll(async () => {
  bench = await openDeliveries();
});
afterAll(() => bench.close());
afterEach(() => bench.clear());

test("in a demo nothing leaves the machine, and every message says that it is simulated", async () => {
  await bench.subscribe();
  await bench.tell("red");

  const sent = await sendDueDeliveries(bench.server.context);

  expect(sent).toBe(3);
  expect(bench.received).toEqual([]);
  expect(await bench.deliveries()).toMatchObject([
    { channel: "sms", status: "sent", simulated: true, attempts: 1 },
    { channel: "voice", status: "sent", simulated: true },
    { channel: "webPush", status: "sent", simulated: true },
  ]);
});

test("without a gateway a message stands in the outbox as simulated", async () => {
  await bench.tell("orange");
  const { SMS_URL: _, ...config } = bench.real.config;

  await sendDueDeliveries({ ...bench.real, config });

  expect(await bench.deliveries()).toMatchObject([{ status: "sent", simulated: true }]);
});

test("a red notice is spoken and written at once, to the number and without names", async () => {
  await bench.tell("red");

  const sent = await sendDueDeliveries(bench.real);

  expect(sent).toBe(2);
  expect(bench.received.map(({ path }) => path).toSorted()).toEqual(["/sms", "/voice"]);
  const [first] = bench.received;
  expect(JSON.parse(first!.body.toString())).toEqual({
    to: expect.stringMatching(/^1\d{10}$/),
    text: "【格治】请签收：消防通道堵塞（红·特急）。SJ-1，捍卫路社区第一网格",
  });
  expect(await bench.deliveries()).toMatchObject([
    { status: "sent", simulated: false, error: null },
    { status: "sent", simulated: false, error: null },
  ]);
});

test("a gateway that stumbles is asked again, with the same key, until it takes the message", async () => {
  await bench.tell("orange");
  bench.answerWith(503, 429, 200);

  await sendDueDeliveries(bench.real);
  const [stumbled] = await bench.deliveries();
  await sendDueDeliveries(bench.real);
  bench.wait(5);
  await sendDueDeliveries(bench.real);
  bench.wait(15);
  await sendDueDeliveries(bench.real);

  expect(stumbled).toMatchObject({ status: "queued", attempts: 1, error: "对方回应 503" });
  expect(bench.received).toHaveLength(3);
  expect(new Set(bench.received.map(({ headers }) => headers["idempotency-key"])).size).toBe(1);
  expect(await bench.deliveries()).toMatchObject([{ status: "sent", attempts: 3, error: null }]);
});

test("what a gateway refuses is not tried again and says why", async () => {
  await bench.tell("orange");
  bench.answerWith(401);

  await sendDueDeliveries(bench.real);
  bench.wait(3600);
  await sendDueDeliveries(bench.real);

  expect(bench.received).toHaveLength(1);
  expect(await bench.deliveries()).toMatchObject([{ status: "failed", error: "对方回应 401" }]);
});

test("a call nobody could make is given up after a quarter of an hour", async () => {
  await bench.tell("red");
  bench.answerWith(...Array.from({ length: 50 }, () => 500));

  for (let round = 0; round < 12; round += 1) {
    await sendDueDeliveries(bench.real, ["voice"]);
    bench.wait(120);
  }

  const [, voice] = await bench.deliveries();
  expect(voice).toMatchObject({ channel: "voice", status: "failed", error: "对方回应 500" });
});

test("a gateway that hangs is left after a while and holds up no other channel", async () => {
  await bench.tell("red");
  bench.answerWith("hang");

  const hanging = sendDueDeliveries(bench.real, ["sms"]);
  await bench.untilReceived(1);
  const spoken = await sendDueDeliveries(bench.real, ["voice"]);

  expect(spoken).toBe(1);
  expect(await hanging).toBe(0);
  expect(await bench.deliveries()).toMatchObject([
    { channel: "sms", status: "queued", error: "对方未及时回应" },
    { channel: "voice", status: "sent" },
  ]);
});

test("a gateway that is not there is no error of ours", async () => {
  await bench.tell("orange");
  const config = { ...bench.real.config, SMS_URL: "http://127.0.0.1:1/sms" };

  await sendDueDeliveries({ ...bench.real, config });

  expect(await bench.deliveries()).toMatchObject([{ status: "queued", error: "无法连接对方" }]);
});

test("a number sealed with another key stops neither the work nor other messages, and says so", async () => {
  const other = createSecrets("6".repeat(64));
  const kept = await bench.server.owner
    .selectFrom("accounts")
    .select("phone_enc")
    .where("id", "=", bench.account)
    .executeTakeFirstOrThrow();
  const setPhone = (phone_enc: string | null) =>
    bench.server.owner
      .updateTable("accounts")
      .set({ phone_enc })
      .where("id", "=", bench.account)
      .execute();
  await setPhone(other.seal("13900000000"));
  await bench.tell("orange", "打不开");
  await setPhone(kept.phone_enc);
  await bench.tell("orange", "打得开");

  await sendDueDeliveries(bench.real);

  expect(bench.texts()).toEqual(["【格治】打得开。SJ-1，捍卫路社区第一网格"]);
  const rows = await bench.server.owner
    .selectFrom("deliveries")
    .select(["status", "address_masked", "error"])
    .where("status", "=", "failed")
    .execute();
  expect(rows).toEqual([
    {
      status: "failed",
      address_masked: "号码无法读取",
      error: "号码或内容无法解密，请检查 SECRET_KEY",
    },
  ]);
});

test("of several workers each message is sent by one", async () => {
  for (let index = 0; index < 60; index += 1) await bench.tell("orange", `第 ${index} 条`);

  const sent = await Promise.all(Array.from({ length: 4 }, () => sendDueDeliveries(bench.real)));

  expect(sent.reduce((sum, count) => sum + count, 0)).toBe(60);
  expect(new Set(bench.texts()).size).toBe(60);
  expect(bench.received).toHaveLength(60);
});

test("a worker that took messages and died gives them back by its silence", async () => {
  await bench.tell("orange");
  await write(bench.server.db, "system", (tx) =>
    claimDeliveries(tx, "sms", new Date(bench.now()), new Date(bench.now() + 60_000), 10),
  );

  const early = await sendDueDeliveries(bench.real);
  bench.wait(61);
  const late = await sendDueDeliveries(bench.real);

  expect([early, late]).toEqual([0, 1]);
  expect(await bench.deliveries()).toMatchObject([{ status: "sent", attempts: 2 }]);
});

test("red overtakes what waits", async () => {
  for (let index = 0; index < 40; index += 1) await bench.tell("orange", `橙 ${index}`);
  await bench.tell("red", "红");

  await sendDueDeliveries(bench.real, ["sms"]);

  const place = bench.texts().findIndex((text) => text.includes("红。"));
  expect(bench.texts()).toHaveLength(41);
  expect(place).toBeLessThan(20);
});
