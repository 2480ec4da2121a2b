import type { IssueClassDetail } from "@gezhi/contract/hot-spots.ts";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { startTestServer, type Client, type TestServer } from "../../platform/testing/server.ts";
import { countOf } from "../reports/intake-testing.ts";
import { dayMs, hotSpotsOf, moved, spotIn, town } from "./hot-spot-testing.ts";

let server: TestServer;
let officer: Client;
let the: ReturnType<typeof hotSpotsOf>;
let at: { lon: number; lat: number };
const kind = "050102";
beforeAll(async () => {
  server = await startTestServer();
  officer = await server.signIn(`${town}-duty-officer-1`);
  the = hotSpotsOf(server);
  at = await spotIn(server);
});
afterAll(() => server.close());

const owner = `${town}/MS09`;
const day = (daysAgo: number) =>
  new Date(Date.now() - daysAgo * dayMs + 8 * 3_600_000).toISOString().slice(0, 10);
type Row = { number: string; at: { lon: number; lat: number }; daysAgo: number };
const fileOf = (rows: readonly Row[], category = "井盖破损") =>
  `来源系统,编号,事件类别,发生时间,经度,纬度,地址,模拟\n${rows
    .map(
      ({ number, at, daysAgo }) =>
        `历史台账,${number},${category},${day(daysAgo)} 09:30,${at.lon.toFixed(6)},${at.lat.toFixed(6)},滨河路,是`,
    )
    .join("\n")}\n`;
const upload = (client: Client, content: string, dryRun: boolean) =>
  client.upload(`/api/past-cases/import?dryRun=${dryRun}`, {
    content,
    name: "history.csv",
    type: "text/csv",
  });

describe("cases of the past", () => {
  test("raise a card of the past and no incident, and come in once", async () => {
    const rows = [150, 140, 130, 60].map((daysAgo, index) => ({
      number: `LS-${index}`,
      at: moved(at, index * 20),
      daysAgo,
    }));
    const incidents = await countOf(server, "incidents");
    expect((await upload(officer, fileOf(rows), true)).body).toMatchObject({ created: 4 });
    await the.follow();
    expect(await the.cardsOf(officer, kind)).toEqual([]);

    expect((await upload(officer, fileOf(rows), false)).body).toMatchObject({
      created: 4,
      problems: [],
    });
    expect((await upload(officer, fileOf(rows), false)).body).toMatchObject({
      created: 0,
      unchanged: 4,
    });
    await the.follow();
    const [card] = await the.cardsOf(officer, kind);
    expect(card).toMatchObject({ members: 3, ofPast: true, street: "滨河路", simulated: true });
    expect((await the.card(officer, card!.id)).occurrences[0]).toMatchObject({
      origin: "past",
      incident: null,
      number: "历史台账 LS-2",
    });
    expect(await countOf(server, "incidents")).toBe(incidents);
    const notices = (await officer.get("/api/notices")).body.items;
    expect(notices.filter(({ act }: { act: string }) => act === "hotSpot")).toEqual([]);
  });

  test("are refused line by line, and then none of them comes in", async () => {
    const other = await spotIn(server, "500103003");
    const good = { number: "G-1", at, daysAgo: 3 };
    const bad = fileOf([
      good,
      { number: "G-1", at, daysAgo: 4 },
      { number: "G-2", at: other, daysAgo: 4 },
      { number: "G-3", at, daysAgo: -2 },
    ]);
    const { body } = await upload(officer, bad, false);
    expect(body.problems).toEqual([
      { line: 3, column: "编号", message: "与第 2 行相同" },
      { line: 4, column: "经度", message: "位置不在您管理的范围内" },
      { line: 5, column: "发生时间", message: "发生时间不能晚于现在" },
    ]);
    const again = await upload(officer, fileOf([good]), true);
    expect(again.body).toMatchObject({ created: 1, unchanged: 0 });
    const changed = fileOf([{ number: "LS-0", at: moved(at, 50), daysAgo: 150 }]);
    expect((await upload(officer, changed, true)).body.problems[0].message).toContain("不能修改");
    const dispatcher = await server.signIn(`${town}-dispatcher-1`);
    expect((await upload(dispatcher, fileOf([good]), true)).status).toBe(403);
    const { status, text } = await officer.get("/api/past-cases/template.csv");
    expect({ status, head: text.slice(1, 8) }).toEqual({ status: 200, head: "来源系统,编号" });
  });
});

describe("a class of issues", () => {
  let made: IssueClassDetail;
  const act = (client: Client, body: object, version = made.version) =>
    client.post(`/api/issue-classes/${made.id}/acts`, { version, ...body });
  const does = async (client: Client, body: object) => {
    const answer = await act(client, body);
    expect(answer.status, answer.text).toBe(200);
    made = answer.body;
  };

  test("is made of cards by who leads there, for an owner that exists", async () => {
    const [card] = await the.cardsOf(officer, kind);
    const create = (client: Client, more: object = {}) =>
      client.post("/api/issue-classes", {
        name: "树脂井盖破损",
        hypothesis: "树脂井盖承载不足，重车碾压后开裂",
        unit: town,
        category: "050102",
        owner,
        hotSpots: [card!.id],
        ...more,
      });
    expect((await create(officer, { owner: `${town}/ZZ99` })).status).toBe(400);
    expect((await create(officer, { unit: "500103" })).status).toBe(403);
    expect((await create(officer, { category: "01" })).status).toBe(400);
    const neighbour = await server.signIn("500103003-duty-officer-1");
    expect((await create(neighbour, { unit: "500103003" })).status).toBe(404);
    const answers = await Promise.all([create(officer), create(officer)]);
    expect(answers.map(({ status }) => status).toSorted((a, b) => a - b)).toEqual([201, 409]);
    made = answers.find(({ status }) => status === 201)!.body;
    expect(made).toMatchObject({
      status: "analysing",
      cards: 1,
      owner: { handler: owner },
      effect: { cards: { before: { n: 4 }, after: null }, unit: { before: { n: 4 }, after: null } },
    });
    expect(await the.card(officer, card!.id)).toMatchObject({
      status: "classified",
      issueClass: { id: made.id, name: "树脂井盖破损" },
      actions: [],
    });
  });

  test("has measures whose costs are compared, worked on by the post that owns it", async () => {
    const holder = await server.signIn(`${town}-MS09-a`);
    const stranger = await server.signIn(`${town}-PA05-a`);
    await does(officer, {
      act: "addMeasure",
      kind: "verify",
      text: "逐一核查三条道路井盖",
      quantity: 42,
    });
    const option = { act: "addMeasure", kind: "option", quantity: 42 };
    await does(holder, { ...option, text: "原样更换树脂井盖", unitCost: 300, years: 2 });
    await does(holder, { ...option, text: "全部换成铸铁井盖", unitCost: 600, years: 15 });
    expect((await act(stranger, { ...option, text: "别人的方案" })).status).toBe(404);
    const [verify, resin, iron] = made.measures;
    expect([resin, iron].map((one) => one!.costPerYear)).toEqual([6300, 1680]);

    const choose = (id: string) =>
      does(holder, {
        act: "changeMeasure",
        measure: id,
        status: "planned",
        chosen: true,
        result: "",
      });
    await choose(resin!.id);
    await choose(iron!.id);
    expect(made.measures.map(({ chosen }) => chosen)).toEqual([false, false, true]);
    await does(holder, {
      act: "changeMeasure",
      measure: verify!.id,
      status: "done",
      chosen: false,
      result: "42 个均为树脂，11 个有裂纹",
    });
    const stale = await act(officer, { act: "advance", to: "acting" }, made.version - 1);
    expect(stale.status).toBe(409);
  });

  test("compares what happened before the measures held with what happened since", async () => {
    await does(officer, {
      act: "advance",
      to: "watching",
      effectFrom: new Date(Date.now() - 90 * dayMs).toISOString(),
      note: "批量更换完成",
    });
    // The one of two months ago lies in the circle of the card: it counts as of after.
    expect(made.effect.cards).toMatchObject({
      before: { n: 3, per30: expect.closeTo(1.5, 0) },
      after: { n: 1, days: 90, per30: 0.33 },
    });
    await the.report(kind, moved(at, 10, 10), 1);
    await the.follow();
    expect(await the.issueClass(officer, made.id)).toMatchObject({
      effect: { cards: { after: { n: 2 } } },
      hotSpots: [{ status: "classified", members: 4 }],
    });
  });

  test("ends with a reason, and its cards with it", async () => {
    const holder = await server.signIn(`${town}-MS09-a`);
    const end = { act: "end", to: "solved", reason: "一个季度未再发生" };
    expect((await act(holder, end)).status).toBe(403);
    await does(officer, end);
    expect(made).toMatchObject({ status: "solved", actions: [], hotSpots: [{ status: "closed" }] });
    expect((await act(officer, end)).status).toBe(409);
    expect(made.steps.map(({ act: one }) => one)).toEqual([
      "end",
      "advance",
      "changeMeasure",
      "changeMeasure",
      "changeMeasure",
      "addMeasure",
      "addMeasure",
      "addMeasure",
      "created",
    ]);
    const neighbour = await server.signIn("500103003-duty-officer-1");
    expect((await neighbour.get(`/api/issue-classes/${made.id}`)).status).toBe(404);
    const list = async (client: Client) =>
      (await client.get("/api/issue-classes?ended=true")).body.items.length;
    expect([await list(officer), await list(neighbour)]).toEqual([1, 0]);
  });
});
