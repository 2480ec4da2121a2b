import { chromium } from "playwright-core";
import { existsSync } from "node:fs";
import pg from "pg";
import { aReport, Caller, gridPoints, openLoop } from "./support/load.ts";
import { print } from "./support/report.ts";
import { inFolder, startServer } from "./support/server.ts";

const seconds = Number(process.env["BENCH_SECONDS"] ?? 600);
const rate = 20;
const warmSeconds = Math.min(60, seconds / 3);
const town = "500103001";
const mostGrowth = 0.1;

const chromiumPath = [
  process.env["CHROMIUM_PATH"],
  "/usr/bin/chromium",
  "/usr/bin/google-chrome",
].find((path) => path && existsSync(path));
if (!chromiumPath) throw new Error("no Chromium found: set CHROMIUM_PATH");

// A wall left running while a town reports 20 incidents a second: what it keeps must not grow, what it shows must be true.
await inFolder(async (folder) => {
  const server = await startServer(folder);
  const browser = await chromium.launch({
    executablePath: chromiumPath,
    args: [
      "--no-sandbox",
      "--use-gl=angle",
      "--use-angle=swiftshader",
      "--enable-unsafe-swiftshader",
    ],
  });
  try {
    const context = await browser.newContext({ viewport: { width: 1920, height: 1080 } });
    const page = await context.newPage();
    await context.request.post(`${server.url}/api/demo/session`, {
      data: { username: `${town}-commander` },
    });
    await page.goto(`${server.url}/wall`);
    await page.locator(".wall-band strong").first().waitFor();
    const devtools = await context.newCDPSession(page);
    const heap = async () => {
      await devtools.send("HeapProfiler.collectGarbage");
      const { usedSize } = await devtools.send("Runtime.getHeapUsage");
      return usedSize;
    };

    const callers = await Promise.all(
      [1, 2].map((number) => new Caller(server.url).signIn(`${town}-dispatcher-${number}`)),
    );
    const points = await gridPoints(server.databaseUrl, town);
    let n = 0;
    const post = async () => {
      const own = n++;
      const answer = await callers[own % callers.length]!.call(
        "POST",
        "/api/reports",
        aReport(own, points),
      );
      if (answer.status !== 201) throw new Error(`${answer.status} ${answer.body}`);
    };
    await openLoop(rate, warmSeconds, post);
    const before = await heap();
    await openLoop(rate, seconds - warmSeconds, post);

    const client = new pg.Client({ connectionString: server.databaseUrl });
    await client.connect();
    const { rows } = await client.query<{ reported: number; newest: string }>(
      "select count(*)::int as reported, (array_agg(title order by opened_at desc, id))[1] as newest from incidents where town = $1",
      [town],
    );
    await client.end();
    const { reported, newest } = rows[0]!;
    // The band's first figure of today, and the first line of the stream, once the last messages have come.
    const isThere = `(() => {
      const figure = document.querySelector(".wall-band-rule ~ .wall-figure strong");
      const lines = [...document.querySelectorAll(".wall-lines strong")].map((line) => line.textContent);
      return figure?.textContent?.replaceAll(",", "") === "${reported}" && lines.includes(${JSON.stringify(newest)});
    })()`;
    // Asked from here: the page's own policy forbids it to evaluate text.
    let shown = false;
    for (const until = performance.now() + 20_000; !shown && performance.now() < until;) {
      await new Promise((resolve) => setTimeout(resolve, 100));
      shown = await page.evaluate<boolean>(isThere);
    }
    const seen = await page.evaluate<string>(
      `JSON.stringify([
        document.querySelector(".wall-band-rule ~ .wall-figure strong")?.textContent,
        [...document.querySelectorAll(".wall-lines strong")].map((line) => line.textContent),
      ])`,
    );
    const growth = (await heap()) / before - 1;
    const elements = await page.evaluate<number>(`document.querySelectorAll("*").length`);
    print({
      name: "wall/heap-growth",
      value: growth,
      unit: "share",
      p50: null,
      p99: null,
      limit: mostGrowth,
      n: 1,
      note: `${(before / 2 ** 20).toFixed(1)} MB after ${warmSeconds} s; ${seconds} s in all, ${n} reports, ${elements} elements`,
    });
    print({
      name: "wall/missed",
      value: shown ? 0 : 1,
      unit: "updates",
      p50: null,
      p99: null,
      limit: 0,
      n: reported,
      note: shown
        ? `${reported} incidents of today and the newest of them are on the wall`
        : `${reported} incidents of today and the newest, ${newest}, should be on the wall; it shows ${seen}`,
    });
    for (const caller of callers) caller.close();
  } finally {
    await browser.close();
    await server.stop();
  }
});
