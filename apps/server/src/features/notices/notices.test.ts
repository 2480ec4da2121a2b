import { afterAll, beforeAll, beforeEach, expect, test } from "vitest";
import { read, write } from "../../platform/database/scope.ts";
import { startTestServer, type Client, type TestServer } from "../../platform/testing/server.ts";
import { notify, type NewNotice } from "./notice-commands.ts";

const town = "500103001";
const post = `${town}/PA05`;
let server: TestServer;
let dispatcher: Client;
let officer: Client;
let cause = 0;

beforeAll(async () => {
  server = await startTestServer();
  dispatcher = await server.signIn(`${town}-dispatcher-1`);
  officer = await server.signIn(`${town}-duty-officer-1`);
});
afterAll(() => server.close());
beforeEach(async () => {
  await server.owner.deleteFrom("deliveries").execute();
  await server.owner.deleteFrom("notices").execute();
  await server.owner.deleteFrom("live_log").execute();
});

const accountOf = async (username: string) =>
  (
    await server.owner
      .selectFrom("accounts")
      .select("id")
      .where("username", "=", username)
      .executeTakeFirstOrThrow()
  ).id;

function notice(more: Partial<NewNotice> = {}): NewNotice {
  cause += 1;
  return {
    district: "500103",
    incident: null,
    urgency: "yellow",
    act: "urge",
    title: "催办：路灯不亮（黄·较急）",
    body: "SJ-1，捍卫路社区第一网格",
    cause: `cause ${cause}`,
    recipients: { roles: [{ role: "dispatcher", unit: town }] },
    ...more,
  };
}
const tell = async (one: NewNotice, scope: Parameters<typeof write>[1] = "system") =>
  (await write(server.db, scope, (tx) => notify(tx, server.context, one))).fresh;
const channelsQueued = async () =>
  (await server.owner.selectFrom("deliveries").select("channel").orderBy("channel").execute()).map(
    ({ channel }) => channel,
  );

test("a notice reaches everybody who holds the role, and nobody else", async () => {
  const told = await tell(notice({ recipients: { roles: [{ role: "dutyOfficer", unit: town }] } }));

  expect(told).toBe(2);
  const mine = await officer.get("/api/notices");
  expect(mine.body).toMatchObject({
    unread: 1,
    items: [{ act: "urge", urgency: "yellow", title: "催办：路灯不亮（黄·较急）", readAt: null }],
  });
  expect((await dispatcher.get("/api/notices")).body).toEqual({ items: [], unread: 0 });
});

test("a post is told as a whole: A, B and substitute, each once", async () => {
  const told = await tell(notice({ recipients: { handlers: [post, post] } }));

  const holders = await server.owner
    .selectFrom("appointments")
    .select("account")
    .distinct()
    .where("unit", "=", town)
    .where("post", "=", "PA05")
    .execute();
  expect(told).toBe(holders.length);
  expect(told).toBe(3);
});

test("the same cause makes no second notice and no second message", async () => {
  const one = notice({ urgency: "red", cause: "once" });
  await tell(one);
  const messages = await channelsQueued();

  const again = await tell(one);

  expect(again).toBe(0);
  expect(await channelsQueued()).toEqual(messages);
  expect(messages).toHaveLength(6);
  expect((await dispatcher.get("/api/notices")).body.unread).toBe(1);
});

test("whoever caused it is not told", async () => {
  const account = await accountOf(`${town}-dispatcher-1`);

  await tell(notice({ except: [account] }));

  expect((await dispatcher.get("/api/notices")).body.items).toEqual([]);
});

test("what is rolled back tells nobody", async () => {
  await write(server.db, "system", async (tx) => {
    await notify(tx, server.context, notice({ urgency: "red" }));
    throw new Error("changed its mind");
  }).catch(() => undefined);

  expect((await dispatcher.get("/api/notices")).body.items).toEqual([]);
  expect(await channelsQueued()).toEqual([]);
});

test("somebody with a narrow scope may tell others without seeing their notices", async () => {
  const account = await accountOf(`${town}-PA05-a`);
  const scope = { parties: [post], account };
  await tell(notice({ cause: "narrow" }), scope);

  const again = await tell(notice({ cause: "narrow" }), scope);
  const seen = await read(server.db, scope, (tx) =>
    tx.selectFrom("notices").select("id").execute(),
  );

  expect(again).toBe(0);
  expect(seen).toEqual([]);
  expect((await dispatcher.get("/api/notices")).body.unread).toBe(1);
});

test.each([
  ["red", ["sms", "voice"]],
  ["orange", ["sms"]],
  ["yellow", []],
  ["blue", []],
] as const)(
  "%s queues %j for somebody with a telephone and no browser",
  async (urgency, queued) => {
    const account = await accountOf(`${town}-dispatcher-1`);

    await tell(notice({ urgency, recipients: { accounts: [account] } }));

    expect(await channelsQueued()).toEqual(queued);
  },
);

test("telephone numbers and texts lie sealed", async () => {
  const account = await accountOf(`${town}-dispatcher-1`);

  await tell(notice({ urgency: "orange", recipients: { accounts: [account] } }));

  const row = await server.owner.selectFrom("deliveries").selectAll().executeTakeFirstOrThrow();
  const phone = server.context.secrets.open(row.address);
  expect(phone).toMatch(/^1\d{10}$/);
  expect(row.address_masked).toMatch(/^1\d\d\*{4}\d{4}$/);
  expect(JSON.stringify(row)).not.toContain(phone);
  expect(JSON.stringify(row)).not.toContain("路灯");
  expect(server.context.secrets.open(row.text_enc)).toBe(
    "【格治】催办：路灯不亮（黄·较急）。SJ-1，捍卫路社区第一网格",
  );
});

test("notices come in pages, the newest first, without one missing", async () => {
  const start = Date.now();
  for (let index = 0; index < 5; index += 1) {
    server.setNow(start + Math.floor(index / 2));
    await tell(notice({ title: `第 ${index} 条` }));
  }
  server.setNow(undefined);

  const titles: string[] = [];
  let next: string | undefined;
  do {
    const page = await dispatcher.get(
      `/api/notices?limit=2${next ? `&after=${encodeURIComponent(next)}` : ""}`,
    );
    titles.push(...page.body.items.map(({ title }: { title: string }) => title));
    next = page.body.next;
  } while (next);

  expect(titles).toHaveLength(5);
  expect(titles[0]).toBe("第 4 条");
  expect(titles.toSorted()).toEqual([0, 1, 2, 3, 4].map((index) => `第 ${index} 条`));
});

test("a page that does not exist is refused with words", async () => {
  const answer = await dispatcher.get("/api/notices?after=rubbish");

  expect(answer.status).toBe(400);
  expect(answer.body.detail).toBe("翻页位置无效，请回到第一页");
});

test("reading some leaves the others unread; reading all leaves none", async () => {
  for (const title of ["一", "二", "三"]) await tell(notice({ title }));
  const { items } = (await dispatcher.get("/api/notices")).body;

  const some = await dispatcher.post("/api/notices/read", { ids: [items[0].id] });
  const afterSome = (await dispatcher.get("/api/notices")).body;
  const all = await dispatcher.post("/api/notices/read", { all: true });

  expect(some.body).toEqual({ unread: 2 });
  expect(afterSome.items.map(({ readAt }: { readAt: string | null }) => readAt !== null)).toEqual([
    true,
    false,
    false,
  ]);
  expect(all.body).toEqual({ unread: 0 });
});

test("nobody reads in another's name", async () => {
  await tell(notice());
  const { items } = (await dispatcher.get("/api/notices")).body;

  await officer.post("/api/notices/read", { ids: [items[0].id] });

  expect((await dispatcher.get("/api/notices")).body.unread).toBe(1);
});

test("other screens of the reader hear that it was read", async () => {
  await tell(notice());
  await server.owner.deleteFrom("live_log").execute();

  await dispatcher.post("/api/notices/read", { all: true });
  await dispatcher.post("/api/notices/read", { all: true });

  const heard = await server.owner
    .selectFrom("live_log")
    .select(["kind", "act", "account", "party_units"])
    .execute();
  expect(heard).toEqual([
    {
      kind: "notice",
      act: "read",
      account: await accountOf(`${town}-dispatcher-1`),
      party_units: [],
    },
  ]);
});

test("without an account there are no notices", async () => {
  const paths = ["/api/notices", "/api/push-key", "/api/outbox"];

  const answers = await Promise.all(paths.map((path) => server.anonymous.get(path)));

  expect(answers.map(({ status }) => status)).toEqual([401, 401, 401]);
});
