import { afterAll, beforeAll, beforeEach, expect, test } from "vitest";
import { write } from "../../platform/database/scope.ts";
import { hashOf } from "../identity/session-store.ts";
import { announce, type Announcement } from "./live-commands.ts";
import { findEnd } from "./live-queries.ts";
import {
  ageLog,
  announced,
  heldBack,
  joinedScreen,
  signedIn,
  startLiveServer,
  until,
  type LiveServer,
  type Screen,
} from "./live-testing.ts";

/** Each test has a town to itself, so that none hears another's messages. */
let townNumber = 300;
let town = "";
beforeEach(() => {
  townNumber += 1;
  town = `500103${townNumber}`;
});
let server: LiveServer;
const screens: Screen[] = [];
beforeAll(async () => {
  server = await startLiveServer();
});
afterAll(async () => {
  for (const screen of screens) screen.close();
  await server.close();
});

const tell = (...announcements: Announcement[]) =>
  write(server.database.db, "system", (tx) => announce(tx, announcements));
const dispatcher = () =>
  signedIn(server.database.owner, hashOf, { unit: town, role: "dispatcher" });

async function watch(cookie: string, lastId: string | undefined, ago: number): Promise<Screen> {
  const screen = await joinedScreen({
    url: server.url,
    cookie,
    ago,
    ...(lastId ? { lastId } : {}),
  });
  screens.push(screen);
  return screen;
}

/** What a screen heard before a message of now. */
async function heardBy(screen: Screen): Promise<string[]> {
  const marker = announced(town, [town]);
  await tell(marker);
  await until(() => screen.subjects().includes(marker.subject));
  return screen.subjects().filter((subject) => subject !== marker.subject);
}

/** What is older than a transaction that runs elsewhere in the cluster may be heard once more. */
async function decided(): Promise<void> {
  const { db } = server.database;
  const newest = await db
    .selectFrom("live_log")
    .select((of) => of.fn.max("position").as("row"))
    .executeTakeFirstOrThrow();
  await until(async () => (await findEnd(db)).row >= newest.row);
}

test("a screen that joins after it has fetched its lists hears what happened between the two", async () => {
  const { cookie } = await dispatcher();
  const [before, between, after] = [
    announced(town, [town]),
    announced(town, [town]),
    announced(town, [town]),
  ];
  await tell(before);
  await ageLog(server.database.owner);
  await decided();
  await tell(between);

  const screen = await watch(cookie, undefined, 60);
  await tell(after);

  expect(await heardBy(screen)).toEqual([between.subject, after.subject]);
});

test("what was being written when a screen looked back reaches it as well", async () => {
  const { cookie } = await dispatcher();
  await tell(announced(town, [town]));
  await ageLog(server.database.owner);
  const slow = announced(town, [town]);
  await decided();
  const commit = await heldBack(server.database.db, slow);
  await tell(announced(town, ["500103002"]));

  const screen = await watch(cookie, undefined, 60);
  await commit();

  expect(await heardBy(screen)).toEqual([slow.subject]);
});

test("a screen that resumes does so from its id, whatever its first address asked for", async () => {
  const { cookie } = await dispatcher();
  const screen = await watch(cookie, undefined, 60);
  await heardBy(screen);
  const change = announced(town, [town]);
  await tell(change);

  const again = await watch(cookie, screen.lastId(), 60);

  expect(await heardBy(again)).toEqual([change.subject]);
});
