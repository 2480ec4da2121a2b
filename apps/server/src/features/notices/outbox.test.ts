import { afterAll, afterEach, beforeAll, describe, expect, test } from "vitest";
import { write } from "../../platform/database/scope.ts";
import { removeOldDeliveries, sendDigests, sendDueDeliveries } from "./delivery-commands.ts";
import { type DeliveryBench, openDeliveries } from "./delivery-testing.ts";
import { sendShortMessage } from "./outside-message-commands.ts";

let bench: DeliveryBench;
beforeAll(async () => {
  bench = await openDeliveries();
});
afterAll(() => bench.close());
afterEach(() => bench.clear());

describe("the outbox", () => {
  test("shows in a demo what would have been sent, with masked numbers", async () => {
    await write(bench.server.db, "system", (tx) =>
      sendShortMessage(tx, bench.server.context, {
        district: "500103",
        phone: "13800001234",
        subject: "短信验证码",
        text: "【格治】验证码 123456",
      }),
    );
    await sendDueDeliveries(bench.server.context);
    const dispatcher = await bench.server.signIn("500103001-dispatcher-1");

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
    await bench.subscribe();
    await bench.tell("yellow", "催办");
    const dispatcher = await bench.server.signIn("500103001-dispatcher-1");

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
    await bench.tell("orange");
    const dispatcher = await bench.server.signIn("500103001-dispatcher-1");

    expect((await dispatcher.get("/api/outbox?channel=voice")).body).toEqual({ items: [] });
  });
});

describe("the digest", () => {
  test("sums up unread routine notices once, and the next time only what is new", async () => {
    bench.setNow(Date.parse("2026-03-03T08:00:00+08:00"));
    await bench.subscribe();
    for (const title of ["一", "二", "三"]) await bench.tell("blue", title);
    await bench.tell("orange");
    bench.setNow(Date.parse("2026-03-03T09:00:05+08:00"));

    const morning = await sendDigests(bench.real);
    const repeated = await sendDigests(bench.real);
    await sendDueDeliveries(bench.real, ["webPush"]);
    bench.setNow(Date.parse("2026-03-03T15:00:05+08:00"));
    const afternoon = await sendDigests(bench.real);

    expect([morning, repeated, afternoon]).toEqual([1, 0, 0]);
    expect(bench.received).toHaveLength(2);
    const digests = await bench.server.owner
      .selectFrom("notices")
      .select(["body", "urgency", "incident"])
      .where("act", "=", "digest")
      .execute();
    expect(digests).toEqual([
      { body: "有 3 条一般事项通知未读，请在方便时处理", urgency: "blue", incident: null },
    ]);
  });

  test("leaves whoever has read everything in peace", async () => {
    bench.setNow(Date.parse("2026-03-04T08:00:00+08:00"));
    await bench.tell("blue");
    await bench.server.owner
      .updateTable("notices")
      .set({ read_at: new Date(bench.now()) })
      .execute();
    bench.setNow(Date.parse("2026-03-04T09:00:05+08:00"));

    expect(await sendDigests(bench.real)).toBe(0);
  });
});

test("messages are forgotten after a month, those still to be sent never", async () => {
  await bench.tell("red");
  await sendDueDeliveries(bench.real, ["sms"]);
  bench.wait(31 * 86_400);

  await removeOldDeliveries(bench.real);

  expect(await bench.deliveries()).toMatchObject([{ channel: "voice", status: "queued" }]);
});
