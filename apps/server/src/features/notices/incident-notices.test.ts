import { v7 } from "uuid";
import { afterAll, beforeAll, beforeEach, describe, expect, test } from "vitest";
import { keyOf, type IncidentId } from "@gezhi/contract/ids.ts";
import { read, write } from "../../platform/database/scope.ts";
import { fireDueRungs } from "../clocks/clock-job.ts";
import {
  department,
  grid,
  people,
  post,
  startIncidents,
  town,
  type Bench,
} from "../incidents/incident-testing.ts";
import { intakeHooks, type OpenedForNotice } from "../reports/intake-hooks.ts";
import { findChainPeople } from "../organisation/organisation-queries.ts";
import { registerNotices } from "./incident-notices.ts";

let bench: Bench;
let names: Map<string, string>;

beforeAll(async () => {
  bench = await startIncidents();
  registerNotices(bench.context);
  const accounts = await bench.owner.selectFrom("accounts").select(["id", "username"]).execute();
  names = new Map(accounts.map(({ id, username }) => [id, username]));
});
afterAll(() => bench.close());
beforeEach(async () => {
  await bench.owner.deleteFrom("deliveries").execute();
  await bench.owner.deleteFrom("notices").execute();
});

type Told = { who: string; title: string; urgency: string; body: string };

/** Who was told what since the last time this was asked. */
async function told(id?: IncidentId): Promise<Told[]> {
  const rows = await bench.owner
    .selectFrom("notices")
    .select(["account", "title", "urgency", "body"])
    .$if(id !== undefined, (query) => query.where("incident", "=", keyOf(id!).id))
    .orderBy("title")
    .orderBy("account")
    .execute();
  await bench.owner.deleteFrom("notices").execute();
  return rows
    .map(({ account, ...rest }) => ({ who: names.get(account) ?? account, ...rest }))
    .toSorted((a, b) => a.title.localeCompare(b.title) || a.who.localeCompare(b.who));
}
const verbs = (rows: readonly Told[]) =>
  [...new Set(rows.map(({ title, urgency }) => `${title.split("：")[0]!} ${urgency}`))].toSorted();
const who = (rows: readonly Told[], verb: string) =>
  rows.filter(({ title }) => title.startsWith(verb)).map((row) => row.who);

const dispatchers = [1, 2, 3].map((index) => `${town}-dispatcher-${index}`);
const officers = [1, 2].map((index) => `${town}-duty-officer-${index}`);
const commanders = [`${town}-commander`, `${town}-deputy-commander`];

async function handled(): Promise<{
  id: IncidentId;
  workOrder: Awaited<ReturnType<Bench["order"]>>;
}> {
  const { id } = await bench.dispatched({ urgency: "orange", by: people.worker });
  const workOrder = await bench.order(id);
  await bench.act("holder", id, { act: "accept", workOrder });
  await told();
  return { id, workOrder };
}
const feedback = (id: IncidentId, workOrder: Awaited<ReturnType<Bench["order"]>>) =>
  bench.act("holder", id, { act: "feedback", workOrder, result: "已清理", before: [], after: [] });

describe("a new incident", () => {
  const opened = (more: Partial<OpenedForNotice>): OpenedForNotice => ({
    key: { district: "500103", id: v7() },
    number: "SJ-500103-261126-000001",
    status: "registered",
    urgency: "red",
    category: { code: "010101", name: "x" },
    title: "x",
    address: "中山一路 1 号 张先生家",
    unit: grid,
    town,
    orders: [],
    quiet: false,
    simulated: false,
    appointed: [],
    ...more,
  });
  const open = (more: Partial<OpenedForNotice>) =>
    write(bench.db, "system", async (tx) => {
      const appointed = await findChainPeople(tx, post, grid, new Date(bench.now()));
      for (const hook of intakeHooks.incidentsOpened)
        for (const statement of hook(bench.context, [opened({ appointed, ...more })]).writes)
          await statement.execute(tx);
    });

  test("that is red is told at once to the whole command and the district", async () => {
    await open({});

    const rows = await told();
    expect(verbs(rows)).toEqual(["新事件 red"]);
    expect(rows.map((row) => row.who)).toEqual(
      expect.arrayContaining([...dispatchers, ...officers, ...commanders, "500103-centre-1"]),
    );
    expect(JSON.stringify(rows)).not.toContain("张先生");
  });

  test("that is orange is told to the desk and the duty officers", async () => {
    await open({ urgency: "orange" });

    expect((await told()).map((row) => row.who)).toEqual([...dispatchers, ...officers]);
  });

  test("that is yellow waits in the queue", async () => {
    await open({ urgency: "yellow" });

    expect(await told()).toEqual([]);
  });

  test("that lies nowhere is told to the district", async () => {
    await open({ town: null, unit: "500103" });

    const rows = await told();
    expect(rows.length).toBeGreaterThan(0);
    expect(rows.every((row) => row.who.startsWith("500103-centre"))).toBe(true);
  });

  test("that is to be verified is told to the grid, in its colour", async () => {
    await open({ urgency: "yellow", status: "verifying" });

    const rows = await told();
    expect(verbs(rows)).toEqual(["请核实 yellow"]);
    expect(rows.map((row) => row.who)).toContain(people.worker);
  });

  test("that is simulated says so to everybody", async () => {
    await open({ simulated: true });

    const rows = await told();
    expect(rows.every(({ title }) => title.startsWith("〔模拟〕新事件"))).toBe(true);
    expect(rows.length).toBeGreaterThan(0);
  });

  test("that goes out by rule asks its post in the same transaction", async () => {
    const { id } = await bench.open({ urgency: "orange", automatic: true });
    const { orders } = await bench.caseOf(id);
    await open({
      key: keyOf(id),
      urgency: "orange",
      orders: orders.map(({ id: order, handler, part }) => ({ id: order, handler, part })),
    });

    expect(who(await told(id), "请签收")).toEqual([people.holder]);
  });
});

describe("the work on an incident", () => {
  test("urging reaches whoever has it, each time anew", async () => {
    const { id } = await handled();

    await bench.act("dispatcher", id, { act: "urge" });
    const first = await told(id);
    await bench.act("dispatcher", id, { act: "urge" });

    expect(verbs(first)).toEqual(["催办 orange"]);
    expect(who(first, "催办")).toContain(people.holder);
    expect(first[0]!.body).toContain("第 1 次催办");
    expect(who(await told(id), "催办")).toContain(people.holder);
  });

  test("supervision reaches the handlers and the command, its end nobody", async () => {
    const { id } = await handled();

    await bench.act("supervisor", id, { act: "supervise", on: true });
    const on = await told(id);
    await bench.act("supervisor", id, { act: "supervise", on: false });

    expect(who(on, "列入督办")).toEqual(
      expect.arrayContaining([people.holder, ...officers, ...commanders]),
    );
    expect(await told(id)).toEqual([]);
  });

  test("a return asks its decider; the answer reaches the asker, and the desk that is to dispatch anew", async () => {
    const { id } = await bench.dispatched({ urgency: "orange" });
    await told();

    await bench.act("holder", id, {
      act: "requestReturn",
      workOrder: await bench.order(id),
      reason: "不属本岗职责",
      legalBasis: "职责清单",
    });
    const asked = await told(id);
    await bench.act("officer", id, {
      act: "decideReturn",
      request: await bench.pending(id, "return"),
      approve: true,
    });
    const answered = await told(id);

    expect(who(asked, "请裁定退单")).toEqual(dispatchers);
    expect(who(answered, "退单申请已同意")).toEqual([people.holder]);
    expect(who(answered, "请重新派遣")).toEqual(dispatchers);
    expect(answered.find(({ title }) => title.startsWith("退单"))!.urgency).toBe("yellow");
  });

  test("a delay asks the duty officer", async () => {
    const { id, workOrder } = await handled();

    await bench.act("holder", id, {
      act: "requestDelay",
      workOrder,
      hours: 4,
      reason: "等配件",
      engineering: false,
    });

    expect(who(await told(id), "请审批延期")).toEqual(officers);
  });

  test("a shelved matter asks the commander, and its handlers when it goes on", async () => {
    const { id } = await handled();

    await bench.act("holder", id, {
      act: "requestSuspend",
      reason: "等雨季过去",
      reviewAt: new Date(bench.now() + 5 * 86_400_000).toISOString(),
      interimMeasure: "围挡",
    });
    const asked = await told(id);
    await bench.act("commander", id, {
      act: "decideSuspend",
      request: await bench.pending(id, "suspend"),
      approve: true,
    });
    const answered = await told(id);
    await bench.act("commander", id, { act: "resume" });
    const resumed = await told(id);

    expect(who(asked, "请审批挂账")).toEqual(commanders);
    expect(who(answered, "挂账申请已同意")).toEqual([people.holder]);
    expect(who(resumed, "恢复办理")).toContain(people.holder);
  });

  test("a call for help reaches the other town's desk", async () => {
    const { id } = await handled();

    await bench.act("officer", id, {
      act: "requestCrossTown",
      to: ["500103003"],
      need: "需要吊车",
    });

    const rows = await told(id);
    expect(who(rows, "请求跨镇街协同").length).toBeGreaterThan(0);
    expect(who(rows, "请求跨镇街协同").every((name) => name.startsWith("500103003-"))).toBe(true);
  });

  test("what a town cannot solve reaches the district", async () => {
    const { id } = await handled();

    await bench.act("officer", id, {
      act: "escalate",
      tried: ["现场处置两次"],
      reason: "超出能力",
    });

    const rows = await told(id);
    expect(who(rows, "上报区级").every((name) => name.startsWith("500103-centre"))).toBe(true);
    expect(who(rows, "上报区级").length).toBeGreaterThan(0);
  });

  test("a result asks for a check by the reporter and the grid, never by who did it", async () => {
    const { id, workOrder } = await handled();

    await feedback(id, workOrder);

    const rows = await told(id);
    expect(verbs(rows)).toEqual(["请核查处置结果 orange"]);
    expect(who(rows, "请核查")).toContain(people.worker);
    expect(who(rows, "请核查")).not.toContain(people.holder);
  });

  test("a failed check goes back to the post, a passed one to the desk", async () => {
    const { id, workOrder } = await handled();
    await feedback(id, workOrder);
    await told();

    await bench.act("worker", id, { act: "recheck", passed: false, note: "仍有积水", files: [] });
    const failed = await told(id);
    await feedback(id, workOrder);
    await told();
    await bench.act("worker", id, { act: "recheck", passed: true, files: [] });
    const passed = await told(id);

    expect(verbs(failed)).toEqual(["核查未通过，请返工 orange"]);
    expect(who(failed, "核查未通过")).toContain(people.holder);
    expect(verbs(passed)).toEqual(["核查通过，请结案 blue"]);
    expect(who(passed, "核查通过")).toEqual(dispatchers);
  });

  test("the end is told quietly to who reported and who did it; a reopening not so quietly", async () => {
    const { id, workOrder } = await handled();
    await feedback(id, workOrder);
    await bench.act("worker", id, { act: "recheck", passed: true, files: [] });
    await told();

    await bench.act("dispatcher", id, { act: "close" });
    const closed = await told(id);
    await bench.act("officer", id, { act: "reopen", reason: "又堵了" });
    const reopened = await told(id);

    expect(verbs(closed)).toEqual(["已结案 blue"]);
    expect(who(closed, "已结案")).toEqual([people.worker, people.holder].toSorted());
    expect(verbs(reopened)).toEqual(["已重开，请复核 orange"]);
    expect(who(reopened, "已重开")).toEqual(
      expect.arrayContaining([people.holder, people.officer2]),
    );
    expect(who(reopened, "已重开")).not.toContain(people.officer);
  });

  test("a refusal is told to the reporter", async () => {
    const { id } = await bench.open({ urgency: "yellow", by: people.worker });

    await bench.act("dispatcher", id, { act: "reject", reason: "不属管理范围" });

    const rows = await told(id);
    expect(rows).toMatchObject([{ who: people.worker, urgency: "yellow" }]);
    expect(rows[0]!.title).toMatch(/^不予立案：/);
  });

  test("what turns red afterwards alarms as if it had come red", async () => {
    const { id } = await bench.dispatched({ urgency: "yellow" });
    await told();

    await bench.act("dispatcher", id, {
      act: "recategorise",
      urgency: "red",
      reason: "火势蔓延",
    });

    const rows = await told(id);
    expect(who(rows, "紧急程度调整")).toEqual(
      expect.arrayContaining([people.holder, ...officers, ...commanders, "500103-centre-1"]),
    );
    expect(who(rows, "紧急程度调整")).not.toContain(people.dispatcher);
  });

  test("whoever loses a work order is told to put it aside, whoever keeps one is not", async () => {
    const { id } = await bench.dispatched({ urgency: "orange" }, { coHandlers: [department] });
    await told();

    await bench.act("dispatcher", id, {
      act: "dispatch",
      lead: department,
      coHandlers: [],
      instructions: "",
    });

    const rows = await told(id);
    expect(who(rows, "工单已撤回")).toContain(people.holder);
    expect(who(rows, "工单已撤回")).not.toContain(people.department);
  });

  test("progress and remarks disturb nobody", async () => {
    const { id, workOrder } = await handled();

    await bench.act("holder", id, { act: "arrive", workOrder });
    await bench.act("holder", id, {
      act: "progress",
      workOrder,
      stage: "firstAction",
      note: "已设警戒",
      files: [],
    });
    await bench.act("dispatcher", id, { act: "note", kind: "note", text: "电话已通", files: [] });

    expect(await told(id)).toEqual([]);
  });
});

describe("when time runs out", () => {
  test("who has it is reminded calmly, once a rung, and at the end the next above is told", async () => {
    const { id } = await bench.dispatched({ urgency: "orange" });
    const { incident } = await bench.caseOf(id);
    await told();
    const limit = incident.due_at!.getTime() - bench.now();

    bench.wait(limit * 0.5 + 1000);
    await fireDueRungs(bench.context);
    await fireDueRungs(bench.context);
    const half = await told(id);
    bench.wait(limit * 0.5);
    await fireDueRungs(bench.context);
    const over = await told(id);

    expect(verbs(half)).toEqual(["时限提醒 yellow"]);
    expect(who(half, "时限提醒")).toContain(people.holder);
    expect(half[0]!.body).toContain("签收已用时限 50%");
    expect(verbs(over)).toEqual(
      expect.arrayContaining(["已超时 orange", "超时升级，请处理 orange"]),
    );
    expect(who(over, "超时升级")).toEqual(expect.arrayContaining(officers));
  });
});

describe("whoever reported without an account", () => {
  const phone = "13900005678";
  async function reported(): Promise<IncidentId> {
    const { id, report } = await bench.open({ urgency: "yellow", source: "resident" });
    await bench.owner
      .updateTable("reports")
      .set({
        phone_verified: true,
        reporter_phone_enc: bench.context.secrets.seal(phone),
      })
      .where("id", "=", keyOf(report as unknown as IncidentId).id)
      .execute();
    return id;
  }
  const messages = async () =>
    (await bench.owner.selectFrom("deliveries").selectAll().orderBy("created_at").execute()).map(
      (row) => ({
        to: bench.context.secrets.open(row.address),
        text: bench.context.secrets.open(row.text_enc),
        subject: row.subject,
      }),
    );

  test("gets the way to the answer when it is refused, once", async () => {
    const id = await reported();

    await bench.act("dispatcher", id, { act: "reject", reason: "不属管理范围" });

    expect(await messages()).toEqual([
      {
        to: phone,
        subject: "办理结果",
        text: expect.stringMatching(/^【格治】您反映的“.+”（受理号 HZ-\d+）经核实不予立案。.+#.+$/),
      },
    ]);
  });

  test("gets nothing without a proven number", async () => {
    const { id } = await bench.open({ urgency: "yellow", source: "resident" });

    await bench.act("dispatcher", id, { act: "reject", reason: "不属管理范围" });

    expect(await messages()).toEqual([]);
  });

  test("gets a receipt and a code as messages of their own", async () => {
    const report = { district: "500103", id: v7() };
    await write(bench.db, "system", async (tx) => {
      for (const hook of intakeHooks.reportReceived)
        await hook(tx, bench.context, { report, number: "HZ-9", phone, category: "路灯不亮" });
      await intakeHooks.sendText!(tx, bench.context, {
        district: "500103",
        phone,
        text: "【格治】验证码 123456",
      });
    });

    const sent = await messages();
    expect(sent.map(({ subject }) => subject).toSorted()).toEqual(["受理回执", "短信验证码"]);
    expect(sent.map(({ to }) => to)).toEqual([phone, phone]);
    expect(sent.find(({ subject }) => subject === "受理回执")!.text).toContain("受理号 HZ-9");
  });
});

test("registering twice tells nobody twice", async () => {
  const hooks = intakeHooks.incidentsOpened.length;

  registerNotices(bench.context);
  const { id } = await bench.dispatched({ urgency: "orange" });

  expect(intakeHooks.incidentsOpened).toHaveLength(hooks);
  expect(who(await told(id), "请签收")).toEqual([people.holder]);
});

test("an act that fails tells nobody", async () => {
  const { id } = await bench.dispatched({ urgency: "orange" });
  await told();

  await bench
    .act("worker", id, { act: "accept", workOrder: await bench.order(id, post) })
    .catch(() => undefined);

  expect(await told(id)).toEqual([]);
  const rows = await read(bench.db, "system", (tx) =>
    tx.selectFrom("notices").select("id").execute(),
  );
  expect(rows).toEqual([]);
});
