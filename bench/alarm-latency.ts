import { existsSync } from "node:fs";
import { chromium, type Browser, type Page } from "playwright-core";
import { sql } from "kysely";
import { connectAsync } from "mqtt";
import { telemetryTopic } from "@gezhi/contract/telemetry.ts";
import { passwordHash } from "../apps/server/src/features/devices/device-commands.ts";
import { connectAsOwner, type Db } from "../apps/server/src/platform/database/connect.ts";
import { print, times } from "./support/report.ts";
import { inFolder, startServer } from "./support/server.ts";
import { freePort } from "./support/telemetry.ts";

const town = "500103012";
const crossings = 60;
const everyMs = 300;
const background = { devices: 1000, perSecond: 2000, tickMs: 20 };
const patienceMs = 5_000;
const goal = { p50: 60, p99: 250 };
const password = "bench";
const gateway = "bench-gateway";

const executable = (): string => {
  const found = [process.env["CHROMIUM_PATH"], "/usr/bin/chromium", "/usr/bin/google-chrome"].find(
    (path) => path && existsSync(path),
  );
  if (!found) throw new Error("Chromium is missing: set CHROMIUM_PATH.");
  return found;
};

/** Each smoke detector is a matter of its own: a grid and a place of its own, no gateway that others share. */
async function addDevices(owner: Db): Promise<{ code: string; unit: string }[]> {
  const hash = passwordHash(password);
  const { rows: grids } = await sql<{ code: string; lon: number; lat: number }>`
    select code, lon, lat from units
    where level = 'grid' and valid_to is null and starts_with(code, ${town.slice(0, 6)}) order by md5(code)
    limit ${crossings}`.execute(owner);
  const smoke = grids.map(({ code }, index) => ({ code: `latency-${index}`, unit: code }));
  await sql`
    insert into devices (district, id, code, name, profile, unit, town, lon, lat, place, password_hash, created_at, updated_at)
    select left(u.code, 6), gen_random_uuid(), r.code, '烟感', 'SE04', u.code, left(u.code, 9), u.lon, u.lat, r.code, ${hash}, now(), now()
    from jsonb_to_recordset(${JSON.stringify(smoke)}::jsonb) as r (code text, unit text)
    join units u on u.code = r.unit and u.valid_to is null`.execute(owner);
  await sql`
    insert into devices (district, id, code, name, profile, unit, town, gateway, password_hash, created_at, updated_at)
    select left(${town}, 6), gen_random_uuid(), 'background-' || n, '温度', 'SE05', ${grids[0]!.code}, left(${grids[0]!.code}, 9), ${gateway}, ${hash}, now(), now()
    from generate_series(0, ${background.devices - 1}::int) as n`.execute(owner);
  await sql`
    insert into devices (district, id, code, name, profile, unit, town, password_hash, created_at, updated_at)
    values (left(${town}, 6), gen_random_uuid(), ${gateway}, '网关', 'GW01', ${grids[0]!.code}, left(${grids[0]!.code}, 9), ${hash}, now(), now())`.execute(
    owner,
  );
  return smoke;
}

/** Notes the instant at which a device's place first stands in a pop-up; runs in the page. */
const watchPopups = `
  globalThis.popups = {};
  const look = () => {
    const now = performance.timeOrigin + performance.now();
    for (const popup of document.querySelectorAll(".alarm-popups")) {
      for (const [code] of popup.textContent.matchAll(/latency-\\d+(?!\\d)/g)) globalThis.popups[code] ??= now;
    }
  };
  new MutationObserver(look).observe(document.documentElement, { childList: true, subtree: true, characterData: true });
`;

/** What reaches a field client: its own live stream, in a page of its own. */
const watchStream = `
  globalThis.heard = {};
  globalThis.joined = new Promise((resolve) => {
    const stream = new EventSource("/api/live");
    stream.addEventListener("ready", resolve);
    stream.addEventListener("message", ({ data }) => {
      const now = performance.timeOrigin + performance.now();
      const { kind, act, payload } = JSON.parse(data);
      if (kind === "alarm" && act === "raise" && payload?.place) globalThis.heard[payload.place] ??= now;
    });
  });
`;

async function open(browser: Browser, url: string, username: string, path: string): Promise<Page> {
  const context = await browser.newContext({ baseURL: url, locale: "zh-CN" });
  const page = await context.newPage();
  const answer = await page.request.post("/api/demo/session", { data: { username } });
  if (!answer.ok()) throw new Error(`${username} could not sign in: ${answer.status()}`);
  await page.goto(path);
  return page;
}

/** Readings of other devices at a steady rate, through one gateway. */
async function startBackground(broker: string, unit: string) {
  const client = await connectAsync(broker, { username: gateway, password, clientId: gateway });
  let [sent, acknowledged] = [0, 0];
  const started = performance.now();
  const timer = setInterval(() => {
    const due = ((performance.now() - started) / 1000) * background.perSecond;
    for (; sent < due; sent++)
      client.publish(
        telemetryTopic(unit, `background-${sent % background.devices}`),
        JSON.stringify({ at: Date.now(), values: { heat: 20 + (sent % 7) } }),
        { qos: 1 },
        () => (acknowledged += 1),
      );
  }, background.tickMs);
  return async () => {
    clearInterval(timer);
    const rate = acknowledged / ((performance.now() - started) / 1000);
    await client.endAsync(true);
    return rate;
  };
}

const collect = (page: Page, name: string) =>
  page.evaluate<Record<string, number>>(`globalThis.${name}`);

/** The desk accepts each as it comes: a page shows the first five that wait, and later ones as a number only. */
async function takeOn(desk: Page, code: string): Promise<void> {
  const deadline = performance.now() + patienceMs;
  const is = (expression: string) => desk.evaluate<boolean>(expression);
  while (!(await is(`"${code}" in globalThis.popups`)) && performance.now() < deadline)
    await new Promise((resolve) => setTimeout(resolve, 50));
  while (await is(`document.querySelector(".alarm-popups") !== null`)) {
    if (performance.now() > deadline) return;
    await desk.keyboard.press("F8");
    await new Promise((resolve) => setTimeout(resolve, 100));
  }
}

function report(
  name: string,
  published: Map<string, number>,
  seen: Record<string, number>,
  note: string,
) {
  const waits = [...published].flatMap(([code, at]) => (seen[code] ? [seen[code] - at] : []));
  const { p50, p99 } = times(waits);
  const seenNote = `${note}; ${published.size - waits.length} of ${published.size} not seen`;
  const line = { unit: "ms", p50, p99, n: waits.length, note: seenNote };
  print({ ...line, name: `alarm-latency/${name}`, value: p99, limit: goal.p99 });
  print({ ...line, name: `alarm-latency/${name}-p50`, value: p50, limit: goal.p50 });
}

await inFolder(async (folder) => {
  const mqtt = await freePort();
  const broker = `mqtt://127.0.0.1:${mqtt}`;
  const server = await startServer(folder, { MQTT_PORT: String(mqtt) });
  const owner = connectAsOwner(server.databaseUrl);
  const browser = await chromium.launch({ executablePath: executable(), args: ["--no-sandbox"] });
  try {
    const smoke = await addDevices(owner);
    // The district's centre sees every town of it; the field client is the same district's fire post.
    const desk = await open(browser, server.url, `${town.slice(0, 6)}-centre-1`, "/");
    await desk.locator(".live-dot-connected").waitFor();
    await desk.evaluate(watchPopups);
    const field = await open(browser, server.url, `${town}-PA05-a`, "/field");
    await field.evaluate(watchStream);
    await field.evaluate("globalThis.joined");
    const stop = await startBackground(broker, smoke[0]!.unit);
    const published = new Map<string, number>();
    for (const { code, unit } of smoke) {
      const client = await connectAsync(broker, { username: code, password, clientId: code });
      await new Promise((resolve) => setTimeout(resolve, everyMs));
      const at = Date.now();
      published.set(code, at);
      await client.publishAsync(
        telemetryTopic(unit, code),
        JSON.stringify({ at, values: { smoke: 1 } }),
        { qos: 1 },
      );
      await client.endAsync();
      await takeOn(desk, code);
    }
    const rate = await stop();
    const note = `${rate.toFixed(0)} messages/s acknowledged beside it`;
    report("pop-up", published, await collect(desk, "popups"), note);
    const own = new Map(
      smoke
        .filter(({ unit }) => unit.startsWith(town))
        .map(({ code }) => [code, published.get(code)!]),
    );
    report("field", own, await collect(field, "heard"), note);
  } finally {
    await browser.close();
    await owner.destroy();
    await server.stop();
  }
});
