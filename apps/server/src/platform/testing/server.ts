import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { InjectOptions } from "fastify";
import { buildContext } from "../../main/context.ts";
import { createApi } from "../../main/api.ts";
import type { Context } from "../../features/context.ts";
import type { LiveLink } from "../../features/live/live-link.ts";
import type { IngestLink } from "../../features/telemetry/ingest-link.ts";
import { noCounts } from "../../features/telemetry/telemetry-counts.ts";
import { readConfig, type Config } from "../config.ts";
import type { Db } from "../database/connect.ts";
import type { App } from "../http/app.ts";
import { createLogger } from "../log.ts";
import { createTestDatabase } from "./database.ts";
import { testKey } from "./global-setup.ts";

export const testPassword = "Gezhi-demo-1410";

export type Answer = {
  status: number;
  // The tests look into answers of many shapes; the contract's schemas check them where the shape is the point.
  // oxlint-disable-next-line typescript/no-explicit-any
  body: any;
  text: string;
  bytes: Uint8Array;
  headers: Record<string, unknown>;
};

export type Client = {
  get: (path: string, headers?: Record<string, string>) => Promise<Answer>;
  post: (path: string, body?: unknown, headers?: Record<string, string>) => Promise<Answer>;
  put: (path: string, body?: unknown) => Promise<Answer>;
  patch: (path: string, body?: unknown) => Promise<Answer>;
  delete: (path: string) => Promise<Answer>;
  /** Multipart with one file, and fields before it. */
  upload: (
    path: string,
    file: { content: Uint8Array | string; name: string; type: string },
    fields?: Record<string, string>,
  ) => Promise<Answer>;
};

export type TestServer = {
  app: App;
  context: Context;
  db: Db;
  owner: Db;
  url: string;
  anonymous: Client;
  /** A demo account; see packages/reference/src/demo.ts for their names. */
  signIn: (username: string) => Promise<Client>;
  /** Moves the server's clock. */
  setNow: (now: number | undefined) => void;
  close: () => Promise<void>;
};

const noLink: LiveLink = {
  process: () => undefined,
  handOver: (socket) => void socket.destroy(),
  listeners: () => 0,
  close: async () => undefined,
};

export const noIngest: IngestLink = {
  batch: async () => ({ failed: "busy" }),
  counts: noCounts,
  problem: () => undefined,
  ports: () => [],
  process: () => undefined,
  close: async () => undefined,
};

/** The whole server without a port, on a throw-away city of two districts (500103, 500108) with its demo staff. */
export async function startTestServer(
  settings: Record<string, string> = {},
  link: LiveLink = noLink,
  ingestOf: (config: Config, url: string) => Promise<IngestLink> = async () => noIngest,
): Promise<TestServer> {
  const database = await createTestDatabase("gezhi_city");
  const folder = mkdtempSync(join(tmpdir(), "gezhi-server-"));
  const config = readConfig({
    LOG_LEVEL: "silent",
    DATA_DIR: folder,
    DATABASE_CONNECTIONS: "10",
    SECRET_KEY: testKey,
    ...settings,
  });
  let fixed: number | undefined;
  const built = await buildContext(
    config,
    createLogger(config.LOG_LEVEL),
    database.url,
    () => fixed ?? Date.now(),
  );
  const { context } = built;
  const ingest = await ingestOf(config, database.url);
  const app = await createApi(context, link, ingest);
  await app.ready();
  return {
    app,
    context,
    db: context.db,
    owner: database.owner,
    url: database.url,
    anonymous: clientOf(app),
    signIn: async (username) => {
      const client = clientOf(app);
      const credentials = { username, password: testPassword };
      let answer = await client.post("/api/session", credentials);
      // A machine that is busy with other tests answers "later" for a moment, as it should.
      while (answer.status === 503) {
        await new Promise((resolve) => setTimeout(resolve, 200));
        answer = await client.post("/api/session", credentials);
      }
      if (answer.status !== 200) throw new Error(`${username} could not sign in: ${answer.text}`);
      return client;
    },
    setNow: (value) => {
      fixed = value;
    },
    close: async () => {
      await app.close();
      await ingest.close();
      await built.close();
      await database.drop();
      rmSync(folder, { recursive: true, force: true });
    },
  };
}

/** One person's browser: keeps the cookie and sends the token of the session. */
export function clientOf(app: App): Client {
  let cookie = "";
  let csrf = "";
  const send = async (options: InjectOptions): Promise<Answer> => {
    const answer = await app.inject({
      ...options,
      headers: {
        ...(cookie ? { cookie } : {}),
        ...(csrf && options.method !== "GET" ? { "x-csrf-token": csrf } : {}),
        ...options.headers,
      },
    });
    const set = answer.cookies.find(({ name }) => name === "gezhi_session");
    if (set) cookie = `${set.name}=${set.value}`;
    const json = (answer.headers["content-type"] ?? "").includes("json");
    const body: unknown = json && answer.body ? JSON.parse(answer.body) : answer.body;
    if (typeof body === "object" && body !== null && "csrfToken" in body)
      csrf = body.csrfToken as string;
    return {
      status: answer.statusCode,
      body,
      text: answer.body,
      bytes: new Uint8Array(answer.rawPayload),
      headers: answer.headers,
    };
  };
  const payload = (body: unknown) => (body === undefined ? {} : { payload: body as object });
  return {
    get: (url, headers = {}) => send({ method: "GET", url, headers }),
    post: (url, body, headers = {}) => send({ method: "POST", url, headers, ...payload(body) }),
    put: (url, body) => send({ method: "PUT", url, ...payload(body) }),
    patch: (url, body) => send({ method: "PATCH", url, ...payload(body) }),
    delete: (url) => send({ method: "DELETE", url }),
    upload: (url, file, fields = {}) => {
      const boundary = "----gezhi-test";
      const parts = Object.entries(fields).map(([name, value]) =>
        Buffer.from(
          `--${boundary}\r\ncontent-disposition: form-data; name="${name}"\r\n\r\n${value}\r\n`,
        ),
      );
      const content =
        typeof file.content === "string" ? Buffer.from(file.content) : Buffer.from(file.content);
      const head = Buffer.from(
        `--${boundary}\r\ncontent-disposition: form-data; name="file"; filename="${file.name}"\r\ncontent-type: ${file.type}\r\n\r\n`,
      );
      return send({
        method: "POST",
        url,
        headers: { "content-type": `multipart/form-data; boundary=${boundary}` },
        payload: Buffer.concat([...parts, head, content, Buffer.from(`\r\n--${boundary}--\r\n`)]),
      });
    },
  };
}
