import { posts } from "@gezhi/reference/load-reference.ts";
import { afterAll, beforeAll, beforeEach, expect, test } from "vitest";
import { startTestServer, type Client, type TestServer } from "../../platform/testing/server.ts";
import { chainAmong } from "../organisation/handler-rules.ts";
import { findChainPeople, holdersOf } from "../organisation/organisation-queries.ts";
import { seedDemoDuty } from "./duty-seed.ts";

const town = "500103001";
const grid = `${town}017001`;
const noon = Date.parse("2026-11-26T12:00:00+08:00");
const evening = Date.parse("2026-11-26T22:30:00+08:00");
let server: TestServer;
let commander: Client;
let worker: Client;

beforeAll(async () => {
  server = await startTestServer();
  server.setNow(noon);
  commander = await server.signIn(`${town}-commander`);
  worker = await server.signIn(`${grid}-worker`);
});
beforeEach(async () => {
  server.setNow(noon);
  await server.owner.deleteFrom("duty_shifts").execute();
});
afterAll(() => server.close());

const roster = (text: string, more: object = {}) =>
  commander.post("/api/duty-imports", { unit: town, text, ...more });
const account = async (username: string): Promise<string> =>
  (
    await server.owner
      .selectFrom("accounts")
      .select("id")
      .where("username", "=", username)
      .executeTakeFirstOrThrow()
  ).id;
/** Who was told of the newest fire in the grid, by user name. */
async function toldOfFire(): Promise<string[]> {
  const { body } = await worker.post("/api/reports", {
    clientId: crypto.randomUUID(),
    source: "gridWorker",
    text: "居民楼起火，浓烟滚滚",
    unit: grid,
    category: "090101",
  });
  const rows = await server.owner
    .selectFrom("notices as n")
    .innerJoin("accounts as a", "a.id", "n.account")
    .innerJoin("reports as r", "r.incident", "n.incident")
    .select(["a.username", "n.incident"])
    .where("r.number", "=", body.number)
    .execute();
  await server.owner
    .updateTable("incidents")
    .set({ status: "closed", closed_at: new Date(noon) })
    .where("id", "=", rows[0]!.incident!)
    .execute();
  return [...new Set(rows.map(({ username }) => username))].filter((name) =>
    /duty-officer|dispatcher/.test(name),
  );
}

test("a red matter is told to the officer and dispatchers of the shift, and to all where the roster says nothing", async () => {
  const everybody = await toldOfFire();
  expect(everybody.filter((name) => name.includes("duty-officer"))).toHaveLength(2);
  expect(everybody.filter((name) => name.includes("dispatcher"))).toHaveLength(3);

  await roster(
    `2026-11-26,白班,值班长,${town}-duty-officer-2\n2026-11-26,夜班,调度员,${town}-dispatcher-3`,
  );

  const byDay = await toldOfFire();
  expect(byDay.filter((name) => name.includes("duty-officer"))).toEqual([`${town}-duty-officer-2`]);
  expect(byDay.filter((name) => name.includes("dispatcher"))).toHaveLength(3);
  server.setNow(evening);
  const byNight = await toldOfFire();
  expect(byNight.filter((name) => name.includes("duty-officer"))).toHaveLength(2);
  expect(byNight.filter((name) => name.includes("dispatcher"))).toEqual([`${town}-dispatcher-3`]);
});

test("the acceptance chain asks those on duty first, then everybody else of the post", async () => {
  const handler = `${town}/PA05`;
  const people = async () =>
    chainAmong(await findChainPeople(server.db, handler, grid, new Date(noon)), handler, grid);
  const holders = await holdersOf(server.db, handler, new Date(noon));
  const substitute = holders.find(({ holder }) => holder === "substitute")!.account;
  const before = await people();
  expect(before.holderA).toEqual([holders.find(({ holder }) => holder === "A")!.account]);

  const cell = { unit: town, day: "2026-11-26", shift: "day", duty: "PA05" };
  expect((await commander.put("/api/duty", { ...cell, accounts: [substitute] })).status).toBe(204);

  const after = await people();
  expect(after.holderA).toEqual([substitute]);
  expect(after.holderB.toSorted()).toEqual(
    holders
      .map((one) => one.account)
      .filter((one) => one !== substitute)
      .toSorted(),
  );
});

test("a roster is shown by shifts with who may be put on duty, and set cell by cell", async () => {
  const officer = await account(`${town}-duty-officer-1`);
  const cell = { unit: town, day: "2026-11-28", shift: "night", duty: "dutyOfficer" };

  await commander.put("/api/duty", { ...cell, accounts: [officer] });

  const { body } = await worker.get(`/api/duty?unit=${town}`);
  expect(body).toMatchObject({
    from: "2026-11-26",
    now: { day: "2026-11-26", shift: "day" },
    mayEdit: false,
  });
  expect(body.cells).toMatchObject([
    { day: "2026-11-28", shift: "night", duty: "dutyOfficer", people: [{ account: officer }] },
  ]);
  expect(body.duties[0]).toMatchObject({ duty: "dutyOfficer", name: "值班长" });
  expect(body.duties[0].holders).toHaveLength(2);
  await commander.put("/api/duty", { ...cell, accounts: [] });
  expect((await worker.get(`/api/duty?unit=${town}`)).body.cells).toEqual([]);
});

test("only those who hold a duty are put on it, and what is past stays", async () => {
  const dispatcher = await account(`${town}-dispatcher-1`);
  const put = (more: object) =>
    commander.put("/api/duty", {
      unit: town,
      day: "2026-11-28",
      shift: "day",
      duty: "dutyOfficer",
      accounts: [dispatcher],
      ...more,
    });

  expect((await put({})).status).toBe(400);
  expect((await put({ duty: "dispatcher", day: "2026-11-25" })).status).toBe(409);
  expect((await put({ duty: "dispatcher", unit: "500103003" })).status).toBe(403);
  expect((await put({ duty: "dispatcher" })).status).toBe(204);
});

test("an import with one wrong line writes nothing and names the line; without, it replaces the shifts it names", async () => {
  const good = `2026-11-27,白班,调度员,${town}-dispatcher-1、${town}-dispatcher-2`;
  const { body: refused } = await roster(`${good}\n2026-11-27,白班,值班长,查无此人`);
  expect(refused).toMatchObject({ lines: 2, written: false, errors: [{ line: 2 }] });
  expect((await worker.get(`/api/duty?unit=${town}`)).body.cells).toEqual([]);
  expect((await roster(good, { dryRun: true })).body).toMatchObject({ shifts: 1, written: false });

  expect((await roster(good)).body).toMatchObject({
    lines: 1,
    shifts: 1,
    written: true,
    errors: [],
  });
  await roster(`2026-11-27,白班,调度员,${town}-dispatcher-3`);

  const [cell] = (await worker.get(`/api/duty?unit=${town}`)).body.cells;
  expect(cell.people).toMatchObject([{ account: await account(`${town}-dispatcher-3`) }]);
});

test("the demo's roster has an officer, a dispatcher and the posts on duty in every shift", async () => {
  expect(await seedDemoDuty(server.owner, posts, noon)).toBeGreaterThan(1000);

  const { body } = await worker.get(`/api/duty?unit=${town}&days=2`);
  for (const duty of ["dutyOfficer", "dispatcher", "PA05"])
    for (const shift of ["day", "night"])
      expect(
        body.cells.filter(
          (cell: { duty: string; shift: string }) => cell.duty === duty && cell.shift === shift,
        ),
      ).toHaveLength(2);
});

test("the demo's roster goes on when its last day comes, and keeps what was changed", async () => {
  const day = 24 * 3_600_000;
  await seedDemoDuty(server.owner, posts, noon);
  await commander.put("/api/duty", {
    unit: town,
    day: "2026-12-20",
    shift: "day",
    duty: "dispatcher",
    accounts: [],
  });
  expect(await seedDemoDuty(server.owner, posts, noon)).toBe(0);

  await seedDemoDuty(server.owner, posts, noon + 20 * day);
  const { body } = await worker.get(`/api/duty?unit=${town}&from=2026-12-20&days=28`);
  const dispatchers = body.cells.filter(({ duty }: { duty: string }) => duty === "dispatcher");
  expect(
    dispatchers.map((cell: { day: string; shift: string }) => `${cell.day} ${cell.shift}`),
  ).toEqual(expect.arrayContaining(["2026-12-20 night", "2027-01-12 day", "2027-01-12 night"]));
  expect(dispatchers).not.toContainEqual(
    expect.objectContaining({ day: "2026-12-20", shift: "day" }),
  );
});
