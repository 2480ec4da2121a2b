import { deriveCity } from "@gezhi/reference/city.ts";
import { createLocator } from "@gezhi/reference/locate.ts";
import { seededRandom } from "@gezhi/reference/seeded-random.ts";
import { print } from "./support/report.ts";

const limit = 200_000;
const lookUps = 2_000_000;
const timedLookUps = 200_000;

const grids = deriveCity().units.filter(({ level }) => level === "grid");
const locator = createLocator(grids);
const random = seededRandom("locate");

/** Near a random grid's centre, as reports are; spread widely, so that no cache helps. */
const lons = new Float64Array(lookUps);
const lats = new Float64Array(lookUps);
for (let index = 0; index < lookUps; index++) {
  const grid = grids[Math.floor(random() * grids.length)]!;
  lons[index] = grid.lon + (random() - 0.5) * 0.01;
  lats[index] = grid.lat + (random() - 0.5) * 0.01;
}

let hits = 0;
const locateAll = (count: number) => {
  for (let index = 0; index < count; index++)
    if (locator.locate(lons[index]!, lats[index]!) !== undefined) hits++;
};
locateAll(timedLookUps);
hits = 0;
const start = performance.now();
locateAll(lookUps);
const seconds = (performance.now() - start) / 1000;
const hitShare = hits / lookUps;

const nanoseconds = new Float64Array(timedLookUps);
for (let index = 0; index < timedLookUps; index++) {
  const before = process.hrtime.bigint();
  locator.locate(lons[index]!, lats[index]!);
  nanoseconds[index] = Number(process.hrtime.bigint() - before);
}
nanoseconds.sort();
const microseconds = (share: number) =>
  Math.round(nanoseconds[Math.floor(share * timedLookUps)]! / 10) / 100;

const value = Math.round(lookUps / seconds);
print({
  name: "locate",
  value,
  unit: "look-ups/s",
  p50: microseconds(0.5),
  p99: microseconds(0.99),
  limit,
  n: lookUps,
  note: `ratio at least 1; ${grids.length} grids, one core, p50 and p99 in µs, ${(hitShare * 100).toFixed(1)} % inside the city`,
});
