import { keyOf, type IncidentId } from "@gezhi/contract/ids.ts";
import { sql } from "kysely";
import { v7 } from "uuid";
import { write } from "../../platform/database/scope.ts";
import { afterAll, beforeAll, beforeEach, describe, expect, test } from "vitest";
import {
  department,
  firePost,
  grid,
  startIncidents,
  town,
  type Bench,
} from "../incidents/incident-testing.ts";
import { readIncident } from "../incidents/incident-detail.ts";
import { matterOf, startChain, stepChains } from "./acceptance-chain.ts";
import { registerNotices } from "./incident-notices.ts";

const second = 1000;
const minute = 60 * second;
let bench: Bench;
let names: Map<string, string>;

beforeAll(async () => {
  bench = await startIncidents();
  registerNotices(bench.context);
  const accounts = await bench.owner.selectFrom("accounts").select(["id", "username"]).execute();
  names = new Map(accounts.map(({ id, username }) => [id, username]));
});
afterAll(() => bench.close());
// Each test sees its own chains only.
beforeEach(() => bench.owner.updateTable("acceptance_chains").set({ next_at: null }).execute());

/** Red, at the fire post of the town, dispatched now. */
const dispatched = (more: Parameters<Bench["open"]>[0] = {}, lead = firePost) =>
  bench.dispatched({ urgency: "red", ...more }, { lead });

async function told(id: IncidentId, act = "dispatch"): Promise<string[]> {
  const rows = await bench.owner
    .selectFrom("notices")
    .select("account")
    .where("incident", "=", keyOf(id).id)
    .where("act", "=", act)
    .orderBy("created_at")
    .execute();
  return rows.map(({ account }) => names.get(account) ?? account);
}
const timeline = async (id: IncidentId) =>
  (
    await bench.owner
      .selectFrom("timeline")
      .select("detail")
      .where("incident", "=", keyOf(id).id)
      .orderBy("seq")
      .execute()
  ).map(({ detail }) => (detail as { text?: string }).text ?? "");

/** Time passes as the job sees it: once a second it looks. */
async function pass(ms: number): Promise<void> {
  bench.wait(ms);
  await stepChains(bench.context);
}

const holderA = `${town}-PA05-a`;
const holdersB = [`${town}-PA04-a`, `${town}-PA06-a`, `${town}-PA07-a`];

test("who holds the post is asked in the transaction of the dispatch", async () => {
  const { id } = await dispatched();

  expect(await told(id)).toEqual([holderA]);
  const [notice] = await bench.owner
    .selectFrom("notices")
    .selectAll()
    .where("incident", "=", keyOf(id).id)
    .where("act", "=", "dispatch")
    .execute();
  expect(notice).toMatchObject({
    urgency: "red",
    title: expect.stringMatching(/^请签收：.+（红·特急）$/),
  });
  expect(notice!.body).toMatch(/捍卫路社区第一网格，七星岗街道消防管理岗主办，签收时限/);
});

test("a red work order that nobody accepts goes A, B, grid head, duty officer, a minute each, then to the commander once", async () => {
  const { id } = await dispatched();
  const steps: string[][] = [];
  let before = await told(id);

  for (let step = 0; step < 3; step += 1) {
    await pass(59 * second);
    expect(await told(id)).toEqual(before);
    await pass(second);
    const now = await told(id);
    steps.push(now.slice(before.length));
    before = now;
  }
  await pass(minute);
  await pass(minute);
  await pass(60 * minute);

  expect(steps[0]!.length).toBeGreaterThan(0);
  expect(steps[0]!.every((name) => holdersB.includes(name))).toBe(true);
  expect(steps.slice(1)).toEqual([
    [`${grid.slice(0, 12)}-secretary`],
    [`${town}-duty-officer-1`, `${town}-duty-officer-2`],
  ]);
  expect((await told(id, "unaccepted")).toSorted()).toEqual([
    `${town}-commander`,
    `${town}-deputy-commander`,
  ]);
  const lines = await timeline(id);
  expect(lines.filter((text) => text.includes("仍无人签收"))).toEqual([
    "七星岗街道消防管理岗逐级通知后仍无人签收，已报告指挥长",
  ]);
});

test("everybody who was asked in turn stands on the timeline, a step an entry, before that nobody came", async () => {
  const { id } = await dispatched();
  for (let step = 0; step < 5; step += 1) await pass(minute);

  const told = await bench.owner
    .selectFrom("chain_steps as s")
    .innerJoin("accounts as a", "a.id", "s.account")
    .select(["a.name", "s.step"])
    .where("s.work_order", "=", (await bench.caseOf(id)).orders[0]!.id)
    .execute();
  const officer = await bench.viewer(`${town}-duty-officer-1`);
  const { timeline: entries } = await readIncident(bench.context, officer, id);
  const asking = entries.filter(({ act }) => act === "askNext");

  expect(asking.map(({ text }) => text.slice(0, text.indexOf("签收")))).toEqual([
    "七星岗街道消防管理岗逐级通知：请其他承办人",
    "七星岗街道消防管理岗逐级通知：请网格长",
    "七星岗街道消防管理岗逐级通知：请值班长",
  ]);
  for (const { name, step } of told) expect(asking[Math.max(step, 1) - 1]!.text).toContain(name);
  expect(entries.at(-1)!.text).toContain("仍无人签收");
});

test("orange waits five minutes at each step", async () => {
  const { id } = await dispatched({ urgency: "orange" });

  await pass(5 * minute - second);
  const early = await told(id);
  await pass(second);

  expect(early).toEqual([holderA]);
  expect((await told(id)).length).toBeGreaterThan(1);
});

test.each(["yellow", "blue"] as const)("%s asks once; its clock reminds", async (urgency) => {
  const { id } = await dispatched({ urgency });

  await pass(8 * 60 * minute);

  expect(await told(id)).toEqual([holderA]);
  expect(await told(id, "unaccepted")).toEqual([]);
});

test("an accepted work order asks nobody any more", async () => {
  const { id } = await dispatched();
  await bench.act("fire", id, { act: "accept", workOrder: await bench.order(id) });

  await pass(10 * minute);

  expect(await told(id)).toEqual([holderA]);
  expect(await told(id, "unaccepted")).toEqual([]);
});

test("a work order that was taken back asks nobody any more", async () => {
  const { id } = await dispatched();
  await bench.act("dispatcher", id, {
    act: "dispatch",
    lead: `${town}/MS09`,
    coHandlers: [],
    instructions: "",
  });
  const before = await told(id);

  await pass(minute);

  const added = (await told(id)).slice(before.length);
  expect(added.some((name) => holdersB.includes(name))).toBe(false);
});

test("an empty step does not wait", async () => {
  const { id } = await dispatched({}, department);
  const departmentHolders = await told(id);

  await pass(minute);

  expect(departmentHolders.length).toBeGreaterThan(0);
  expect((await told(id)).length).toBeGreaterThan(departmentHolders.length);
});

test("where nobody holds any post, the commander hears at the next look", async () => {
  const { rows } = await sql<{ unit: string }>`
    select code as unit from units u where level = 'grid'
      and not exists (select from appointments p where p.unit like left(u.code, 9) || '%')
    order by code limit 1`.execute(bench.owner);
  const { unit } = rows[0]!;
  const place = unit.slice(0, 9);
  const { account } = await bench.viewer(`${town}-commander`);
  await bench.owner
    .insertInto("appointments")
    .values({ id: v7(), account, unit: place, role: "commander", valid_from: "2020-01-01" })
    .execute();
  const { id } = await bench.open({ unit, urgency: "yellow", automatic: true });
  const { orders, incident } = await bench.caseOf(id);
  const [order] = orders;

  await write(bench.db, "system", (tx) =>
    startChain(tx, bench.context, {
      key: order!,
      incident: incident.id,
      handler: order!.handler,
      part: "lead",
      unit,
      town: place,
      dueAt: null,
      matter: matterOf(bench.context, incident),
    }),
  );
  const first = await told(id);
  await stepChains(bench.context);

  expect(first).toEqual([]);
  expect(await told(id)).toEqual([]);
  expect(await told(id, "unaccepted")).toEqual([`${town}-commander`]);
});

describe("whatever happens to workers", () => {
  test("a job that was away for long asks everybody it missed, once", async () => {
    const { id } = await dispatched();

    await pass(2 * minute + second);
    const afterPause = await told(id);
    await pass(minute);

    expect(new Set(afterPause).size).toBe(afterPause.length);
    expect(afterPause).toContain(`${grid.slice(0, 12)}-secretary`);
    expect(afterPause).not.toContain(`${town}-duty-officer-1`);
    expect(await told(id)).toContain(`${town}-duty-officer-1`);
  });

  test("several workers at once ask each person once", async () => {
    const { id } = await dispatched();
    bench.wait(minute);

    await Promise.all(Array.from({ length: 5 }, () => stepChains(bench.context)));

    const asked = await told(id);
    expect(new Set(asked).size).toBe(asked.length);
    expect(asked.length).toBeGreaterThan(1);
  });

  test("a chain that breaks holds up no other", async () => {
    const [broken, sound] = [await dispatched(), await dispatched()];
    await bench.owner
      .updateTable("incidents")
      .set({ unit: "rubbish" })
      .where("id", "=", keyOf(broken.id).id)
      .execute();

    await pass(minute);

    expect((await told(broken.id)).length).toBe(1);
    expect((await told(sound.id)).length).toBeGreaterThan(1);
  });
});
