import { createECDH, randomBytes } from "node:crypto";
import http, { type IncomingHttpHeaders } from "node:http";
import type { AddressInfo } from "node:net";
import { v7 } from "uuid";
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from "vitest";
import type { Urgency } from "@gezhi/contract/incidents.ts";
import { write } from "../../platform/database/scope.ts";
import { createSecrets } from "../../platform/secrets.ts";
import { startTestServer, type TestServer } from "../../platform/testing/server.ts";
import type { Context } from "../context.ts";
import { removeOldDeliveries, sendDigests, sendDueDeliveries } from "./delivery-commands.ts";
import { claimDeliveries } from "./delivery-queries.ts";
import { notify, sendShortMessage } from "./notice-commands.ts";

type Received = { path: string; headers: IncomingHttpHeaders; body: Buffer };

/** Another company's machine: gateways and push services in one. */
let received: Received[] = [];
let answers: (number | "hang")[] = [];
const goneBrowsers = new Set<string>();
const other = http.createServer((request, response) => {
  const parts: Buffer[] = [];
  request.on("data", (part: Buffer) => parts.push(part));
  request.on("end", () => {
    received.push({
      path: request.url ?? "",
      headers: request.headers,
      body: Buffer.concat(parts),
    });
    const gone = goneBrowsers.has(request.url?.split("/").at(-1) ?? "");
    const answer = gone ? 410 : (answers.shift() ?? 200);
    if (answer === "hang") return;
    response.writeHead(answer).end();
  });
});
let base = "";
let server: TestServer;
/** The same server, not in demo mode and with gateways. */
let real: Context;
let account = "";
let number = 0;
let now = Date.parse("2026-03-02T10:00:00+08:00");

beforeAll(async () => {
  await new Promise<void>((resolve) => other.listen(0, "127.0.0.1", resolve));
  base = `http://127.0.0.1:${(other.address() as AddressInfo).port}`;
  server = await startTestServer();
  const config = {
    ...server.context.config,
    GEZHI_DEMO: false,
    SMS_URL: `${base}/sms`,
    VOICE_URL: `${base}/voice`,
  };
  real = { ...server.context, config };
  server.setNow(now);
  const person = await server.owner
    .selectFrom("accounts")
    .select("id")
    .where("username", "=", "500103001-dispatcher-1")
    .executeTakeFirstOrThrow();
  account = person.id;
});
afterAll(async () => {
  other.closeAllConnections();
  other.close();
  await server.close();
});
beforeEach(() => {
  received = [];
  answers = [];
});
afterEach(async () => {
  other.closeAllConnections();
  await server.owner.deleteFrom("deliveries").execute();
  await server.owner.deleteFrom("notices").execute();
  await server.owner.deleteFrom("push_subscriptions").execute();
});

const wait = (seconds: number) => {
  now += seconds * 1000;
  server.setNow(now);
};

async function tell(urgency: Urgency, title = "请签收：消防通道堵塞（红·特急）"): Promise<void> {
  number += 1;
  await write(server.db, "system", (tx) =>
    notify(tx, real, {
      district: "500103",
      incident: "01950000-0000-7000-8000-000000000001",
      urgency,
      act: "dispatch",
      title,
      body: "SJ-1，捍卫路社区第一网格",
      cause: `delivery ${number}`,
      recipients: { accounts: [account] },
    }),
  );
}
const deliveries = () =>
  server.owner.selectFrom("deliveries").selectAll().orderBy("channel").execute();
const texts = () =>
  received.map(({ body }) => (JSON.parse(body.toString()) as { text: string }).text);

const browserKey = () => createECDH("prime256v1").generateKeys("base64url");
async function subscribe(p256dh = browserKey()): Promise<string> {
  const id = v7();
  await server.owner
    .insertInto("push_subscriptions")
    .values({
      id,
      account,
      endpoint: `${base}/push/${id}`,
      p256dh,
      auth: randomBytes(16).toString("base64url"),
    })
    .execute();
  return id;
}

test("in a demo nothing leaves the machine, and every message says that it is simulated", async () => {
  await subscribe();
  await tell("red");

  const sent = await sendDueDeliveries(server.context);

  expect(sent).toBe(3);
  expect(received).toEqual([]);
  expect(await deliveries()).toMatchObject([
    { channel: "sms", status: "sent", simulated: true, attempts: 1 },
    { channel: "voice", status: "sent", simulated: true },
    { channel: "webPush", status: "sent", simulated: true },
  ]);
});

test("without a gateway a message stands in the outbox as simulated", async () => {
  await tell("orange");
  const { SMS_URL: _, ...config } = real.config;

  await sendDueDeliveries({ ...real, config });

  expect(await deliveries()).toMatchObject([{ status: "sent", simulated: true }]);
});

test("a red notice is spoken and written at once, to the number and without names", async () => {
  await tell("red");

  const sent = await sendDueDeliveries(real);

  expect(sent).toBe(2);
  expect(received.map(({ path }) => path).toSorted()).toEqual(["/sms", "/voice"]);
  const [first] = received;
  expect(JSON.parse(first!.body.toString())).toEqual({
    to: expect.stringMatching(/^1\d{10}$/),
    text: "【格治】请签收：消防通道堵塞（红·特急）。SJ-1，捍卫路社区第一网格",
  });
  expect(await deliveries()).toMatchObject([
    { status: "sent", simulated: false, error: null },
    { status: "sent", simulated: false, error: null },
  ]);
});

test("a gateway that stumbles is asked again, with the same key, until it takes the message", async () => {
  await tell("orange");
  answers = [503, 429, 200];

  await sendDueDeliveries(real);
  const [stumbled] = await deliveries();
  await sendDueDeliveries(real);
  wait(5);
  await sendDueDeliveries(real);
  wait(15);
  await sendDueDeliveries(real);

  expect(stumbled).toMatchObject({ status: "queued", attempts: 1, error: "对方回应 503" });
  expect(received).toHaveLength(3);
  expect(new Set(received.map(({ headers }) => headers["idempotency-key"])).size).toBe(1);
  expect(await deliveries()).toMatchObject([{ status: "sent", attempts: 3, error: null }]);
});

test("what a gateway refuses is not tried again and says why", async () => {
  await tell("orange");
  answers = [401];

  await sendDueDeliveries(real);
  wait(3600);
  await sendDueDeliveries(real);

  expect(received).toHaveLength(1);
  expect(await deliveries()).toMatchObject([{ status: "failed", error: "对方回应 401" }]);
});

test("a call nobody could make is given up after a quarter of an hour", async () => {
  await tell("red");
  answers = Array.from({ length: 50 }, () => 500);

  for (let round = 0; round < 12; round += 1) {
    await sendDueDeliveries(real, ["voice"]);
    wait(120);
  }

  const [, voice] = await deliveries();
  expect(voice).toMatchObject({ channel: "voice", status: "failed", error: "对方回应 500" });
});

test("a gateway that hangs is left after a while and holds up no other channel", async () => {
  await tell("red");
  answers = ["hang"];

  const hanging = sendDueDeliveries(real, ["sms"]);
  await untilReceived(1);
  const spoken = await sendDueDeliveries(real, ["voice"]);

  expect(spoken).toBe(1);
  expect(await hanging).toBe(0);
  expect(await deliveries()).toMatchObject([
    { channel: "sms", status: "queued", error: "对方未及时回应" },
    { channel: "voice", status: "sent" },
  ]);
});

test("a gateway that is not there is no error of ours", async () => {
  await tell("orange");
  const config = { ...real.config, SMS_URL: "http://127.0.0.1:1/sms" };

  await sendDueDeliveries({ ...real, config });

  expect(await deliveries()).toMatchObject([{ status: "queued", error: "无法连接对方" }]);
});

test("a number sealed with another key stops neither the work nor other messages, and says so", async () => {
  const other = createSecrets("6".repeat(64));
  const kept = await server.owner
    .selectFrom("accounts")
    .select("phone_enc")
    .where("id", "=", account)
    .executeTakeFirstOrThrow();
  const setPhone = (phone_enc: string | null) =>
    server.owner.updateTable("accounts").set({ phone_enc }).where("id", "=", account).execute();
  await setPhone(other.seal("13900000000"));
  await tell("orange", "打不开");
  await setPhone(kept.phone_enc);
  await tell("orange", "打得开");

  await sendDueDeliveries(real);

  expect(texts()).toEqual(["【格治】打得开。SJ-1，捍卫路社区第一网格"]);
  const rows = await server.owner
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
  for (let index = 0; index < 60; index += 1) await tell("orange", `第 ${index} 条`);

  const sent = await Promise.all(Array.from({ length: 4 }, () => sendDueDeliveries(real)));

  expect(sent.reduce((sum, count) => sum + count, 0)).toBe(60);
  expect(new Set(texts()).size).toBe(60);
  expect(received).toHaveLength(60);
});

test("a worker that took messages and died gives them back by its silence", async () => {
  await tell("orange");
  await write(server.db, "system", (tx) =>
    claimDeliveries(tx, "sms", new Date(now), new Date(now + 60_000), 10),
  );

  const early = await sendDueDeliveries(real);
  wait(61);
  const late = await sendDueDeliveries(real);

  expect([early, late]).toEqual([0, 1]);
  expect(await deliveries()).toMatchObject([{ status: "sent", attempts: 2 }]);
});

test("red overtakes what waits", async () => {
  for (let index = 0; index < 40; index += 1) await tell("orange", `橙 ${index}`);
  await tell("red", "红");

  await sendDueDeliveries(real, ["sms"]);

  const place = texts().findIndex((text) => text.includes("红。"));
  expect(texts()).toHaveLength(41);
  expect(place).toBeLessThan(20);
});

describe("web push", () => {
  test("goes to every browser of the person, encrypted and signed", async () => {
    await Promise.all([subscribe(), subscribe()]);
    await tell("yellow");

    await sendDueDeliveries(real);

    expect(received).toHaveLength(2);
    for (const { headers, body } of received) {
      expect(headers).toMatchObject({
        "content-encoding": "aes128gcm",
        authorization: expect.stringMatching(/^vapid t=.+, k=.+/),
        urgency: "normal",
        ttl: "86400",
      });
      expect(body.toString("latin1")).not.toContain("SJ-1");
    }
  });

  test("a browser that is gone, or whose key is none, is forgotten and holds up no other", async () => {
    const [gone, wrong, kept] = [await subscribe(), await subscribe("BPk"), await subscribe()];
    goneBrowsers.add(gone);
    await tell("yellow");

    await sendDueDeliveries(real);
    await tell("yellow");
    await sendDueDeliveries(real);

    const left = await server.owner.selectFrom("push_subscriptions").select("id").execute();
    expect(left).toEqual([{ id: kept }]);
    expect(received.filter(({ path }) => path.endsWith(gone))).toHaveLength(1);
    expect(received.filter(({ path }) => path.endsWith(wrong))).toEqual([]);
    expect((await deliveries()).map(({ status }) => status).toSorted()).toEqual([
      "failed",
      "failed",
      "sent",
      "sent",
    ]);
  });

  test("all servers of one database show browsers the same key", async () => {
    const dispatcher = await server.signIn("500103001-dispatcher-1");

    const shown = await dispatcher.get("/api/push-key");

    const kept = await server.owner.selectFrom("push_keys").selectAll().execute();
    expect(kept).toHaveLength(1);
    expect(shown.body).toEqual({ key: kept[0]!.public_key });
    expect(kept[0]!.private_key_enc).toMatch(/^1\./);
  });

  test("a browser belongs to whoever signed in there last, and leaves on request", async () => {
    const [first, second] = [
      await server.signIn("500103001-dispatcher-1"),
      await server.signIn("500103001-dispatcher-2"),
    ];
    const browser = {
      endpoint: "https://push.example.com/one",
      keys: { p256dh: "BPk", auth: "x" },
    };
    const owners = async () =>
      (await server.owner.selectFrom("push_subscriptions").select("account").execute()).map(
        (row) => row.account,
      );

    const statuses = [
      (await first.post("/api/push-subscriptions", browser)).status,
      (await second.post("/api/push-subscriptions", browser)).status,
    ];
    const taken = await owners();
    const path = `/api/push-subscriptions?endpoint=${encodeURIComponent(browser.endpoint)}`;
    await first.delete(path);
    const notMine = await owners();
    await second.delete(path);

    expect(statuses).toEqual([204, 204]);
    expect(taken).toHaveLength(1);
    expect(taken).not.toEqual([account]);
    expect(notMine).toEqual(taken);
    expect(await owners()).toEqual([]);
  });

  test("an address inside the own network is refused", async () => {
    const dispatcher = await server.signIn("500103001-dispatcher-1");

    const answer = await dispatcher.post("/api/push-subscriptions", {
      endpoint: "https://10.0.0.1/x",
      keys: { p256dh: "BPk", auth: "x" },
    });

    expect(answer.status).toBe(400);
    expect(await server.owner.selectFrom("push_subscriptions").selectAll().execute()).toEqual([]);
  });
});

describe("the outbox", () => {
  test("shows in a demo what would have been sent, with masked numbers", async () => {
    await write(server.db, "system", (tx) =>
      sendShortMessage(tx, server.context, {
        district: "500103",
        phone: "13800001234",
        subject: "短信验证码",
        text: "【格治】验证码 123456",
      }),
    );
    await sendDueDeliveries(server.context);
    const dispatcher = await server.signIn("500103001-dispatcher-1");

    const { body } = await dispatcher.get("/api/outbox?channel=sms");

    expect(body.items).toEqual([
      expect.objectContaining({
        channel: "sms",
        to: "138****1234",
        text: "【格治】验证码 123456",
        status: "sent",
        simulated: true,
        error: null,
      }),
    ]);
  });

  test("shows a push as its reader would see it", async () => {
    await subscribe();
    await tell("yellow", "催办");
    const dispatcher = await server.signIn("500103001-dispatcher-1");

    const { body } = await dispatcher.get("/api/outbox?channel=webPush");

    expect(body.items).toMatchObject([
      {
        to: expect.stringContaining("127.0.0.1"),
        text: "【格治】催办。SJ-1，捍卫路社区第一网格",
        status: "queued",
      },
    ]);
  });

  test("is empty for a channel without messages", async () => {
    await tell("orange");
    const dispatcher = await server.signIn("500103001-dispatcher-1");

    expect((await dispatcher.get("/api/outbox?channel=voice")).body).toEqual({ items: [] });
  });
});

describe("the digest", () => {
  test("sums up unread routine notices once, and the next time only what is new", async () => {
    now = Date.parse("2026-03-03T08:00:00+08:00");
    wait(0);
    await subscribe();
    for (const title of ["一", "二", "三"]) await tell("blue", title);
    await tell("orange");
    now = Date.parse("2026-03-03T09:00:05+08:00");
    wait(0);

    const morning = await sendDigests(real);
    const repeated = await sendDigests(real);
    await sendDueDeliveries(real, ["webPush"]);
    now = Date.parse("2026-03-03T15:00:05+08:00");
    wait(0);
    const afternoon = await sendDigests(real);

    expect([morning, repeated, afternoon]).toEqual([1, 0, 0]);
    expect(received).toHaveLength(2);
    const digests = await server.owner
      .selectFrom("notices")
      .select(["body", "urgency", "incident"])
      .where("act", "=", "digest")
      .execute();
    expect(digests).toEqual([
      { body: "有 3 条一般事项通知未读，请在方便时处理", urgency: "blue", incident: null },
    ]);
  });

  test("leaves whoever has read everything in peace", async () => {
    now = Date.parse("2026-03-04T08:00:00+08:00");
    wait(0);
    await tell("blue");
    await server.owner
      .updateTable("notices")
      .set({ read_at: new Date(now) })
      .execute();
    now = Date.parse("2026-03-04T09:00:05+08:00");
    wait(0);

    expect(await sendDigests(real)).toBe(0);
  });
});

test("messages are forgotten after a month, those still to be sent never", async () => {
  await tell("red");
  await sendDueDeliveries(real, ["sms"]);
  wait(31 * 86_400);

  await removeOldDeliveries(real);

  expect(await deliveries()).toMatchObject([{ channel: "voice", status: "queued" }]);
});

async function untilReceived(count: number): Promise<void> {
  while (received.length < count) await new Promise((resolve) => setTimeout(resolve, 5));
}
