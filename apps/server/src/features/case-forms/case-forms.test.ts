import { type AnswerRow, IncidentForms } from "@gezhi/contract/case-forms.ts";
import type { ContentOf } from "@gezhi/contract/configuration.ts";
import { afterAll, beforeEach, expect, test } from "vitest";
import { startTestServer, type Client, type TestServer } from "../../platform/testing/server.ts";
import { aDevice, alarmOf, signalled, town } from "../alarms/alarm-testing.ts";

const start = Date.parse("2026-11-26T10:00:00+08:00");
let here: TestServer;
let post: Client;
let incident: string;

/** A red alarm opens a matter that the fire post has at once. */
async function aMatter(profile: string, place: string): Promise<string> {
  const device = await aDevice(here, profile, { place });
  await signalled(here, device, { rule: profile });
  return `500103-${(await alarmOf(here, device)).incident}`;
}

beforeEach(async () => {
  await here?.close();
  here = await startTestServer();
  here.setNow(start);
  incident = await aMatter("SE01", "养老服务中心");
  post = await here.signIn(`${town}-PA05-a`);
});
afterAll(() => here?.close());

const bare = (id = incident) => id.slice(7);
const formsOf = async (client: Client, id = incident) =>
  IncidentForms.parse((await client.get(`/api/incidents/${id}/forms`)).body).items;
const formOf = async (client: Client, code: string, id = incident) => {
  const found = (await formsOf(client, id)).find(({ form }) => form.code === code);
  if (!found) throw new Error(`no form ${code}`);
  return found;
};
const fill = (client: Client, form: string, answers: unknown, seen = 0, id = incident) =>
  client.post(`/api/incidents/${id}/forms/${form}`, { seen, answers });
const act = (client: Client, body: unknown, id = incident) =>
  client.post(`/api/incidents/${id}/acts`, body);
const orderOf = async (client: Client, name: string, id = incident) => {
  const { body } = await client.get(`/api/incidents/${id}`);
  return body.actions.find((one: { act: string }) => one.act === name)?.workOrder;
};
const leakage = { current: 900, tripped: true, cause: "damp", cut: true, affected: 12 };
const household = (id: string, name: string | undefined, more: object = {}) => ({
  id,
  values: {
    ...(name === undefined ? {} : { name }),
    people: 3,
    from: "3 栋 2 单元",
    leftAt: "2026-11-26T10:05:00+08:00",
    ...more,
  },
});

test("the handler's result of a leakage of level one waits for the check on the spot and says which form", async () => {
  expect(await formsOf(post)).toMatchObject([
    { form: { code: "EL01", when: "feedback", required: true }, version: 0, mayFill: true },
  ]);
  await act(post, { act: "accept", workOrder: await orderOf(post, "accept") });
  const workOrder = await orderOf(post, "feedback");
  const result = { act: "feedback", workOrder, result: "已断电检修", before: [], after: [] };

  const early = await act(post, result);
  expect(early).toMatchObject({
    status: 409,
    body: { detail: expect.stringContaining("《电气漏电现场核实表》") },
  });
  expect((await fill(post, "EL01", leakage)).status).toBe(204);
  expect((await act(post, result)).status).toBe(200);
});

test("what is wrong is refused by the name of its field, and nothing is kept", async () => {
  const wrong = { current: -5, tripped: "yes", cause: "ghost", affected: 1.5, colour: "red" };
  const { status, body } = await fill(post, "EL01", wrong);
  expect(status).toBe(400);
  expect(body.errors).toEqual([
    { path: "answers.colour", message: "《电气漏电现场核实表》没有字段 colour" },
    { path: "answers.current", message: "现场实测剩余电流：不小于 0 mA" },
    { path: "answers.tripped", message: "断路器已跳闸：应为是或否" },
    { path: "answers.cause", message: "原因：请从选项中选择" },
    { path: "answers.cut", message: "已切断电源：必填" },
    { path: "answers.affected", message: "受影响人数：应为整数" },
  ]);
  expect((await formOf(post, "EL01")).version).toBe(0);
  expect((await fill(post, "ZZ99", {})).status).toBe(404);
});

test("every change stands in the timeline and the audit; the same again changes nothing; an older version is refused", async () => {
  await fill(post, "EL01", leakage);
  expect((await fill(post, "EL01", leakage)).status).toBe(204);
  expect((await fill(post, "EL01", { ...leakage, current: 1200 }, 1)).status).toBe(204);
  const late = await fill(post, "EL01", { ...leakage, current: 1 }, 1);
  expect(late).toMatchObject({ status: 409, body: { detail: expect.stringContaining("刚改过") } });

  const lines = await here.owner
    .selectFrom("timeline")
    .select("detail")
    .where("incident", "=", bare())
    .where("act", "=", "caseForm")
    .orderBy("seq")
    .execute();
  expect(lines.map(({ detail }) => detail)).toMatchObject([
    { text: "填写《电气漏电现场核实表》", note: expect.stringContaining("原因 受潮进水") },
    { text: "修改《电气漏电现场核实表》", note: "现场实测剩余电流 900 mA → 1200 mA" },
  ]);
  const audit = await here.owner
    .selectFrom("audit_log")
    .select("subject")
    .where("act", "=", "caseForm.fill")
    .execute();
  expect(audit).toEqual([{ subject: incident }, { subject: incident }]);
});

test("names in the ledger are sealed, shown masked, kept when left out, and read whole only with a reason on record", async () => {
  const fire = await aMatter("SE04", "1 号楼");
  const ledger = { households: [household("a", "讳甲"), household("b", "讳乙")] };
  expect((await fill(post, "RS01", ledger, 0, fire)).status).toBe(204);
  const row = await formOf(post, "RS01", fire);
  const rows = row.answers?.["households"] as AnswerRow[];
  expect(rows.map(({ values }) => values["name"])).toEqual(["讳**", "讳**"]);
  expect(row).toMatchObject({ revealable: true, tally: { done: 0, all: 6 } });

  const later = {
    households: [
      household("b", undefined, { to: "社区活动室", settledAt: "2026-11-26T20:00:00+08:00" }),
    ],
  };
  expect((await fill(post, "RS01", later, 1, fire)).status).toBe(204);
  for (const table of ["incident_forms", "timeline", "audit_log", "live_log"] as const)
    expect(JSON.stringify(await here.owner.selectFrom(table).selectAll().execute())).not.toMatch(
      /讳[甲乙]/,
    );
  const path = `/api/incidents/${fire}/forms/RS01/reveal`;
  expect((await post.post(path, { reason: "" })).status).toBe(400);
  const shown = await post.post(path, { reason: "核对安置名单" });
  expect(shown.body.answers.households).toMatchObject([{ id: "b", values: { name: "讳乙" } }]);
  expect(shown.headers["cache-control"]).toBe("no-store");
  const audit = await here.owner
    .selectFrom("audit_log")
    .select("reason")
    .where("act", "=", "reveal.caseForm")
    .execute();
  expect(audit).toEqual([{ reason: "核对安置名单" }]);
});

test("who was settled on the day of leaving is counted by people", async () => {
  const fire = await aMatter("SE04", "1 号楼");
  await fill(
    post,
    "RS01",
    {
      households: [
        household("a", "讳甲", { settledAt: "2026-11-26T23:59:00+08:00" }),
        household("b", "讳乙", { settledAt: "2026-11-27T00:01:00+08:00", people: 2 }),
        household("c", "讳丙", { people: 1 }),
      ],
    },
    0,
    fire,
  );
  const ledger = await formOf(post, "RS01", fire);
  expect(ledger.tally).toEqual({ done: 3, all: 6 });
});

test("another post of the town sees that a form was filled and none of it, and fills nothing", async () => {
  await fill(post, "EL01", leakage);
  const other = await here.signIn(`${town}-MS09-a`);
  expect(await formsOf(other)).toMatchObject([
    { version: 1, answers: null, filledBy: "", mayFill: false, revealable: false },
  ]);
  expect((await fill(other, "EL01", leakage, 1)).status).toBe(403);
  const stranger = await here.signIn("500108102-dispatcher-1");
  expect((await stranger.get(`/api/incidents/${incident}/forms`)).status).toBe(404);
});

test("forms go with a merged incident and come back with it, and a form the other has filled stays its own", async () => {
  const desk = await here.signIn(`${town}-dispatcher-1`);
  const second = await aMatter("SE01", "学校配电房");
  await fill(post, "EL01", leakage, 0, second);
  const merged = await act(desk, { act: "merge", into: incident, reason: "同一线路" }, second);
  expect({ status: merged.status, text: merged.text }).toMatchObject({ status: 200 });
  expect(await formOf(post, "EL01")).toMatchObject({ version: 1, answers: leakage });
  expect((await act(desk, { act: "unmerge", reason: "不是一处" }, second)).status).toBe(200);
  expect((await formOf(post, "EL01")).version).toBe(0);
  expect((await formOf(post, "EL01", second)).version).toBe(1);

  await fill(post, "EL01", { ...leakage, current: 700 });
  await act(desk, { act: "merge", into: incident, reason: "同一线路" }, second);
  expect((await formOf(post, "EL01")).answers).toMatchObject({ current: 700 });
});

test("a form published for a category is asked of it a moment later, without code", async () => {
  const admin = await here.signIn("50-sysadmin");
  const { body } = await admin.get("/api/configurations/caseForms?unit=50");
  const content: ContentOf<"caseForms"> = structuredClone(body.content);
  const form = {
    code: "GA01",
    name: "燃气浓度复测",
    english: "Gas measured again",
    categories: ["090201"],
    when: "close",
    required: true,
    fields: [{ key: "level", name: "浓度", kind: "number", unit: "%LEL", max: 100 }],
  };
  const publish = (forms: unknown[], baseVersion: number) =>
    admin.post("/api/configurations/caseForms", {
      unit: "50",
      content: { forms },
      reason: "一件事",
      baseVersion,
    });
  const nowhere = await publish([...content.forms, { ...form, categories: ["99"] }], 1);
  expect(nowhere.body.errors[0].message).toContain("没有以 99 开头的类别");
  expect((await publish([...content.forms, form, form], 1)).body.errors[0].message).toContain(
    "GA01 出现了两次",
  );
  expect((await publish([...content.forms, form], 1)).status).toBe(200);
  expect((await formsOf(post)).map(({ form: one }) => one.code)).toEqual(["EL01", "GA01"]);
});
