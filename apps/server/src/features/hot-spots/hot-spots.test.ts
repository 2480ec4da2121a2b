import { sql } from "kysely";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { startTestServer, type Client, type TestServer } from "../../platform/testing/server.ts";
import { followOccurrences } from "./hot-spot-commands.ts";
import { hotSpotsOf, moved, spotIn, town, type Told } from "./hot-spot-testing.ts";

let server: TestServer;
let officer: Client;
let the: ReturnType<typeof hotSpotsOf>;
let at: { lon: number; lat: number };
beforeAll(async () => {
  server = await startTestServer();
  officer = await server.signIn(`${town}-duty-officer-1`);
  the = hotSpotsOf(server);
  at = await spotIn(server);
});
afterAll(() => server.close());

/** The outcome of work that another feature does, as its row says it. */
const becomes = ({ district, id }: Told, status: string) =>
  sql`update incidents set status = ${status} where district = ${district} and id = ${id}::uuid`.execute(
    server.owner,
  );

describe("a card", () => {
  test("is raised by the third of a kind within 30 days and 200 metres, and grows with the next", async () => {
    const kind = "050102";
    const first = await the.report(kind, at, 20, { address: "昌龙大道12号" });
    await the.report(kind, moved(at, 120), 10, { address: "昌龙大道20号" });
    await the.follow();
    expect(await the.cardsOf(officer, kind)).toEqual([]);

    await the.report(kind, moved(at, -120), 1);
    await the.follow();
    const [card] = await the.cardsOf(officer, kind);
    expect(card).toMatchObject({
      status: "open",
      members: 3,
      category: { code: "050102", name: "井盖破损" },
      unit: { code: town },
      street: "昌龙大道",
      because: "200 米内“井盖破损”在 30 天内达到 3 件",
      ofPast: false,
      actions: ["close", "classify"],
    });
    // The other kind next to it, and the same kind farther away, are something else.
    await the.report("050301", moved(at, 0, 110), 2);
    await the.report(kind, moved(at, 0, 260), 2);
    await the.report(kind, moved(at, 0, 120), 0);
    await the.follow();
    const { occurrences, steps, members, hidden } = await the.card(officer, card!.id);
    expect({ members, hidden, listed: occurrences.length }).toEqual({
      members: 4,
      hidden: 0,
      listed: 4,
    });
    expect(occurrences.map(({ number }) => number)).toContain(first.number);
    expect(steps.map(({ act }) => act)).toEqual(["grew", "raised"]);
    const notice = (await officer.get("/api/notices")).body.items.filter(
      ({ act }: { act: string }) => act === "hotSpot",
    );
    expect(notice.map(({ title }: { title: string }) => title)).toEqual([
      expect.stringMatching(/^同类事件频发：井盖破损/),
    ]);
  });

  test("needs the three within 30 days", async () => {
    const [enough, late] = ["050101", "050103"] as const;
    for (const days of [30, 15, 0]) await the.report(enough, moved(at, days * 4), days);
    for (const days of [30.0001, 15, 0]) await the.report(late, moved(at, days * 4, 60), days);
    await the.follow();
    expect(await the.cardsOf(officer, enough)).toHaveLength(1);
    expect(await the.cardsOf(officer, late)).toEqual([]);
  });

  test("counts nothing that was no matter or was the same as another, and says when one leaves it", async () => {
    const kind = "050104";
    const told = [];
    for (const [index, days] of [5, 4, 3].entries())
      told.push(await the.report(kind, moved(at, index * 110 - 110), days));
    await becomes(told[0]!, "falseAlarm");
    await the.follow();
    expect(await the.cardsOf(officer, kind)).toEqual([]);

    // Somebody finds that it was true after all.
    await becomes(told[0]!, "verifying");
    await the.follow();
    const [card] = await the.cardsOf(officer, kind);
    expect(card?.members).toBe(3);
    await becomes(told[1]!, "merged");
    await the.follow();
    expect(await the.card(officer, card!.id)).toMatchObject({
      members: 2,
      steps: [{ act: "left", detail: { members: 2 } }, { act: "raised" }],
    });
  });

  test("is one, though the third is told twice at once and several processes look", async () => {
    const kind = "050105";
    await the.report(kind, moved(at, -150), 3);
    await the.report(kind, at, 2);
    await the.follow();
    await Promise.all([
      the.report(kind, moved(at, 150), 1),
      the.report(kind, moved(at, 0, 150), 1),
    ]);
    await Promise.all([1, 2, 3, 4].map(() => followOccurrences(server.context)));
    await the.follow();
    const cards = await the.cardsOf(officer, kind);
    expect(cards.map(({ members }) => members)).toEqual([4]);
  });

  test("is closed once, with a reason, by who leads there; what comes later is another that knows it", async () => {
    const kind = "050201";
    for (const days of [3, 2, 1]) await the.report(kind, moved(at, days * 55), days);
    await the.follow();
    const [card] = await the.cardsOf(officer, kind);
    const close = (client: Client, reason: string) =>
      client.post(`/api/hot-spots/${card!.id}/closure`, { reason });

    const dispatcher = await server.signIn(`${town}-dispatcher-1`);
    const neighbour = await server.signIn("500103003-duty-officer-1");
    expect((await close(officer, " ")).status).toBe(400);
    expect((await close(dispatcher, "已整改")).status).toBe(403);
    expect((await close(neighbour, "已整改")).status).toBe(404);
    const answers = await Promise.all([close(officer, "逐一更换"), close(officer, "逐一更换")]);
    expect(answers.map(({ status }) => status).toSorted((a, b) => a - b)).toEqual([200, 409]);
    expect((await the.card(officer, card!.id)).closed).toMatchObject({ reason: "逐一更换" });

    await the.report(kind, moved(at, 0, 105), 0);
    await the.report(kind, moved(at, 0, -105), 0);
    await the.follow();
    expect(await the.cardsOf(officer, kind)).toEqual([]);
    await the.report(kind, at, 0);
    await the.follow();
    expect(await the.cardsOf(officer, kind)).toMatchObject([
      { members: 3, previous: { id: card!.id, number: card!.number } },
    ]);
    const audited = await (await server.signIn("50-auditor")).get("/api/audit?kind=hotSpot");
    expect(audited.body.items[0]).toMatchObject({ act: "hotSpot.close", reason: "逐一更换" });
  });

  test("is a figure to the city, which sees no record of it, and nothing to the next town", async () => {
    const [card] = await the.cardsOf(officer, "050101");
    const city = await server.signIn("50-operator");
    expect(await the.card(city, card!.id)).toMatchObject({
      members: 3,
      hidden: 3,
      occurrences: [],
    });
    const centre = await server.signIn("500103-centre-1");
    expect(await the.card(centre, card!.id)).toMatchObject({ hidden: 0 });
    const neighbour = await server.signIn("500103003-duty-officer-1");
    expect((await neighbour.get(`/api/hot-spots/${card!.id}`)).status).toBe(404);
    expect(await the.cards(neighbour)).toEqual([]);
  });
});

test("a town sets its own limits", async () => {
  const other = "500103003";
  const admin = await server.signIn("50-sysadmin");
  const { body } = await admin.get(`/api/configurations/limits?unit=${other}`);
  const publish = (hotSpot: object) =>
    admin.post("/api/configurations/limits", {
      unit: other,
      content: { ...body.content, hotSpot },
      reason: "路段短",
      baseVersion: 0,
    });
  expect((await publish({ least: 1, days: 30, metres: 200 })).status).toBe(400);
  expect((await publish({ least: 2, days: 30, metres: 50 })).status).toBeLessThan(300);
  const there = await spotIn(server, other);
  await the.report("050202", there, 3);
  await the.report("050202", moved(there, 45), 1);
  await the.follow();
  const neighbour = await server.signIn(`${other}-duty-officer-1`);
  expect(await the.cardsOf(neighbour, "050202")).toMatchObject([
    { members: 2, metres: 50, least: 2 },
  ]);
});

describe("what recurs", () => {
  test("is counted by street, cell, town and place, and opens its list", async () => {
    const query = `unit=${town}&category=050102&days=90`;
    const by = async (client: Client, what: string) =>
      (await client.get(`/api/recurrences?${query}&by=${what}&least=2`)).body.items;
    const [street] = await by(officer, "street");
    expect(street).toMatchObject({ name: "昌龙大道", n: 2, town: { code: town }, openCards: 1 });
    const [all] = await by(officer, "town");
    const { rows } = await sql<{ n: number }>`
      select count(*)::int as n from incidents where town = ${town} and category = '050102' and is_occurrence(status)`.execute(
      server.owner,
    );
    expect(all).toMatchObject({ key: town, n: rows[0]!.n });
    const cells = await by(officer, "cell");
    expect(cells.length).toBeGreaterThan(0);
    const behind = await officer.get(`/api/occurrences?${query}&by=cell&key=${cells[0].key}`);
    expect(behind.body.items).toHaveLength(cells[0].n);

    const map = (await officer.get(`/api/recurrence-cells?${query}`)).body.items;
    expect(map[0].ring.length).toBeGreaterThan(5);
    expect(map.reduce((sum: number, { n }: { n: number }) => sum + n, 0)).toBeLessThanOrEqual(
      all.n,
    );
  });

  test("is not told of other units, and of no record to who sees only figures", async () => {
    const neighbour = await server.signIn("500103003-duty-officer-1");
    expect((await neighbour.get(`/api/recurrences?unit=${town}`)).status).toBe(403);
    const city = await server.signIn("50-operator");
    const [row] = (await city.get("/api/recurrences?unit=50&by=town")).body.items;
    expect(row.n).toBeGreaterThan(3);
    const behind = await city.get(`/api/occurrences?unit=50&by=town&key=${row.key}`);
    expect(behind.body.items).toEqual([]);
  });
});
