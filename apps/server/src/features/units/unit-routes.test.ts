import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { startTestServer, type Client, type TestServer } from "../../platform/testing/server.ts";

const town = "500103001";
const grid = "500103001017001";

let server: TestServer;
let admin: Client;
let dispatcher: Client;
beforeAll(async () => {
  server = await startTestServer();
  [admin, dispatcher] = await Promise.all([
    server.signIn("50-sysadmin"),
    server.signIn("500103001-dispatcher-1"),
  ]);
});
afterAll(() => server.close());

describe("anybody", () => {
  test("lists the districts, the towns of one, a page at a time", async () => {
    const districts = await server.anonymous.get("/api/units?parent=50");
    const first = await server.anonymous.get("/api/units?parent=500103&limit=5");
    const second = await server.anonymous.get(
      `/api/units?parent=500103&limit=5&after=${first.body.next}`,
    );

    expect(districts.body.items.map(({ code }: { code: string }) => code)).toEqual([
      "500103",
      "500108",
    ]);
    expect(first.body.items).toHaveLength(5);
    expect(second.body.items[0].code > first.body.next).toBe(true);
  });

  test("lists a level anywhere below a unit, and finds names", async () => {
    const villages = await server.anonymous.get(`/api/units?parent=${town}&level=village`);
    const found = await server.anonymous.get(`/api/units?q=${encodeURIComponent("涂山")}`);

    expect(villages.body.items.length).toBeGreaterThan(3);
    expect(found.body.items[0].code).toBe("500108102");
  });

  test("reads a unit with its path and history, also of a past date", async () => {
    const { body } = await server.anonymous.get(`/api/units/${grid}`);

    expect(body.path.map(({ name }: { name: string }) => name)).toEqual([
      "重庆市",
      "渝中区",
      "七星岗街道",
      "捍卫路社区",
      "第一网格",
    ]);
    expect(body.history).toHaveLength(1);
    expect(body.continuedBy).toBe(grid);
    expect((await server.anonymous.get("/api/units/500103999")).status).toBe(404);
    expect((await server.anonymous.get("/api/units/50010")).status).toBe(400);
  });

  test("gets areas as GeoJSON, and 304 when it has them", async () => {
    const boundary = await server.anonymous.get(`/api/units/${town}/boundary`);
    const children = await server.anonymous.get(`/api/units/${town}/children-boundaries`);
    const again = await server.anonymous.get(`/api/units/${town}/boundary`, {
      "if-none-match": String(boundary.headers.etag),
    });

    expect(boundary.headers["content-type"]).toMatch(/geo\+json/);
    expect(boundary.body).toMatchObject({
      type: "Feature",
      properties: { code: town, approximate: true },
    });
    expect(children.body.features.length).toBeGreaterThan(3);
    expect([again.status, again.text]).toEqual([304, ""]);
  });

  test("locates a position and lists neighbours", async () => {
    const { body: unit } = await server.anonymous.get(`/api/units/${grid}`);
    const located = await server.anonymous.get(`/api/locate?lon=${unit.lon}&lat=${unit.lat}`);
    const nowhere = await server.anonymous.get("/api/locate?lon=100&lat=20");
    const neighbours = await server.anonymous.get("/api/neighbours/500108102");

    expect(located.body.grid).toBe(grid);
    expect(nowhere.status).toBe(404);
    expect(
      neighbours.body.items.some(({ code }: { code: string }) => code.startsWith("500103")),
    ).toBe(true);
    expect((await server.anonymous.get("/api/neighbours/500103")).status).toBe(404);
  });

  test("may neither export, import nor change", async () => {
    const answers = await Promise.all([
      server.anonymous.get("/api/units-export.csv"),
      server.anonymous.upload("/api/units-import", {
        content: "code,name\n",
        name: "a.csv",
        type: "text/csv",
      }),
      server.anonymous.post("/api/unit-changes", {
        kind: "rename",
        unit: town,
        name: "甲",
        from: "2099-01-01",
        reason: "测试",
      }),
    ]);

    expect(answers.map(({ status }) => status)).toEqual([401, 401, 401]);
  });
});

describe("administration", () => {
  test("a dispatcher may not, the administrator may", async () => {
    const change = {
      kind: "rename",
      unit: "500103007",
      name: "新名街道",
      from: "2099-01-01",
      reason: "测试改名",
    };

    const refused = await dispatcher.post("/api/unit-changes", change);
    const done = await admin.post("/api/unit-changes", change);

    expect(refused.status).toBe(403);
    expect(done).toMatchObject({ status: 200, body: { unit: "500103007", changes: 2 } });
    const { body } = await server.anonymous.get("/api/units/500103007?at=2099-06-01");
    expect(body.name).toBe("新名街道");
  });

  test("an export goes through a dry run and back without a change", async () => {
    const csv = await admin.get(`/api/units-export.csv?unit=${town}`);
    const geojson = await admin.get(`/api/units-export.geojson?unit=${town}`);

    const dry = await admin.upload("/api/units-import", {
      content: csv.text,
      name: "units.csv",
      type: "text/csv",
    });
    const map = await admin.upload("/api/units-import?dryRun=false", {
      content: geojson.text,
      name: "units.geojson",
      type: "application/geo+json",
    });

    expect(csv.text.startsWith("\uFEFFcode,level,name")).toBe(true);
    expect(geojson.body.features.length).toBeGreaterThan(10);
    expect(dry.body).toMatchObject({ ok: true, applied: false, changes: 0 });
    expect(map.body).toMatchObject({ ok: true, applied: true, changes: 0 });
  });

  test("a file of another kind, or none, is refused with what to do", async () => {
    const image = await admin.upload("/api/units-import", {
      content: "x",
      name: "a.png",
      type: "image/png",
    });
    const json = await admin.post("/api/units-import", {});

    expect([image.status, image.body.detail]).toEqual([400, "“a.png”不是 .csv 或 .geojson 文件"]);
    expect(json.status).toBe(400);
  });
});
