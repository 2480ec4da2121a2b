import { sql } from "kysely";
import { afterAll, beforeAll, beforeEach, describe, expect, test } from "vitest";
import { write } from "../../platform/database/scope.ts";
import { hashOf } from "../identity/session-store.ts";
import { createHinter } from "./live-hint.ts";
import { announce, forgetOldMessages, type Announcement } from "./live-commands.ts";
import { findEnd } from "./live-queries.ts";
import {
  ageLog,
  announced,
  heldBack,
  joinedScreen,
  openScreen,
  signedIn,
  startLiveServer,
  until,
  type LiveServer,
  type Screen,
} from "./live-testing.ts";

/** Each test has a town to itself, so that none hears another's messages. */
let townNumber = 100;
let town = "";
beforeEach(() => {
  townNumber += 1;
  town = `500103${townNumber}`;
});
let server: LiveServer;
let hinter: ReturnType<typeof createHinter>;
const screens: Screen[] = [];

beforeAll(async () => {
  server = await startLiveServer();
  hinter = createHinter(server.database.url, server.context.log);
});
afterAll(async () => {
  for (const screen of screens) screen.close();
  await hinter.close();
  await server.close();
});

const happened = (parties: readonly string[], more: Partial<Announcement> = {}) =>
  announced(town, parties, more);

const tell = (...announcements: Announcement[]) =>
  write(server.database.db, "system", (tx) => announce(tx, announcements));

const staff = (...posts: Parameters<typeof signedIn>[2][]) =>
  signedIn(server.database.owner, hashOf, ...posts);
const dispatcher = (unit = town) => staff({ unit, role: "dispatcher" });

async function watch(cookie: string, lastId?: string): Promise<Screen> {
  const screen = await joinedScreen({ url: server.url, cookie, ...(lastId ? { lastId } : {}) });
  screens.push(screen);
  return screen;
}

/** Until this marker has come, so has everything before it. */
async function settled(screen: Screen, parties = [town], account?: string): Promise<void> {
  const marker = happened(account ? [] : parties, {
    act: "marker",
    ...(account ? { account } : {}),
  });
  await tell(marker);
  await until(() => screen.subjects().includes(marker.subject));
}
const heard = (screen: Screen) =>
  screen.messages.filter(({ act }) => act !== "marker").map(({ subject }) => subject);

const age = () => ageLog(server.database.owner);

const held = (announcement: Announcement) => heldBack(server.database.db, announcement);

test("a change reaches a screen whose scope covers it", async () => {
  const { cookie } = await dispatcher();
  const screen = await watch(cookie);
  const change = happened([`${town}002003`], { payload: { number: "A1" } });

  await tell(change);

  await until(() => screen.messages.length === 1);
  expect(screen.messages).toEqual([
    {
      kind: "incident",
      subject: change.subject,
      act: "note",
      town,
      at: expect.any(String),
      payload: { number: "A1" },
    },
  ]);
});

test("nobody listens without a session", async () => {
  const screen = await openScreen({ url: server.url, cookie: "gezhi_session=guessed" });

  expect(screen.status).toBe(401);
});

test("what is rolled back is never heard of", async () => {
  const { cookie } = await dispatcher();
  const screen = await watch(cookie);

  await write(server.database.db, "system", async (tx) => {
    await announce(tx, [happened([town])]);
    throw new Error("changed its mind");
  }).catch(() => undefined);

  await settled(screen);
  expect(heard(screen)).toEqual([]);
});

test("a transaction that commits late is not skipped", async () => {
  const { cookie } = await dispatcher();
  const screen = await watch(cookie);
  const [slow, quick] = [happened([town]), happened([town])];

  const commit = await held(slow);
  await tell(quick);
  await commit();

  await settled(screen);
  expect(heard(screen)).toEqual([slow.subject, quick.subject]);
});

describe("what is outside its scope never reaches a screen", () => {
  const home = "500103001";
  const grid = "500103001002003";
  type Post = Parameters<typeof signedIn>[2];
  const table: { fact: string; post: Post; inside: string[][]; outside: string[][] }[] = [
    {
      fact: "a dispatcher hears of the town",
      post: { unit: home, role: "dispatcher" },
      inside: [[home], [grid], [`${home}/PA05`], ["500103002", grid]],
      outside: [["500103002"], ["500103002001001"], ["500103/D12"], ["500103"]],
    },
    {
      fact: "a post hears of its own and, masked, of the town",
      post: { unit: home, role: "postHolder", post: "PA05" },
      inside: [[`${home}/PA05`], [grid]],
      outside: [["500103002/PA05"], ["500103002"], ["500103/D12"]],
    },
    {
      fact: "a department hears of what it was given",
      post: { unit: "500103", role: "department", department: "D12" },
      inside: [["500103/D12", "500103002001"]],
      outside: [[home], ["500103"], ["500103/D13"], ["500104/D12"]],
    },
    {
      fact: "a grid worker hears of the grid and the village",
      post: { unit: grid, role: "gridWorker" },
      inside: [[grid], ["500103001002001"]],
      outside: [["500103001003001"], [home], [`${home}/PA05`]],
    },
    {
      fact: "the district's centre hears of the district",
      post: { unit: "500103", role: "districtCentre" },
      inside: [["500103"], [grid], ["500103/D12"]],
      outside: [["500104"], ["500104001"], ["50"]],
    },
    {
      fact: "a deputy hears of nothing",
      post: { unit: home, role: "deputy" },
      inside: [],
      outside: [[home], ["500103"]],
    },
  ];

  test.each(table)("$fact", async ({ post, inside, outside }) => {
    const { cookie, account } = await staff(post);
    const screen = await watch(cookie);
    const own = inside.map((parties) => happened(parties));
    const foreign = () => outside.map((parties) => happened(parties));

    await tell(...foreign(), ...own, ...foreign());

    await settled(screen, [], account);
    expect(heard(screen)).toEqual(own.map(({ subject }) => subject));
  });

  test("a personal message reaches its account alone, whatever the others may see", async () => {
    const [mine, other] = [await dispatcher(), await dispatcher()];
    const [own, others] = [await watch(mine.cookie), await watch(other.cookie)];
    const notice = happened([], { kind: "notice", account: mine.account });

    await tell(notice);

    await Promise.all([settled(own), settled(others)]);
    expect(heard(own)).toEqual([notice.subject]);
    expect(heard(others)).toEqual([]);
  });
});

describe("resuming", () => {
  test("nothing is missing and nothing comes twice, while messages keep coming", async () => {
    const { cookie } = await dispatcher();
    const told: string[] = [];
    const talk = new AbortController();
    const talking = (async () => {
      while (!talk.signal.aborted) {
        const some = [happened([town]), happened(["500103002"]), happened([`${town}/PA05`])];
        await tell(...some);
        told.push(some[0]!.subject, some[2]!.subject);
      }
    })();
    const got: string[] = [];
    let lastId: string | undefined;

    for (let cut = 0; cut < 25; cut += 1) {
      const screen = await watch(cookie, lastId);
      const before = told.length;
      await until(() => screen.messages.length > 0 && told.length > before + 20);
      screen.close();
      await until(() => screen.ended());
      got.push(...screen.subjects());
      lastId = screen.lastId();
    }
    talk.abort();
    await talking;
    const last = await watch(cookie, lastId);
    await settled(last);
    got.push(...heard(last));

    const start = told.indexOf(got[0]!);
    expect(got.length).toBeGreaterThan(500);
    expect(got).toEqual(told.slice(start));
  });

  test("a screen that has heard nothing yet resumes from where it joined", async () => {
    const { cookie } = await dispatcher("500103009");
    const screen = await watch(cookie);
    screen.close();
    const change = happened(["500103009"]);

    await tell(change);
    const again = await watch(cookie, screen.lastId());

    await settled(again, ["500103009"]);
    expect(heard(again)).toEqual([change.subject]);
  });

  test("a screen stands at a row that was written, never at a number that a crash may give again", async () => {
    const { cookie } = await dispatcher();
    await settled(await watch(cookie));
    const { transaction, row } = await findEnd(server.database.db);
    for (let burned = 0; burned < 5; burned += 1)
      await sql`select pg_current_xact_id()`.execute(server.database.db);
    hinter.hint();

    // The look that this marker wakes sees all those numbers below its horizon.
    const other = `500108${townNumber}`;
    await settled(await watch((await dispatcher(other)).cookie), [other]);
    const screen = await watch(cookie);

    const written = await findEnd(server.database.db);
    expect(written.transaction).toBeGreaterThan(transaction);
    expect(screen.lastId()).toBe(`${written.transaction}.${written.row}`);
    expect(row).toBeLessThan(written.row);
  });

  test("a place that this log has never reached asks the screen to reload", async () => {
    const { cookie } = await dispatcher();
    const ahead = (await findEnd(server.database.db)).transaction + 1_000_000n;

    for (const lastId of [`${ahead}.1`, "rubbish", "99999999999999999999.1"]) {
      const screen = await watch(cookie, lastId);
      await until(() => screen.events.some(({ event }) => event === "reload"));
      expect(screen.messages).toEqual([]);
    }
  });

  test("after the window the screen is told to reload; inside it, it resumes", async () => {
    const { cookie } = await dispatcher();
    const screen = await watch(cookie);
    await settled(screen);
    const old = screen.lastId();
    await settled(screen);
    await age();
    const [first, second] = [happened([town]), happened([town])];
    await tell(first);
    await until(() => screen.subjects().includes(first.subject));
    const recent = screen.lastId();
    await tell(second);
    await until(() => screen.subjects().includes(second.subject));

    await forgetOldMessages(server.context);

    const late = await watch(cookie, old);
    await settled(late);
    expect(late.events.map(({ event }) => event)).toEqual(["ready", "reload", "message"]);
    const inTime = await watch(cookie, recent);
    await settled(inTime);
    expect(heard(inTime)).toEqual([second.subject]);
  });

  test("the newest message stays, so that a quiet night makes nobody reload", async () => {
    const { cookie } = await dispatcher();
    const screen = await watch(cookie);
    await settled(screen);
    await age();

    await forgetOldMessages(server.context);

    const again = await watch(cookie, screen.lastId());
    await settled(again);
    expect(again.events.map(({ event }) => event)).toEqual(["ready", "message"]);
  });
});

/** More than the buffers of two sockets hold; `reader`, if given, takes each part before the next comes. */
async function flood(reader?: Screen): Promise<string[]> {
  const filler = "x".repeat(60_000);
  const told: string[] = [];
  for (let part = 0; part < 60; part += 1) {
    const some = Array.from({ length: 8 }, () => happened([town], { payload: { filler } }));
    await tell(...some);
    hinter.hint();
    told.push(...some.map(({ subject }) => subject));
    if (reader) await until(() => reader.messages.length === told.length);
  }
  return told;
}

test("a screen that does not read is cut off and resumes without a gap", async () => {
  const { cookie } = await dispatcher();
  const [slow, quick] = [await watch(cookie), await watch(cookie)];
  slow.pause();

  const told = await flood(quick);
  slow.resume();
  await until(() => slow.ended());
  const again = await watch(cookie, slow.lastId());

  await settled(again);
  expect(slow.messages.length).toBeLessThan(told.length);
  expect([...slow.subjects(), ...heard(again)]).toEqual(told);
});

test("a long absence is sent piece by piece, as fast as the screen takes it", async () => {
  const { cookie } = await dispatcher();
  const screen = await watch(cookie);
  screen.close();
  const told = await flood();

  const again = await watch(cookie, screen.lastId());

  await settled(again);
  expect(heard(again)).toEqual(told);
});

test("a fan-out that is killed comes back, and screens resume without a gap", async () => {
  const { cookie } = await dispatcher();
  const screen = await watch(cookie);
  const before = happened([town]);
  await tell(before);
  await until(() => screen.messages.length === 1);
  const killed = server.link.process()!;

  process.kill(killed, "SIGKILL");
  await until(() => screen.ended());
  const meanwhile = happened([town]);
  await tell(meanwhile);
  await until(() => server.link.process() !== killed);
  const again = await retrying(cookie, screen.lastId());

  await settled(again);
  expect([...heard(screen), ...heard(again)]).toEqual([before.subject, meanwhile.subject]);
});

test("while the fan-out hangs, screens that ask are let go when it is ended", async () => {
  const { cookie } = await dispatcher();
  const hanging = server.link.process()!;
  const before = server.asked();
  process.kill(hanging, "SIGSTOP");
  const asked = Array.from({ length: 20 }, () =>
    openScreen({ url: server.url, cookie }).then(
      () => "answered",
      () => "cut off",
    ),
  );
  await until(() => server.asked() === before + asked.length);

  process.kill(hanging, "SIGKILL");

  expect(await Promise.all(asked)).toEqual(asked.map(() => "cut off"));
  const again = await retrying(cookie);
  await settled(again);
  expect(again.messages).toHaveLength(1);
});

/** What an EventSource does by itself: a connection that is cut off is tried again. */
async function retrying(cookie: string, lastId?: string): Promise<Screen> {
  for (;;) {
    try {
      return await watch(cookie, lastId);
    } catch {
      await new Promise((resolve) => setTimeout(resolve, 50));
    }
  }
}

test("without any hint a message still arrives; with hints it is the same", async () => {
  const { cookie } = await dispatcher();
  const screen = await watch(cookie);
  const [silent, hinted] = [happened([town]), happened([town])];

  await tell(silent);
  await until(() => screen.messages.length === 1);
  await tell(hinted);
  hinter.hint();
  await until(() => screen.messages.length === 2);

  expect(heard(screen)).toEqual([silent.subject, hinted.subject]);
});

test("two hundred screens of ten towns each hear exactly their own", async () => {
  const towns = Array.from({ length: 10 }, (_, index) => `5001030${String(index + 50)}`);
  const cookies = await Promise.all(towns.map(async (unit) => (await dispatcher(unit)).cookie));
  const open = await Promise.all(
    Array.from({ length: 200 }, (_, index) => watch(cookies[index % 10]!)),
  );
  const told = towns.map((unit) => Array.from({ length: 20 }, () => happened([unit])));

  await Promise.all(told.flat().map((one) => tell(one)));

  await Promise.all(open.map((screen) => until(() => screen.messages.length >= 20)));
  await Promise.all(open.map((screen, index) => settled(screen, [towns[index % 10]!])));
  for (const [index, screen] of open.entries())
    expect(heard(screen).toSorted()).toEqual(
      told[index % 10]!.map(({ subject }) => subject).toSorted(),
    );
  const orders = new Set(
    open.filter((_, index) => index % 10 === 0).map((one) => heard(one).join()),
  );
  expect(orders.size).toBe(1);
});

describe("a session that ends ends its stream", () => {
  let strict: LiveServer;
  beforeAll(async () => {
    strict = await startLiveServer(50);
  });
  afterAll(() => strict.close());

  test("signing out", async () => {
    const { owner } = strict.database;
    const { cookie, tokenHash } = await signedIn(owner, hashOf, { unit: town, role: "dispatcher" });
    const screen = await joinedScreen({ url: strict.url, cookie });

    await owner.deleteFrom("sessions").where("token_hash", "=", tokenHash).execute();

    await until(() => screen.ended());
    expect(screen.messages).toEqual([]);
  });

  test("an appointment that was taken back", async () => {
    const { owner } = strict.database;
    const { cookie, account } = await signedIn(
      owner,
      hashOf,
      { unit: town, role: "dispatcher" },
      { unit: "500103002", role: "dispatcher" },
    );
    const screen = await joinedScreen({ url: strict.url, cookie });

    await owner
      .updateTable("appointments")
      .set({ valid_to: "2020-01-02" })
      .where("account", "=", account)
      .where("unit", "=", town)
      .execute();

    await until(() => screen.ended());
    expect(screen.messages).toEqual([]);
  });
});

test("the server closes while screens listen", async () => {
  const closing = await startLiveServer();
  const { cookie } = await signedIn(closing.database.owner, hashOf, {
    unit: town,
    role: "dispatcher",
  });
  const screen = await joinedScreen({ url: closing.url, cookie });

  await closing.close();

  await until(() => screen.ended());
  expect(closing.link.listeners()).toBe(0);
});
