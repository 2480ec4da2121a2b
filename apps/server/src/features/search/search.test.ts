import type { SearchAnswer, SearchKind } from "@gezhi/contract/search.ts";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { startTestServer, type Client, type TestServer } from "../../platform/testing/server.ts";
import { listAll } from "./search-entry-commands.ts";

const town = "500103001";
const grid = `${town}017001`;
const phone = "13812345678";
let server: TestServer;
let dispatcher: Client;
let elsewhere: Client;
let administrator: Client;

beforeAll(async () => {
  server = await startTestServer();
  [dispatcher, elsewhere, administrator] = await Promise.all([
    server.signIn(`${town}-dispatcher-1`),
    server.signIn("500108102-dispatcher-1"),
    server.signIn("50-sysadmin"),
  ]);
});
afterAll(() => server.close());

const ask = (client: Client, q: string, more = "") =>
  client.get(`/api/search?q=${encodeURIComponent(q)}${more}`);
async function found(client: Client, q: string, kind: SearchKind, more = "") {
  const answer = await ask(client, q, more);
  expect(answer.status, answer.text).toBe(200);
  const { groups } = answer.body as SearchAnswer;
  return groups.find((group) => group.kind === kind)?.hits ?? [];
}

const report = async (text: string, more: object = {}, client = dispatcher) => {
  const answer = await client.post("/api/reports", {
    clientId: crypto.randomUUID(),
    source: "call",
    text,
    category: "050103",
    unit: grid,
    simulated: true,
    ...more,
  });
  expect(answer.status, answer.text).toBe(201);
  return answer.body as { number: string };
};

describe("units", () => {
  test.each([
    ["渝中区", "500103", "name"],
    ["yzq", "500103", "initials"],
    ["YZQ", "500103", "initials"],
    ["500103", "500103", "code"],
    ["ｙｚｑ", "500103", "initials"],
  ])("%s is 渝中区", async (q, code, matched) => {
    expect((await found(dispatcher, q, "unit"))[0]).toMatchObject({ id: code, matched });
  });

  test("a beginning of initials finds as well, the shortest unit first", async () => {
    const hits = await found(dispatcher, "qxg", "unit");
    expect(hits[0]).toMatchObject({ title: expect.stringMatching(/七星岗/), where: /渝中区/ });
  });
});

describe("devices", () => {
  test("are found by code, by a part of their place, and by the initials of both", async () => {
    const [device] = (await dispatcher.get("/api/devices?limit=1")).body.items;
    const place: string = device.place;
    for (const q of [device.code, place.slice(1), device.name.slice(0, 3)])
      expect((await found(dispatcher, q, "device", "&limit=20")).map(({ id }) => id)).toContain(
        device.id,
      );
    expect((await found(dispatcher, device.code, "device"))[0]).toMatchObject({
      id: device.id,
      matched: "code",
    });
  });

  test("are found by those alone who may look at them", async () => {
    const [device] = (await dispatcher.get("/api/devices?limit=1")).body.items;
    expect(await found(elsewhere, device.code, "device")).toEqual([]);
    expect(await found(administrator, device.code, "device")).toHaveLength(1);
  });

  test("are there as soon as they are registered, under their new name, and gone when retired", async () => {
    const officer = await server.signIn(`${town}-duty-officer-1`);
    const device = {
      code: "FIND-1",
      name: "跨江索道风速仪",
      profile: "SE01",
      unit: grid,
      position: null,
    };
    const created = await officer.post("/api/devices", device);
    expect(created.status, created.text).toBe(201);
    const { id } = created.body.device;
    expect(await found(officer, "kjsd", "device")).toMatchObject([{ id, matched: "initials" }]);

    await officer.put(`/api/devices/${id}`, { ...device, name: "观景台风向标" });
    expect(await found(officer, "跨江索道", "device")).toEqual([]);
    expect(await found(officer, "观景台", "device")).toMatchObject([{ id }]);

    await officer.post(`/api/devices/${id}/retirement`, { reason: "拆除" });
    expect(await found(officer, "观景台", "device")).toEqual([]);
  });
});

describe("staff", () => {
  test("are known to colleagues of the town, with what they serve as, and to nobody elsewhere", async () => {
    const me = await dispatcher.get("/api/session");
    const name: string = me.body.name;
    const own = await found(dispatcher, name, "staff", "&limit=20");
    expect(own.map(({ id }) => id)).toContain(me.body.account);
    expect(own.find(({ id }) => id === me.body.account)?.line).toMatch(/调度员/);
    const others = await found(elsewhere, name, "staff", "&limit=20");
    expect(others.map(({ id }) => id)).not.toContain(me.body.account);
  });

  test("who were renamed are found by the new name; who are disabled are not found", async () => {
    const username = "found-person";
    const created = await administrator.post("/api/people", {
      username,
      name: "欧阳试名",
      appointment: { unit: town, role: "dispatcher", validFrom: "2026-01-01" },
    });
    expect(created.status, created.text).toBe(201);
    const { account } = created.body.person;
    expect(await found(dispatcher, "oysm", "staff")).toMatchObject([{ id: account }]);

    await administrator.patch(`/api/people/${account}`, { name: "司徒改名" });
    expect(await found(dispatcher, "司徒改名", "staff")).toMatchObject([{ id: account }]);
    expect(await found(dispatcher, "欧阳试名", "staff")).toEqual([]);

    await administrator.patch(`/api/people/${account}`, { disabled: true });
    expect(await found(dispatcher, "司徒改名", "staff")).toEqual([]);
  });

  test("a deputy finds no staff", async () => {
    const deputy = await server.signIn(`${town}-deputy-1`);
    const me = await dispatcher.get("/api/session");
    expect(await found(deputy, me.body.name, "staff")).toEqual([]);
  });
});

describe("incidents", () => {
  test("are found by number and by words, within the scope", async () => {
    await report("鱼洞溪桥头栏杆松动摇晃");
    const [hit] = await found(dispatcher, "鱼洞溪桥头", "incident");
    expect(hit).toMatchObject({ unit: grid, urgency: expect.any(String) });
    const number = hit!.line.split(" ")[0]!;
    expect(await found(dispatcher, number, "incident")).toMatchObject([
      { id: hit!.id, matched: "number" },
    ]);
    expect(await found(elsewhere, "鱼洞溪桥头", "incident")).toEqual([]);
    expect(await found(elsewhere, number, "incident")).toEqual([]);
  });
});

describe("the telephone of a report", () => {
  const find = (client: Client, more: object = {}) =>
    client.post("/api/search/phones", { phone, reason: "核对来电", ...more });
  const entries = () =>
    server.owner.selectFrom("audit_log").selectAll().where("act", "=", "reveal.search").execute();

  beforeAll(async () => {
    await report(
      "楼道灯不亮",
      { source: "resident", reporter: { name: "试验人", phone } },
      server.anonymous,
    );
  });

  test("leads those to the matter who may have it shown, and every search is on record without the number", async () => {
    const worker = await server.signIn(`${grid}-worker`);
    const before = (await entries()).length;

    const answer = await find(worker);

    expect(answer).toMatchObject({
      status: 200,
      body: { hits: [{ matched: "phone", unit: grid }] },
    });
    expect(answer.text).not.toContain(phone);
    const rows = await entries();
    expect(rows).toHaveLength(before + 1);
    expect(rows.at(-1)).toMatchObject({ reason: "核对来电", unit: grid });
    expect(JSON.stringify(rows)).not.toContain(phone);
  });

  test("a search that finds nothing is on record too", async () => {
    const before = (await entries()).length;
    const answer = await find(elsewhere);
    expect(answer.body).toEqual({ hits: [] });
    expect(await entries()).toHaveLength(before + 1);
  });

  test("tells a dispatcher of red and orange matters alone", async () => {
    const calm = await find(dispatcher);
    await server.owner
      .updateTable("incidents")
      .set({ urgency: "red" })
      .where("unit", "=", grid)
      .execute();
    const urgent = await find(dispatcher);
    expect([calm.body.hits.length, urgent.body.hits.length]).toEqual([0, 1]);
  });

  test.each(["500103-supervisor", "500103-centre-1", "50-sysadmin"])(
    "%s may not ask",
    async (username) => {
      const client = await server.signIn(username);
      expect((await find(client)).status).toBe(403);
      expect((await ask(client, phone)).body).toMatchObject({ phone: false });
    },
  );

  test("without a reason nothing is told, and the plain search tells nothing of numbers", async () => {
    expect((await find(dispatcher, { reason: "看" })).status).toBe(400);
    expect((await ask(dispatcher, phone)).body).toEqual({ groups: [], phone: true });
  });
});

describe("hostile questions", () => {
  test.each([
    "'",
    "''",
    "\\",
    "a' | 'b",
    "x':* & !'y",
    "%' or 1=1 --",
    "@500108102",
    "#staff",
    "=~",
    "\u0001\u0002",
    "😀😀",
    "\ud800",
    "((((",
    "a\nb\n@50",
    "%00",
    "长".repeat(60),
    "x".repeat(60),
    "a b c d e f g h i j k l m n o p q r s t",
  ])("%j is answered calmly and opens nothing", async (q) => {
    const answer = await dispatcher.get(
      `/api/search?q=${encodeURIComponent(q.toWellFormed())}&kinds=staff,device,unit,incident`,
    );
    expect([200, 400], answer.text).toContain(answer.status);
    if (answer.status === 200)
      for (const { kind, hits } of (answer.body as SearchAnswer).groups)
        if (kind === "staff" || kind === "device")
          for (const { unit } of hits) expect(unit.startsWith(town)).toBe(true);
  });

  test.each(["", "   ", "x".repeat(61)])("%j is refused", async (q) => {
    expect((await ask(dispatcher, q)).status).toBe(400);
  });

  test.each(["&kinds=secret", "&limit=0", "&limit=1000"])("%s is refused", async (more) => {
    expect((await ask(dispatcher, "渝中", more)).status).toBe(400);
  });

  test("without an account nothing is answered", async () => {
    expect((await ask(server.anonymous, "渝中")).status).toBe(401);
  });
});

test("what has an entry already is not listed again", async () => {
  expect(await listAll(server.owner)).toBe(0);
});
