import type { Assessment, Objection } from "@gezhi/contract/assessment.ts";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { startTestServer, type Client, type TestServer } from "../../platform/testing/server.ts";
import { aReport, at, incidentOf, placeIn, sent } from "../reports/intake-testing.ts";
import { partsOf, scoreOf, without } from "./assessment-rules.ts";

const town = "500103001";
const none = {
  registered: 0,
  finished: 0,
  fedBack: 0,
  reworked: 0,
  rated: 0,
  content: 0,
  due: 0,
  inTime: 0,
};
const weights = { completion: 30, timeliness: 30, quality: 20, rating: 20 };

describe("the score", () => {
  const counts = {
    ...none,
    registered: 10,
    finished: 9,
    due: 8,
    inTime: 4,
    fedBack: 5,
    reworked: 1,
  };

  test("is the weighted mean of what there is to assess", () => {
    expect(scoreOf(partsOf({ ...counts, rated: 4, content: 3 }), weights)).toBe(73);
    expect(scoreOf(partsOf(counts), weights)).toBe(72.5);
    expect(scoreOf(partsOf(none), weights)).toBeNull();
  });

  test("changes by what is left out", () => {
    const late = { ...none, registered: 1, finished: 1, due: 1 };

    expect(partsOf(without(counts, [late])).timeliness).toEqual({ of: 4, over: 7 });
  });
});

let server: TestServer;
let commander: Client;
let secretary: Client;
let officer: Client;
let supervisor: Client;
let centre: Client;
beforeAll(async () => {
  server = await startTestServer();
  commander = await server.signIn(`${town}-commander`);
  officer = await server.signIn(`${town}-duty-officer-1`);
  supervisor = await server.signIn("500103-supervisor");
  centre = await server.signIn("500103-centre-1");
  secretary = await server.signIn(`${town}017-secretary`);
});
afterAll(() => server.close());

let used = 0;
/** An incident of the community that was closed an hour late, or in time. */
async function closed(late = true, inside = `${town}017`): Promise<string> {
  const place = await placeIn(server, inside, (used += 1));
  const receipt = await sent(server.anonymous, aReport(at(place)));
  const row = await incidentOf(server, receipt);
  const now = Date.now();
  await server.owner
    .updateTable("incidents")
    .set({
      status: "closed",
      registered_at: new Date(now),
      closed_at: new Date(now),
      promised_at: new Date(now + (late ? -1 : 1)),
      due_at: null,
    })
    .where("district", "=", row.district)
    .where("id", "=", row.id)
    .execute();
  return row.number;
}
const read = async (client: Client, unit: string): Promise<Assessment> => {
  const answer = await client.get(`/api/assessment?unit=${unit}`);
  expect(answer.status, answer.text).toBe(200);
  return answer.body;
};
const raised = async (client: Client, number: string): Promise<Objection> => {
  const answer = await client.post("/api/assessment-objections", { number, reason: "权属在市级" });
  expect(answer.status, answer.text).toBe(201);
  return answer.body;
};
const decide = (client: Client, { id }: Objection, accept = true) =>
  client.post(`/api/assessment-objections/${id}/decision`, { accept, answer: "情况属实" });

test("an accepted objection leaves the incident out of every sum above, and stays on record", async () => {
  const number = await closed();
  const before = await read(commander, town);

  const objection = await raised(commander, number);
  const open = await read(commander, town);
  expect((await decide(supervisor, objection)).status).toBe(200);
  const after = await read(commander, town);

  expect(open.total.parts).toEqual(before.total.parts);
  expect(after.total.parts.timeliness).toEqual({
    of: before.total.parts.timeliness.of,
    over: before.total.parts.timeliness.over - 1,
  });
  expect(after.total.leftOut).toBe(before.total.leftOut + 1);
  expect((await read(supervisor, "500103")).total.leftOut).toBe(after.total.leftOut);
  expect(after.objections[0]).toMatchObject({ number, status: "accepted", answer: "情况属实" });
  const acts = await server.owner
    .selectFrom("audit_log")
    .select("act")
    .where("subject", "=", objection.id)
    .orderBy("id")
    .execute();
  expect(acts.map(({ act }) => act)).toEqual(["assessment.raise", "assessment.accept"]);
});

test("a refused one changes nothing", async () => {
  const objection = await raised(secretary, await closed());
  const before = await read(officer, town);

  expect((await decide(officer, objection, false)).status).toBe(200);

  expect((await read(officer, town)).total).toEqual(before.total);
});

test("one that a community and its town both objected to is left out once", async () => {
  const number = await closed();
  const before = await read(supervisor, "500103");

  await decide(officer, await raised(secretary, number));
  await decide(centre, await raised(commander, number));

  const after = await read(supervisor, "500103");
  expect(after.total.leftOut).toBe(before.total.leftOut + 1);
  expect(after.total.parts.completion.over).toBe(before.total.parts.completion.over - 1);
});

test("of two that decide at once one does, and the other is told", async () => {
  const objection = await raised(commander, await closed());

  const answers = await Promise.all([
    decide(supervisor, objection),
    decide(centre, objection, false),
  ]);

  expect(answers.map(({ status }) => status).toSorted((a, b) => a - b)).toEqual([200, 409]);
});

test("nobody decides on the own unit, and nobody else's unit objects", async () => {
  const number = await closed();
  const objection = await raised(commander, number);
  const stranger = await server.signIn("500108102-duty-officer-1");

  expect((await decide(commander, objection)).status).toBe(403);
  expect((await decide(officer, objection)).status).toBe(403);
  expect((await decide(stranger, objection)).status).toBe(404);
  expect((await decide(secretary, objection)).status).toBe(403);
  const by = (client: Client, of: string) =>
    client.post("/api/assessment-objections", { number: of, reason: "权属在市级" });
  expect((await by(officer, number)).status).toBe(403);
  expect((await by(commander, number)).status).toBe(409);
  expect((await by(secretary, await closed(true, `${town}016`))).status).toBe(404);
});

test("what does not count against a unit needs no objection", async () => {
  const answer = await commander.post("/api/assessment-objections", {
    number: await closed(false),
    reason: "不应计入",
  });

  expect(answer.status).toBe(400);
});

test("grids are nobody's score, units stand in the order of their codes, and it leaves as CSV", async () => {
  expect((await commander.get(`/api/assessment?unit=${town}017001`)).status).toBe(400);
  const { rows } = await read(commander, town);
  const codes = rows.map(({ unit }) => unit.code);
  expect(codes).toEqual(codes.toSorted());
  expect(codes.every((code) => code.length === 12)).toBe(true);
  expect((await read(secretary, `${town}017`)).rows).toEqual([]);

  const csv = await supervisor.get("/api/assessment.csv?unit=500103");
  expect(csv.text.split("\r\n")[0]).toBe(
    "\uFEFF单位,完成 30%,÷,时效 30%,÷,质量 20%,÷,群众评价 20%,÷,得分,异议剔除件数",
  );
});

test("weights are configuration and make a hundred", async () => {
  const admin = await server.signIn("50-sysadmin");
  const unit = "500103003";
  const { body } = await admin.get(`/api/configurations/limits?unit=${unit}`);
  const publish = (completion: number) =>
    admin.post("/api/configurations/limits", {
      unit,
      content: { ...body.content, assessment: { ...weights, completion } },
      reason: "试验",
      baseVersion: 0,
    });

  expect((await publish(40)).status).toBe(400);
});
