import { type RawBuilder, sql } from "kysely";
import { type Counts, type FigureBy, Measure } from "@gezhi/contract/figures.ts";
import type { Db } from "../../platform/database/connect.ts";
import { columnOf } from "./measure-rules.ts";
import type { Stretch } from "./period-rules.ts";

type Fragment = RawBuilder<unknown>;

export type FigureQuestion = {
  unit: string;
  /** With `by: "unit"`, the units of the next level and the length of their codes. */
  below: readonly string[];
  codeLength: number;
  by: FigureBy | null;
  category: string | null;
  source: string | null;
  from: Date;
  to: Date;
  stretches: readonly Stretch[];
};

export type CountedRow = { key: string; counts: Counts };

const columns = Measure.options.map(columnOf);
const sums = (sign: string, of: string) =>
  sql.raw(columns.map((column) => `sum(${sign}${of}.${column})::int as ${column}`).join(", "));

/** City, district and town: what cells hold, and what no cell holds yet. */
export async function countCells(db: Db, ask: FigureQuestion): Promise<CountedRow[]> {
  const parts = [...ask.stretches.map((stretch) => cellsOf(ask, stretch)), changesOf(ask)];
  return counted(
    db,
    sql`select p.key, ${sums("", "p")} from (${sql.join(parts, sql` union all `)}) p group by p.key order by p.key`,
  );
}

/** Below the towns: the incidents themselves. */
export const countFacts = (db: Db, ask: FigureQuestion): Promise<CountedRow[]> =>
  counted(
    db,
    sql`select ${keyOf(ask, "(x.f)", "p", ask.codeLength)} as key, ${sums("", "p")}
      from (select f from figure_facts_in(${ask.unit}, ${`${ask.unit}~`}, ${ask.from}, ${ask.to}) f offset 0) x
      cross join lateral figure_points(x.f) p where ${pointConditions(ask, "(x.f)")} group by 1 order by 1`,
  );

async function counted(db: Db, query: RawBuilder<unknown>): Promise<CountedRow[]> {
  const { rows } = (await query.execute(db)) as { rows: Record<string, number | string | Date>[] };
  return rows.map((row) => ({
    key: keyText(row["key"]),
    counts: Object.fromEntries(
      Measure.options.map((measure) => [measure, Number(row[columnOf(measure)] ?? 0)]),
    ) as Counts,
  }));
}

/** Instants are grouped as they are, which is far faster than their text. */
const instant = (of: string, by: "day" | "hour") =>
  sql.raw(by === "day" ? `date_bin('1 day', ${of}.at, '2000-01-01 00:00+08')` : `${of}.at`);
const keyText = (key: unknown): string => (key instanceof Date ? key.toISOString() : String(key));

/** `dims` names the row with unit, category and source, `points` the one with the instant. */
function keyOf({ by }: FigureQuestion, dims: string, points: string, length: number): Fragment {
  if (by === "unit") return sql`left(${sql.raw(dims)}.unit, ${length}::int)`;
  if (by === "group") return sql.raw(`left(${dims}.category, 2)`);
  if (by === "category" || by === "source") return sql.raw(`${dims}.${by}`);
  if (by === "day" || by === "hour") return instant(points, by);
  return sql`''`;
}

const categoryCondition = (ask: FigureQuestion, of: string): Fragment =>
  ask.category ? sql`starts_with(${sql.raw(of)}.category, ${ask.category})` : sql`true`;
const sourceCondition = (ask: FigureQuestion, of: string): Fragment =>
  ask.source ? sql`${sql.raw(of)}.source = ${ask.source}` : sql`true`;
const pointConditions = (ask: FigureQuestion, of: string): Fragment =>
  sql`p.at >= ${ask.from} and p.at < ${ask.to} and ${categoryCondition(ask, of)} and ${sourceCondition(ask, of)}`;

/** Which sums of a unit's day or hour have what is asked for. */
export function cutOf(
  { by, category, source }: Pick<FigureQuestion, "by" | "category" | "source">,
  span: Stretch["span"],
  unitLength: number,
): "all" | "both" | "group" | "category" | null {
  const byKind = by === "category" || (category?.length ?? 0) > 2;
  const byGroup = by === "group" || category !== null;
  const bySource = by === "source" || source !== null;
  if (!byKind && !byGroup && !bySource) return "all";
  if (span === "hour" || unitLength === townLength) return "both";
  if (!byKind) return "group";
  return bySource ? null : "category";
}
const townLength = 9;

function cellsOf(ask: FigureQuestion, { span, from, to }: Stretch): Fragment {
  const units = ask.by === "unit" ? ask.below : [ask.unit];
  const cut = cutOf(ask, span, ask.by === "unit" ? ask.codeLength : ask.unit.length);
  // Each unit is a range of the key by itself.
  return sql`select ${keyOf(ask, "c", "c", ask.codeLength)} as key, ${sql.raw(columns.map((column) => `c.${column}`).join(", "))}
    from unnest(${[...units]}::text[]) u (unit) cross join lateral (
      select * from figure_cells c where c.district = left(u.unit, 6) and c.unit = u.unit and c.span = ${span} and c.cut = ${cut}
        and c.at >= ${new Date(from)} and c.at < ${new Date(to)} and ${categoryCondition(ask, "c")} and ${sourceCondition(ask, "c")}) c`;
}

const changesOf = (ask: FigureQuestion): Fragment => {
  const signed = sql.raw(columns.map((column) => `x.sign * p.${column}`).join(", "));
  const length = ask.by === "unit" ? ask.codeLength : ask.unit.length;
  return sql`select ${keyOf(ask, "(x.f)", "p", length)}, ${signed} from (
      select -1 as sign, was as f from figure_deltas where (was).unit >= ${ask.unit} and (was).unit < ${`${ask.unit}~`}
      union all select 1, now from figure_deltas where (now).unit >= ${ask.unit} and (now).unit < ${`${ask.unit}~`} offset 0) x
    cross join lateral figure_points(x.f) p where ${pointConditions(ask, "(x.f)")}`;
};

/** To compile such a statement takes longer than to run it. */
export const withoutJit = (db: Db) => sql`set local jit = off`.execute(db);

export type StandingRow = {
  unit: string;
  urgency_rank: number;
  n: number;
  overdue: number;
  due_today: number;
};

/** What is open now, by unit of a level. */
export async function countStanding(
  db: Db,
  unit: string,
  codeLength: number,
  at: Date,
  dayEnd: Date,
): Promise<StandingRow[]> {
  const { rows } = await sql<StandingRow>`
    select unit, urgency_rank, n::int, overdue::int, due_today::int
    from count_open_below(${unit}, ${`${unit}~`}, ${codeLength}::int, ${at}, ${dayEnd})`.execute(
    db,
  );
  return rows;
}
