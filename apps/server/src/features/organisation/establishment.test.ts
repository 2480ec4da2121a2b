import { afterAll, beforeAll, expect, test } from "vitest";
import { signedIn } from "../identity/identity-testing.ts";
import { startOrganisation, type Organisation } from "./organisation-testing.ts";

let here: Organisation;

beforeAll(async () => {
  here = await startOrganisation();
});
afterAll(() => here.close());

test("whom a town can turn to: posts, liaison, departments, communities, grids and other towns, with holders and load", async () => {
  await here.orderFor("500103/D32", "d032");
  const own = await signedIn(here.server, "500103001-dispatcher-1");

  const { body } = await own.request("GET", "/api/handlers?town=500103001");
  const items = body.items as {
    handler: string;
    name: string;
    kind: string;
    load: number;
    holders: { holder: string | null; available: boolean; phone: string | null }[];
  }[];
  const find = (handler: string) => items.find((item) => item.handler === handler);

  expect(
    Object.fromEntries(
      [...Map.groupBy(items, ({ kind }) => kind)].map(([kind, all]) => [kind, all.length > 0]),
    ),
  ).toEqual({
    post: true,
    liaison: true,
    department: true,
    village: true,
    grid: true,
    town: true,
  });
  expect(find("500103001/PA04")).toMatchObject({
    kind: "post",
    name: "单位500103001应急管理岗",
    load: 0,
  });
  expect(find("500103001/PA04")!.holders.map(({ holder }) => holder)).toEqual([
    "A",
    "B",
    "substitute",
  ]);
  expect(find("500103001/PA04")!.holders[0]).toMatchObject({
    available: true,
    phone: expect.stringMatching(/^1\d{10}$/),
  });
  expect(find("500103/D32")).toMatchObject({ kind: "department", name: "区城市管理局", load: 1 });
  expect(find("500103001/D23")).toMatchObject({
    kind: "liaison",
    name: "区公安分局驻单位500103001",
  });
  expect(find("500103001017001")).toMatchObject({
    kind: "grid",
    name: "单位500103001017单位500103001017001",
  });
  expect(find("500103001017001")!.holders).toHaveLength(2);
  expect(find("500103003")).toMatchObject({ kind: "town", name: "单位500103003基层治理指挥中心" });
  expect(find("500103001")).toBeUndefined();
});

test.each([
  ["500103003-dispatcher-1", 403],
  ["500103001-PA04-a", 403],
  ["50-auditor", 403],
  ["500108-centre-1", 403],
  ["500103-centre-1", 200],
  ["500103001017-secretary", 200],
])("%s asking for the handlers of another's town is answered %i", async (username, status) => {
  const own = await signedIn(here.server, username);

  expect((await own.request("GET", "/api/handlers?town=500103001")).status).toBe(status);
});

test("the posts of a town show who holds them and which are vacant; colleagues see no numbers", async () => {
  await here.database.owner
    .deleteFrom("appointments")
    .where("unit", "=", "500103001")
    .where("post", "=", "MS11")
    .execute();
  const [dispatcher, colleague] = [
    await signedIn(here.server, "500103001-dispatcher-1"),
    await signedIn(here.server, "500103001017001-worker"),
  ];

  const posts = (await dispatcher.request("GET", "/api/units/500103001/posts")).body.items as {
    code: string;
    vacant: boolean;
    holders: { phone: string | null }[];
  }[];
  const seen = (await colleague.request("GET", "/api/units/500103001/posts")).body
    .items as typeof posts;

  expect(posts.find(({ code }) => code === "MS11")).toMatchObject({ vacant: true, holders: [] });
  expect(posts.find(({ code }) => code === "MS09")).toMatchObject({ vacant: false });
  expect(posts.find(({ code }) => code === "MS09")!.holders[0]!.phone).not.toBeNull();
  expect(seen.find(({ code }) => code === "MS09")!.holders[0]!.phone).toBeNull();
});

test("the force of a community is 1+3+N by grid, and a grid without head or full-time worker is flagged (R41)", async () => {
  await here.database.owner
    .deleteFrom("appointments")
    .where("unit", "=", "500103001018002")
    .where("role", "in", ["gridHead", "gridWorker"])
    .execute();
  const own = await signedIn(here.server, "500103001-dispatcher-1");

  const village = (await own.request("GET", "/api/units/500103001018/force")).body as {
    secretaries: unknown[];
    grids: { grid: string; missing: string[] }[];
  };
  const grid = (await own.request("GET", "/api/units/500103001018001/force")).body as {
    grids: object[];
  };

  expect(village.secretaries).toHaveLength(1);
  expect(village.grids.map(({ grid: code, missing }) => [code.slice(-3), missing])).toEqual([
    ["001", []],
    ["002", ["gridHead", "gridWorker"]],
    ["003", []],
    ["004", []],
    ["005", []],
    ["006", []],
  ]);
  expect(grid.grids).toMatchObject([
    { heads: [{}], workers: [{}], partTimers: [{}], guides: [{}], missing: [] },
  ]);
  expect((await own.request("GET", "/api/units/500103001/force")).status).toBe(400);
  expect((await own.request("GET", "/api/units/500103003001/force")).status).toBe(403);
  expect((await own.request("GET", "/api/units/500103001999/force")).status).toBe(404);
});
