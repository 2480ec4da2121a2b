import { afterAll, beforeAll, expect, test } from "vitest";
import { IncidentQuery } from "@gezhi/contract/incident-lists.ts";
import type { Viewer } from "../identity/viewer.ts";
import { countIncidents } from "./incident-counts.ts";
import { listIncidents } from "./incident-lists.ts";
import { people, startIncidents, type Bench } from "./incident-testing.ts";

let bench: Bench;
/** Sees every record of the city, masked, and its figures. */
let city: Viewer;
let centre: Viewer;

const hour = 3_600_000;
const places = ["500103001017001", "500103001018001", "500103002001001", "500108001001001"];
const urgencies = ["red", "orange", "yellow", "blue"] as const;

beforeAll(async () => {
  bench = await startIncidents();
  const supervisor = await bench.viewer("500103-supervisor");
  city = {
    ...supervisor,
    masked: ["50"],
    appointments: [{ ...supervisor.appointments[0]!, unit: "50" }],
  };
  centre = await bench.viewer("500103-centre-1");
  // Over four months, one in three done: windows of a search, states and urgencies alternate.
  const start = bench.now() - 120 * 24 * hour;
  for (let n = 0; n < 36; n += 1) {
    bench.setNow(start + n * 80 * hour);
    const unit = places[n % places.length]!;
    const { id } = await bench.open({
      unit,
      urgency: urgencies[n % 5 === 0 ? 0 : n % 4]!,
      description: n % 2 ? "井盖破损" : "路灯不亮",
    });
    if (n % 3 === 0 && unit.startsWith("500103001"))
      await bench.act("dispatcher", id, { act: "reject", reason: "不属管理范围" });
  }
});
afterAll(() => bench.close());

async function pagesOf(viewer: Viewer, query: Record<string, unknown>) {
  const items = [];
  let after: string | undefined;
  do {
    const asked = IncidentQuery.parse({ list: "all", limit: 5, ...query, ...(after && { after }) });
    const page = await listIncidents(bench.context, viewer, asked);
    items.push(...page.items);
    after = page.next;
  } while (after);
  return items;
}
const rowsOf = () => bench.owner.selectFrom("incidents").selectAll().execute();
type Row = Awaited<ReturnType<typeof rowsOf>>[number];

const time = (date: Date | null) => date?.getTime() ?? 0;
const byId = (a: Row, b: Row) => (a.id < b.id ? -1 : 1);
const orders: Record<string, (a: Row, b: Row) => number> = {
  urgency: (a, b) => a.urgency_rank - b.urgency_rank || orders["due"]!(a, b),
  due: (a, b) => time(a.due_at) - time(b.due_at) || byId(a, b),
  newest: (a, b) => time(b.opened_at) - time(a.opened_at) || byId(a, b),
};

test.each([
  [{ sort: "urgency" }, () => true],
  [{ sort: "urgency", open: "true" }, (row: Row) => row.open],
  [{ sort: "urgency", open: "false" }, (row: Row) => !row.open],
  [{ sort: "due" }, () => true],
  [{ sort: "due", open: "true" }, (row: Row) => row.open],
  [
    { sort: "due", urgency: ["red", "blue"] },
    (row: Row) => row.urgency === "red" || row.urgency === "blue",
  ],
  [{ sort: "due", overdue: "true" }, (row: Row) => row.open && time(row.due_at) < bench.now()],
  [{ sort: "urgency", status: ["rejected"] }, (row: Row) => row.status === "rejected"],
  [
    { sort: "urgency", status: ["rejected", "reported"] },
    (row: Row) => row.status === "rejected" || row.status === "reported",
  ],
  [{ sort: "newest" }, () => true],
  [{ sort: "urgency", unit: "500103001" }, (row: Row) => row.town === "500103001"],
  [{ sort: "due", unit: "500108" }, (row: Row) => row.district === "500108"],
])("the city's list %j comes whole and in order, page after page", async (query, holds) => {
  const items = await pagesOf(city, query);

  const expected = (await rowsOf()).filter(holds).toSorted(orders[query.sort]);
  expect(items.map(({ id }) => id)).toEqual(
    expected.map(({ district, id }) => `${district}-${id}`),
  );
  expect(items.length).toBeGreaterThan(0);
});

test.each([
  ["the newest of a frequent word, then the older ones", { q: "试验" }, () => true],
  ["only what is open", { q: "试验", open: "true" }, (row: Row) => row.open],
  ["only what has ended", { q: "试验", open: "false" }, (row: Row) => !row.open],
  ["a district", { q: "试验", unit: "500108" }, (row: Row) => row.district === "500108"],
  ["an urgency", { q: "试验", urgency: ["orange"] }, (row: Row) => row.urgency === "orange"],
])("a search of the city finds %s, page after page", async (_, query, holds) => {
  const items = await pagesOf(city, query);

  const expected = (await rowsOf()).filter(holds).toSorted(orders["newest"]);
  expect(items.map(({ id }) => id)).toEqual(
    expected.map(({ district, id }) => `${district}-${id}`),
  );
});

test("a word of what is hidden finds nothing for those who see it masked, and everything for the town", async () => {
  const town = await bench.viewer(people.dispatcher);
  const own = (await rowsOf()).filter((row) => row.town === "500103001");

  expect(await pagesOf(city, { q: "井盖" })).toEqual([]);
  expect(await pagesOf(town, { q: "井盖" })).toHaveLength(
    own.filter(({ description }) => description.includes("井盖")).length,
  );
});

test("a search finds what a handler has, wherever it lies, and once", async () => {
  const { id } = await bench.open({
    unit: "500108001001001",
    lead: "500103",
    automatic: true,
    urgency: "red",
  });
  await bench.owner
    .updateTable("incidents")
    .set({ party_units: ["500108001", "500103"] })
    .where("id", "=", id.slice(7))
    .execute();

  const found = await pagesOf(centre, { q: "试验" });

  const ids = found.map((item) => item.id);
  expect(ids).toContain(id);
  expect(new Set(ids).size).toBe(ids.length);
  expect(ids.filter((one) => one.startsWith("500108"))).toEqual([id]);
});

test.each(["50", "500103", "500103001", "500103001017"])(
  "the figures of %s are those of its rows",
  async (unit) => {
    const counts = await countIncidents(bench.context, city, unit);

    const rows = (await rowsOf()).filter((row) => row.unit.startsWith(unit));
    expect(counts.reported).toBe(rows.length);
    expect(counts.open).toBe(rows.filter((row) => row.open).length);
    expect(counts.byStatus).toEqual(
      Object.fromEntries(
        [...Map.groupBy(rows, ({ status }) => status)].map(([status, all]) => [status, all.length]),
      ),
    );
  },
);
