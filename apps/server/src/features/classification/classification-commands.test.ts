import { afterAll, beforeAll, expect, test } from "vitest";
import { buildContext } from "../../main/context.ts";
import { startTestServer, type Client, type TestServer } from "../../platform/testing/server.ts";
import { aReport, at, placeIn, sent } from "../reports/intake-testing.ts";
import { flushTaught, suggestCategories } from "./classification-commands.ts";

let server: TestServer;
let dispatcher: Client;
beforeAll(async () => {
  server = await startTestServer();
  dispatcher = await server.signIn("500103001-dispatcher-1");
});
afterAll(() => server.close());

/** Words that no keyword of the catalogue knows. */
const odd = "喷泉池里的锦鲤雕塑歪斜";
const category = "050406";

test("what staff choose several times is what the next process suggests in that district, and only there", async () => {
  const now = new Date();
  for (let index = 0; index < 4; index += 1)
    await sent(
      dispatcher,
      aReport({
        ...at(await placeIn(server, "500103001", index * 3)),
        source: "call",
        text: odd,
        category,
      }),
    );
  await flushTaught(server.context);
  const next = await buildContext(server.context.config, server.context.log, server.url);

  const here = await suggestCategories(next.context, "500103001", odd, now);
  const elsewhere = await suggestCategories(next.context, "500108001", odd, now);
  await next.close();

  const pointsFor = (found: typeof here) =>
    found.find(({ code }) => code === category)?.confidence ?? 0;
  expect(pointsFor(here)).toBeGreaterThan(pointsFor(elsewhere));
});

test("what residents choose teaches nothing", async () => {
  const count = async () =>
    (await server.owner.selectFrom("taught_words").select("times").execute()).reduce(
      (sum, { times }) => sum + times,
      0,
    );
  await flushTaught(server.context);
  const before = await count();

  await sent(
    server.anonymous,
    aReport({ ...at(await placeIn(server, "500108102")), text: odd, category }),
  );
  await flushTaught(server.context);

  expect(await count()).toBe(before);
});

test("words taught at once by two processes are all counted", async () => {
  const next = await buildContext(server.context.config, server.context.log, server.url);
  const { teachCategory } = await import("./classification-commands.ts");
  const count = async () =>
    (
      await server.owner
        .selectFrom("taught_words")
        .select("times")
        .where("district", "=", "500108")
        .where("word", "=", "雕塑")
        .executeTakeFirst()
    )?.times ?? 0;

  for (const context of [server.context, next.context])
    for (let index = 0; index < 10; index += 1) teachCategory(context, "500108001", category, odd);
  await Promise.all([flushTaught(server.context), flushTaught(next.context)]);
  await next.close();

  expect(await count()).toBe(20);
});
