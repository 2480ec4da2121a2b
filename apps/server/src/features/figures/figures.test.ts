import fc from "fast-check";
import { sql } from "kysely";
import { type Counts, type FigureBy, type FigureQuery, Measure } from "@gezhi/contract/figures.ts";
import { type IncidentId, keyOf } from "@gezhi/contract/ids.ts";
import { IncidentQuery } from "@gezhi/contract/incident-lists.ts";
import { afterAll, beforeAll, expect, test } from "vitest";
import { everyIncident } from "../incidents/incident-lists.ts";
import { type Bench, grid, people, startIncidents, town } from "../incidents/incident-testing.ts";
import { walk } from "../incidents/incident-walk-testing.ts";
import { rehomeIncidents } from "../incidents/rehome-commands.ts";
import { foldFigures, removeOldHours } from "./figure-commands.ts";
import { readFigures } from "./figures.ts";

let bench: Bench;
beforeAll(async () => {
  bench = await startIncidents();
});
afterAll(() => bench.close());

const day = 86_400_000;
const hour = 3_600_000;
const supervisor = people.supervisor;
const aWorldAway = { ...people, city: "50-operator" };

const figures = async (query: FigureQuery, who: string = aWorldAway.city) =>
  readFigures(bench.context, await bench.viewer(who), query);

/** The formulas of domain C.5 over the raw rows, written down a second time. */
async function countRaw(ask: {
  unit: string;
  from: string;
  to: string;
  category?: string | undefined;
  source?: string | undefined;
}): Promise<Counts> {
  const { rows } = await sql<{ counts: Counts }>`
    with i as (
      select i.*, (select min(w.dispatched_at) from work_orders w where w.district = i.district and w.incident = i.id) as sent,
        (select min(w.accepted_at) from work_orders w where w.district = i.district and w.incident = i.id) as signed,
        (select min(w.arrived_at) from work_orders w where w.district = i.district and w.incident = i.id) as there,
        exists (select from timeline t where t.district = i.district and t.incident = i.id and t.act in ('feedback', 'selfHandle')) as told,
        (select r.satisfied from ratings r where r.district = i.district and r.incident = i.id and r.side = 'reporter') as verdict,
        (select r.source from reports r where r.district = i.district and r.original_incident = coalesce(i.parent, i.id) order by r.created_at limit 1) as first_source
      from incidents i where i.unit like ${`${ask.unit}%`} and i.category like ${`${ask.category ?? ""}%`}
    ), o as (select * from i where (${ask.source ?? null}::text is null or first_source = ${ask.source ?? null}) and opened_at >= ${ask.from} and opened_at < ${ask.to}),
    c as (select * from i where (${ask.source ?? null}::text is null or first_source = ${ask.source ?? null}) and closed_at >= ${ask.from} and closed_at < ${ask.to}
      and status in ('closed', 'evaluated', 'archived', 'cancelled')),
    d as (select * from i where (${ask.source ?? null}::text is null or first_source = ${ask.source ?? null}) and promised_at >= ${ask.from} and promised_at < ${ask.to}
      and status not in ('rejected', 'falseAlarm', 'merged', 'cancelled'))
    select jsonb_build_object(
      'reported', (select count(*) from o),
      'registered', (select count(*) from o where registered_at is not null and status not in ('rejected', 'falseAlarm')),
      'pending', (select count(*) from o where open),
      'finished', (select count(*) from o where registered_at is not null and status in ('closed', 'evaluated', 'archived')),
      'merged', (select count(*) from o where merged_into is not null),
      'refused', (select count(*) from o where status in ('rejected', 'falseAlarm')),
      'own', (select count(*) from o where first_source in ('gridWorker', 'community', 'sensor')),
      'sensed', (select count(*) from o where first_source = 'sensor'),
      'falseAlarms', (select count(*) from o where first_source = 'sensor' and status = 'falseAlarm'),
      'dispatched', (select count(*) from o where sent is not null),
      'firstAccepted', (select count(*) from o where sent is not null and signed is not null and return_count = 0),
      'red', (select count(*) from o where sent is not null and urgency = 'red'),
      'prompt', (select count(*) from o where urgency = 'red' and signed - sent <= interval '60 seconds'),
      'assembled', (select count(*) from o where urgency = 'red' and there - sent <= interval '600 seconds'),
      'closed', (select count(*) from c),
      'fedBack', (select count(*) from c where told),
      'reworked', (select count(*) from c where told and rework_count > 0),
      'rated', (select count(*) from c where verdict is not null),
      'content', (select count(*) from c where verdict),
      'due', (select count(*) from d),
      'inTime', (select count(*) from d where status in ('closed', 'evaluated', 'archived') and closed_at <= promised_at)) as counts`.execute(
    bench.owner,
  );
  return rows[0]!.counts;
}

const iso = (at: number) => new Date(Math.floor(at / hour) * hour).toISOString();
const noon = Date.parse("2026-11-26T12:00:00+08:00");

async function compare(query: FigureQuery): Promise<void> {
  const { unit = "50", category, source } = query;
  const found = await figures(query);
  const { from, to } = found;
  expect(found.total.counts).toEqual(await countRaw({ unit, from, to, category, source }));
  for (const row of found.rows) {
    const narrowed =
      row.list ??
      (found.by === "unit"
        ? { unit: row.key }
        : found.by === "source"
          ? { source: row.key }
          : found.by === "category" || found.by === "group"
            ? { category: row.key }
            : null);
    if (row.key === unit || !narrowed) continue;
    const ask = { unit, from, to, category, source, ...narrowed };
    expect(row.counts, `${found.by} ${row.key}`).toEqual(await countRaw(ask));
  }
  // The parts of a whole that cannot overlap add up.
  if (found.by && found.by !== "hour")
    for (const measure of Measure.options)
      expect(
        found.rows.reduce((sum, { counts }) => sum + counts[measure], 0),
        `${found.by} ${measure}`,
      ).toBe(found.total.counts[measure]);
}

async function compareAll(): Promise<void> {
  const now = bench.now();
  const periods = [
    {},
    { from: iso(noon - 3 * day), to: iso(now + hour) },
    { from: iso(noon - 12 * hour), to: iso(noon + 12 * hour) },
    { from: iso(noon - 12 * hour - 40 * day), to: iso(now + hour) },
  ];
  const units = ["50", "500103", town, town.concat("017"), grid];
  const by: (FigureBy | undefined)[] = [
    undefined,
    "unit",
    "section",
    "group",
    "source",
    "category",
    "day",
  ];
  for (const period of periods)
    for (const unit of units)
      for (const one of by) await compare({ unit, ...period, ...(one ? { by: one } : {}) });
  for (const unit of units) {
    await compare({ unit, ...periods[1], category: "01", by: "source" });
    await compare({ unit, ...periods[1], category: "01", source: "resident", by: "unit" });
    await compare({ unit, ...periods[2], by: "hour" });
  }
}

test(
  "figures are the count over the raw rows after any history, before and after the changes are added up",
  { timeout: 400_000 },
  async () => {
    const opened: IncidentId[] = [];
    // One that is fed back, so that no luck decides whether any is; then whatever the dice say.
    const { id: fedBack } = await bench.open({ source: "gridWorker", urgency: "yellow" });
    await bench.act("dispatcher", fedBack, { act: "register" });
    await bench.act("dispatcher", fedBack, {
      act: "dispatch",
      lead: grid,
      coHandlers: [],
      instructions: "",
    });
    const workOrder = await bench.order(fedBack);
    await bench.act("worker", fedBack, { act: "accept", workOrder });
    await bench.act("worker", fedBack, {
      act: "feedback",
      workOrder,
      result: "已清理",
      before: [],
      after: [],
    });
    opened.push(fedBack);
    await fc.assert(
      fc.asyncProperty(
        fc.constantFrom("gridWorker" as const, "resident" as const, "sensor" as const),
        fc.constantFrom("red" as const, "orange" as const, "yellow" as const, "blue" as const),
        fc.constantFrom("010101", "090101", "050102"),
        fc.array(fc.integer({ min: 1, max: 2 ** 30 }), { minLength: 20, maxLength: 40 }),
        async (source, urgency, category, steps) => {
          const { id } = await bench.open({
            source,
            urgency,
            category,
            automatic: urgency === "red",
          });
          opened.push(id);
          await walk(bench, id, steps, opened, async () => undefined);
          if (opened.length % 3 === 0) await foldFigures(bench.context, 7);
        },
      ),
      { numRuns: 14, endOnFailure: true },
    );
    await compareAll();
    while ((await foldFigures(bench.context)) > 0);
    await compareAll();

    const acts = await bench.owner.selectFrom("timeline").select("act").distinct().execute();
    const happened = new Set(acts.map(({ act }) => act));
    for (const act of ["dispatch", "accept", "feedback"]) expect(happened, act).toContain(act);
  },
);

test("what is closed, rated, reopened and cancelled moves the figures with it", async () => {
  const { id, report } = await bench.open({ source: "gridWorker", urgency: "yellow" });
  const now = async () => (await figures({ unit: grid })).total.counts;
  const before = await now();
  await bench.act("worker", id, { act: "selfHandle", result: "已清理", files: [] });
  // One in twenty is drawn for a check.
  if ((await bench.status(id)) !== "closed")
    await bench.act("dispatcher", id, { act: "checkSelfHandled", passed: true });
  await bench.act({ report }, id, { act: "rate", side: "reporter", satisfied: true, stars: 5 });
  const closed = await now();
  expect(closed.closed).toBe(before.closed + 1);
  expect(closed.content).toBe(before.content + 1);
  await compare({ unit: "500103", by: "unit" });
  await bench.act("officer", id, { act: "reopen", reason: "又堆上了" });
  expect((await now()).closed).toBe(before.closed);
  await compare({ unit: "500103", by: "unit" });
  await bench.act("dispatcher", id, { act: "requestCancel", reason: "重复登记" });
  await bench.act("officer2", id, {
    act: "decideCancel",
    request: await bench.pending(id, "cancel"),
    approve: true,
  });
  expect((await now()).closed).toBe(before.closed + 1);
  await compare({ unit: "500103", by: "unit" });
});

test("every figure leads to exactly the incidents it counts", { timeout: 120_000 }, async () => {
  const viewer = await bench.viewer(supervisor);
  const from = iso(noon - 3 * day);
  const found = await readFigures(bench.context, viewer, { unit: town, from, by: "unit" });
  for (const row of [found.total, ...found.rows.filter(({ key }) => key !== town)])
    for (const figure of Measure.options) {
      const query = IncidentQuery.parse({ list: "all", sort: "newest", ...row.list, figure });
      const ids: string[] = [];
      for await (const { id } of everyIncident(bench.context, viewer, query)) ids.push(id);
      expect(new Set(ids).size, `${figure} of ${row.key}`).toBe(row.counts[figure]);
      expect(ids.length).toBe(row.counts[figure]);
    }
  expect(found.total.counts.reported).toBeGreaterThan(10);
});

test("a change of place, a merge taken back, a split and a town that ends move the figures with the rows", async () => {
  const { id } = await bench.open({ source: "gridWorker", urgency: "yellow" });
  const { id: main } = await bench.open({ source: "resident", urgency: "yellow" });
  await bench.act("dispatcher", id, { act: "register" });
  await bench.act("dispatcher", id, { act: "merge", into: main, reason: "同一件" });
  await compare({ unit: "500103", by: "unit" });
  await bench.act("dispatcher", id, { act: "unmerge", reason: "不是同一件" });
  await bench.act("dispatcher", id, {
    act: "split",
    parts: [
      { title: "甲", category: "010101" },
      { title: "乙", category: "090101" },
    ],
  });
  await compare({ unit: "500103", by: "category" });

  const today = new Date(bench.now()).toISOString().slice(0, 10);
  await sql`update units set valid_to = ${today}, successor = '500103003013001' where code = ${grid}`.execute(
    bench.owner,
  );
  await bench.context.units.reload();
  expect(await rehomeIncidents(bench.context)).toBeGreaterThan(0);
  const { rows } = await sql<{ n: number }>`
    select count(*)::int as n from incidents where unit like '500103003%' and district = ${keyOf(main).district}`.execute(
    bench.owner,
  );
  expect(rows[0]!.n).toBeGreaterThan(0);
  for (const unit of ["500103", town, "500103003"]) await compare({ unit, by: "unit" });
  while ((await foldFigures(bench.context)) > 0);
  for (const unit of ["500103", town, "500103003"]) await compare({ unit, by: "unit" });
});

test("who may not see the statistics of a unit gets none, and who sees no records gets no list", async () => {
  await expect(figures({ unit: "500108" }, supervisor)).rejects.toThrow("不在您的范围内");
  expect((await figures({ unit: "500103" }, supervisor)).total.list).not.toBeNull();
  expect((await figures({ unit: "500103" })).total.list).toBeNull();
});

test("a period of hours that are summed up by now is refused in words, whole days are not", async () => {
  bench.setNow(bench.now() + 60 * day);
  const past = { from: iso(noon - 12 * hour), to: iso(noon + 12 * hour) };
  await removeOldHours(bench.context);
  await compare({ unit: "500103", ...past, by: "group" });
  await expect(figures({ ...past, from: iso(noon - 11 * hour) })).rejects.toThrow("请按整天统计");
  const kinds = { ...past, by: "category" as const, source: "resident" as const };
  await expect(figures({ unit: "50", ...kinds })).rejects.toThrow("不能同时按来源");
});
