import { afterAll, beforeAll, expect, test } from "vitest";
import { buildContext } from "../../main/context.ts";
import { watchCopies } from "../../main/reload.ts";
import { startTestServer, type Client, type TestServer } from "../../platform/testing/server.ts";
import { aReport, at, incidentOf, placeIn, sent, type Place } from "./intake-testing.ts";

const town = "500103005";
const rubble = "010103";
let server: TestServer;
let duty: Client;
let here: Place;

beforeAll(async () => {
  server = await startTestServer();
  duty = await server.signIn(`${town}-duty-officer-1`);
  await server.owner.updateTable("places").set({ valid_to: "2025-12-31" }).execute();
  await server.context.keyPlaces.reload(
    (await server.owner.selectFrom("places").select("unit").execute()).map(({ unit }) => unit),
  );
  here = await placeIn(server, town, 2);
});
afterAll(() => server.close());

const north = (place: Place, metres: number): Place => ({
  ...place,
  lat: place.lat + metres / 111_320,
});
let number = 0;
const registered = async ({ lon, lat }: Place, more: object = {}): Promise<string> => {
  number += 1;
  const answer = await duty.post("/api/places", {
    code: `P-${number}`,
    kind: "school",
    name: `试验小学${number}`,
    tags: [],
    geometry: { type: "Point", coordinates: [lon, lat] },
    validFrom: "2026-01-01",
    ...more,
  });
  expect(answer.status, answer.text).toBe(201);
  return answer.body.id;
};
const ended = (id: string) => duty.post(`/api/places/${id}/end`, { reason: "试验结束" });
const urgencyOf = async (place: Place, more: Record<string, unknown> = {}) => {
  const body = aReport({ ...at(place), category: rubble, text: "路边有一堆渣土", ...more });
  const { urgency, reasons } = await incidentOf(server, await sent(server.anonymous, body));
  return { urgency, why: (reasons as { urgency: string[] }).urgency };
};

test("near a school a routine matter is raised, and the incident keeps why", async () => {
  const school = await registered(here);
  const near = await urgencyOf(north(here, 80));
  const beyond = await urgencyOf(north(here, -101.5));

  expect(near).toEqual({
    urgency: "yellow",
    why: ["“积存渣土”默认蓝色一般", `距“试验小学${number}”80 米，重点场所，+1，升为黄色较急`],
  });
  expect(beyond).toEqual({ urgency: "blue", why: ["“积存渣土”默认蓝色一般"] });
  expect((await ended(school)).status).toBeLessThan(300);
});

test("life at risk stays as urgent as its category says", async () => {
  const school = await registered(here);

  const fire = await urgencyOf(north(here, 20), { category: "090101", text: "楼上起火" });

  expect(fire.urgency).toBe("red");
  await ended(school);
});

test("what has ended or not begun raises nothing", async () => {
  const there = await placeIn(server, town, 5);
  await registered(there, { validTo: "2026-01-02" });
  await registered(there, { validFrom: "2099-01-01" });
  const closing = await registered(there);
  await ended(closing);

  expect((await urgencyOf(there)).urgency).toBe("blue");
});

test("a report without a position of its own is near nothing", async () => {
  const school = await registered(here);

  const unplaced = await urgencyOf(here, {
    position: undefined,
    positionSource: "none",
    unit: here.grid,
  });

  expect(unplaced.why).toEqual(["“积存渣土”默认蓝色一般"]);
  await ended(school);
});

test("of a line the nearest part counts, and a forest counts for fire only", async () => {
  const there = await placeIn(server, town, 8);
  const end = north(there, 900);
  const line = await registered(there, {
    kind: "powerLine",
    name: "试验线路",
    tags: ["林区旁"],
    geometry: {
      type: "LineString",
      coordinates: [
        [end.lon, end.lat],
        [there.lon, there.lat],
      ],
    },
  });
  const beside = { ...north(there, 150), lon: there.lon + 0.0005 };

  const wires = await urgencyOf(beside, { category: "090205", text: "有人拉线充电" });
  const other = await urgencyOf(north(there, 20));

  expect(wires.urgency).toBe("orange");
  expect(wires.why.at(-1)).toMatch(/^距“试验线路”4\d 米，林区旁，\+1，升为橙色紧急$/);
  expect(other.urgency).toBe("blue");
  await ended(line);
});

test("a town sets its own objects, and what makes no sense is refused", async () => {
  const other = "500103003";
  const there = await placeIn(server, other, 3);
  const admin = await server.signIn("50-sysadmin");
  const keeper = await server.signIn(`${other}-duty-officer-1`);
  const added = await keeper.post("/api/places", {
    code: "P-OWN",
    kind: "otherPlace",
    name: "试验老楼",
    tags: ["易涝"],
    geometry: { type: "Point", coordinates: [there.lon, there.lat] },
    validFrom: "2026-01-01",
  });
  expect(added.status, added.text).toBe(201);
  const { body } = await admin.get(`/api/configurations/limits?unit=${other}`);
  const publish = (more: object) =>
    admin.post("/api/configurations/limits", {
      unit: other,
      content: {
        ...body.content,
        priority: [
          {
            name: "易涝点",
            kinds: [],
            tags: ["易涝"],
            metres: 60,
            points: 2,
            highest: "orange",
            ...more,
          },
        ],
      },
      reason: "汛期",
      baseVersion: 0,
    });
  for (const wrong of [
    { metres: 501 },
    { points: 3 },
    { kinds: ["castle"] },
    { tags: [] },
    { highest: "red" },
  ])
    expect((await publish(wrong)).status, JSON.stringify(wrong)).toBe(400);

  expect((await publish({})).status).toBeLessThan(300);

  expect(await urgencyOf(north(there, 59))).toMatchObject({ urgency: "orange" });
  expect(await urgencyOf(north(there, -61))).toMatchObject({ urgency: "blue" });
});

test("another process hears of a place and of its end", async () => {
  const there = await placeIn(server, town, 11);
  const other = await buildContext(server.context.config, server.context.log, server.url);
  const look = await watchCopies(other.context);
  const named = () => other.context.keyPlaces.near(there, Date.now()).map(({ name }) => name);

  const id = await registered(there, { name: "另一处小学" });
  await expect.poll(async () => (await look(), named())).toEqual(["另一处小学"]);
  await ended(id);
  await expect.poll(async () => (await look(), named())).toEqual([]);

  await other.close();
});
