import {
  boundsOf,
  tileAt,
  tilesOver,
  type TileAddress,
} from "../apps/server/src/features/tiles/tile-rules.ts";
import { Caller } from "./support/load.ts";
import { print, times } from "./support/report.ts";
import { inFolder, startServer } from "./support/server.ts";

/** From the city down to the grids of places all over it, as somebody looks around: every tile of a screen on the way. */
const places = [
  [106.57, 29.55],
  [106.45, 29.56],
  [108.39, 30.81],
  [107.4, 29.7],
  [108.77, 29.53],
  [105.93, 29.36],
  [109.47, 31.02],
  [106.28, 29.98],
] as const;
const seconds = 8;
const inFlight = 32;
const zipped = { "accept-encoding": "gzip" };

const pathOf = ({ z, x, y }: TileAddress) => `/api/tiles/${z}/${x}/${y}`;

function session(bounds: { west: number; south: number; east: number; north: number }) {
  const tiles = [6, 7, 8, 9].flatMap((z) => tilesOver(bounds, z));
  for (const [lon, lat] of places)
    for (const z of [10, 11, 12, 13, 14])
      tiles.push(...tilesOver(boundsOf(tileAt(lon, lat, z), 1 - 1e-9), z));
  return [...new Map(tiles.map((tile) => [pathOf(tile), tile])).values()];
}

await inFolder(async (folder) => {
  const server = await startServer(folder);
  const caller = await new Caller(server.url).signIn("50-operator");
  const get = async (path: string, headers = zipped as Record<string, string>) => {
    const began = performance.now();
    const answer = await caller.call("GET", path, undefined, headers);
    if (answer.status !== 200) throw new Error(`${path}: ${answer.status} ${answer.body}`);
    return { bytes: answer.bytes, body: answer.body, ms: performance.now() - began };
  };

  // While the index is made, other questions are answered as ever.
  const besides: number[] = [];
  const loading = { runs: true };
  const asking = (async () => {
    while (loading.runs) besides.push((await get("/api/session")).ms);
  })();
  const settings = await get("/api/map/settings");
  loading.runs = false;
  await asking;
  const beside = times(besides);
  print({
    name: "tiles/cold",
    value: settings.ms / 1000,
    unit: "s",
    p50: null,
    p99: null,
    limit: 2,
    n: 1,
    note: `first question until the index of the whole city stands; meanwhile other requests: p99 ${beside.p99} ms of ${besides.length}`,
  });

  const { bounds } = JSON.parse(settings.body) as { bounds: Parameters<typeof session>[0] };
  const tiles = session(bounds);
  const cold: number[] = [];
  for (const tile of tiles) cold.push((await get(pathOf(tile))).ms);
  const coldTimes = times(cold);
  print({
    name: "tiles/first",
    value: coldTimes.p99,
    unit: "ms",
    ...coldTimes,
    limit: 100,
    n: tiles.length,
    note: "each tile of a session from the city to its grids, asked one after the other for the first time",
  });

  const sizes = await Promise.all(
    tiles
      .filter(({ z }) => z <= 9)
      .map(async (tile) => ({
        tile,
        plain: (await get(pathOf(tile), {})).bytes,
        packed: (await get(pathOf(tile))).bytes,
      })),
  );
  const [largest] = sizes.toSorted((a, b) => b.plain - a.plain);
  const kilobytes = (largest?.plain ?? 0) / 1000;
  print({
    name: "tiles/size",
    value: kilobytes,
    unit: "KB",
    p50: null,
    p99: null,
    limit: 250,
    n: sizes.length,
    note: `largest of z6–z9 unpacked, ${largest ? pathOf(largest.tile) : ""}; ${(largest?.packed ?? 0) / 1000} KB gzipped`,
  });

  const warm: number[] = [];
  const until = performance.now() + seconds * 1000;
  const began = performance.now();
  await Promise.all(
    Array.from({ length: inFlight }, async (_, worker) => {
      for (let n = worker; performance.now() < until; n += inFlight)
        warm.push((await get(pathOf(tiles[n % tiles.length]!))).ms);
    }),
  );
  const rate = warm.length / ((performance.now() - began) / 1000);
  print({
    name: "tiles/warm",
    value: rate,
    unit: "tiles/s",
    ...times(warm),
    limit: 2000,
    n: warm.length,
    note: `ratio at least 1; the same session again over HTTP, ${inFlight} at a time, one server process, the load on the other core; p50 and p99 in ms`,
  });
  caller.close();
  await server.stop();
});
