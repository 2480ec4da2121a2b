import { createECDH, randomBytes } from "node:crypto";
import http, { type IncomingHttpHeaders } from "node:http";
import type { AddressInfo } from "node:net";
import type { Urgency } from "@gezhi/contract/incidents.ts";
import { v7 } from "uuid";
import { write } from "../../platform/database/scope.ts";
import { startTestServer } from "../../platform/testing/server.ts";
import type { Context } from "../context.ts";
import { notify } from "./notice-commands.ts";

type Received = { path: string; headers: IncomingHttpHeaders; body: Buffer };
type Answer = number | "hang";

/** Another company's machine: gateways and push services in one. */
async function openOtherMachine() {
  const received: Received[] = [];
  const answers: Answer[] = [];
  const goneBrowsers = new Set<string>();
  const machine = http.createServer((request, response) => {
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
  await new Promise<void>((resolve) => machine.listen(0, "127.0.0.1", resolve));
  const base = `http://127.0.0.1:${(machine.address() as AddressInfo).port}`;
  return { machine, base, received, answers, goneBrowsers };
}

export type DeliveryBench = Awaited<ReturnType<typeof openDeliveries>>;

/** A server with one person to be told, and the machine that its messages go to. */
export async function openDeliveries() {
  const { machine, base, received, answers, goneBrowsers } = await openOtherMachine();
  const server = await startTestServer();
  /** The same server, not in demo mode and with gateways. */
  const real: Context = {
    ...server.context,
    config: {
      ...server.context.config,
      GEZHI_DEMO: false,
      SMS_URL: `${base}/sms`,
      VOICE_URL: `${base}/voice`,
    },
  };
  const { id: account } = await server.owner
    .selectFrom("accounts")
    .select("id")
    .where("username", "=", "500103001-dispatcher-1")
    .executeTakeFirstOrThrow();
  let number = 0;
  let now = 0;
  const setNow = (at: number) => {
    now = at;
    server.setNow(now);
  };
  setNow(Date.parse("2026-03-02T10:00:00+08:00"));

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

  return {
    server,
    real,
    account,
    received,
    goneBrowsers,
    /** What the other machine answers next; 200 when nothing is left. */
    answerWith: (...next: Answer[]) => void answers.push(...next),
    tell,
    subscribe,
    now: () => now,
    setNow,
    wait: (seconds: number) => setNow(now + seconds * 1000),
    deliveries: () =>
      server.owner.selectFrom("deliveries").selectAll().orderBy("channel").execute(),
    texts: () => received.map(({ body }) => (JSON.parse(body.toString()) as { text: string }).text),
    async untilReceived(count: number): Promise<void> {
      while (received.length < count) await new Promise((resolve) => setTimeout(resolve, 5));
    },
    /** As if nothing had been told yet. */
    async clear(): Promise<void> {
      machine.closeAllConnections();
      received.length = 0;
      answers.length = 0;
      await server.owner.deleteFrom("deliveries").execute();
      await server.owner.deleteFrom("notices").execute();
      await server.owner.deleteFrom("push_subscriptions").execute();
    },
    async close(): Promise<void> {
      machine.closeAllConnections();
      machine.close();
      await server.close();
    },
  };
}
