import type { Place, PlaceImportResult } from "@gezhi/contract/places.ts";
import library from "gcoord";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { mostAtOnce } from "../../platform/gently.ts";
import { startTestServer, type Client, type TestServer } from "../../platform/testing/server.ts";
import { turnsDuring } from "../../platform/testing/turns.ts";
import { featureOf, readFeatures, readTable } from "./place-file-rules.ts";

const town = "500103012";
/** The package's types speak of a default export within the default export. */
const gcoord = library as unknown as typeof library.default;

let server: TestServer;
let duty: Client;
let dispatcher: Client;
let elsewhere: Client;
let spot: { code: string; lon: number; lat: number };

beforeAll(async () => {
  server = await startTestServer();
  [duty, dispatcher, elsewhere] = await Promise.all([
    server.signIn(`${town}-duty-officer-1`),
    server.signIn(`${town}-dispatcher-1`),
    server.signIn("500108102-duty-officer-1"),
  ]);
  spot = await server.owner
    .selectFrom("units")
    .select(["code", "lon", "lat"])
    .where("level", "=", "grid")
    .where("code", ">", town)
    .orderBy("code")
    .executeTakeFirstOrThrow();
});
afterAll(() => server.close());

let number = 0;
const aPlace = (more: object = {}) => {
  number += 1;
  return {
    code: `T-${number}`,
    kind: "school",
    name: `试验小学${number}`,
    tags: ["上下学人流"],
    geometry: { type: "Point", coordinates: [spot.lon, spot.lat] },
    contactName: "测试联系人",
    contactPhone: "19900001234",
    validFrom: "2026-01-01",
    ...more,
  };
};
const registered = async (more: object = {}): Promise<Place> => {
  const answer = await duty.post("/api/places", aPlace(more));
  expect(answer.status, answer.text).toBe(201);
  return answer.body;
};
const audited = (id: string) =>
  server.owner
    .selectFrom("audit_log")
    .select(["act", "reason"])
    .where("subject", "=", id)
    .orderBy("id")
    .execute();

describe("a place", () => {
  test("belongs to the grid its position lies in, and its contact lies sealed and is shown masked", async () => {
    const place = await registered();

    expect(place).toMatchObject({
      unit: { code: spot.code },
      contact: { name: "测**", phone: "199****1234" },
      actions: ["reveal", "edit", "end"],
    });
    const rows = await server.owner.selectFrom("places").selectAll().execute();
    expect(JSON.stringify(rows)).not.toMatch(/19900001234|测试联系人/);
  });

  test("may be a line, which stands with its middle point", async () => {
    const path = [-1, 0, 1].map((step) => [spot.lon + step * 1e-5, spot.lat]);
    const place = await registered({
      kind: "powerLine",
      geometry: { type: "LineString", coordinates: path },
    });
    expect(place.position).toEqual({ lon: spot.lon, lat: spot.lat });
  });

  test("is changed, and a contact that is left out stays; an empty one goes", async () => {
    const { id, code } = await registered();
    const change = (more: object) => {
      const { contactName: _, contactPhone: __, ...rest } = aPlace(more) as Record<string, unknown>;
      return duty.put(`/api/places/${id}`, { ...rest, code, ...more });
    };
    expect((await change({ name: "改名小学" })).body).toMatchObject({
      name: "改名小学",
      contact: { phone: "199****1234" },
    });
    expect((await change({ contactName: "", contactPhone: "" })).body.contact).toBeNull();
    expect((await audited(id)).map(({ act }) => act)).toEqual([
      "place.create",
      "place.edit",
      "place.edit",
    ]);
  });

  test("that has ended is on record, but neither in the list nor found", async () => {
    const { id, name } = await registered({ name: "将拆除的茶楼" });
    expect((await duty.get(`/api/search?q=${encodeURIComponent(name)}`)).text).toContain(id);

    const ended = await duty.post(`/api/places/${id}/end`, { reason: "已拆除" });

    expect(ended.body).toMatchObject({ ended: true, actions: ["reveal", "edit"] });
    const list = async (more: string) =>
      (await duty.get(`/api/places?q=${encodeURIComponent(name)}${more}`)).body.items.length;
    expect([await list(""), await list("&ended=true")]).toEqual([0, 1]);
    expect((await duty.get(`/api/search?q=${encodeURIComponent(name)}`)).text).not.toContain(id);
    expect((await duty.post(`/api/places/${id}/end`, { reason: "再结束" })).status).toBe(409);
    expect((await audited(id)).at(-1)).toEqual({ act: "place.end", reason: "已拆除" });
  });

  test("shows its contact with a reason and on record", async () => {
    const { id } = await registered();
    const path = `/api/places/${id}/reveal`;
    expect((await dispatcher.post(path, {})).status).toBe(400);
    const answer = await dispatcher.post(path, { reason: "组织疏散" });
    expect(answer.body).toEqual({ name: "测试联系人", phone: "19900001234" });
    expect((await audited(id)).at(-1)).toEqual({ act: "reveal.place", reason: "组织疏散" });
    expect((await elsewhere.post(path, { reason: "组织疏散" })).status).toBe(404);
  });
});

describe("who keeps the list", () => {
  test("registers in the own town alone; who does not keep it is refused", async () => {
    expect((await dispatcher.post("/api/places", aPlace())).status).toBe(403);
    const outside = await elsewhere.post("/api/places", aPlace());
    expect(outside).toMatchObject({ status: 400 });
    expect(outside.body.errors[0].message).toMatch(/管理的范围/);
  });

  test("sees the places of the own town, and none of another", async () => {
    const { id, name } = await registered();
    expect((await dispatcher.get(`/api/places/${id}`)).status).toBe(200);
    expect((await elsewhere.get(`/api/places/${id}`)).status).toBe(404);
    const listed = await elsewhere.get(`/api/places?q=${encodeURIComponent(name)}`);
    expect(listed.body.items).toEqual([]);
  });

  test.each([
    ["a code that is taken", () => ({ code: "T-1" }), 409],
    [
      "a position outside the city",
      () => ({ geometry: { type: "Point", coordinates: [0, 0] } }),
      400,
    ],
    ["an end before the beginning", () => ({ validTo: "2025-01-01" }), 400],
    ["a formula as a name", () => ({ name: "=1+1" }), 400],
    ["a kind there is not", () => ({ kind: "castle" }), 400],
  ])("is refused %s", async (_what, more, status) => {
    expect((await duty.post("/api/places", aPlace(more()))).status).toBe(status);
  });
});

test("the list is read page by page, each place once, and by kind and tag", async () => {
  for (let n = 0; n < 3; n += 1) await registered({ kind: "pond", tags: ["试验林区旁"] });
  const seen: string[] = [];
  for (let after = ""; ;) {
    const { body } = await duty.get(
      `/api/places?kind=pond&tag=${encodeURIComponent("试验林区旁")}&limit=1${after}`,
    );
    seen.push(...body.items.map(({ code }: Place) => code));
    if (!body.next) break;
    after = `&after=${encodeURIComponent(body.next)}`;
  }
  expect(seen).toHaveLength(3);
  expect(new Set(seen).size).toBe(3);
});

describe("files", () => {
  const exportsOnRecord = () =>
    server.owner
      .selectFrom("audit_log")
      .innerJoin("accounts", "accounts.id", "audit_log.account")
      .select(["accounts.username", "audit_log.unit", "audit_log.detail"])
      .where("act", "=", "export.places")
      .execute();
  const send = async (content: string, name: string, dryRun = true, client = duty) => {
    const answer = await client.upload(`/api/places/import?dryRun=${dryRun}`, {
      content,
      name,
      type: "text/plain",
    });
    expect(answer.status, answer.text).toBe(200);
    return answer.body as PlaceImportResult;
  };
  test.each(["gcj02", "bd09"] as const)(
    "what is measured on a map of %s lands where it is",
    async (system) => {
      const [lon, lat] = gcoord.transform(
        [spot.lon, spot.lat],
        gcoord.WGS84,
        system === "gcj02" ? gcoord.GCJ02 : gcoord.BD09,
      );
      const table = [
        heading,
        ["G-1", "外来场所", "消火栓", "", lon, lat, "", "", "", "", "", "2026-01-01", ""].join(","),
      ].join("\n");
      const collection = JSON.stringify({
        type: "FeatureCollection",
        features: [
          {
            type: "Feature",
            geometry: {
              type: "LineString",
              coordinates: [
                [lon, lat],
                [lon + 0.0001, lat],
              ],
            },
            properties: { code: "G-2", name: "外来线路", kind: "高压线", validFrom: "2026-01-01" },
          },
        ],
      });
      for (const [name, content] of [
        ["g.csv", table],
        ["g.geojson", collection],
      ] as const) {
        const answer = await duty.upload(`/api/places/import?coordinates=${system}`, {
          content,
          name,
          type: "text/plain",
        });
        const { landed, problems } = answer.body as PlaceImportResult;
        expect(problems).toEqual([]);
        expect(landed).toHaveLength(1);
        // A metre is about a hundred-thousandth of a degree.
        expect(Math.abs(landed[0]!.position.lat - spot.lat)).toBeLessThan(2e-5);
        expect(Math.abs(landed[0]!.position.lon - spot.lon)).toBeLessThan(1.2e-4);
        expect(landed[0]!.unit?.name).not.toBe("");
      }
    },
  );

  const heading = "编码,名称,类别,标签,经度,纬度,线,地址,备注,联系人,联系电话,开始日期,结束日期";
  const row = (
    code: string,
    more: Partial<Record<"kind" | "lon" | "from" | "path", string>> = {},
  ) =>
    [
      code,
      "导入场所",
      more.kind ?? "消火栓",
      "取水点;林区旁",
      more.lon ?? spot.lon,
      spot.lat,
      more.path ?? "",
      "某路",
      "",
      "测试人",
      "19900001111",
      more.from ?? "2026-01-01",
      "",
    ].join(",");

  test("a dry run changes nothing and tells every problem by its line", async () => {
    const result = await send(
      [
        heading,
        row("I-1"),
        row("I-2", { kind: "城堡" }),
        row("I-3", { lon: "0" }),
        row("I-1"),
        row("I-5", { from: "昨天" }),
      ].join("\n"),
      "places.csv",
    );
    expect(result.problems.map(({ line, column }) => [line, column])).toEqual([
      [3, "类别"],
      [4, ""],
      [5, "编码"],
      [6, "开始日期"],
    ]);
    const refused = await send(
      [heading, row("I-1"), row("I-2", { kind: "城堡" })].join("\n"),
      "places.csv",
      false,
    );
    expect(refused.problems).toHaveLength(1);
    expect((await duty.get("/api/places?q=I-1")).body.items).toEqual([]);
  });

  test("what was exported comes back unchanged, and contacts stay though no export carries them", async () => {
    const done = await send(
      [
        heading,
        row("I-1"),
        row("I-6", { kind: "高压线", path: `${spot.lon} ${spot.lat};${spot.lon} ${spot.lat}` }),
      ].join("\n"),
      "places.csv",
      false,
    );
    expect(done).toMatchObject({ created: 2, problems: [] });
    for (const [format, name] of [
      ["csv", "a.csv"],
      ["geojson", "a.geojson"],
    ] as const) {
      const file = await duty.get(`/api/places/export.${format}?unit=${town}`);
      expect(file.text).not.toContain("19900001111");
      const again = await send(file.text, name, false);
      expect(again).toMatchObject({ created: 0, changed: 0, problems: [] });
      expect(again.unchanged).toBeGreaterThan(2);
      expect(await exportsOnRecord()).toContainEqual({
        username: `${town}-duty-officer-1`,
        unit: town,
        detail: { unit: town, format, rows: again.unchanged },
      });
    }
    const [kept] = (await duty.get("/api/places?q=I-1")).body.items;
    expect(kept.contact.phone).toBe("199****1111");
  });

  test("however long, they let others in while they are read", async () => {
    const rows = Array.from({ length: 2000 }, (_, n) => row(`L-${n}`));
    const table = [heading, ...rows].join("\n");
    const read = await readTable(table);
    expect(read.lines).toHaveLength(rows.length);
    const features = read.lines.map(({ place }) => featureOf(place));
    const collection = JSON.stringify({ type: "FeatureCollection", features });

    for (const turns of [
      await turnsDuring(() => readTable(table)),
      await turnsDuring(() => readFeatures(collection)),
    ])
      expect(turns).toBeGreaterThanOrEqual((2 * rows.length) / mostAtOnce);
    expect((await readFeatures(collection)).lines).toHaveLength(rows.length);
  });

  test.each([
    ["no JSON", "{", "a.geojson"],
    ["another JSON", "[1]", "a.geojson"],
    ["null", "null", "a.json"],
    [
      "features that are nothing",
      '{"type":"FeatureCollection","features":[null,{},7]}',
      "a.geojson",
    ],
    ["an empty table", "", "a.csv"],
    ["a table of something else", "a,b\n1,2\n", "a.csv"],
    ["an open quote", `${heading}\n"x,y`, "a.csv"],
  ])("%s is told as a problem, not as a failure", async (_what, content, name) => {
    expect((await send(content, name)).problems.length).toBeGreaterThan(0);
  });
});

test("the demo's towns have invented places that are marked so", async () => {
  const { body } = await duty.get(`/api/places?unit=${town}&kind=petrolStation`);
  expect(body.items[0]).toMatchObject({
    simulated: true,
    contact: { phone: expect.stringMatching(/^199\*/) },
  });
});
