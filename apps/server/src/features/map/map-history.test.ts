import { randomUUID } from "node:crypto";
import type { MapLayer } from "@gezhi/contract/map.ts";
import { sql } from "kysely";
import { afterAll, beforeAll, expect, test } from "vitest";
import { startTestServer, type Client, type TestServer } from "../../platform/testing/server.ts";

const town = "500103001";
const grid = `${town}017001`;
const everywhere = "105,28,111,33";
const hour = 3_600_000;

let server: TestServer;
let officer: Client;
const now = Math.floor(Date.now() / 1000) * 1000;
/** Each matter in a grid of its own, so that none joins another. */
let grids: { lon: number; lat: number }[];
let made = 0;
beforeAll(async () => {
  server = await startTestServer();
  grids = server.context.units
    .children(town)
    .flatMap(({ code }) => server.context.units.children(code))
    .filter((_, index) => index % 5 === 0);
  officer = await server.signIn(`${town}-duty-officer-1`);
});
afterAll(() => server.close());

const at = async <T>(instant: number, work: () => Promise<T>): Promise<T> => {
  server.setNow(instant);
  try {
    return await work();
  } finally {
    server.setNow(undefined);
  }
};
const report = (instant: number, category = "010101") =>
  at(instant, async () => {
    const { lon, lat } = grids[made++]!;
    const { body } = await server.anonymous.post("/api/reports", {
      clientId: randomUUID(),
      source: "resident",
      text: `第 ${instant} 件`,
      category,
      position: { lon, lat },
      positionSource: "pin",
    });
    return body.incident.id as string;
  });
const act = (instant: number, id: string, body: object) =>
  at(instant, async () => {
    const { status, text } = await officer.post(`/api/incidents/${id}/acts`, body);
    if (status !== 200) throw new Error(text);
  });
const layer = async (instant: number, more = "", zoom = 18): Promise<MapLayer> => {
  const { status, body, text } = await officer.get(
    `/api/map/history/incidents?bbox=${everywhere}&zoom=${zoom}&at=${new Date(instant).toISOString()}${more}`,
  );
  if (status !== 200) throw new Error(text);
  return body;
};
const statesAt = async (instant: number, id: string) =>
  (await layer(instant)).points.flatMap((one) =>
    one.id === id ? [`${one.status} ${one.worst}`] : [],
  );

test("at every instant an incident stands as it stood then: state, urgency, open or not", async () => {
  const id = await report(now - 10 * hour);
  const first = await statesAt(now - 9.5 * hour, id);
  expect(first).toHaveLength(1);
  await act(now - 9.25 * hour, id, { act: "verify", result: "confirmed" });
  await act(now - 9 * hour, id, { act: "dispatch", lead: grid });
  await act(now - 8 * hour, id, {
    act: "recategorise",
    urgency: "orange",
    reason: "积水漫进楼道",
  });
  await act(now - 7 * hour, id, { act: "requestCancel", reason: "重复登记" });
  const second = await server.signIn(`${town}-commander`);
  const waiting = (await second.get(`/api/incidents/${id}`)).body.actions.find(
    (one: { act: string }) => one.act === "decideCancel",
  );
  await at(now - 6 * hour, async () => {
    const { status, text } = await second.post(`/api/incidents/${id}/acts`, {
      act: "decideCancel",
      request: waiting.request,
      approve: true,
      reason: "同意",
    });
    if (status !== 200) throw new Error(text);
  });

  expect(await statesAt(now - 10.5 * hour, id)).toEqual([]);
  expect(await statesAt(now - 9.5 * hour, id)).toEqual(first);
  const [urgency] = first[0]!.split(" ").slice(1);
  expect(await statesAt(now - 8.5 * hour, id)).toEqual([`dispatched ${urgency}`]);
  expect(await statesAt(now - 7.5 * hour, id)).toEqual(["dispatched orange"]);
  expect(await statesAt(now - 6.5 * hour, id)).toEqual(["dispatched orange"]);
  expect(await statesAt(now - 5.5 * hour, id)).toEqual([]);
});

test("now is what the live layer shows, and clusters add up as they do there", async () => {
  for (const step of [1, 2, 3]) await report(now - step * hour, "010203");
  for (const zoom of [7, 18]) {
    const { body: live } = await officer.get(`/api/map/incidents?bbox=${everywhere}&zoom=${zoom}`);
    const then = await layer(Date.now(), "", zoom);
    expect(then.total).toBe(live.total);
    expect(then.points.map(({ id }) => id).toSorted()).toEqual(
      live.points.map(({ id }: { id: string }) => id).toSorted(),
    );
  }
  const narrowed = await layer(now - 1.5 * hour, "&category=0102&urgency=blue&urgency=yellow");
  expect(narrowed.total).toBe(2);
});

test("what changed before entries said from what counts as open until it was closed, with no state named", async () => {
  const id = await report(now - 5 * hour);
  await act(now - 4 * hour, id, { act: "verify", result: "confirmed" });
  await sql`set session_replication_role = replica`.execute(server.owner);
  await sql`update timeline set detail = detail - 'was' where incident = ${id.slice(7)}::uuid`.execute(
    server.owner,
  );
  const [found] = (await layer(now - 4.5 * hour)).points.filter((one) => one.id === id);
  expect(found).toMatchObject({ status: "" });
});

test("nobody sees of the past what they do not see today", async () => {
  const path = `/api/map/history/incidents?bbox=${everywhere}&zoom=18&at=${new Date(now - hour).toISOString()}`;
  for (const username of ["500103003-dispatcher-1", "50-operator", "50-sysadmin"])
    expect((await (await server.signIn(username)).get(path)).body.total).toBe(0);
});

test("the future, and what is too long ago, is refused with what to do", async () => {
  for (const [instant, word] of [
    [Date.now() + hour, "过去"],
    [Date.now() - 31 * 24 * hour, "30 天"],
  ] as const) {
    const answer = await officer.get(
      `/api/map/history/incidents?bbox=${everywhere}&zoom=8&at=${new Date(instant).toISOString()}`,
    );
    expect(answer.status).toBe(400);
    expect(answer.body.detail ?? answer.text).toContain(word);
  }
});
