import { randomUUID } from "node:crypto";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { startTestServer, type Client, type TestServer } from "../../platform/testing/server.ts";
import { aReport, at, placeIn, sent, type Place } from "./intake-testing.ts";

let server: TestServer;
let resident: Client;
let dispatcher: Client;
let worker: Client;
let place: Place;
beforeAll(async () => {
  server = await startTestServer();
  resident = server.anonymous;
  place = await placeIn(server);
  dispatcher = await server.signIn("500103001-dispatcher-1");
  worker = await server.signIn(`${place.grid}-worker`);
});
afterAll(() => server.close());

/** A place nothing was reported from yet. */
let used = 0;
const freshPlace = () => placeIn(server, "500103001", (used += 1) * 3);

describe("who may use which source", () => {
  test.each([
    ["resident", 201, 201, 201],
    ["rider", 201, 201, 201],
    ["gridWorker", 403, 201, 403],
    ["community", 403, 403, 403],
    ["call", 403, 403, 201],
    ["hotline", 403, 403, 201],
    ["sensor", 403, 403, 403],
    ["open311", 403, 403, 403],
  ] as const)("%s: stranger %i, grid worker %i, dispatcher %i", async (source, ...expected) => {
    const statuses = [];
    for (const client of [resident, worker, dispatcher])
      statuses.push(
        (
          await client.post(
            "/api/reports",
            aReport({ ...at(place), source, clientId: randomUUID() }),
          )
        ).status,
      );

    expect(statuses).toEqual(expected);
  });

  test("a session without the page's token is nobody: staff sources refuse it", async () => {
    const answer = await worker.post(
      "/api/reports",
      aReport({ ...at(place), source: "gridWorker" }),
      { "x-csrf-token": "" },
    );

    expect(answer.status).toBe(403);
  });
});

describe("reports that belong together by what was said", () => {
  test("the same hotline order entered twice joins, through whatever channel", async () => {
    const foreign = { system: "12345", number: "YZ20261122000001" };
    const first = await sent(
      dispatcher,
      aReport({ source: "hotline", foreign, unit: "500103001", text: "居民反映楼道堆物" }),
    );

    const again = await sent(
      dispatcher,
      aReport({
        source: "call",
        foreign,
        ...at(await freshPlace()),
        text: "同一件事，市民又打来电话",
      }),
    );

    expect(again.incident).toEqual({ ...first.incident, joined: true });
    const reports = await server.owner
      .selectFrom("reports")
      .selectAll()
      .where("incident", "=", first.incident.id.slice(7))
      .orderBy("created_at")
      .execute();
    expect(reports.map(({ foreign_number }) => foreign_number)).toEqual([foreign.number, null]);
    expect(JSON.stringify(reports[1]!.link_reasons)).toContain("同一工单");
  });

  test("who follows an incident is told what becomes of it", async () => {
    const first = await sent(resident, aReport(at(await freshPlace())));

    const follower = await sent(
      resident,
      aReport({ follow: first.incident.id, text: "我也看到了" }),
    );

    expect(follower.incident).toEqual({ ...first.incident, joined: true });
  });

  test("an incident that strangers may not see cannot be followed", async () => {
    const dispute = await sent(
      dispatcher,
      aReport({ source: "call", category: "130102", text: "邻里纠纷", ...at(await freshPlace()) }),
    );

    const follower = await sent(
      resident,
      aReport({ follow: dispute.incident.id, text: "我也看到了" }),
    );

    expect(follower.incident.id).not.toBe(dispute.incident.id);
  });

  test("nearby incidents show category, state and distance and no word that was written", async () => {
    const here = await freshPlace();
    const first = await sent(resident, aReport({ ...at(here), text: "乔小满家门口井盖坏了" }));
    await sent(
      dispatcher,
      aReport({ ...at(here), source: "call", category: "130102", text: "邻里纠纷" }),
    );

    const answer = await resident.get(`/api/nearby-incidents?lon=${here.lon}&lat=${here.lat}`);

    expect(answer.body.items).toEqual([
      {
        id: first.incident.id,
        categoryName: "井盖破损",
        statusText: "正在核实",
        distanceM: 0,
        openedAt: expect.any(String),
        thumbnail: null,
        reports: 1,
      },
    ]);
  });

  test("my reports are mine alone, page by page", async () => {
    for (let index = 0; index < 3; index += 1)
      await sent(worker, aReport({ ...at(await freshPlace()), source: "gridWorker" }));

    const first = await worker.get("/api/my-reports?limit=2");
    const second = await worker.get(
      `/api/my-reports?limit=2&after=${encodeURIComponent(first.body.next)}`,
    );

    expect(first.body.items).toHaveLength(2);
    expect(second.body.items[0].number).not.toBe(first.body.items[1].number);
    expect(
      (await dispatcher.get("/api/my-reports")).body.items.map(
        (item: { number: string }) => item.number,
      ),
    ).not.toContain(first.body.items[0].number);
    expect((await resident.get("/api/my-reports")).status).toBe(401);
  });
});
