import { crossTown } from "@gezhi/simulator/scenes/cross-town.ts";
import { playManholes } from "@gezhi/simulator/scenes/manholes.ts";
import { randomUUID } from "node:crypto";
import { People } from "@gezhi/simulator/people-stream.ts";
import { Stream } from "@gezhi/simulator/stream.ts";
import { Stage } from "@gezhi/simulator/scenes/scene.ts";
import { playOpenings } from "@gezhi/simulator/openings.ts";
import { afterAll, beforeAll, expect, test } from "vitest";
import { followOccurrences } from "../features/hot-spots/hot-spot-commands.ts";
import { startTestServer, type TestServer } from "../platform/testing/server.ts";

let server: TestServer;
let base: string;
const said: string[] = [];
const openStage = () => {
  said.length = 0;
  return new Stage(base, 1, (line) => said.push(line));
};

beforeAll(async () => {
  server = await startTestServer();
  base = await server.app.listen({ port: 0, host: "127.0.0.1" });
});
afterAll(() => server.close());

test("a matter two towns cannot solve goes to the district's department, comes back, is closed, and each side rates the other", async () => {
  await crossTown.play(openStage());

  const dispatcher = await server.signIn("500108102-dispatcher-1");
  const number = /SJ-\S+/.exec(said[0]!)![0];
  const found = await dispatcher.get(`/api/incidents?q=${number}`);
  const { body } = await dispatcher.get(`/api/incidents/${found.body.items[0].id}`);
  expect(body).toMatchObject({ status: "closed", chainLevel: "town" });
  expect(body.ratings.map(({ side }: { side: string }) => side).toSorted()).toEqual([
    "departmentRatesTown",
    "townRatesDepartment",
    "townRatesTown",
    "townRatesTown",
  ]);
});

test("the demo's staff take up what they left lying, so that it does not all grow old", async () => {
  const stop = new AbortController();
  const stream = new Stream({
    base,
    seed: 5,
    rate: 1,
    unit: "500103001",
    work: true,
    lying: 0,
    signal: stop.signal,
  });
  await stream.burst(8, 150);

  const dispatcher = await server.signIn("500103001-dispatcher-1");
  const { body } = await dispatcher.get("/api/incident-counts?unit=500103001");
  expect(body.reported).toBeGreaterThan(4);
  expect(body.open).toBe(0);
});

test("the demo begins with something on the screens that everyday reports never reach", async () => {
  await playOpenings(openStage());

  const count = async (username: string, path: string): Promise<number> =>
    (await (await server.signIn(username)).get(path)).body.items.length;
  expect({
    district: await count("500103-centre-1", "/api/incidents?list=escalations"),
    department: await count("500103-D32", "/api/work-orders"),
    liaison: await count("500103001-liaison", "/api/work-orders"),
    deputy: await count("500103001-deputy-1", "/api/deputy-matters"),
    approvals: await count("500103-centre-1", "/api/approvals"),
    city: await count("50-operator", "/api/incidents?list=escalations"),
    rechecks: await count("500103001017001-worker", "/api/incidents?list=recheck"),
    said: said.filter((line) => line.startsWith("POST") || line.startsWith("None")),
  }).toEqual({
    district: 2,
    department: 1,
    liaison: 1,
    deputy: 1,
    approvals: 1,
    city: 1,
    rechecks: 1,
    said: [],
  });
  const helper = await server.signIn("500108102-dispatcher-1");
  const { body } = await helper.get("/api/incidents?list=queue");
  expect(
    body.items.filter(({ actions }: { actions: { act: string }[] }) =>
      actions.some(({ act }) => act === "decideCrossTown"),
    ),
  ).toHaveLength(1);
});

test("twelve broken covers of five months become three hot spots, one class and a batch replacement", async () => {
  const played = new AbortController();
  const play = playManholes(openStage(), "500103001", Date.now()).finally(() => {
    played.abort();
  });
  // What the jobs do beside it.
  while (!played.signal.aborted)
    if ((await followOccurrences(server.context)) === 0)
      await new Promise((resolve) => setImmediate(resolve));
  await play;

  const officer = await server.signIn("500103001-duty-officer-1");
  const [{ id }] = (await officer.get("/api/issue-classes?unit=500103001")).body.items;
  const { body } = await officer.get(`/api/issue-classes/${id}`);
  expect(body).toMatchObject({
    status: "watching",
    simulated: true,
    hotSpots: [
      { members: 4, street: "昌龙大道" },
      { members: 4, street: "滨河路" },
      { members: 4, street: "桂园路" },
    ],
    effect: { cards: { before: { n: 12 }, after: { n: 0, per30: null } } },
  });
  expect(
    body.measures.map(({ kind, chosen, status }: Record<string, unknown>) => [
      kind,
      chosen,
      status,
    ]),
  ).toEqual([
    ["verify", false, "done"],
    ["option", false, "planned"],
    ["option", true, "planned"],
    ["project", false, "done"],
  ]);
  // Playing it again adds nothing.
  await playManholes(openStage(), "500103001", Date.now());
  expect(said).toEqual([expect.stringContaining("新增 0 条，已有 12 条")]);
});

test("the demo's people are seen at work and on patrol, said to be simulated, and nowhere without a reason", async () => {
  const { signal } = new AbortController();
  const grid = "500103001017001";
  const { lon, lat } = server.context.units.find(grid)!;
  const reported = await server.anonymous.post("/api/reports", {
    clientId: randomUUID(),
    source: "resident",
    text: "路面有积水",
    category: "010101",
    position: { lon, lat },
    positionSource: "pin",
  });
  const acts = `/api/incidents/${reported.body.incident.id}/acts`;
  const officer = await server.signIn("500103001-duty-officer-1");
  await officer.post(acts, { act: "verify", result: "confirmed" });
  const { workOrders } = (await officer.post(acts, { act: "dispatch", lead: grid })).body;
  const order = workOrders.find((one: { handler: string }) => one.handler === grid).id;
  const worker = await server.signIn(`${grid}-worker`);
  expect((await worker.post(acts, { act: "accept", workOrder: order })).status).toBe(200);
  const people = new People({ base, seed: 4, signal });
  await people.round();
  await people.round();

  const dispatcher = await server.signIn("500103001-dispatcher-1");
  const everywhere = "bbox=105,28,111,33&zoom=18";
  const layer = (await dispatcher.get(`/api/map/people?${everywhere}`)).body;
  expect(layer.simulated).toBe(true);
  const seen = layer.points as {
    simulated?: boolean;
    worst: string;
    incident: string | null;
  }[];
  // No roster here: whoever sits in the centre is not on duty, and not seen.
  expect(seen.length).toBeGreaterThan(0);
  expect(seen.filter(({ worst, incident }) => worst !== "incident" || !incident)).toEqual([]);
  expect(seen.filter(({ simulated }) => !simulated)).toEqual([]);
  const patrols = (await dispatcher.get(`/api/map/patrols?${everywhere}`)).body.items as {
    state: string;
    simulated: boolean;
    track: unknown[];
  }[];
  expect(patrols.filter(({ state }) => state === "ended").length).toBeGreaterThan(0);
  expect(patrols.find(({ state }) => state === "underWay")?.track).toHaveLength(2);
  expect(patrols.every(({ simulated }) => simulated)).toBe(true);
});
