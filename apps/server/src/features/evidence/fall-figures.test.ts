import { FallFigures } from "@gezhi/contract/falls.ts";
import { sql } from "kysely";
import { afterAll, beforeAll, beforeEach, expect, test } from "vitest";
import { startTestServer, type TestServer } from "../../platform/testing/server.ts";
import { alarmOf, grid, signalled, town } from "../alarms/alarm-testing.ts";
import { aCamera, sendClip } from "./evidence-testing.ts";

let here: TestServer;
beforeAll(async () => {
  here = await startTestServer();
});
beforeEach(() => sql`delete from clips`.execute(here.owner));
afterAll(() => here?.close());

let places = 0;
const falling = async (building?: string, unit = grid) => {
  await sql`update alarms set raised_at = raised_at - interval '1 hour'`.execute(here.owner);
  places += 1;
  const device = await aCamera(here, "VA04", { place: `${places}栋下`, unit });
  await signalled(here, device, { rule: "VA04", level: "red", value: 3, threshold: 1 });
  const points = [
    { x: 0, y: 0, ms: 0 },
    { x: 0, y: 1, ms: 900 },
  ];
  const trace = building ? { trace: { points, from: { building } } } : {};
  await sendClip(here, { device: device.code, ...trace });
  return (await alarmOf(here, device)).incident!;
};
const set = (incident: string, values: { status?: string; opened_at?: Date }) =>
  here.owner
    .updateTable("incidents")
    .set(values as object)
    .where("id", "=", incident)
    .execute();
const ask = async (username: string, unit: string) =>
  (await here.signIn(username)).get(`/api/fall-figures?unit=${unit}`);

test("counts each matter once by month, grid and supposed building, with the aim of none", async () => {
  const officer = `${town}-duty-officer-1`;
  const before = FallFigures.parse((await ask(officer, town)).body);
  expect(before).toMatchObject({ target: 0, places: [] });
  expect(before.months).toHaveLength(12);
  expect(before.months.every(({ count }) => count === 0)).toBe(true);

  const other = "500103001017002";
  await falling("3栋");
  await falling("3栋");
  await falling(undefined, other);
  const old = await falling("5栋");
  await set(old, { opened_at: new Date(`${before.months[4]!.month}-15T00:00:00+08:00`) });
  const ancient = await falling("5栋");
  await set(ancient, { opened_at: new Date(Date.now() - 400 * 24 * 3_600_000) });
  await set(await falling("9栋"), { status: "falseAlarm" });
  await set(await falling("9栋"), { status: "merged" });

  const { months, places: found } = FallFigures.parse((await ask(officer, town)).body);
  expect(months.map(({ count }) => count)).toEqual([0, 0, 0, 0, 1, 0, 0, 0, 0, 0, 0, 3]);
  expect(
    found.map(({ unit, building, counts, total }) => [
      unit.code,
      building,
      counts[4],
      counts[11],
      total,
    ]),
  ).toEqual([
    [grid, "3栋", 0, 2, 2],
    [grid, "5栋", 1, 0, 1],
    [other, null, 0, 1, 1],
  ]);
  expect(found[0]!.unit.name).toMatch(/.+网格$/);
  expect(new Set(found.map(({ unit }) => unit.name)).size).toBe(2);
  const own = FallFigures.parse((await ask(`${grid}-worker`, grid)).body);
  expect(own.places.map(({ building }) => building)).toEqual(["3栋", "5栋"]);
});

test("is shown to whom the statistics of the unit are, and for towns and their parts", async () => {
  const status = async (username: string, unit: string) => (await ask(username, unit)).status;
  expect({
    officer: await status(`${town}-duty-officer-1`, town),
    secretary: await status("500103001017-secretary", "500103001017"),
    secretaryOfTown: await status("500103001017-secretary", town),
    neighbour: await status("500103003-duty-officer-1", town),
    post: await status(`${town}-PA05-a`, town),
    admin: await status("50-sysadmin", town),
    district: await status("500103-centre-1", "500103"),
    districtOfTown: await status("500103-centre-1", town),
    noUnit: await status("500103-centre-1", "500103999"),
    noCode: await status("500103-centre-1", "what"),
    nobody: (await here.anonymous.get(`/api/fall-figures?unit=${town}`)).status,
  }).toEqual({
    officer: 200,
    secretary: 200,
    secretaryOfTown: 403,
    neighbour: 403,
    post: 403,
    admin: 403,
    district: 400,
    districtOfTown: 200,
    noUnit: 404,
    noCode: 400,
    nobody: 401,
  });
});
