import { afterAll, beforeAll, beforeEach, describe, expect, test } from "vitest";
import { write } from "../../platform/database/scope.ts";
import { hashOf } from "../identity/session-store.ts";
import { announce } from "./live-commands.ts";
import {
  heldBack,
  joinedScreen,
  openScreen,
  signedIn,
  startLiveServer,
  until,
  type LiveServer,
  type Screen,
} from "./live-testing.ts";
import { heard, type LiveBench, startLiveBench } from "./live-screens-testing.ts";

let bench: LiveBench;
beforeAll(async () => {
  bench = await startLiveBench();
});
beforeEach(() => bench.nextTown());
afterAll(() => bench.close());

test("a change reaches a screen whose scope covers it", async () => {
  const { cookie } = await bench.dispatcher();
  const screen = await bench.watch(cookie);
  const change = bench.happened([`${bench.town()}002003`], { payload: { number: "A1" } });

  await bench.tell(change);

  await until(() => screen.messages.length === 1);
  expect(screen.messages).toEqual([
    {
      kind: "incident",
      subject: change.subject,
      act: "note",
      town: bench.town(),
      at: expect.any(String),
      payload: { number: "A1" },
    },
  ]);
});

test("nobody listens without a session", async () => {
  const screen = await openScreen({ url: bench.server.url, cookie: "gezhi_session=guessed" });

  expect(screen.status).toBe(401);
});

test("what is rolled back is never heard of", async () => {
  const { cookie } = await bench.dispatcher();
  const screen = await bench.watch(cookie);

  await write(bench.server.database.db, "system", async (tx) => {
    await announce(tx, [bench.happened([bench.town()])]);
    throw new Error("changed its mind");
  }).catch(() => undefined);

  await bench.settled(screen);
  expect(heard(screen)).toEqual([]);
});

test("a transaction that commits late is not skipped", async () => {
  const { cookie } = await bench.dispatcher();
  const screen = await bench.watch(cookie);
  const [slow, quick] = [bench.happened([bench.town()]), bench.happened([bench.town()])];

  const commit = await heldBack(bench.server.database.db, slow);
  await bench.tell(quick);
  await commit();

  await bench.settled(screen);
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
    const { cookie, account } = await bench.staff(post);
    const screen = await bench.watch(cookie);
    const own = inside.map((parties) => bench.happened(parties));
    const foreign = () => outside.map((parties) => bench.happened(parties));

    await bench.tell(...foreign(), ...own, ...foreign());

    await bench.settled(screen, [], account);
    expect(heard(screen)).toEqual(own.map(({ subject }) => subject));
  });

  test("a personal message reaches its account alone, whatever the others may see", async () => {
    const [mine, other] = [await bench.dispatcher(), await bench.dispatcher()];
    const [own, others] = [await bench.watch(mine.cookie), await bench.watch(other.cookie)];
    const notice = bench.happened([], { kind: "notice", account: mine.account });

    await bench.tell(notice);

    await Promise.all([bench.settled(own), bench.settled(others)]);
    expect(heard(own)).toEqual([notice.subject]);
    expect(heard(others)).toEqual([]);
  });
});

test("a fan-out that is killed comes back, and screens resume without a gap", async () => {
  const { cookie } = await bench.dispatcher();
  const screen = await bench.watch(cookie);
  const before = bench.happened([bench.town()]);
  await bench.tell(before);
  await until(() => screen.messages.length === 1);
  const killed = bench.server.link.process()!;

  process.kill(killed, "SIGKILL");
  await until(() => screen.ended());
  const meanwhile = bench.happened([bench.town()]);
  await bench.tell(meanwhile);
  await until(() => bench.server.link.process() !== killed);
  const again = await retrying(cookie, screen.lastId());

  await bench.settled(again);
  expect([...heard(screen), ...heard(again)]).toEqual([before.subject, meanwhile.subject]);
});

test("while the fan-out hangs, screens that ask are let go when it is ended", async () => {
  const { cookie } = await bench.dispatcher();
  const hanging = bench.server.link.process()!;
  const before = bench.server.asked();
  process.kill(hanging, "SIGSTOP");
  const asked = Array.from({ length: 20 }, () =>
    openScreen({ url: bench.server.url, cookie }).then(
      () => "answered",
      () => "cut off",
    ),
  );
  await until(() => bench.server.asked() === before + asked.length);

  process.kill(hanging, "SIGKILL");

  expect(await Promise.all(asked)).toEqual(asked.map(() => "cut off"));
  const again = await retrying(cookie);
  await bench.settled(again);
  expect(again.messages).toHaveLength(1);
});

/** What an EventSource does by itself: a connection that is cut off is tried again. */
async function retrying(cookie: string, lastId?: string): Promise<Screen> {
  for (;;) {
    try {
      return await bench.watch(cookie, lastId);
    } catch {
      await new Promise((resolve) => setTimeout(resolve, 50));
    }
  }
}

test("without any hint a message still arrives; with hints it is the same", async () => {
  const { cookie } = await bench.dispatcher();
  const screen = await bench.watch(cookie);
  const [silent, hinted] = [bench.happened([bench.town()]), bench.happened([bench.town()])];

  await bench.tell(silent);
  await until(() => screen.messages.length === 1);
  await bench.tell(hinted);
  bench.hinter.hint();
  await until(() => screen.messages.length === 2);

  expect(heard(screen)).toEqual([silent.subject, hinted.subject]);
});

test("two hundred screens of ten towns each hear exactly their own", async () => {
  const towns = Array.from({ length: 10 }, (_, index) => `5001030${String(index + 50)}`);
  const cookies = await Promise.all(
    towns.map(async (unit) => (await bench.dispatcher(unit)).cookie),
  );
  const open = await Promise.all(
    Array.from({ length: 200 }, (_, index) => bench.watch(cookies[index % 10]!)),
  );
  const told = towns.map((unit) => Array.from({ length: 20 }, () => bench.happened([unit])));

  await Promise.all(told.flat().map((one) => bench.tell(one)));

  await Promise.all(open.map((screen) => until(() => screen.messages.length >= 20)));
  await Promise.all(open.map((screen, index) => bench.settled(screen, [towns[index % 10]!])));
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
    const { cookie, tokenHash } = await signedIn(owner, hashOf, {
      unit: bench.town(),
      role: "dispatcher",
    });
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
      { unit: bench.town(), role: "dispatcher" },
      { unit: "500103002", role: "dispatcher" },
    );
    const screen = await joinedScreen({ url: strict.url, cookie });

    await owner
      .updateTable("appointments")
      .set({ valid_to: "2020-01-02" })
      .where("account", "=", account)
      .where("unit", "=", bench.town())
      .execute();

    await until(() => screen.ended());
    expect(screen.messages).toEqual([]);
  });
});

test("the server closes while screens listen", async () => {
  const closing = await startLiveServer();
  const { cookie } = await signedIn(closing.database.owner, hashOf, {
    unit: bench.town(),
    role: "dispatcher",
  });
  const screen = await joinedScreen({ url: closing.url, cookie });

  await closing.close();

  await until(() => screen.ended());
  expect(closing.link.listeners()).toBe(0);
});
