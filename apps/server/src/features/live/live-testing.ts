import { randomUUID } from "node:crypto";
import http from "node:http";
import type { AddressInfo } from "node:net";
import type { Role } from "@gezhi/contract/identity.ts";
import { LiveMessage } from "@gezhi/contract/live.ts";
import { v7 } from "uuid";
import { readConfig } from "../../platform/config.ts";
import type { Db } from "../../platform/database/connect.ts";
import { write } from "../../platform/database/scope.ts";
import { createApp } from "../../platform/http/app.ts";
import { createLogger } from "../../platform/log.ts";
import { createSecrets } from "../../platform/secrets.ts";
import { createTestDatabase, type TestDatabase } from "../../platform/testing/database.ts";
import type { Context } from "../context.ts";
import { registerIdentity } from "../identity/session-plugin.ts";
import { announce, type Announcement } from "./live-commands.ts";
import { startLiveLink, type LiveLink } from "./live-link.ts";
import { registerLiveRoutes } from "./live-routes.ts";

/** Waits for a condition instead of guessing a pause; fails by the test's own limit. */
export async function until(condition: () => boolean | Promise<boolean>): Promise<void> {
  while (!(await condition())) await new Promise((resolve) => setTimeout(resolve, 5));
}

export type Streamed = { id: string; event: string; data: string };

/** A browser's EventSource as far as the server can tell, without its own retries. */
export type Screen = {
  status: number;
  events: Streamed[];
  messages: LiveMessage[];
  subjects: () => string[];
  /** What the browser would send as Last-Event-ID. */
  lastId: () => string;
  ended: () => boolean;
  pause: () => void;
  resume: () => void;
  close: () => void;
};

export type ScreenOptions = { url: string; cookie: string; lastId?: string; ago?: number };

/** Resolves once the server has answered; refused requests resolve with their status. */
export function openScreen({ url, cookie, lastId, ago }: ScreenOptions): Promise<Screen> {
  return new Promise((resolve, reject) => {
    const headers = { cookie, ...(lastId ? { "last-event-id": lastId } : {}) };
    const path = ago === undefined ? "/api/live" : `/api/live?ago=${ago}`;
    const request = http.get(`${url}${path}`, { agent: false, headers }, (response) => {
      const events: Streamed[] = [];
      const messages: LiveMessage[] = [];
      let last = lastId ?? "";
      let ended = false;
      let rest = "";
      response.setEncoding("utf8");
      response.on("data", (chunk: string) => {
        const blocks = (rest + chunk).split("\n\n");
        rest = blocks.pop()!;
        for (const block of blocks) {
          const fields = new Map(
            block.split("\n").map((line) => {
              const colon = line.indexOf(":");
              return [line.slice(0, colon), line.slice(colon + 2)] as const;
            }),
          );
          last = fields.get("id") ?? last;
          const data = fields.get("data");
          if (data === undefined) continue;
          const event = fields.get("event") ?? "message";
          events.push({ id: last, event, data });
          if (event === "message") messages.push(LiveMessage.parse(JSON.parse(data)));
        }
      });
      response.on("close", () => (ended = true)).on("error", () => (ended = true));
      resolve({
        status: response.statusCode ?? 0,
        events,
        messages,
        subjects: () => messages.map(({ subject }) => subject),
        lastId: () => last,
        ended: () => ended,
        pause: () => response.pause(),
        resume: () => response.resume(),
        close: () => request.destroy(),
      });
    });
    request.on("error", reject);
  });
}

/** A screen that has joined the stream: everything committed from now on concerns it. */
export async function joinedScreen(options: ScreenOptions): Promise<Screen> {
  const screen = await openScreen(options);
  if (screen.status !== 200) throw new Error(`the stream answered ${screen.status}`);
  await until(() => screen.events.some(({ event }) => event === "ready"));
  return screen;
}

export const announced = (
  town: string,
  parties: readonly string[],
  more: Partial<Announcement> = {},
): Announcement => ({
  kind: "incident",
  subject: `500103-${v7()}`,
  act: "note",
  town,
  parties,
  ...more,
});

/** Two hours pass for everything in the log. */
export const ageLog = (owner: Db) =>
  owner
    .updateTable("live_log")
    .set({ at: new Date(Date.now() - 7_200_000) })
    .execute();

/** A transaction that has written and is not committed before the answer is called. */
export async function heldBack(db: Db, announcement: Announcement): Promise<() => Promise<void>> {
  let release = () => {};
  const released = new Promise<void>((resolve) => (release = resolve));
  let written = () => {};
  const writing = new Promise<void>((resolve) => (written = resolve));
  const transaction = write(db, "system", async (tx) => {
    await announce(tx, [announcement]);
    written();
    await released;
  });
  await writing;
  return async () => {
    release();
    await transaction;
  };
}

type Post = { unit: string; role: Role; post?: string; department?: string };

/** An account with a session; returns the cookie its browser sends. */
export async function signedIn(
  owner: Db,
  sessionHash: (token: string) => string,
  ...posts: Post[]
): Promise<{ account: string; cookie: string; tokenHash: string }> {
  const account = v7();
  const token = randomUUID();
  const tokenHash = sessionHash(token);
  await owner
    .insertInto("accounts")
    .values({ id: account, username: account, name: "测试人员", must_change_password: false })
    .execute();
  for (const { unit, role, post, department } of posts)
    await owner
      .insertInto("appointments")
      .values({
        id: v7(),
        account,
        unit,
        role,
        post: post ?? null,
        department: department ?? null,
        valid_from: "2020-01-01",
      })
      .execute();
  await owner
    .insertInto("sessions")
    .values({
      token_hash: tokenHash,
      account,
      csrf_token: "csrf",
      expires_at: new Date(Date.now() + 3_600_000),
    })
    .execute();
  return { account, cookie: `gezhi_session=${token}`, tokenHash };
}

export type LiveServer = {
  database: TestDatabase;
  context: Context;
  link: LiveLink;
  url: string;
  /** Screens that asked so far, whether or not the fan-out has taken them over. */
  asked: () => number;
  close: () => Promise<void>;
};

/** Sessions, the live route and a fan-out process on a database of their own. */
export async function startLiveServer(recheckMs?: number): Promise<LiveServer> {
  const database = await createTestDatabase();
  const log = createLogger("silent");
  const context = {
    config: readConfig({}),
    log,
    db: database.db,
    now: () => Date.now(),
    secrets: createSecrets("ab".repeat(32)),
    units: { predecessorsOf: () => [] as string[] },
    hint: () => undefined,
  } as unknown as Context;
  const app = await createApp(context.config, log);
  registerIdentity(app, context);
  const link = await startLiveLink(database.url, log, {
    logLevel: "silent",
    ...(recheckMs ? { recheckMs } : {}),
  });
  let asked = 0;
  registerLiveRoutes(app, {
    ...link,
    handOver: (socket, subscription) => {
      asked += 1;
      link.handOver(socket, subscription);
    },
  });
  await app.listen({ port: 0, host: "127.0.0.1" });
  const { port } = app.server.address() as AddressInfo;
  return {
    database,
    context,
    link,
    url: `http://127.0.0.1:${port}`,
    asked: () => asked,
    close: async () => {
      await app.close();
      await database.drop();
    },
  };
}
