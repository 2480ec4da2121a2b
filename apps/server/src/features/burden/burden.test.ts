import type { AuditEntry } from "@gezhi/contract/audit.ts";
import { afterAll, beforeAll, beforeEach, expect, test } from "vitest";
import { startTestServer, type Client, type TestServer } from "../../platform/testing/server.ts";

const town = "500103001";
const village = `${town}017`;
let server: TestServer;
let secretary: Client;
let post: Client;
let worker: Client;

const on = (day: string) => server.setNow(Date.parse(`${day}T12:00:00+08:00`));
beforeAll(async () => {
  server = await startTestServer();
  on("2026-11-26");
  secretary = await server.signIn(`${village}-secretary`);
  post = await server.signIn(`${town}-PA05-a`);
  worker = await server.signIn(`${village}001-worker`);
});
beforeEach(async () => {
  on("2026-11-26");
  await server.owner.deleteFrom("forms_asked").execute();
});
afterAll(() => server.close());

const ask = (client: Client, name: string, more: object = {}) =>
  client.post("/api/forms", {
    unit: village,
    name,
    askedBy: "应急管理局",
    every: "monthly",
    minutes: 60,
    ...more,
  });

test("the same form asked twice of a unit is refused with the earlier one named, until that one ends", async () => {
  const first = await ask(secretary, "隐患走访情况统计表");
  expect({ status: first.status, outcome: first.body.outcome }).toEqual({
    status: 200,
    outcome: "accepted",
  });
  const again = await ask(post, "2026年11月隐患走访情况报表", { askedBy: "住建委" });
  expect(again.body).toMatchObject({
    outcome: "duplicate",
    earlier: { name: "隐患走访情况统计表", askedBy: "应急管理局" },
  });
  expect(again.body.reason).toContain("应急管理局");
  expect((await ask(post, "隐患走访情况统计表", { unit: `${town}016` })).body.outcome).toBe(
    "accepted",
  );

  expect((await secretary.post(`/api/forms/${first.body.form.id}/end`)).status).toBe(204);
  expect((await secretary.post(`/api/forms/${first.body.form.id}/end`)).status).toBe(409);
  expect((await ask(secretary, "隐患走访情况统计表")).body.outcome).toBe("accepted");

  const auditor = await server.signIn("50-auditor");
  const kept = await auditor.get(`/api/audit?kind=form&unit=${village}`);
  expect(kept.body.items.map(({ act }: AuditEntry) => act)).toEqual([
    "form.ask",
    "form.end",
    "form.block",
    "form.ask",
  ]);
});

test("a form of another name that asks for the same fields is refused too", async () => {
  const fields = ["姓名", "住址", "房屋结构", "隐患等级"];
  await ask(secretary, "自建房排查表", { fields });
  const { body } = await ask(secretary, "经营性房屋摸底", { fields: fields.slice(0, 4) });
  expect(body).toMatchObject({ outcome: "duplicate", earlier: { name: "自建房排查表" } });
  expect(
    (await ask(secretary, "独居老人名册", { fields: ["姓名", "年龄", "子女"] })).body.outcome,
  ).toBe("accepted");
});

test("of two who ask for the same form at once one is refused", async () => {
  const answers = await Promise.all([ask(secretary, "防汛值守报表"), ask(post, "防汛值守报表")]);
  const outcomes: string[] = answers.map(({ body }) => body.outcome);
  expect(outcomes.toSorted()).toEqual(["accepted", "duplicate"]);
});

test("what the negative list forbids a village is refused with its item", async () => {
  const { body } = await ask(secretary, "网格员打卡积分排名表");
  expect(body).toMatchObject({ outcome: "negative" });
  expect(body.reason).toContain("N04");
});

test("the month of each unit tells forms, minutes, what was blocked, and the month before", async () => {
  on("2026-10-10");
  const weekly = await ask(secretary, "环境巡查周报", { every: "weekly", minutes: 30 });
  on("2026-11-26");
  await ask(secretary, "防汛物资盘点", { every: "once", minutes: 45 });
  await ask(secretary, "防汛物资盘点表", { every: "once", minutes: 45 });
  expect(weekly.body.outcome).toBe("accepted");

  const { body } = await post.get("/api/form-burden");
  expect(body.months.at(-1)).toEqual({
    month: "2026-11",
    forms: 2,
    minutes: 175,
    duplicates: 1,
    negatives: 0,
  });
  expect(body.months.at(-2)).toMatchObject({ month: "2026-10", forms: 1, minutes: 130 });
  expect(body.units).toEqual([
    {
      code: village,
      name: expect.any(String),
      forms: 2,
      minutes: 175,
      duplicates: 1,
      negatives: 0,
      minutesBefore: 130,
    },
  ]);
  const csv = await post.get("/api/form-burden.csv?month=2026-11");
  expect(csv.text).toContain(`2026-11,${village},`);
  expect(csv.text).toContain(",2,175,130,45,1,0");
  expect((await post.get("/api/form-burden?month=2026-10")).body.months.at(-1).minutes).toBe(130);
});

test("who has nothing to do with a unit neither reads nor writes its forms", async () => {
  expect((await ask(worker, "隐患表")).status).toBe(403);
  expect((await ask(secretary, "隐患表", { unit: `${town}016` })).status).toBe(403);
  expect((await secretary.get(`/api/form-burden?unit=${town}`)).status).toBe(403);
});
