import { randomUUID } from "node:crypto";
import type { Plot, PlotVersion } from "@gezhi/contract/plots.ts";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { startTestServer, type Client, type TestServer } from "../../platform/testing/server.ts";

const town = "500103001";
const grid = `${town}017001`;

let server: TestServer;
let dispatcher: Client;
let officer: Client;
let worker: Client;
let supervisor: Client;
let neighbourhood: Client;
let elsewhere: Client;
let spot: { lon: number; lat: number };
let incident: string;

beforeAll(async () => {
  server = await startTestServer();
  [dispatcher, officer, worker, supervisor, neighbourhood, elsewhere] = (await Promise.all(
    [
      `${town}-dispatcher-1`,
      `${town}-duty-officer-1`,
      `${grid}-worker`,
      "500103-supervisor",
      `${town}016-secretary`,
      "500103003-dispatcher-1",
    ].map((username) => server.signIn(username)),
  )) as [Client, Client, Client, Client, Client, Client];
  spot = server.context.units.find(grid)!;
  const answer = await server.anonymous.post("/api/reports", {
    clientId: randomUUID(),
    source: "resident",
    text: "垃圾堆在路边",
    category: "040101",
    position: { lon: spot.lon, lat: spot.lat },
    positionSource: "pin",
  });
  incident = answer.body.incident.id;
});
afterAll(() => server.close());

type Pair = [number, number];
const near = (east: number, north: number): Pair => [
  Number((spot.lon + east * 1e-4).toFixed(6)),
  Number((spot.lat + north * 1e-4).toFixed(6)),
];
const square = (size: number): Pair[] => [
  near(0, 0),
  near(size, 0),
  near(size, size),
  near(0, size),
  near(0, 0),
];
const aDrawing = (more: object = {}) => ({
  kind: "cordon",
  name: "内圈警戒",
  note: "南口由两人值守",
  geometry: { type: "Polygon", coordinates: [square(5)] },
  ...more,
});
const onIncident = () => ({ owner: { type: "incident", incident } });
const under = (unit: string) => ({ owner: { type: "unit", unit } });
const drawn = async (client: Client, more: object = onIncident()): Promise<Plot> => {
  const answer = await client.post("/api/plots", aDrawing(more));
  expect(answer.status, answer.text).toBe(201);
  return answer.body;
};
const found = async (client: Client, id: string): Promise<Plot | undefined> =>
  (await client.get("/api/plots")).body.items.find((one: Plot) => one.id === id);
const change = (client: Client, { id, version }: Plot, more: object) =>
  client.put(`/api/plots/${id}`, { version, ...aDrawing(more) });

describe("a drawing under an incident", () => {
  test("is seen by whoever handles it, as shapes without words by whoever sees it masked, and by nobody else", async () => {
    const plot = await drawn(dispatcher);
    expect(plot).toMatchObject({
      owner: { type: "incident", incident },
      unit: { code: grid },
      version: 1,
      actions: ["change", "remove"],
      bounds: { west: near(0, 0)[0], north: near(0, 5)[1] },
    });
    expect(await found(worker, plot.id)).toMatchObject({
      name: "内圈警戒",
      note: "南口由两人值守",
    });
    expect(await found(supervisor, plot.id)).toMatchObject({
      name: "",
      note: "",
      geometry: plot.geometry,
      actions: [],
    });
    const versions = await supervisor.get(`/api/plots/${plot.id}/versions`);
    expect(versions.body.items).toMatchObject([{ act: "draw", name: "", note: "" }]);
    expect(await found(elsewhere, plot.id)).toBeUndefined();
    for (const path of ["", "/versions"])
      expect((await elsewhere.get(`/api/plots/${plot.id}${path}`)).status).toBe(404);
    expect((await change(elsewhere, plot, { name: "别处" })).status).toBe(404);
  });

  test("is drawn and changed only by whoever sees the matter whole", async () => {
    const plot = await drawn(worker);
    for (const client of [supervisor, neighbourhood]) {
      expect((await client.post("/api/plots", aDrawing(onIncident()))).status).toBe(403);
      expect((await change(client, plot, { name: "改" })).status).toBe(403);
    }
    const stranger = await elsewhere.post("/api/plots", aDrawing(onIncident()));
    expect(stranger.status).toBe(404);
    expect((await found(worker, plot.id))?.version).toBe(1);
  });

  test("is told live to the incident's parties, in the transaction that drew it", async () => {
    const plot = await drawn(dispatcher);
    const told = await server.owner
      .selectFrom("live_log")
      .select(["kind", "act", "town", "party_units"])
      .where("subject", "=", plot.id)
      .execute();
    expect(told).toMatchObject([{ kind: "plot", act: "draw", town }]);
    expect(told[0]?.party_units).toContain(grid);
    const audited = await server.owner
      .selectFrom("audit_log")
      .select(["act", "unit"])
      .where("subject", "=", plot.id)
      .execute();
    expect(audited).toEqual([{ act: "plot.draw", unit: grid }]);
  });

  test("stays as it was once the incident is over, and leaves the common map", async () => {
    const plot = await drawn(dispatcher);
    const state = { status: "archived", open: false } as const;
    const before = await server.owner
      .selectFrom("incidents")
      .select(["status"])
      .where("id", "=", incident.slice(7))
      .executeTakeFirstOrThrow();
    const set = (to: string) =>
      server.owner
        .updateTable("incidents")
        .set({ status: to })
        .where("id", "=", incident.slice(7))
        .execute();
    await set(state.status);
    expect((await change(dispatcher, plot, { name: "改" })).status).toBe(409);
    expect((await dispatcher.post("/api/plots", aDrawing(onIncident()))).status).toBe(409);
    expect(await found(dispatcher, plot.id)).toBeUndefined();
    const own = await dispatcher.get(`/api/plots?incident=${incident}`);
    expect(own.body.items.map(({ id }: Plot) => id)).toContain(plot.id);
    await set(before.status);
    expect((await found(dispatcher, plot.id))?.actions).toEqual(["change", "remove"]);
  });
});

describe("a drawing under a unit", () => {
  test("is seen by everybody who serves in the town and by those above, not in the next town", async () => {
    const plot = await drawn(officer, {
      ...under(town),
      kind: "meetingPoint",
      geometry: { type: "Point", coordinates: near(1, 1) },
    });
    expect(plot.owner).toEqual({ type: "unit" });
    const centre = await server.signIn("500103-centre-1");
    for (const client of [worker, neighbourhood, centre])
      expect(await found(client, plot.id)).toMatchObject({ name: "内圈警戒" });
    for (const username of ["50-operator", "50-auditor", "50-sysadmin", `${town}-deputy-1`]) {
      const outsider = await server.signIn(username);
      expect((await outsider.get("/api/plots")).body.items).toEqual([]);
      expect((await outsider.get(`/api/plots/${plot.id}`)).status).toBe(404);
    }
    expect(await found(elsewhere, plot.id)).toBeUndefined();
  });

  test("is drawn by those of the unit and above it alone", async () => {
    expect((await worker.post("/api/plots", aDrawing(under(grid)))).status).toBe(201);
    for (const unit of [town, `${town}016001`, "500103003", "500103"])
      expect((await worker.post("/api/plots", aDrawing(under(unit)))).status).toBe(403);
    expect((await dispatcher.post("/api/plots", aDrawing(under("500103003")))).status).toBe(403);
    expect((await dispatcher.post("/api/plots", aDrawing(under(`${town}999`)))).status).toBe(404);
    const deputy = await server.signIn(`${town}-deputy-1`);
    expect((await deputy.post("/api/plots", aDrawing(under(town)))).status).toBe(403);
  });
});

describe("versions", () => {
  test("of two who change a drawing at once one is told who was faster, and nothing is lost", async () => {
    const plot = await drawn(dispatcher);
    const answers = await Promise.all([
      change(dispatcher, plot, { name: "甲" }),
      change(officer, plot, { name: "乙" }),
    ]);
    expect(answers.map(({ status }) => status).toSorted((a, b) => a - b)).toEqual([200, 409]);
    const [loser] = answers.filter(({ status }) => status === 409);
    expect(loser?.body.detail).toMatch(/刚被 .+ 改过（第 2 版）/);
    const latest = await found(dispatcher, plot.id);
    expect(latest?.name).toBe(answers.find(({ status }) => status === 200)?.body.name);
    expect(latest?.version).toBe(2);
  });

  test("each can be had back, also after the drawing was removed, and the history only grows", async () => {
    const plot = await drawn(dispatcher);
    const smaller = { type: "Polygon", coordinates: [square(2)] };
    const changed = (await change(officer, plot, { name: "缩小", geometry: smaller })).body as Plot;
    const act = (path: string, body: object) =>
      dispatcher.post(`/api/plots/${plot.id}/${path}`, body);

    const removed = await act("removal", { version: changed.version });
    expect(removed.body).toMatchObject({ removed: true, version: 3, actions: ["restore"] });
    expect(await found(dispatcher, plot.id)).toBeUndefined();
    const gone = await dispatcher.get(`/api/plots?incident=${incident}&removed=true`);
    expect(gone.body.items.map(({ id }: Plot) => id)).toEqual([plot.id]);
    expect((await act("removal", { version: 3 })).status).toBe(409);
    expect((await change(dispatcher, removed.body, { name: "改" })).status).toBe(409);

    expect((await act("restoration", { version: 3, to: 9 })).status).toBe(404);
    expect((await act("restoration", { version: 2, to: 1 })).status).toBe(409);
    const restored = await act("restoration", { version: 3, to: 1 });
    expect(restored.body).toMatchObject({
      removed: false,
      version: 4,
      name: "内圈警戒",
      geometry: plot.geometry,
    });
    const { body } = await worker.get(`/api/plots/${plot.id}/versions`);
    expect(body.items.map(({ version, act: done }: PlotVersion) => [version, done])).toEqual([
      [4, "restore"],
      [3, "remove"],
      [2, "change"],
      [1, "draw"],
    ]);
  });

  test("cannot be rewritten by the application", async () => {
    const { id } = await drawn(dispatcher);
    const rewrite = server.db
      .updateTable("plot_versions")
      .set({ name: "另一个" })
      .where("plot", "=", id.slice(7))
      .execute();
    await expect(rewrite).rejects.toThrow(/permission denied/);
  });
});

describe("a drawing is refused", () => {
  const point = { type: "Point", coordinates: [106.57, 29.55] };
  const many = Array.from({ length: 501 }, (_, step) => [106.57 + step * 1e-5, 29.55]);
  test.each<[string, () => object]>([
    ["as a point where the kind is an area", () => ({ geometry: point })],
    ["as an area where the kind is a point", () => ({ kind: "post" })],
    ["of a kind there is not", () => ({ kind: "castle" })],
    ["without a name", () => ({ name: "  " })],
    ["with a name beyond all measure", () => ({ name: "长".repeat(41) })],
    [
      "as an area that is not closed",
      () => ({ geometry: { type: "Polygon", coordinates: [square(5).slice(0, 4)] } }),
    ],
    [
      "as an area that crosses itself",
      () => ({
        geometry: {
          type: "Polygon",
          coordinates: [[near(0, 0), near(5, 5), near(5, 0), near(0, 5), near(0, 0)]],
        },
      }),
    ],
    [
      "as an area without an inside",
      () => ({
        geometry: {
          type: "Polygon",
          coordinates: [[near(0, 0), near(5, 0), near(0, 0), near(0, 0)]],
        },
      }),
    ],
    [
      "as a line of one point",
      () => ({ kind: "route", geometry: { type: "LineString", coordinates: [near(0, 0)] } }),
    ],
    [
      "as a line of too many points",
      () => ({ kind: "route", geometry: { type: "LineString", coordinates: many } }),
    ],
    [
      "outside the city",
      () => ({ kind: "post", geometry: { type: "Point", coordinates: [0, 0] } }),
    ],
    [
      "off the globe",
      () => ({ kind: "post", geometry: { type: "Point", coordinates: [200, 95] } }),
    ],
    ["under nothing", () => ({ owner: undefined })],
    ["under an id that is none", () => ({ owner: { type: "incident", incident: "x" } })],
  ])("%s", async (_what, more) => {
    const answer = await dispatcher.post("/api/plots", aDrawing({ ...onIncident(), ...more() }));
    expect(answer.status, answer.text).toBe(400);
  });
});

test("the map asks for what lies in its window and under its unit", async () => {
  const plot = await drawn(dispatcher, {
    ...under(town),
    kind: "route",
    geometry: { type: "LineString", coordinates: [near(-50, 0), near(50, 0)] },
  });
  const listed = async (query: string): Promise<boolean> =>
    (await dispatcher.get(`/api/plots?${query}`)).body.items.some(({ id }: Plot) => id === plot.id);
  const around = (east: number, north: number) =>
    `bbox=${[...near(east - 1, north - 1), ...near(east + 1, north + 1)].join(",")}`;
  expect(await listed(around(0, 0))).toBe(true);
  expect(await listed(around(0, 9))).toBe(false);
  expect(await listed(`unit=${town}`)).toBe(true);
  expect(await listed(`unit=${grid}`)).toBe(false);
  expect(await listed(`incident=${incident}`)).toBe(false);
});
