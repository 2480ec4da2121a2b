import { crossTown } from "@gezhi/simulator/scenes/cross-town.ts";
import { Stream } from "@gezhi/simulator/stream.ts";
import { Stage } from "@gezhi/simulator/scenes/scene.ts";
import { playOpenings } from "@gezhi/simulator/openings.ts";
import { afterAll, beforeAll, expect, test } from "vitest";
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
