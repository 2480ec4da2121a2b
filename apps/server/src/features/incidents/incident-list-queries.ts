import { type RawBuilder, sql } from "kysely";
import { type IncidentQuery } from "@gezhi/contract/incident-lists.ts";
import { closedStatuses, type IncidentStatus, Urgency } from "@gezhi/contract/incidents.ts";
import type { Key } from "@gezhi/contract/ids.ts";
import type { ReportSource } from "@gezhi/contract/reports.ts";
import type { Db } from "../../platform/database/connect.ts";
import type { Cursor } from "./incident-cursor-rules.ts";
import { openStatuses } from "./incident-clock-rules.ts";
import { incidentColumns } from "./incident-queries.ts";
import type { IncidentRow, WorkOrderRow } from "./incident-tables.ts";
import type { Source } from "./list-scope-rules.ts";
import { searchQuery } from "./search-words.ts";

type Fragment = RawBuilder<unknown>;

export type ListQuestion = {
  sources: readonly Source[];
  /** True wherever limits are asked for: what has ended has none. */
  open: boolean | null;
  statuses: readonly IncidentStatus[] | null;
  urgencies: readonly Urgency[] | null;
  /** Digits of the category code, from the left. */
  category: string | null;
  unit: string | null;
  overdueAt: Date | null;
  dueBetween: [Date, Date] | null;
  openedSince: Date | null;
  /** Done since then: closed, not refused or merged. */
  closedSince: Date | null;
  /** Counted by a figure in a period: the instant it goes by, what must hold, from when until before when. */
  counted: { instant: string; condition: string; from: Date | null; to: Date | null } | null;
  categories: readonly string[] | null;
  reportedBy: ReportSource | null;
  supervised: boolean;
  /** It stands with the district's centre, or waits for its decision. */
  withDistrict: boolean;
  /** Leave out what is pinned at this time: it stands above the list. */
  unpinnedAt: Date | null;
  sort: IncidentQuery["sort"];
  after: Cursor | null;
  most: number;
};

const cityLength = 2;
const columns = sql.raw(incidentColumns.map((column) => `i.${column}`).join(", "));
const any = (values: readonly string[]): Fragment => sql`any(${[...values]})`;
const all = (parts: readonly Fragment[]): Fragment => sql.join(parts, sql` and `);
const either = (parts: readonly Fragment[]): Fragment => sql`(${sql.join(parts, sql` or `)})`;

/** What lies in a unit, by the column whose index fits its level; what lies in the city needs another one anyway. */
function within(unit: string, sort: IncidentQuery["sort"]): Fragment {
  if (unit.length === 9) return sql`i.town = ${unit}`;
  if (unit.length === 6 && sort === "newest") return sql`i.district = ${unit}`;
  if (unit.length === cityLength) return sql`starts_with(i.unit, ${unit})`;
  return sql`(i.unit >= ${unit} and i.unit < ${`${unit}~`})`;
}

function conditionOf(source: Source, sort: IncidentQuery["sort"]): Fragment {
  // Only an equality lets the index give the order as well.
  if (source.kind === "towns" && source.towns.length === 1) return sql`i.town = ${source.towns[0]}`;
  if (source.kind === "towns") return sql`i.town = ${any(source.towns)}`;
  if (source.kind === "districts")
    return sql`i.district = ${any(source.districts)} and i.chain_level = 'district'`;
  if (source.kind === "deciders")
    return sql`(i.district, i.id) in (select r.district, r.incident from act_requests r where r.status = 'pending' and r.decider_unit = ${any(source.units)})`;
  if (source.kind === "units") return either(source.units.map((unit) => within(unit, sort)));
  if (source.kind === "reporter")
    return sql`(i.district, i.id) in (select r.district, r.incident from reports r where r.reporter_account = ${source.account})`;
  const running = source.active ? sql` and w.status not in ('done', 'withdrawn')` : sql``;
  return sql`(i.district, i.id) in (select w.district, w.incident from work_orders w where w.handler = ${any(source.handlers)}${running})`;
}

const isOpen = (open: boolean): Fragment => (open ? sql`i.open` : sql`not i.open`);
const ranksOf = (urgencies: readonly Urgency[]): number[] =>
  urgencies.map((urgency) => Urgency.options.indexOf(urgency));

/**
 * The city holds too many rows to sort them for one page. An index has them in order, for those that are open and those
 * that are not, and by their limit for each urgency: so the page is put together from these pieces.
 */
function piecesOf(source: Source, ask: ListQuestion): Fragment[] {
  const condition = conditionOf(source, ask.sort);
  const standing = (open: boolean) => all([condition, isOpen(open)]);
  const wide =
    source.kind === "units" &&
    source.units.some((unit) => unit.length === cityLength) &&
    (ask.unit ?? "").length <= cityLength &&
    ask.sort !== "newest";
  if (!wide) return [ask.open === null ? condition : standing(ask.open)];
  const states = [true, false].filter(
    (open) =>
      (ask.open ?? open) === open &&
      (!ask.statuses || ask.statuses.some((status) => openStatuses.includes(status) === open)),
  );
  if (ask.sort === "urgency") return states.map(standing);
  return states.flatMap((open) =>
    ranksOf(ask.urgencies ?? Urgency.options).map((rank) =>
      all([standing(open), sql`i.urgency_rank = ${rank}`]),
    ),
  );
}

function filtersOf(ask: ListQuestion): Fragment[] {
  return [
    ...(ask.statuses ? [sql`i.status = ${any(ask.statuses)}`] : []),
    ...(ask.urgencies ? [sql`i.urgency_rank = any(${ranksOf(ask.urgencies)})`] : []),
    ...(ask.category ? [sql`starts_with(i.category, ${ask.category})`] : []),
    ...(ask.unit ? [within(ask.unit, ask.sort)] : []),
    ...(ask.overdueAt ? [sql`i.due_at < ${ask.overdueAt}`] : []),
    ...(ask.dueBetween
      ? [sql`i.due_at >= ${ask.dueBetween[0]} and i.due_at < ${ask.dueBetween[1]}`]
      : []),
    ...(ask.openedSince ? [sql`i.opened_at >= ${ask.openedSince}`] : []),
    ...(ask.closedSince
      ? [sql`i.closed_at >= ${ask.closedSince} and i.status = ${any(closedStatuses)}`]
      : []),
    ...(ask.counted ? countedIn(ask.counted) : []),
    ...(ask.categories ? [sql`i.category = ${any(ask.categories)}`] : []),
    ...(ask.reportedBy ? [sql`i.source = ${ask.reportedBy}`] : []),
    ...(ask.supervised ? [sql`i.supervised`] : []),
    ...(ask.withDistrict
      ? [
          sql`(i.chain_level = 'district' or exists (select 1 from act_requests r where r.district = i.district and r.incident = i.id
            and r.status = 'pending' and r.decider_role = 'districtCentre'))`,
        ]
      : []),
    ...(ask.unpinnedAt
      ? [sql`(i.pinned_until is null or i.pinned_until <= ${ask.unpinnedAt})`]
      : []),
  ];
}

const countedIn = ({
  instant,
  condition,
  from,
  to,
}: NonNullable<ListQuestion["counted"]>): Fragment[] => [
  sql.raw(condition),
  ...(from ? [sql`${sql.raw(instant)} >= ${from}`] : []),
  ...(to ? [sql`${sql.raw(instant)} < ${to}`] : []),
];

/** Mixed directions need the leading key once more, so that the index can start there. */
function afterCursor(sort: IncidentQuery["sort"], { rank, due, opened, id }: Cursor): Fragment {
  if (sort === "urgency")
    return sql`(i.urgency_rank, i.due_at, i.id) > (${rank}::smallint, ${due}::timestamptz, ${id}::uuid)`;
  if (sort === "due") return sql`(i.due_at, i.id) > (${due}::timestamptz, ${id}::uuid)`;
  return sql`i.opened_at <= ${opened}::timestamptz and (i.opened_at < ${opened}::timestamptz or i.id > ${id}::uuid)`;
}

const orders: Record<IncidentQuery["sort"], (of: string) => string> = {
  urgency: (of) => `${of}.urgency_rank, ${of}.due_at, ${of}.id`,
  due: (of) => `${of}.due_at, ${of}.id`,
  newest: (of) => `${of}.opened_at desc, ${of}.id`,
};

/** A page of the union of the sources and their pieces, each read by its own index. */
export async function findPage(db: Db, ask: ListQuestion): Promise<IncidentRow[]> {
  const filters = [...filtersOf(ask), ...(ask.after ? [afterCursor(ask.sort, ask.after)] : [])];
  const order = (of: string) => sql.raw(orders[ask.sort](of));
  const [only, ...others] = ask.sources.flatMap((source) => piecesOf(source, ask));
  if (!only) return [];
  if (others.length === 0) {
    const { rows } = await sql<IncidentRow>`
      select ${columns} from incidents i where ${all([only, ...filters])} order by ${order("i")} limit ${ask.most}`.execute(
      db,
    );
    return rows;
  }
  const keys = [only, ...others].map(
    (piece) =>
      sql`(select i.district, i.id from incidents i where ${all([piece, ...filters])} order by ${order("i")} limit ${ask.most})`,
  );
  const { rows } = await sql<IncidentRow>`
    with keys as (${sql.join(keys, sql` union `)})
    select ${columns} from keys k join incidents i on i.district = k.district and i.id = k.id order by ${order("i")} limit ${ask.most}`.execute(
    db,
  );
  return rows;
}

/** The few that stand above a centre's queue. */
export async function findPinned(
  db: Db,
  sources: readonly Source[],
  at: Date,
): Promise<IncidentRow[]> {
  if (sources.length === 0) return [];
  const { rows } = await sql<IncidentRow>`
    select ${columns} from incidents i where i.open and i.pinned_until > ${at} and ${either(sources.map((source) => sql`(${conditionOf(source, "urgency")})`))}
    order by i.urgency_rank, i.due_at, i.id limit 20`.execute(db);
  return rows;
}

/** The newest that contain all words, whatever the order of their urgency; where the text is masked, in what is shown. */
export async function findByWords(
  db: Db,
  words: readonly string[],
  ask: ListQuestion,
  isMasked: (row: IncidentRow) => boolean,
): Promise<IncidentRow[]> {
  const units = ask.unit ? [ask.unit] : ask.sources.flatMap(placesOf);
  const handlers = ask.sources.flatMap((source) =>
    source.kind === "handlers" ? source.handlers : [],
  );
  const filters = [
    ...filtersOf(ask),
    ...(ask.open === null ? [] : [isOpen(ask.open)]),
    ...(ask.after ? [afterCursor("newest", ask.after)] : []),
  ];
  const found = new Map<string, IncidentRow>();
  let before = ask.after?.opened ?? null;
  // Rows beyond the scope are dropped after the index gave them: until a page is full or the index exhausted, it is asked on.
  for (let round = 0; round < mostRounds && found.size < ask.most; round += 1) {
    const { rows } = await sql<Key & { opened_at: Date; shown: boolean }>`
      select * from find_incidents_by_words(${searchQuery(words)}::tsquery, ${searchQuery(words, "A")}::tsquery, ${units}, ${handlers}, ${ask.open}, ${ask.statuses}, ${ask.urgencies},
        ${ask.category}, ${before}::timestamptz, ${candidatesAtOnce})`.execute(db);
    const shown = new Set(rows.flatMap((row) => (row.shown ? row.id : [])));
    for (const row of await findByKeys(db, rows, filters))
      if (shown.has(row.id) || !isMasked(row)) found.set(row.id, row);
    before = rows.at(-1)?.opened_at.toISOString() ?? null;
    if (rows.length < candidatesAtOnce) break;
  }
  return [...found.values()]
    .toSorted((a, b) => b.opened_at.getTime() - a.opened_at.getTime() || (a.id < b.id ? -1 : 1))
    .slice(0, ask.most);
}

const mostRounds = 5;
const candidatesAtOnce = 100;

const placesOf = (source: Source): readonly string[] => {
  if (source.kind === "towns") return source.towns;
  if (source.kind === "districts") return source.districts;
  return source.kind === "units" ? source.units : [];
};

/** Work orders of these handlers that run, most urgent first. */
export const findInbox = (
  db: Db,
  handlers: readonly string[],
  after: Cursor | null,
  most: number,
): Promise<WorkOrderRow[]> => {
  let query = db
    .selectFrom("work_orders")
    .selectAll()
    .where("handler", "in", [...handlers])
    .where("status", "not in", ["done", "withdrawn"])
    .orderBy("urgency_rank")
    .orderBy("due_at")
    .orderBy("id")
    .limit(most);
  if (after)
    query = query.where(
      sql<boolean>`(urgency_rank, due_at, id) > (${after.rank}::smallint, ${after.due}::timestamptz, ${after.id}::uuid)`,
    );
  return query.$castTo<WorkOrderRow>().execute();
};

export async function findByKeys(
  db: Db,
  keys: readonly Key[],
  filters: readonly Fragment[] = [],
): Promise<IncidentRow[]> {
  if (keys.length === 0) return [];
  const districts = keys.map(({ district }) => district);
  const ids = keys.map(({ id }) => id);
  const { rows } = await sql<IncidentRow>`
    select ${columns} from unnest(${districts}::text[], ${ids}::uuid[]) k (district, id)
    join incidents i on i.district = k.district and i.id = k.id where ${all([sql`true`, ...filters])}`.execute(
    db,
  );
  return rows;
}
