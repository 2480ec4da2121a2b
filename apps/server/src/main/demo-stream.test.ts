import { sql } from "kysely";
import { afterAll, beforeAll, expect, test } from "vitest";
import { followOccurrences } from "../features/hot-spots/hot-spot-commands.ts";
import { startTestServer, type TestServer } from "../platform/testing/server.ts";
import { startDemoStream } from "./demo-stream.ts";

let server: TestServer;
let base: string;
beforeAll(async () => {
  server = await startTestServer();
  base = await server.app.listen({ port: 0, host: "127.0.0.1" });
});
afterAll(() => server.close());

const openCards = async (): Promise<number> => {
  await followOccurrences(server.context);
  const { rows } = await sql<{ n: number }>`
    select count(*)::int as n from hot_spots where status = 'open' and district = '500103'`.execute(
    server.owner,
  );
  return rows[0]!.n;
};

test(
  "a fresh demo begins with hot spots, whatever numbers a rehearsal took",
  { timeout: 150_000 },
  async () => {
    await sql`select nextval('report_numbers') from generate_series(1, 3)`.execute(server.owner);
    const config = { ...server.context.config, GEZHI_DEMO: true, DEMO_RATE: 1 };
    const stop = await startDemoStream({ ...server.context, config }, base, undefined);
    try {
      await expect.poll(openCards, { timeout: 60_000, interval: 100 }).toBe(3);
    } finally {
      await stop();
    }
  },
);
