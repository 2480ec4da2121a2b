import { type Counts, type Figures, Measure } from "@gezhi/contract/figures.ts";
import pg from "pg";
import { countedBy } from "../apps/server/src/features/figures/measure-rules.ts";
import { fillForFigures } from "./support/fill-figures.ts";
import { Caller } from "./support/load.ts";
import { print, times } from "./support/report.ts";
import { inFolder, startServer } from "./support/server.ts";

const total = Number(process.env["BENCH_INCIDENTS"] ?? 10_000_000);
const samples = 60;
const limit = 200;

const dayMs = 86_400_000;
const midnight = (daysAgo: number) =>
  new Date(
    Math.floor((Date.now() + 8 * 3_600_000) / dayMs) * dayMs - 8 * 3_600_000 - daysAgo * dayMs,
  ).toISOString();
const year = `from=${midnight(364)}`;
const month = `from=${midnight(30)}`;
/** As the wall asks for what is open. */
const months = (() => {
  const local = new Date(Date.now() + 8 * 3_600_000);
  const first = Date.UTC(local.getUTCFullYear(), local.getUTCMonth() - 12) - 8 * 3_600_000;
  return `from=${new Date(first).toISOString()}`;
})();
const [city, district, town, village] = ["50", "500103", "500103001", "500103001017"];

/** Compared with the raw rows. */
const checked = [
  `unit=${city}&${year}`,
  `unit=${district}&${year}`,
  `unit=${town}&${year}`,
  `unit=${village}&${year}`,
  `unit=${town}`,
];
const questions: Record<string, string> = {
  // What the wall asks for, at each of its levels.
  "wall-city": `unit=${city}`,
  "wall-city-hours": `unit=${city}&by=hour&from=${midnight(1)}`,
  "wall-city-kinds": `unit=${city}&by=category`,
  "wall-city-load": `unit=${city}&by=section&${months}`,
  "wall-city-parts": `unit=${city}&by=unit`,
  "wall-district": `unit=${district}&by=unit`,
  "wall-district-load": `unit=${district}&by=section&${months}`,
  "wall-town": `unit=${town}&by=unit`,
  "wall-town-load": `unit=${town}&by=section&${months}`,
  "wall-village": `unit=${village}&by=hour`,
  // Any figure by anything.
  "city-year-by-unit": `unit=${city}&by=unit&${year}`,
  "city-year-by-group": `unit=${city}&by=group&${year}`,
  "city-year-by-category": `unit=${city}&by=category&${year}`,
  "city-year-by-source": `unit=${city}&by=source&${year}`,
  "city-year-by-day": `unit=${city}&by=day&${year}`,
  "city-year-by-unit-of-group": `unit=${city}&by=unit&category=01&${year}`,
  "city-year-by-unit-of-category": `unit=${city}&by=unit&category=010101&${year}`,
  "city-month-by-hour": `unit=${city}&by=hour&${month}`,
  "city-week-by-hour-of-source": `unit=${city}&by=hour&source=resident&from=${midnight(6)}`,
  "district-year-by-unit": `unit=${district}&by=unit&${year}`,
  "district-year-by-unit-of-source": `unit=${district}&by=unit&source=resident&${year}`,
  "town-year-by-unit": `unit=${town}&by=unit&${year}`,
  "town-year-by-group": `unit=${town}&by=group&${year}`,
  "village-year-by-unit": `unit=${village}&by=unit&${year}`,
};

/** The same count over the raw rows, by the conditions of the lists. */
async function countRaw(client: pg.Client, { unit, from, to }: Figures): Promise<Counts> {
  const columns = Measure.options.map((measure) => {
    const { instant, condition } = countedBy(measure);
    return `count(*) filter (where ${instant} >= $3 and ${instant} < $4 and ${condition})::int as "${measure}"`;
  });
  const { rows } = await client.query<Counts>(
    `select ${columns.join(", ")} from incidents i where unit >= $1 and unit < $2`,
    [unit.code, `${unit.code}~`, from, to],
  );
  return rows[0]!;
}

await inFolder(async (folder) => {
  const server = await startServer(folder);
  try {
    await fillForFigures(server.databaseUrl, total);
    const caller = await new Caller(server.url).signIn("50-operator");
    const client = new pg.Client({ connectionString: server.databaseUrl });
    await client.connect();
    let different = 0;
    let compared = 0;
    for (const question of checked) {
      const answer = await caller.call("GET", `/api/figures?${question}`);
      const figures = JSON.parse(answer.body) as Figures;
      const raw = await countRaw(client, figures);
      for (const measure of Measure.options) {
        compared += 1;
        if (raw[measure] === figures.total.counts[measure]) continue;
        different += 1;
        console.error(
          `${question} ${measure}: ${figures.total.counts[measure]}, raw ${raw[measure]}`,
        );
      }
    }
    await client.end();
    print({
      name: "figures/equal",
      value: different,
      unit: "figures",
      p50: null,
      p99: null,
      limit: 0,
      n: compared,
      note: "figures that differ from the count over the raw rows",
    });
    for (const [name, question] of Object.entries(questions)) {
      const took: number[] = [];
      for (let n = -5; n < samples; n += 1) {
        const started = performance.now();
        const answer = await caller.call("GET", `/api/figures?${question}`);
        if (answer.status !== 200) throw new Error(`${question}: ${answer.status} ${answer.body}`);
        if (n >= 0) took.push(performance.now() - started);
      }
      const { p50, p99 } = times(took);
      print({
        name: `figures/${name}`,
        value: p99,
        unit: "ms",
        p50,
        p99,
        limit,
        n: took.length,
        note: `${total.toLocaleString("en")} incidents of a year, one in a hundred open; filled with fsync off, sums unlogged, no indexes that figures do not read`,
      });
    }
    caller.close();
  } finally {
    await server.stop();
  }
});
