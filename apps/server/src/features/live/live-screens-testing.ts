import { write } from "../../platform/database/scope.ts";
import { hashOf } from "../identity/session-store.ts";
import { announce, type Announcement } from "./live-commands.ts";
import { createHinter } from "./live-hint.ts";
import {
  announced,
  joinedScreen,
  type Screen,
  signedIn,
  startLiveServer,
  until,
} from "./live-testing.ts";

export type LiveBench = Awaited<ReturnType<typeof startLiveBench>>;

export const heard = (screen: Screen) =>
  screen.messages.filter(({ act }) => act !== "marker").map(({ subject }) => subject);

/** A live server with screens of staff; each test has a town to itself, so that none hears another's messages. */
export async function startLiveBench() {
  const server = await startLiveServer();
  const hinter = createHinter(server.database.url, server.context.log);
  const screens: Screen[] = [];
  let townNumber = 100;
  const townOf = (district: string) => `${district}${townNumber}`;
  const town = () => townOf("500103");

  const happened = (parties: readonly string[], more: Partial<Announcement> = {}) =>
    announced(town(), parties, more);
  const tell = (...announcements: Announcement[]) =>
    write(server.database.db, "system", (tx) => announce(tx, announcements));
  const staff = (...posts: Parameters<typeof signedIn>[2][]) =>
    signedIn(server.database.owner, hashOf, ...posts);

  async function watch(cookie: string, lastId?: string): Promise<Screen> {
    const screen = await joinedScreen({ url: server.url, cookie, ...(lastId ? { lastId } : {}) });
    screens.push(screen);
    return screen;
  }
  return {
    server,
    hinter,
    town,
    townOf,
    nextTown: () => void (townNumber += 1),
    happened,
    tell,
    staff,
    dispatcher: (unit = town()) => staff({ unit, role: "dispatcher" }),
    watch,
    /** Until this marker has come, so has everything before it. */
    async settled(screen: Screen, parties = [town()], account?: string): Promise<void> {
      const marker = happened(account ? [] : parties, {
        act: "marker",
        ...(account ? { account } : {}),
      });
      await tell(marker);
      await until(() => screen.subjects().includes(marker.subject));
    },
    async close(): Promise<void> {
      for (const screen of screens) screen.close();
      await hinter.close();
      await server.close();
    },
  };
}
