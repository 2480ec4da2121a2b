import { fillForFigures } from "./support/fill-figures.ts";
import { Caller } from "./support/load.ts";
import { print, times } from "./support/report.ts";
import { inFolder, startServer } from "./support/server.ts";

const total = Number(process.env["BENCH_INCIDENTS"] ?? 10_000_000);
const samples = 100;
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

await inFolder(async (folder) => {
  const server = await startServer(folder);
  try {
    await fillForFigures(server.databaseUrl, total);
    const caller = await new Caller(server.url).signIn("50-operator");
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
        ratio: p99 / limit,
        n: took.length,
        note: `${total.toLocaleString("en")} incidents of a year, one in a hundred open`,
      });
    }
    caller.close();
  } finally {
    await server.stop();
  }
});
