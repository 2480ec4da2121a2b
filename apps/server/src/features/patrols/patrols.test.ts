import { randomUUID } from "node:crypto";
import type { DutyToWalk, PatrolDues } from "@gezhi/contract/patrols.ts";
import { sql } from "kysely";
import { afterAll, beforeAll, beforeEach, expect, test } from "vitest";
import { startTestServer, type Client, type TestServer } from "../../platform/testing/server.ts";
import { forgetOldPatrols } from "./patrol-commands.ts";

const town = "500103001";
const village = `${town}017`;
const grid = `${village}001`;
const dayMs = 86_400_000;
const hourMs = 3_600_000;
const window = "bbox=106.5,29.5,106.7,29.7&zoom=15";
const walk: [number, number][] = [
  [106.571234567, 29.551],
  [106.572, 29.551],
  [106.572, 29.552],
];

let server: TestServer;
let worker: Client;
beforeAll(async () => {
  server = await startTestServer();
  worker = await server.signIn(`${grid}-worker`);
});
afterAll(() => server.close());
beforeEach(async () => {
  server.setNow(undefined);
  await sql`delete from patrols`.execute(server.owner);
});

const ago = (ms: number) => new Date(server.context.now() - ms).toISOString();
const patrol = (more: object = {}) => ({
  id: randomUUID() as string,
  unit: grid,
  duty: "A01",
  startedAt: ago(40 * 60_000),
  endedAt: null as string | null,
  track: walk,
  ...more,
});
const sent = async (body: object, by: Client = worker) => {
  const answer = await by.post("/api/patrols", body);
  if (answer.status !== 200) throw new Error(answer.text);
  return answer.body;
};
const seenBy = async (person: Client, more = "") =>
  (await person.get(`/api/map/patrols?${window}${more}`)).body.items;

test("a patrol told twice is one, grows while it goes on and stays as it was when it ended", async () => {
  const first = patrol({ track: walk.slice(0, 2) });
  expect(await sent(first)).toMatchObject({ state: "underWay", endedAt: null });
  const grown = await sent({ ...first, track: walk });
  expect(grown.track).toEqual([[106.57123, 29.551], walk[1], walk[2]]);
  expect(grown.lengthM).toBeGreaterThan(170);
  expect(grown.lengthM).toBeLessThan(200);
  // One that was overtaken on the way takes nothing back.
  expect((await sent(first)).track).toHaveLength(3);
  const ended = await sent({ ...first, track: walk, endedAt: ago(60_000) });
  expect(ended.state).toBe("ended");
  expect(await sent({ ...first, track: [] })).toEqual(ended);
  expect(await sent({ ...first, track: walk, endedAt: ago(0) })).toEqual(ended);
  expect(await seenBy(worker)).toHaveLength(1);
});

test("the own centre and community see who patrols; others of the ground without a name, strangers not at all", async () => {
  const { id, by } = await sent(patrol());
  expect(by).not.toBe("");
  for (const known of [`${town}-dispatcher-1`, `${town}-commander`, `${village}-secretary`])
    expect(await seenBy(await server.signIn(known))).toMatchObject([
      { id, by, unit: { code: grid } },
    ]);
  for (const masked of [`${town}-MS09-a`, "500103-centre-1"]) {
    const person = await server.signIn(masked);
    expect(await seenBy(person)).toMatchObject([{ id, by: null }]);
    expect((await person.get(`/api/patrols/${id}`)).text).not.toContain(by);
  }
  for (const stranger of [
    "500103003-dispatcher-1",
    "50-operator",
    "500103-supervisor",
    "50-sysadmin",
    `${town}-deputy-1`,
  ]) {
    const person = await server.signIn(stranger);
    expect(await seenBy(person)).toEqual([]);
    expect((await person.get(`/api/patrols/${id}`)).status).toBe(404);
    expect((await person.delete(`/api/patrols/${id}`)).status).toBe(404);
  }
  expect(await seenBy(worker, "&unit=500103003")).toEqual([]);
});

test("only in one's own community, only a duty that is walked, and nobody writes over another's", async () => {
  const refused = async (body: object, by: Client = worker) =>
    (await by.post("/api/patrols", body)).status;
  expect(await refused(patrol({ unit: `${town}016001` }))).toBe(403);
  expect(await refused(patrol({ unit: town }), await server.signIn(`${town}-dispatcher-1`))).toBe(
    403,
  );
  expect(await refused(patrol({ duty: "C07" }))).toBe(400);
  expect(await refused(patrol({ startedAt: ago(8 * dayMs) }))).toBe(400);
  expect(await refused(patrol({ startedAt: ago(-hourMs) }))).toBe(400);
  const mine = patrol();
  await sent(mine);
  const other = await server.signIn(`${village}-secretary`);
  expect(await refused({ ...mine, unit: village }, other)).toBe(409);
  expect(await refused(mine, other)).toBe(409);
  expect((await other.delete(`/api/patrols/500103-${mine.id}`)).status).toBe(404);
  expect(await seenBy(worker)).toHaveLength(1);
});

test("somebody who walks already is told so on a second phone, and takes it over without a doubled way", async () => {
  const first = patrol();
  const { id } = await sent(first);
  const second = patrol({ duty: "A02", startedAt: ago(60_000), track: walk.slice(0, 1) });
  const refused = await worker.post("/api/patrols", second);
  expect(refused.status).toBe(409);
  expect(refused.body.detail).toContain("另一台设备上正在巡查");
  expect(await seenBy(worker)).toHaveLength(1);

  const taken = await sent({ ...second, instead: true });
  expect(taken.state).toBe("underWay");
  // The first phone hears that it is over.
  expect(await sent({ ...first, track: walk })).toMatchObject({ id, state: "ended" });
  expect((await sent({ ...second, endedAt: ago(0) })).state).toBe("ended");
  // What was walked at the same time without a signal comes too late.
  const late = await worker.post("/api/patrols", patrol({ endedAt: ago(10_000) }));
  expect(late.status).toBe(409);
  expect(late.body.detail).toContain("不能重复记录");
  // A colleague walks at any time.
  const colleague = await server.signIn(`${village}-secretary`);
  expect((await sent(patrol(), colleague)).state).toBe("underWay");
});

const dues = async (person: Client, more = "") =>
  (await person.get(`/api/patrol-duties?unit=${grid}${more}`)).body as PatrolDues;
const dueOf = async (duty: string, more = "") =>
  (await dues(await server.signIn(`${town}-dispatcher-1`), more)).items.find(
    (one) => one.duty.code === duty && one.unit.code === grid,
  );

test("a grid's duty is due until it is walked, and missed where its day ended without", async () => {
  const midday = Math.floor((Date.now() + 8 * hourMs) / dayMs) * dayMs + 4 * hourMs;
  server.setNow(midday);
  expect(await dueOf("A01")).toMatchObject({ state: "due", done: 0, missed: 0, everyDays: 1 });
  const mine = async () =>
    ((await worker.get("/api/patrols/mine")).body.toWalk as DutyToWalk[]).map(
      ({ unit, duty }) => `${unit.code} ${duty.code}`,
    );
  expect(await mine()).toContain(`${grid} A01`);
  await sent(patrol({ endedAt: ago(0) }));
  expect(await dueOf("A01")).toMatchObject({ state: "done", done: 1, missed: 0 });
  expect(await mine()).not.toContain(`${grid} A01`);
  expect(await mine()).toContain(`${grid} A02`);

  // The day after tomorrow: one was walked, one was not; before the platform began nothing was to be walked.
  server.setNow(midday + 2 * dayMs);
  expect(await dueOf("A01")).toMatchObject({ state: "due", done: 1, missed: 1 });
  expect(await dueOf("A01", "&days=30&state=missed")).toMatchObject({ missed: 1 });
  expect(await dueOf("A01", "&state=done")).toBeUndefined();
});

test("patrols to come are listed by town and grid to who sees patrols there, and name nobody", async () => {
  const officer = await server.signIn(`${town}-duty-officer-1`);
  const all = (await officer.get("/api/patrol-duties")).body as PatrolDues;
  expect(all.unit?.code).toBe(town);
  expect(all.grids).toBeGreaterThan(20);
  expect(all.totals.due + all.totals.done).toBeGreaterThanOrEqual(2 * all.grids);
  const { name } = (await worker.get("/api/session")).body as { name: string };
  await sent(patrol());
  expect(JSON.stringify(await dues(officer))).not.toContain(name);
  for (const stranger of ["500103003-dispatcher-1", "50-operator", `${town}-deputy-1`])
    expect(await dues(await server.signIn(stranger))).toMatchObject({ closed: true, items: [] });
  const centre = await server.signIn("500103-centre-1");
  expect((await centre.get("/api/patrol-duties?unit=500103")).status).toBe(400);
  expect((await dues(centre)).items.length).toBeGreaterThan(0);
});

test("without a word for two hours a patrol is silent, and after a day it is off the map", async () => {
  await sent(patrol());
  const began = Date.now();
  for (const [later, state] of [
    [2.5 * hourMs, "silent"],
    [24 * hourMs, undefined],
  ] as const) {
    server.setNow(began + later);
    const [seen] = await seenBy(await server.signIn(`${town}-dispatcher-1`));
    expect(seen?.state).toBe(state);
  }
});

test("an instant that is over shows the patrols of the day before it, as they stood", async () => {
  await sent(patrol({ startedAt: ago(3 * hourMs), endedAt: ago(hourMs) }));
  const at = (ms: number) => `&at=${encodeURIComponent(ago(ms))}`;
  expect(await seenBy(worker, at(4 * hourMs))).toEqual([]);
  expect(await seenBy(worker, at(2 * hourMs))).toMatchObject([
    { state: "underWay", endedAt: null },
  ]);
  expect(await seenBy(worker, at(0.5 * hourMs))).toMatchObject([{ state: "ended" }]);
  expect((await worker.get(`/api/map/patrols?${window}${at(31 * dayMs)}`)).status).toBe(400);
});

test("who walked sees what is kept of them and takes it back; after thirty days nothing is left", async () => {
  const { id } = await sent(patrol({ endedAt: ago(0) }));
  const kept = await sent(
    patrol({ duty: "B01", startedAt: ago(2 * hourMs), endedAt: ago(hourMs), track: [] }),
  );
  const mine = (await worker.get("/api/patrols/mine")).body;
  expect(mine.units).toEqual([expect.objectContaining({ code: grid })]);
  expect(mine.duties.map(({ code }: { code: string }) => code)).toEqual(
    expect.arrayContaining(["A01", "A02", "A03", "B01"]),
  );
  expect(mine.items.map((one: { id: string }) => one.id).toSorted()).toEqual(
    [id, kept.id].map(String).toSorted(),
  );
  expect(mine.items[0]).not.toHaveProperty("track");
  expect((await worker.delete(`/api/patrols/${id}`)).status).toBe(204);
  expect((await worker.get(`/api/patrols/${id}`)).status).toBe(404);
  expect(
    (await (await server.signIn(`${grid}-parttime`)).get("/api/patrols/mine")).body.items,
  ).toEqual([]);

  server.setNow(Date.now() + 29 * dayMs);
  await forgetOldPatrols(server.context);
  expect((await sql`select from patrols`.execute(server.owner)).rows).toHaveLength(1);
  server.setNow(Date.now() + 30.5 * dayMs);
  await forgetOldPatrols(server.context);
  expect((await sql`select from patrols`.execute(server.owner)).rows).toHaveLength(0);
});
