import { randomUUID } from "node:crypto";
import type { MapPlaces } from "@gezhi/contract/places.ts";
import { plans } from "@gezhi/reference/load-reference.ts";
import { afterAll, beforeAll, expect, test } from "vitest";
import { startTestServer, type Client, type TestServer } from "../../platform/testing/server.ts";
import { planOverlay } from "./plan-overlay-rules.ts";

const town = "500103001";
const everywhere = "105,28,111,33";
let server: TestServer;
let dispatcher: Client;
beforeAll(async () => {
  server = await startTestServer();
  dispatcher = await server.signIn(`${town}-dispatcher-1`);
});
afterAll(() => server.close());
const ask = async (client: Client, query: string): Promise<MapPlaces> =>
  (await client.get(`/api/map/places?${query}`)).body;

test("places stand on the map by kind, as many as the list has, within what the viewer may see", async () => {
  const found = await ask(dispatcher, `bbox=${everywhere}&kind=hydrant&kind=powerLine`);
  const list = async (kind: string) =>
    (await dispatcher.get(`/api/places?kind=${kind}&limit=200`)).body.items.map(
      ({ id }: { id: string }) => id,
    );
  const ids: string[] = [...(await list("hydrant")), ...(await list("powerLine"))];
  expect(found.items.map(({ id }) => id).toSorted()).toEqual(ids.toSorted());
  expect(found.items.every(({ unit }) => unit.code.startsWith(town))).toBe(true);
  expect(found.counts).toMatchObject({ hydrant: (await list("hydrant")).length, pond: 1 });
  const other = await server.signIn("500108102-dispatcher-1");
  const theirs = await ask(other, `bbox=${everywhere}&kind=hydrant`);
  expect(theirs.items.filter(({ id }) => ids.includes(id))).toEqual([]);
});

test("a power line lies in every window it runs through, though its name stands in one", async () => {
  const { items } = await ask(dispatcher, `bbox=${everywhere}&kind=powerLine`);
  const [line] = items;
  if (line?.geometry.type !== "LineString") throw new Error("The demo has no power line.");
  for (const [lon, lat] of line.geometry.coordinates) {
    const box = [lon - 1e-5, lat - 1e-5, lon + 1e-5, lat + 1e-5].join(",");
    const here = await ask(dispatcher, `bbox=${box}&kind=powerLine`);
    expect(here.items.map(({ id }) => id)).toContain(line.id);
  }
  const away = await ask(dispatcher, "bbox=105,28,105.1,28.1&kind=powerLine");
  expect(away).toMatchObject({ items: [], counts: {} });
});

test("without kinds there are counts alone, and what is no window or no kind is refused", async () => {
  expect((await ask(dispatcher, `bbox=${everywhere}`)).items).toEqual([]);
  for (const query of ["", "bbox=1,2,3", `bbox=${everywhere}&kind=castle`])
    expect((await dispatcher.get(`/api/map/places?${query}`)).status).toBe(400);
});

test("a forest fire wants water and power lines on the map; a matter without a plan wants nothing", async () => {
  const spot = server.context.units.find(`${town}017001`)!;
  const report = async (category: string) =>
    (
      await server.anonymous.post("/api/reports", {
        clientId: randomUUID(),
        source: "resident",
        text: "山上冒烟",
        category,
        position: { lon: spot.lon, lat: spot.lat },
        positionSource: "pin",
      })
    ).body.incident.id;
  const fire = await report("090103");
  expect((await dispatcher.get(`/api/incidents/${fire}/plan-overlay`)).body).toEqual({
    plan: { id: "PL04", name: "森林火灾预案" },
    kinds: ["hydrant", "pond", "reservoir", "powerLine"],
  });
  const waste = await report("020101");
  expect((await dispatcher.get(`/api/incidents/${waste}/plan-overlay`)).body).toEqual({
    plan: null,
    kinds: [],
  });
  const elsewhere = await server.signIn("500108102-dispatcher-1");
  expect((await elsewhere.get(`/api/incidents/${fire}/plan-overlay`)).status).toBe(404);
});

test("every matter that starts a plan has its overlay", () => {
  for (const { trigger, overlay } of plans) {
    expect(overlay.length).toBeGreaterThan(0);
    for (const { code } of trigger.events) expect(planOverlay(code).plan).not.toBeNull();
  }
});
