const measures =
  "reported registered pending finished merged refused own sensed false_alarms dispatched first_accepted red prompt assembled closed fed_back reworked rated content due in_time".split(
    " ",
  );
const sums = measures.map((measure) => `sum(${measure})::int`).join(", ");
const columns = `district, unit, span, category, source, at, ${measures.join(", ")}, cut`;
const day = "date_bin('1 day', at, '2000-01-01 00:00+08')";
const month = "date_trunc('month', at, 'Asia/Shanghai')";

type Span = "hour" | "day" | "month";
type Cut = "all" | "group" | "category" | "both";
type Kind = readonly [span: Span, cut: Cut, unitLength: number];
const [city, district, town] = [2, 6, 9];

/** Each kind in a table of its own until all are there, but for the largest: the wider ones are then made from few rows. */
const tableOf = ([span, cut, length]: Kind) =>
  span === "day" && cut === "both" ? "figure_cells" : `fill_${span}_${cut}_${length}`;

/** Of the incidents themselves, in the towns, by category and source. */
const fromIncidents = (kind: Kind, at: string, where: string, which: string) =>
  `insert into ${tableOf(kind)} (${columns}) select left(unit, 6), unit, '${kind[0]}', category, source, at, ${sums}, 'both' from (
    select left((f).unit, 9) as unit, (f).category, (f).source, ${at} as at, ${measures.join(", ")}
    from (select figure_facts_of(i) as f from incidents i where ${which} offset 0) x cross join lateral figure_points(x.f) p where ${where}) s
    group by unit, category, source, at`;

/** Of sums that are there, into wider ones. */
function fromCells(from: Kind, to: Kind): string {
  const [span, cut, length] = to;
  const category = cut === "all" ? "''::text" : cut === "group" ? "left(category, 2)" : "category";
  const source = cut === "all" || cut === "category" ? "''::text" : "source";
  const at = span === "month" && from[0] === "day" ? month : "at";
  const unit = `left(unit, ${length})`;
  return `insert into ${tableOf(to)} (${columns}) select left(${unit}, 6), ${unit}, '${span}', ${category}, ${source}, ${at}, ${sums}, '${cut}' from ${tableOf(from)}
    group by ${unit}, ${category}, ${source}, ${at}`;
}

const recent = "now() - interval '34 days'";
const dayBoth: Kind = ["day", "both", town];
const hourBoth: Kind = ["hour", "both", town];

/** Wider kinds and what they are made from, in steps of which each needs those before. */
const steps: readonly (readonly (readonly [Kind, Kind])[])[] = [
  [
    [dayBoth, ["day", "group", district]],
    [dayBoth, ["day", "category", district]],
    [hourBoth, ["hour", "all", town]],
    [hourBoth, ["hour", "both", district]],
  ],
  [
    [dayBoth, ["day", "all", town]],
    [
      ["hour", "all", town],
      ["hour", "all", district],
    ],
    [
      ["hour", "both", district],
      ["hour", "both", city],
    ],
    [
      ["day", "group", district],
      ["day", "group", city],
    ],
    [
      ["day", "category", district],
      ["day", "category", city],
    ],
    [
      ["day", "group", district],
      ["month", "group", district],
    ],
    [
      ["day", "category", district],
      ["month", "category", district],
    ],
    [
      ["day", "group", district],
      ["day", "all", district],
    ],
  ],
  [
    [
      ["day", "all", district],
      ["day", "all", city],
    ],
    [
      ["day", "all", district],
      ["month", "all", district],
    ],
    [
      ["hour", "all", district],
      ["hour", "all", city],
    ],
    [
      ["month", "group", district],
      ["month", "group", city],
    ],
    [
      ["month", "category", district],
      ["month", "category", city],
    ],
  ],
  [
    [
      ["month", "all", district],
      ["month", "all", city],
    ],
  ],
];
const apart: readonly Kind[] = [hourBoth, ...steps.flat().map(([, to]) => to)];

/** What fold_figures would have made of all incidents. */
export const cellStatements: readonly (readonly string[])[] = [
  apart.map((kind) => `create unlogged table ${tableOf(kind)} (like figure_cells)`),
  [
    ...[0, 1, 2, 3].map((n) =>
      fromIncidents(dayBoth, day, "true", `hashtext(i.district) & 3 = ${n}`),
    ),
    fromIncidents(
      hourBoth,
      "at",
      `at >= ${recent}`,
      `(opened_at >= ${recent} or closed_at >= ${recent} or promised_at >= ${recent})`,
    ),
  ],
  ...steps.map((step) => step.map(([from, to]) => fromCells(from, to))),
  apart.map((kind) => `insert into figure_cells select * from ${tableOf(kind)}`),
  apart.map((kind) => `drop table ${tableOf(kind)}`),
];
