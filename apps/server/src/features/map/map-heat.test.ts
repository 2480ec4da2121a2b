import { randomUUID } from "node:crypto";
import type { MapHeat } from "@gezhi/contract/map.ts";
import * as fc from "fast-check";
import { latLngToCell } from "h3-js";
import { afterAll, beforeAll, expect, test } from "vitest";
import { civilDateAt } from "../../platform/civil-date.ts";
import { startTestServer, type Client, type TestServer } from "../../platform/testing/server.ts";
import { heatCells, rasterOf, resolutionAt } from "./heat-rules.ts";

const town = "500103001";
const everywhere = "bbox=105,28,111,33";
const day = 86_400_000;

let server: TestServer;
let dispatcher: Client;
const now = Date.now();
const places: { lon: number; lat: number; category: string; at: number }[] = [];
beforeAll(async () => {
  server = await startTestServer();
  dispatcher = await server.signIn(`${town}-dispatcher-1`);
  const grids = server.context.units
    .children(town)
    .flatMap(({ code }) => server.context.units.children(code))
    .slice(0, 5);
  for (const [index, { lon, lat }] of grids.entries()) {
    const at = now - (index % 3) * 10 * day;
    const category = index % 2 ? "010203" : "040106";
    places.push({ lon, lat, category, at });
    server.setNow(at);
    const { status, text } = await server.anonymous.post("/api/reports", {
      clientId: randomUUID(),
      source: "resident",
      text: `路面第 ${index} 处`,
      category,
      position: { lon, lat },
      positionSource: "pin",
    });
    if (status !== 201) throw new Error(text);
  }
  server.setNow(undefined);
});
afterAll(() => server.close());

const heat = async (
  person: Client,
  { from = now - 40 * day, to = now, more = "", zoom = 12 } = {},
): Promise<MapHeat> => {
  const { status, body, text } = await person.get(
    `/api/map/heat?${everywhere}&zoom=${zoom}&from=${civilDateAt(from)}&to=${civilDateAt(to)}${more}`,
  );
  if (status !== 200) throw new Error(text);
  return body;
};

test("the heat of a period and a category is what was reported then, each in its cell", async () => {
  const all = await heat(dispatcher, { more: `&unit=${town}` });
  expect(all.total).toBe(places.length);
  expect(all.cells.reduce((sum, { count }) => sum + count, 0)).toBe(all.total);
  for (const { lon, lat } of places)
    expect(all.cells.map(({ cell }) => cell)).toContain(latLngToCell(lat, lon, all.resolution));
  expect(all.cells.every(({ ring, unit }) => ring.length > 6 && unit !== null)).toBe(true);

  const roads = await heat(dispatcher, { more: "&category=0102" });
  expect(roads.total).toBe(places.filter(({ category }) => category === "010203").length);
  const today = await heat(dispatcher, { from: now });
  expect(today.total).toBe(places.filter(({ at }) => at === now).length);
});

test("figures alone show no single place; records as finely as they are seen", async () => {
  const near = await heat(dispatcher, { zoom: 18 });
  expect(near.resolution).toBe(10);
  const operator = await heat(await server.signIn("50-operator"), { zoom: 18, more: "&unit=50" });
  expect(operator).toMatchObject({ total: places.length, resolution: 8 });
  expect((await heat(await server.signIn("50-operator"), { zoom: 18 })).total).toBe(0);
  const other = await server.signIn("500103003-dispatcher-1");
  expect((await heat(other, { more: `&unit=${town}` })).total).toBe(0);
});

test("a period that is none, or too long, is refused", async () => {
  for (const days of [
    "from=2026-02-02&to=2026-02-01",
    "from=2020-01-01&to=2026-01-01",
    "from=2026",
  ])
    expect((await dispatcher.get(`/api/map/heat?${everywhere}&zoom=9&${days}`)).status).toBe(400);
});

test("spots add up to cells, whatever the resolution; cells grow finer with the zoom", () => {
  const spot = fc.record({
    lon: fc.double({ min: 105, max: 110, noNaN: true }),
    lat: fc.double({ min: 28, max: 32, noNaN: true }),
    count: fc.integer({ min: 1, max: 50 }),
  });
  fc.assert(
    fc.property(fc.array(spot), fc.integer({ min: 5, max: 10 }), (spots, resolution) => {
      const sum = (all: readonly { count: number }[]) => all.reduce((n, { count }) => n + count, 0);
      const cells = heatCells(spots, resolution);
      expect(sum(cells)).toBe(sum(spots));
      expect(cells.map(({ count }) => count)).toEqual(
        cells.map(({ count }) => count).toSorted((a, b) => b - a),
      );
    }),
  );
  const steps = [5, 7, 9, 11, 13, 15, 18].map(resolutionAt);
  expect(steps).toEqual(steps.toSorted((a, b) => a - b));
  expect(steps.map(rasterOf)).toEqual(steps.map(rasterOf).toSorted((a, b) => b - a));
});
