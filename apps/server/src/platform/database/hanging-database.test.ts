import { mkdtempSync, rmSync } from "node:fs";
import { connect, createServer, type Server, type Socket } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { sql } from "kysely";
import { afterAll, beforeAll, expect, test } from "vitest";
import { createApi } from "../../main/api.ts";
import { buildContext } from "../../main/context.ts";
import { readConfig } from "../config.ts";
import { createLogger } from "../log.ts";
import type { App } from "../http/app.ts";
import { createTestDatabase, type TestDatabase } from "../testing/database.ts";
import { testKey } from "../testing/global-setup.ts";
import { clientOf, noIngest } from "../testing/server.ts";

/** A way to the database that can go silent without closing: connections of that time never hear anything again. */
class Way {
  #silent = false;
  readonly #lost = new WeakSet<Socket>();
  readonly #sockets = new Set<Socket>();
  readonly #server: Server;

  constructor(host: string, port: number) {
    this.#server = createServer((near) => {
      this.#sockets.add(near.on("error", () => undefined));
      if (this.#silent) return;
      const far = connect(port, host).on("error", () => near.destroy());
      this.#sockets.add(far);
      this.#join(near, far);
      this.#join(far, near);
    });
  }

  #join(from: Socket, to: Socket): void {
    from.on("data", (chunk) => this.#lost.has(from) || to.write(chunk));
    from.on("close", () => to.destroy());
  }

  open(): Promise<number> {
    return new Promise((resolve) =>
      this.#server.listen(0, "127.0.0.1", () => {
        const address = this.#server.address();
        resolve(typeof address === "object" && address ? address.port : 0);
      }),
    );
  }

  hang(): void {
    this.#silent = true;
    for (const socket of this.#sockets) this.#lost.add(socket);
  }
  recover(): void {
    this.#silent = false;
  }
  close(): void {
    for (const socket of this.#sockets) socket.destroy();
    this.#server.close();
  }
}

let database: TestDatabase;
let way: Way;
let app: App;
let closeContext: () => Promise<void>;
const folder = mkdtempSync(join(tmpdir(), "gezhi-hang-"));

beforeAll(async () => {
  database = await createTestDatabase("gezhi_city");
  const url = new URL(database.url);
  way = new Way(url.hostname, Number(url.port));
  url.hostname = "127.0.0.1";
  url.port = String(await way.open());
  const config = readConfig({
    LOG_LEVEL: "silent",
    DATA_DIR: folder,
    SECRET_KEY: testKey,
    DATABASE_CONNECTIONS: "4",
    DATABASE_TIMEOUT_SECONDS: "1",
  });
  const built = await buildContext(config, createLogger("silent"), url.href);
  closeContext = built.close;
  const noScreens = {
    process: () => undefined,
    handOver: (socket: Socket) => void socket.destroy(),
    listeners: () => 0,
    close: async () => undefined,
  };
  app = await createApi(built.context, noScreens, noIngest);
  await app.ready();
});
afterAll(async () => {
  await app.close();
  await closeContext();
  way.close();
  await database.drop();
  rmSync(folder, { recursive: true, force: true });
});

const aReport = (n: number) => ({
  clientId: `00000000-0000-4000-8000-${String(n).padStart(12, "0")}`,
  source: "resident",
  text: "路灯不亮",
  category: "050201",
  unit: "500103001017001",
  address: `中山一路 ${n} 号`,
});

test("requests to a database that hangs are answered with 503 and when to come again, and succeed when it is back", async () => {
  const client = clientOf(app);
  const report = (n: number) => client.post("/api/reports", aReport(n));
  const all = () =>
    Promise.all([
      ...Array.from({ length: 12 }, (_, n) => report(n)),
      client.get("/api/demo/accounts"),
      client.post("/api/session", { username: "500103-centre-1", password: "x".repeat(12) }),
    ]);
  expect((await report(0)).status).toBe(201);

  way.hang();
  for (const answer of await all())
    expect([answer.status, answer.body.code, answer.headers["retry-after"]]).toEqual([
      503,
      "unavailable",
      "5",
    ]);
  const ready = await client.get("/readyz");
  expect([ready.status, ready.body.ready]).toEqual([503, false]);

  way.recover();
  expect((await report(0)).status).toBe(200);
  const statuses = (await all()).map(({ status }) => status);
  expect(statuses.slice(0, 12).every((status) => status === 200 || status === 201)).toBe(true);
  expect(statuses.slice(12)).toEqual([200, 401]);
  const kept = await database.owner.selectFrom("reports").select("id").execute();
  expect(kept).toHaveLength(12);
});

test("a statement that the database itself gives up is answered the same way", async () => {
  const client = clientOf(app);
  await database.owner.transaction().execute(async (tx) => {
    await sql`lock table accounts in access exclusive mode`.execute(tx);
    const answer = await client.get("/api/demo/accounts");
    expect([answer.status, answer.headers["retry-after"]]).toEqual([503, "5"]);
  });
  expect((await client.get("/api/demo/accounts")).status).toBe(200);
});
