import { randomUUID } from "node:crypto";
import { sql } from "kysely";
import type { MapLayer } from "@gezhi/contract/map.ts";
import { afterAll, beforeAll, expect, test } from "vitest";
import { startTestServer, type Client, type TestServer } from "../../platform/testing/server.ts";
import { shiftAt } from "../duty/duty-rules.ts";
import { minutesFor } from "./candidate-rules.ts";

const town = "500103001";
const grid = `${town}017001`;
const everywhere = "105,28,111,33";
const categories = ["010101", "010203", "020103", "040101"];

let server: TestServer;
let dispatcher: Client;
let incidents: { id: string; number: string; lon: number; lat: number }[];

const layer = async (client: Client, path: string): Promise<MapLayer> => {
  const { status, body, text } = await client.get(path);
  if (status !== 200) throw new Error(`${path}: ${text}`);
  return body;
};

beforeAll(async () => {
  server = await startTestServer();
  dispatcher = await server.signIn(`${town}-dispatcher-1`);
  const grids = server.context.units
    .children(town)
    .flatMap(({ code }) => server.context.units.children(code))
    .filter((_, at) => at % 5 === 0)
    .slice(0, 8);
  incidents = [];
  for (const [at, { lon, lat }] of grids.entries()) {
    const answer = await server.anonymous.post("/api/reports", {
      clientId: randomUUID(),
      source: "resident",
      text: "垃圾堆在路边",
      category: categories[at % categories.length],
      position: { lon, lat },
      positionSource: "pin",
    });
    incidents.push({ ...answer.body.incident, lon, lat });
  }
});
afterAll(() => server.close());

test("close to, every incident is a point; from afar the same ones are clusters that add up", async () => {
  const near = await layer(dispatcher, `/api/map/incidents?bbox=${everywhere}&zoom=18`);
  expect(near.clusters).toEqual([]);
  expect(near.points.map(({ id }) => id).toSorted()).toEqual(
    incidents.map(({ id }) => id).toSorted(),
  );

  const far = await layer(dispatcher, `/api/map/incidents?bbox=${everywhere}&zoom=6`);
  expect(far.total).toBe(incidents.length);
  const clustered = far.clusters.reduce((sum, { count }) => sum + count, 0);
  expect(clustered + far.points.length).toBe(incidents.length);
  expect(far.clusters.length).toBeGreaterThan(0);
  const [{ reach }] = far.clusters as [MapLayer["clusters"][number]];
  expect(incidents.some(({ lon, lat }) => lon === reach.west || lat === reach.south)).toBe(true);
});

test("a window shows what lies in it and counts nothing else", async () => {
  const [{ id, lon, lat }] = incidents as [(typeof incidents)[number]];
  const bbox = [lon - 1e-4, lat - 1e-4, lon + 1e-4, lat + 1e-4].join(",");
  const found = await layer(dispatcher, `/api/map/incidents?bbox=${bbox}&zoom=16`);
  expect(found).toMatchObject({ total: 1, points: [{ id, unit: { code: expect.any(String) } }] });
});

test("filters narrow the layer as they narrow the list", async () => {
  for (const filter of [
    "urgency=yellow",
    "urgency=blue&urgency=red",
    "category=01",
    `unit=${grid}`,
  ]) {
    const path = `/api/map/incidents?bbox=${everywhere}&zoom=18&${filter}`;
    const found = await layer(dispatcher, path);
    const list = await dispatcher.get(`/api/incidents?list=all&open=true&limit=200&${filter}`);
    const listed = list.body.items.flatMap((one: { id: string; position: unknown }) =>
      one.position ? [one.id] : [],
    );
    expect({ filter, ids: found.points.map(({ id }) => id).toSorted() }).toEqual({
      filter,
      ids: listed.toSorted(),
    });
  }
});

test("nobody sees a point that their lists do not have", async () => {
  for (const username of [
    "500103003-dispatcher-1",
    "500103001-MS09-a",
    "50-operator",
    "50-sysadmin",
  ]) {
    const person = await server.signIn(username);
    const found = await layer(person, `/api/map/incidents?bbox=${everywhere}&zoom=18`);
    const list = await person.get("/api/incidents?list=all&open=true&limit=200");
    const ids = list.body.items.map((one: { id: string }) => one.id);
    expect(found.points.filter(({ id }) => !ids.includes(id))).toEqual([]);
    expect(found.total).toBe(found.points.length);
  }
});

test("devices stand on the map by state, as many as are counted but those of persons whose homes the viewer does not see", async () => {
  const found = await layer(dispatcher, `/api/map/devices?bbox=${everywhere}&zoom=20`);
  const { body: states } = await dispatcher.get(`/api/devices/states?unit=${town}`);
  const counted = Object.values(states as Record<string, number>).reduce((sum, n) => sum + n, 0);
  const { items } = (await dispatcher.get(`/api/devices?unit=${town}&limit=200`)).body;
  const masked = items.filter(({ placeMasked }: { placeMasked: boolean }) => placeMasked).length;
  expect(masked).toBeGreaterThan(0);
  expect(found.total).toBe(counted - masked);
  expect(new Set(found.points.map(({ worst }) => worst))).toEqual(new Set(["silent"]));
  const none = await layer(dispatcher, `/api/map/devices?bbox=${everywhere}&zoom=20&state=online`);
  expect(none.total).toBe(0);
});

test("staff stand where their unit lies, for those who know them", async () => {
  const { body } = await dispatcher.get(`/api/map/forces?bbox=${everywhere}&zoom=14`);
  const own = body.items.find((one: { unit: { code: string } }) => one.unit.code === grid);
  const { lon, lat } = server.context.units.find(grid)!;
  expect(own).toMatchObject({ lon, lat });
  expect(
    body.items.every((one: { unit: { code: string } }) => one.unit.code.startsWith(town)),
  ).toBe(true);
  const operator = await server.signIn("50-operator");
  expect((await operator.get(`/api/map/forces?bbox=${everywhere}&zoom=14`)).body).toEqual({
    items: [],
    people: 0,
    onDuty: 0,
    closed: true,
  });
});

test("a glance at a unit adds up to its lists", async () => {
  const { body } = await dispatcher.get(`/api/map/units/${town}`);
  expect(body).toMatchObject({
    unit: { code: town, level: "town", approximate: true },
    incidents: { open: incidents.length },
    devices: { all: expect.any(Number) },
    force: { workers: expect.any(Number) },
  });
  expect(body.force.workers).toBeGreaterThan(0);
  const operator = await server.signIn("50-operator");
  expect((await operator.get(`/api/map/units/${town}`)).body).toMatchObject({
    incidents: { open: incidents.length },
    devices: null,
    force: null,
  });
  const elsewhere = await server.signIn("500103003-dispatcher-1");
  expect((await elsewhere.get(`/api/map/units/${grid}`)).body).toMatchObject({
    incidents: null,
    devices: null,
    force: null,
  });
  const stranger = await server.signIn("50-auditor");
  expect((await stranger.get(`/api/map/units/${town}`)).body).toMatchObject({
    incidents: null,
    devices: null,
    force: null,
  });
  expect((await dispatcher.get("/api/map/units/500103999")).status).toBe(404);
});

test("whoever answers for the matter is proposed, with reasons and an estimate; sending goes through the acts", async () => {
  const [{ id }] = incidents as [(typeof incidents)[number]];
  const { body } = await dispatcher.get(`/api/incidents/${id}/candidates`);
  expect(body.items.length).toBe(12);
  const reasons = body.items.flatMap((one: { reasons: string[] }) => one.reasons);
  expect(reasons).toContain("ownGrid");
  for (const one of body.items) expect(one.minutes).toBe(minutesFor(one.straightM));
  const incident = (await dispatcher.get(`/api/incidents/${id}`)).body;
  const running = incident.workOrders.map(({ handler }: { handler: string }) => handler);
  const free = body.items.find((one: { handler: string }) => !running.includes(one.handler));
  const may = incident.actions.some(({ act }: { act: string }) => act === "dispatch");
  const sent = await dispatcher.post(`/api/incidents/${id}/acts`, {
    act: "dispatch",
    lead: free.handler,
  });
  expect(sent.status === 200).toBe(may);
  const worker = await server.signIn(`${grid}-worker`);
  expect((await worker.get(`/api/incidents/${id}/candidates`)).status).toBe(403);
});

test("whoever's place may be known is reckoned from there, and it is said whose place it is", async () => {
  const { id, lon, lat } = incidents.at(-1)!;
  const { unit } = (await dispatcher.get(`/api/incidents/${id}`)).body;
  const worker = await server.signIn(`${unit.code}-worker`);
  const { account, name } = (await worker.get("/api/session")).body;
  const ofGrid = async () =>
    (await dispatcher.get(`/api/incidents/${id}/candidates`)).body.items.find(
      ({ handler }: { handler: string }) => handler === unit.code,
    );
  expect(await ofGrid()).toMatchObject({ placeOf: null });
  const { day, shift } = shiftAt(server.context.now());
  await sql`insert into duty_shifts (district, unit, day, shift, duty, account)
    values (left(${unit.code}, 6), ${unit.code}, ${day}::date, ${shift}, 'gridWorker', ${account}::uuid)`.execute(
    server.owner,
  );
  const position = { lon, lat: lat + 0.01 };
  const told = await worker.put("/api/positions/mine", { position, accuracyM: 8 });
  expect(told.body.reason).toBe("duty");
  const near = await ofGrid();
  expect(near).toMatchObject({ placeOf: name, position });
  expect(near.straightM).toBeGreaterThan(1_100);
  expect(near.straightM).toBeLessThan(1_125);
  await worker.delete("/api/positions/mine");
  expect(await ofGrid()).toMatchObject({ placeOf: null });
});

test("whose roles see nothing of a kind is told so, and not that there is nothing", async () => {
  const operator = await server.signIn("50-operator");
  for (const name of ["incidents", "alarms", "devices", "people", "forces", "patrols"]) {
    const { body } = await operator.get(`/api/map/${name}?bbox=${everywhere}&zoom=12`);
    expect({ name, closed: body.closed }).toEqual({ name, closed: true });
    const seen = (await dispatcher.get(`/api/map/${name}?bbox=${everywhere}&zoom=12`)).body;
    expect({ name, closed: seen.closed }).toEqual({ name, closed: undefined });
  }
});

test("minutes grow with the way, and a long way is driven", () => {
  expect(minutesFor(0)).toBe(3);
  const ways = Array.from({ length: 60 }, (_, step) => minutesFor(step * 100));
  expect(ways).toEqual(ways.toSorted((a, b) => a - b));
  expect(minutesFor(5_000)).toBeLessThan(40);
});

test("a window that is none is refused", async () => {
  for (const query of ["bbox=1,2,3&zoom=3", "bbox=a,b,c,d&zoom=3", `bbox=${everywhere}`])
    expect((await dispatcher.get(`/api/map/incidents?${query}`)).status).toBe(400);
});
