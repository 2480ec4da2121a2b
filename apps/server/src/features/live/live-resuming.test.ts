import { sql } from "kysely";
import { afterAll, beforeAll, beforeEach, describe, expect, test } from "vitest";
import { forgetOldMessages } from "./live-commands.ts";
import { findEnd } from "./live-queries.ts";
import { ageLog, until, type Screen } from "./live-testing.ts";
import { heard, type LiveBench, startLiveBench } from "./live-screens-testing.ts";

let bench: LiveBench;
beforeAll(async () => {
  bench = await startLiveBench();
});
beforeEach(() => bench.nextTown());
afterAll(() => bench.close());

describe("resuming", () => {
  test("nothing is missing and nothing comes twice, while messages keep coming", async () => {
    const { cookie } = await bench.dispatcher();
    const told: string[] = [];
    const talk = new AbortController();
    const talking = (async () => {
      while (!talk.signal.aborted) {
        const some = [
          bench.happened([bench.town()]),
          bench.happened(["500103002"]),
          bench.happened([`${bench.town()}/PA05`]),
        ];
        await bench.tell(...some);
        told.push(some[0]!.subject, some[2]!.subject);
      }
    })();
    const got: string[] = [];
    let lastId: string | undefined;

    for (let cut = 0; cut < 25; cut += 1) {
      const screen = await bench.watch(cookie, lastId);
      const before = told.length;
      await until(() => screen.messages.length > 0 && told.length > before + 20);
      screen.close();
      await until(() => screen.ended());
      got.push(...screen.subjects());
      lastId = screen.lastId();
    }
    talk.abort();
    await talking;
    const last = await bench.watch(cookie, lastId);
    await bench.settled(last);
    got.push(...heard(last));

    const start = told.indexOf(got[0]!);
    expect(got.length).toBeGreaterThan(500);
    expect(got).toEqual(told.slice(start));
  });

  test("a screen that has heard nothing yet resumes from where it joined", async () => {
    const { cookie } = await bench.dispatcher("500103009");
    const screen = await bench.watch(cookie);
    screen.close();
    const change = bench.happened(["500103009"]);

    await bench.tell(change);
    const again = await bench.watch(cookie, screen.lastId());

    await bench.settled(again, ["500103009"]);
    expect(heard(again)).toEqual([change.subject]);
  });

  test("a screen stands at a row that was written, never at a number that a crash may give again", async () => {
    const { cookie } = await bench.dispatcher();
    await bench.settled(await bench.watch(cookie));
    const { transaction, row } = await findEnd(bench.server.database.db);
    for (let burned = 0; burned < 5; burned += 1)
      await sql`select pg_current_xact_id()`.execute(bench.server.database.db);
    bench.hinter.hint();

    // The look that this marker wakes sees all those numbers below its horizon.
    const other = bench.townOf("500108");
    await bench.settled(await bench.watch((await bench.dispatcher(other)).cookie), [other]);
    const screen = await bench.watch(cookie);

    const written = await findEnd(bench.server.database.db);
    expect(written.transaction).toBeGreaterThan(transaction);
    expect(screen.lastId()).toBe(`${written.transaction}.${written.row}`);
    expect(row).toBeLessThan(written.row);
  });

  test("a place that this log has never reached asks the screen to reload", async () => {
    const { cookie } = await bench.dispatcher();
    const ahead = (await findEnd(bench.server.database.db)).transaction + 1_000_000n;

    for (const lastId of [`${ahead}.1`, "rubbish", "99999999999999999999.1"]) {
      const screen = await bench.watch(cookie, lastId);
      await until(() => screen.events.some(({ event }) => event === "reload"));
      expect(screen.messages).toEqual([]);
    }
  });

  test("after the window the screen is told to reload; inside it, it resumes", async () => {
    const { cookie } = await bench.dispatcher();
    const screen = await bench.watch(cookie);
    await bench.settled(screen);
    const old = screen.lastId();
    await bench.settled(screen);
    await ageLog(bench.server.database.owner);
    const [first, second] = [bench.happened([bench.town()]), bench.happened([bench.town()])];
    await bench.tell(first);
    await until(() => screen.subjects().includes(first.subject));
    const recent = screen.lastId();
    await bench.tell(second);
    await until(() => screen.subjects().includes(second.subject));

    await forgetOldMessages(bench.server.context);

    const late = await bench.watch(cookie, old);
    await bench.settled(late);
    expect(late.events.map(({ event }) => event)).toEqual(["ready", "reload", "message"]);
    const inTime = await bench.watch(cookie, recent);
    await bench.settled(inTime);
    expect(heard(inTime)).toEqual([second.subject]);
  });

  test("the newest message stays, so that a quiet night makes nobody reload", async () => {
    const { cookie } = await bench.dispatcher();
    const screen = await bench.watch(cookie);
    await bench.settled(screen);
    await ageLog(bench.server.database.owner);

    await forgetOldMessages(bench.server.context);

    const again = await bench.watch(cookie, screen.lastId());
    await bench.settled(again);
    expect(again.events.map(({ event }) => event)).toEqual(["ready", "message"]);
  });
});

/** More than the buffers of two sockets hold; `reader`, if given, takes each part before the next comes. */
async function flood(reader?: Screen): Promise<string[]> {
  const filler = "x".repeat(60_000);
  const told: string[] = [];
  for (let part = 0; part < 60; part += 1) {
    const some = Array.from({ length: 8 }, () =>
      bench.happened([bench.town()], { payload: { filler } }),
    );
    await bench.tell(...some);
    bench.hinter.hint();
    told.push(...some.map(({ subject }) => subject));
    if (reader) await until(() => reader.messages.length === told.length);
  }
  return told;
}

test("a screen that does not read is cut off and resumes without a gap", async () => {
  const { cookie } = await bench.dispatcher();
  const [slow, quick] = [await bench.watch(cookie), await bench.watch(cookie)];
  slow.pause();

  const told = await flood(quick);
  slow.resume();
  await until(() => slow.ended());
  const again = await bench.watch(cookie, slow.lastId());

  await bench.settled(again);
  expect(slow.messages.length).toBeLessThan(told.length);
  expect([...slow.subjects(), ...heard(again)]).toEqual(told);
});

test("a long absence is sent piece by piece, as fast as the screen takes it", async () => {
  const { cookie } = await bench.dispatcher();
  const screen = await bench.watch(cookie);
  screen.close();
  const told = await flood();

  const again = await bench.watch(cookie, screen.lastId());

  await bench.settled(again);
  expect(heard(again)).toEqual(told);
});
