import { fork } from "node:child_process";
import { createHash, randomUUID } from "node:crypto";
import { once } from "node:events";
import { fileURLToPath } from "node:url";
import { announce } from "../apps/server/src/features/live/live-commands.ts";
import { createHinter } from "../apps/server/src/features/live/live-hint.ts";
import {
  connectAsApplication,
  connectAsOwner,
  type Db,
} from "../apps/server/src/platform/database/connect.ts";
import { write } from "../apps/server/src/platform/database/scope.ts";
import { createLogger } from "../apps/server/src/platform/log.ts";
import { aReport, Caller, gridPoints, openLoop } from "./support/load.ts";
import { Listener } from "./support/listeners.ts";
import { print, times } from "./support/report.ts";
import { inFolder, startServer } from "./support/server.ts";

const townCount = 50;
const screensEach = 20;
const rate = 50;
const seconds = 20;
const everybodyRate = 2;
const limit = 100;
/** What intake itself may take at p99 (its own benchmark). */
const intakeLimit = 40;

/** When each message was told, and to which towns. */
type Told = Map<string, { at: number; towns: readonly string[] }>;

/** A thousand people of fifty towns, signed in. */
async function staff(owner: Db): Promise<{ town: string; cookie: string }[]> {
  const { rows } = await owner
    .selectFrom("units")
    .select("code")
    .where("level", "=", "town")
    .where("valid_to", "is", null)
    .orderBy("code")
    .execute()
    .then((all) => ({
      rows: all.filter((_, index) => index % Math.floor(all.length / townCount) === 0),
    }));
  const towns = rows.slice(0, townCount).map(({ code }) => code);
  const people = towns.flatMap((town) =>
    Array.from({ length: screensEach }, () => ({ id: randomUUID(), town, token: randomUUID() })),
  );
  await owner
    .insertInto("accounts")
    .values(
      people.map(({ id }) => ({ id, username: id, name: "压测人员", must_change_password: false })),
    )
    .execute();
  await owner
    .insertInto("appointments")
    .values(
      people.map(({ id, town }) => ({
        id: randomUUID(),
        account: id,
        unit: town,
        role: "dispatcher",
        valid_from: "2020-01-01",
      })),
    )
    .execute();
  await owner
    .insertInto("sessions")
    .values(
      people.map(({ id, token }) => ({
        token_hash: createHash("sha256").update(token).digest("hex"),
        account: id,
        csrf_token: "bench",
        expires_at: new Date(Date.now() + 3_600_000),
      })),
    )
    .execute();
  return people.map(({ town, token }) => ({ town, cookie: `gezhi_session=${token}` }));
}

const openAll = async (listeners: readonly Listener[]) => {
  for (let from = 0; from < listeners.length; from += 50)
    await Promise.all(listeners.slice(from, from + 50).map((listener) => listener.open()));
};

/** Waits until everybody has what is theirs, then looks for what is missing, doubled or not theirs. */
async function check(listeners: readonly Listener[], told: Told): Promise<number[]> {
  const due = new Map<string, number>();
  for (const { towns } of told.values())
    for (const town of towns) due.set(town, (due.get(town) ?? 0) + 1);
  const own = (listener: Listener) => listener.heard.filter(({ subject }) => told.has(subject));
  const deadline = performance.now() + 10_000;
  while (
    listeners.some((listener) => own(listener).length < (due.get(listener.town) ?? 0)) &&
    performance.now() < deadline
  )
    await new Promise((resolve) => setTimeout(resolve, 50));

  const faults = { missing: 0, doubled: 0, foreign: 0 };
  const waits: number[] = [];
  for (const listener of listeners) {
    const heard = own(listener);
    const once = new Set(heard.map(({ subject }) => subject));
    faults.doubled += heard.length - once.size;
    faults.missing += Math.max(0, (due.get(listener.town) ?? 0) - once.size);
    for (const { subject, at } of heard) {
      const message = told.get(subject)!;
      if (!message.towns.includes(listener.town)) faults.foreign += 1;
      if (!listener.resumed.has(subject)) waits.push(at - message.at);
    }
  }
  if (faults.missing || faults.doubled || faults.foreign)
    throw new Error(`the stream was wrong: ${JSON.stringify(faults)}`);
  return waits;
}

function report(name: string, waits: readonly number[], note: string, most = limit): void {
  const { p50, p99 } = times(waits);
  const longest = waits.reduce((longest, wait) => Math.max(longest, wait), 0);
  print({
    name: `live/${name}`,
    value: p99,
    unit: "ms",
    p50,
    p99,
    limit: most,
    n: waits.length,
    note: `${note}; at most ${longest.toFixed(0)} ms`,
  });
}

/** Some screens lose their connection again and again while messages keep coming. */
function unsteady(listeners: readonly Listener[]): () => Promise<void> {
  const over = new AbortController();
  const working = Promise.all(
    listeners.map(async (listener) => {
      while (!over.signal.aborted) {
        await new Promise((resolve) => setTimeout(resolve, 500 + Math.random() * 1000));
        listener.close();
        await listener.open();
      }
    }),
  );
  return async () => {
    over.abort();
    await working;
  };
}

async function bare(towns: readonly string[]): Promise<void> {
  const child = fork(fileURLToPath(new URL("./support/bare-stream.ts", import.meta.url)));
  const [{ port }] = (await once(child, "message")) as [{ port: number }];
  const url = `http://127.0.0.1:${port}`;
  const listeners = towns.flatMap((town) =>
    Array.from({ length: screensEach }, () => new Listener(url, `/?town=${town}`, town)),
  );
  await openAll(listeners);
  const tell = (told: Told, to: readonly string[]) => {
    const subject = randomUUID();
    told.set(subject, { at: performance.now(), towns: to });
    child.send({ towns: to, subject });
  };
  const own: Told = new Map();
  await openLoop(rate, seconds / 2, async (n) => tell(own, [towns[n % towns.length]!]));
  report(
    "bare-sse",
    await check(listeners, own),
    `${rate} messages/s to ${screensEach} of ${listeners.length} screens each, no database, for comparison`,
  );
  const everybody: Told = new Map();
  await openLoop(everybodyRate, seconds / 2, async () => tell(everybody, towns));
  report(
    "bare-sse-everybody",
    await check(listeners, everybody),
    `${everybodyRate} messages/s to all ${listeners.length} screens, no database, for comparison`,
  );
  for (const listener of listeners) listener.close();
  child.disconnect();
  await once(child, "exit");
}

await inFolder(async (folder) => {
  const server = await startServer(folder);
  const owner = connectAsOwner(server.databaseUrl);
  const db = connectAsApplication(server.databaseUrl, 8);
  const hinter = createHinter(server.databaseUrl, createLogger("silent"));
  try {
    const people = await staff(owner);
    const towns = [...new Set(people.map(({ town }) => town))];
    const listeners = people.map(
      ({ town, cookie }) => new Listener(server.url, "/api/live", town, cookie),
    );
    await openAll(listeners);

    /** The instant is taken before the commit is sent, so that what is measured is rather too much than too little. */
    const tell = async (told: Told, to: readonly string[]) => {
      const subject = `${to[0]!.slice(0, 6)}-${randomUUID()}`;
      await write(db, "system", async (tx) => {
        const parties = to.flatMap((town) => [`${town}001001`, `${town}/PA05`]);
        await announce(tx, [
          {
            kind: "incident",
            subject,
            act: "report",
            town: to[0]!,
            parties,
            payload: { status: "dispatched", urgency: "yellow" },
          },
        ]);
        told.set(subject, { at: performance.now(), towns: to });
      });
      hinter.hint();
    };
    await openLoop(rate, 3, (n) => tell(new Map(), [towns[n % towns.length]!]));

    const own: Told = new Map();
    const steady = unsteady(listeners.filter((_, index) => index % 50 === 7));
    await openLoop(rate, seconds, (n) => tell(own, [towns[n % towns.length]!]));
    await steady();
    const cuts = listeners.reduce((sum, listener) => sum + listener.cuts, 0);
    report(
      "commit-to-screen",
      await check(listeners, own),
      `${rate} commits/s, ${listeners.length} screens of ${towns.length} towns; 20 screens reconnect about once a second, ${cuts} were cut off; none missed, doubled or heard what is not theirs`,
    );

    const everybody: Told = new Map();
    await openLoop(everybodyRate, seconds / 2, () => tell(everybody, towns));
    report(
      "everybody",
      await check(listeners, everybody),
      `${everybodyRate} commits/s that concern all ${listeners.length} screens`,
    );

    await throughIntake(server.url, server.databaseUrl, towns, listeners);
    for (const listener of listeners) listener.close();
    await bare(towns);
  } finally {
    await hinter.close();
    await Promise.all([owner.destroy(), db.destroy()]);
    await server.stop();
  }
});

/** The whole way: a report is sent over HTTP until it stands on the screens of its town. */
async function throughIntake(
  url: string,
  databaseUrl: string,
  towns: readonly string[],
  listeners: readonly Listener[],
): Promise<void> {
  const points = await Promise.all(towns.map((town) => gridPoints(databaseUrl, town)));
  const caller = await new Caller(url).signIn("500103012-dispatcher-1");
  const told: Told = new Map();
  await openLoop(rate, seconds, async (n) => {
    const place = n % towns.length;
    const at = performance.now();
    const answer = await caller.call(
      "POST",
      "/api/reports",
      aReport(Math.floor(n / towns.length), points[place]!),
    );
    if (answer.status !== 201) throw new Error(`a report was refused: ${answer.body}`);
    const { incident } = JSON.parse(answer.body) as { incident: { id: string; joined: boolean } };
    if (!incident.joined) told.set(incident.id, { at, towns: [towns[place]!] });
  });
  caller.close();
  report(
    "report-to-screen",
    await check(listeners, told),
    `${rate} reports/s over HTTP to ${listeners.length} screens, from sending the report: the way through intake (${intakeLimit} ms) included`,
    intakeLimit + limit,
  );
}
