import { gunzipSync } from "node:zlib";
import { levelOf } from "@gezhi/contract/units.ts";
import { VectorTile, type VectorTileFeature } from "@mapbox/vector-tile";
import type { Position } from "geojson";
import { PbfReader } from "pbf";
import { afterAll, beforeAll, expect, test } from "vitest";
import { readConfig } from "../../platform/config.ts";
import { startTestServer, type Client, type TestServer } from "../../platform/testing/server.ts";
import { createTileCache } from "./tile-cache.ts";
import { finestAt, tileAt } from "./tile-rules.ts";

let server: TestServer;
let dispatcher: Client;
let cookie: string;
beforeAll(async () => {
  server = await startTestServer();
  dispatcher = await server.signIn("500103001-dispatcher-1");
  cookie = await cookieOf(server);
});
afterAll(() => server.close());

async function cookieOf({ app }: TestServer): Promise<string> {
  const payload = { username: "500103-supervisor", password: "Gezhi-demo-1410" };
  const answer = await app.inject({ method: "POST", url: "/api/session", payload });
  const set = answer.cookies.find(({ name }) => name === "gezhi_session");
  return `gezhi_session=${set?.value}`;
}

const pathOf = (lon: number, lat: number, zoom: number) => {
  const { z, x, y } = tileAt(lon, lat, zoom);
  return `/api/tiles/${z}/${x}/${y}`;
};
const fetchTile = async (path: string, headers: Record<string, string> = {}) => {
  const answer = await server.app.inject({
    method: "GET",
    url: path,
    headers: { cookie, ...headers },
  });
  return { status: answer.statusCode, headers: answer.headers, bytes: answer.rawPayload };
};
async function layersAt(lon: number, lat: number, zoom: number) {
  const { bytes } = await fetchTile(pathOf(lon, lat, zoom));
  return new VectorTile(new PbfReader(bytes)).layers;
}

const featuresOf = (
  layer: { length: number; feature: (at: number) => VectorTileFeature } | undefined,
) => Array.from({ length: layer?.length ?? 0 }, (_, at) => layer!.feature(at));

function holds(
  feature: VectorTileFeature,
  { z, x, y }: ReturnType<typeof tileAt>,
  point: Position,
) {
  const { geometry } = feature.toGeoJSON(x, y, z);
  const polygons =
    geometry.type === "Polygon"
      ? [geometry.coordinates]
      : geometry.type === "MultiPolygon"
        ? geometry.coordinates
        : [];
  return polygons.some((rings) =>
    rings.reduce((inside, ring) => inside !== crosses(ring, point), false),
  );
}

function crosses(ring: readonly Position[], [lon = 0, lat = 0]: Position): boolean {
  let inside = false;
  ring.forEach(([x1 = 0, y1 = 0], at) => {
    const [x2 = 0, y2 = 0] = ring[(at + 1) % ring.length]!;
    if (y1 > lat !== y2 > lat && lon < ((x2 - x1) * (lat - y1)) / (y2 - y1) + x1) inside = !inside;
  });
  return inside;
}

test.each([7, 9, 11, 12, 14])(
  "at zoom %i the unit that holds a point is the one of the unit tree",
  async (zoom) => {
    const level = finestAt(zoom);
    const sample = server.context.units
      .children("500103001")
      .flatMap(({ code }) => server.context.units.children(code))
      .filter((_, at) => at % 7 === 0)
      .slice(0, 12);
    for (const { code, lon, lat } of sample) {
      const { units } = await layersAt(lon, lat, zoom);
      const found = featuresOf(units).filter(
        (one) =>
          one.properties["level"] === level && holds(one, tileAt(lon, lat, zoom), [lon, lat]),
      );
      expect(found.map((one) => one.properties["code"])).toEqual([
        code.slice(0, String(found[0]?.properties["code"]).length),
      ]);
      expect(levelOf(String(found[0]?.properties["code"]))).toBe(level);
    }
  },
);

test("labels stand once, derived areas say so, waters are there", async () => {
  const { lon, lat } = server.context.units.find("500103001")!;
  const { units, labels, base } = await layersAt(lon, lat, 11);
  const codes = featuresOf(labels).map((one) => one.properties["code"]);
  expect(new Set(codes).size).toBe(codes.length);
  expect(codes).toContain("500103001");
  const approximate = featuresOf(units).filter((one) => one.properties["approximate"]);
  expect(new Set(approximate.map((one) => one.properties["level"]))).toEqual(
    new Set(["town", "village"]),
  );
  expect(featuresOf(base).some((one) => one.properties["kind"] === "water")).toBe(true);
});

test("what is known already is answered with 304, under a version in the address for ever", async () => {
  const { lon, lat } = server.context.units.find("500103")!;
  const path = pathOf(lon, lat, 9);
  const zipped = await fetchTile(path, { "accept-encoding": "gzip, br" });
  const plain = await fetchTile(path);
  expect(zipped.headers["content-encoding"]).toBe("gzip");
  expect(gunzipSync(zipped.bytes).equals(plain.bytes)).toBe(true);
  expect(zipped.headers["etag"]).not.toBe(plain.headers["etag"]);
  expect(zipped.headers["etag"]).toMatch(/^"[^"]+"$/);
  expect(zipped.headers["cache-control"]).toBe("private, no-cache");

  const known = { "accept-encoding": "gzip", "if-none-match": String(zipped.headers["etag"]) };
  expect(await fetchTile(path, known)).toMatchObject({ status: 304, bytes: Buffer.from("") });
  const settings = (await dispatcher.get("/api/map/settings")).body;
  const named = await fetchTile(`${path}?v=${settings.tiles.version}`);
  expect(named.headers["cache-control"]).toBe("private, max-age=31536000, immutable");
});

test("a unit that is renamed changes the tag of every tile, and the tile says the new name", async () => {
  const { lon, lat } = server.context.units.find("500108102")!;
  const path = pathOf(lon, lat, 10);
  const before = await fetchTile(path);
  const administrator = await server.signIn("50-sysadmin");
  const renamed = await administrator.post("/api/unit-changes", {
    kind: "rename",
    unit: "500108102",
    name: "新名街道",
    from: new Date(Date.now() + 8 * 3_600_000).toISOString().slice(0, 10),
    reason: "试验改名",
  });
  expect(renamed.status).toBe(200);
  await server.context.units.reload();

  const after = await fetchTile(path, { "if-none-match": String(before.headers["etag"]) });
  expect(after.status).toBe(200);
  expect(after.headers["etag"]).not.toBe(before.headers["etag"]);
  const { labels } = new VectorTile(new PbfReader(after.bytes)).layers;
  const names = featuresOf(labels).map((one) => one.properties["name"]);
  expect(names).toContain(server.context.units.find("500108102")!.shortName);
});

test("wrong coordinates are refused, strangers too", async () => {
  for (const path of ["15/0/0", "3/8/0", "3/0/8", "-1/0/0", "a/0/0", "3/1.5/0", "3/1/0x"])
    expect({ path, status: (await fetchTile(`/api/tiles/${path}`)).status }).toEqual({
      path,
      status: 400,
    });
  expect((await server.anonymous.get("/api/tiles/6/50/26")).status).toBe(401);
});

test("where there is nothing, the tile is empty", async () => {
  expect(await fetchTile("/api/tiles/6/0/0")).toMatchObject({
    status: 200,
    bytes: Buffer.from(""),
  });
});

test("a full cache lets go of what lay longest", () => {
  const cache = createTileCache(3_000);
  const tile = (x: number) => ({ z: 14, x, y: 1 });
  for (const x of [1, 2, 3]) cache.set(tile(x), new Uint8Array(700));
  cache.get(tile(1));
  cache.set(tile(4), new Uint8Array(700));
  expect([1, 2, 3, 4].map((x) => cache.get(tile(x)) !== undefined)).toEqual([
    true,
    false,
    true,
    true,
  ]);
  expect(cache.bytes()).toBeLessThanOrEqual(3_000);
});

test("a map service by setting replaces the bundled base, and browsers may reach it and nothing else", async () => {
  const url = "https://tiles.example.org/{z}/{x}/{y}.png?tk=key";
  const other = await startTestServer({ MAP_BASE_URL: url, MAP_BASE_ATTRIBUTION: "示例地图" });
  try {
    const client = await other.signIn("500103001-dispatcher-1");
    const { body, headers } = await client.get("/api/map/settings");
    expect(body.base).toEqual({
      kind: "raster",
      url,
      labelsUrl: null,
      attribution: "示例地图",
      maxZoom: 18,
    });
    expect(body.attribution).toEqual(["示例地图"]);
    expect(headers["content-security-policy"]).toMatch(
      /connect-src 'self' https:\/\/tiles\.example\.org(;|$)/,
    );
  } finally {
    await other.close();
  }
  const { body, headers } = await dispatcher.get("/api/map/settings");
  expect(body.base).toBeNull();
  expect(headers["content-security-policy"]).toMatch(/connect-src 'self'(;|$)/);
  expect(() => readConfig({ MAP_BASE_URL: "https://tiles.example.org/map.png" })).toThrow(
    /MAP_BASE_URL/,
  );
});
