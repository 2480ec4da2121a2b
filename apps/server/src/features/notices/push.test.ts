import { afterAll, afterEach, beforeAll, describe, expect, test } from "vitest";
import { sendDueDeliveries } from "./delivery-commands.ts";
import { type DeliveryBench, openDeliveries } from "./delivery-testing.ts";

let bench: DeliveryBench;
beforeAll(async () => {
  bench = await openDeliveries();
});
afterAll(() => bench.close());
afterEach(() => bench.clear());

describe("web push", () => {
  test("goes to every browser of the person, encrypted and signed", async () => {
    await Promise.all([bench.subscribe(), bench.subscribe()]);
    await bench.tell("yellow");

    await sendDueDeliveries(bench.real);

    expect(bench.received).toHaveLength(2);
    for (const { headers, body } of bench.received) {
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
    const [gone, wrong, kept] = [
      await bench.subscribe(),
      await bench.subscribe("BPk"),
      await bench.subscribe(),
    ];
    bench.goneBrowsers.add(gone);
    await bench.tell("yellow");

    await sendDueDeliveries(bench.real);
    await bench.tell("yellow");
    await sendDueDeliveries(bench.real);

    const left = await bench.server.owner.selectFrom("push_subscriptions").select("id").execute();
    expect(left).toEqual([{ id: kept }]);
    expect(bench.received.filter(({ path }) => path.endsWith(gone))).toHaveLength(1);
    expect(bench.received.filter(({ path }) => path.endsWith(wrong))).toEqual([]);
    expect((await bench.deliveries()).map(({ status }) => status).toSorted()).toEqual([
      "failed",
      "failed",
      "sent",
      "sent",
    ]);
  });

  test("all servers of one database show browsers the same key", async () => {
    const dispatcher = await bench.server.signIn("500103001-dispatcher-1");

    const shown = await dispatcher.get("/api/push-key");

    const kept = await bench.server.owner.selectFrom("push_keys").selectAll().execute();
    expect(kept).toHaveLength(1);
    expect(shown.body).toEqual({ key: kept[0]!.public_key });
    expect(kept[0]!.private_key_enc).toMatch(/^1\./);
  });

  test("a browser belongs to whoever signed in there last, and leaves on request", async () => {
    const [first, second] = [
      await bench.server.signIn("500103001-dispatcher-1"),
      await bench.server.signIn("500103001-dispatcher-2"),
    ];
    const browser = {
      endpoint: "https://push.example.com/one",
      keys: { p256dh: "BPk", auth: "x" },
    };
    const owners = async () =>
      (await bench.server.owner.selectFrom("push_subscriptions").select("account").execute()).map(
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
    expect(taken).not.toEqual([bench.account]);
    expect(notMine).toEqual(taken);
    expect(await owners()).toEqual([]);
  });

  test("an address inside the own network is refused", async () => {
    const dispatcher = await bench.server.signIn("500103001-dispatcher-1");

    const answer = await dispatcher.post("/api/push-subscriptions", {
      endpoint: "https://10.0.0.1/x",
      keys: { p256dh: "BPk", auth: "x" },
    });

    expect(answer.status).toBe(400);
    expect(await bench.server.owner.selectFrom("push_subscriptions").selectAll().execute()).toEqual(
      [],
    );
  });
});
