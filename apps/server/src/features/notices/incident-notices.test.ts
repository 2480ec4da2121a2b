import { v7 } from "uuid";
import { afterAll, beforeAll, beforeEach, describe, expect, test } from "vitest";
import { keyOf, type IncidentId } from "@gezhi/contract/ids.ts";
import { read, write } from "../../platform/database/scope.ts";
import { fireDueRungs } from "../clocks/clock-job.ts";
import { grid, people, post, town } from "../incidents/incident-testing.ts";
import { intakeHooks, type OpenedForNotice } from "../reports/intake-hooks.ts";
import { findChainPeople } from "../organisation/organisation-queries.ts";
import { registerNotices } from "./incident-notices.ts";
import {
  commanders,
  dispatchers,
  type NoticeBench,
  officers,
  startNotices,
  verbs,
  who,
} from "./incident-notices-testing.ts";

let bench: NoticeBench;
beforeAll(async () => {
  bench = await startNotices();
});
afterAll(() => bench.close());
beforeEach(() => bench.clear());

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

    const rows = await bench.told();
    expect(verbs(rows)).toEqual(["新事件 red"]);
    expect(rows.map((row) => row.who)).toEqual(
      expect.arrayContaining([...dispatchers, ...officers, ...commanders, "500103-centre-1"]),
    );
    expect(JSON.stringify(rows)).not.toContain("张先生");
  });

  test("that is orange is told to the desk and the duty officers", async () => {
    await open({ urgency: "orange" });

    expect((await bench.told()).map((row) => row.who)).toEqual([...dispatchers, ...officers]);
  });

  test("that is yellow waits in the queue", async () => {
    await open({ urgency: "yellow" });

    expect(await bench.told()).toEqual([]);
  });

  test("that lies nowhere is told to the district", async () => {
    await open({ town: null, unit: "500103" });

    const rows = await bench.told();
    expect(rows.length).toBeGreaterThan(0);
    expect(rows.every((row) => row.who.startsWith("500103-centre"))).toBe(true);
  });

  test("that is to be verified is told to the grid, in its colour", async () => {
    await open({ urgency: "yellow", status: "verifying" });

    const rows = await bench.told();
    expect(verbs(rows)).toEqual(["请核实 yellow"]);
    expect(rows.map((row) => row.who)).toContain(people.worker);
  });

  test("that is simulated says so to everybody", async () => {
    await open({ simulated: true });

    const rows = await bench.told();
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

    expect(who(await bench.told(id), "请签收")).toEqual([people.holder]);
  });
});

describe("when time runs out", () => {
  test("who has it is reminded calmly, once a rung, and at the end the next above is told", async () => {
    const { id } = await bench.dispatched({ urgency: "orange" });
    const { incident } = await bench.caseOf(id);
    await bench.told();
    const limit = incident.due_at!.getTime() - bench.now();

    bench.wait(limit * 0.5 + 1000);
    await fireDueRungs(bench.context);
    await fireDueRungs(bench.context);
    const half = await bench.told(id);
    bench.wait(limit * 0.5);
    await fireDueRungs(bench.context);
    const over = await bench.told(id);

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
  expect(who(await bench.told(id), "请签收")).toEqual([people.holder]);
});

test("an act that fails tells nobody", async () => {
  const { id } = await bench.dispatched({ urgency: "orange" });
  await bench.told();

  await bench
    .act("worker", id, { act: "accept", workOrder: await bench.order(id, post) })
    .catch(() => undefined);

  expect(await bench.told(id)).toEqual([]);
  const rows = await read(bench.db, "system", (tx) =>
    tx.selectFrom("notices").select("id").execute(),
  );
  expect(rows).toEqual([]);
});
