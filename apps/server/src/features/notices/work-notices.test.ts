import { afterAll, beforeAll, beforeEach, describe, expect, test } from "vitest";
import { department, people } from "../incidents/incident-testing.ts";
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

describe("the work on an incident", () => {
  test("urging reaches whoever has it, each time anew", async () => {
    const { id } = await bench.handled();

    await bench.act("dispatcher", id, { act: "urge" });
    const first = await bench.told(id);
    await bench.act("dispatcher", id, { act: "urge" });

    expect(verbs(first)).toEqual(["催办 orange"]);
    expect(who(first, "催办")).toContain(people.holder);
    expect(first[0]!.body).toContain("第 1 次催办");
    expect(who(await bench.told(id), "催办")).toContain(people.holder);
  });

  test("supervision reaches the handlers and the command, its end nobody", async () => {
    const { id } = await bench.handled();

    await bench.act("supervisor", id, { act: "supervise", on: true });
    const on = await bench.told(id);
    await bench.act("supervisor", id, { act: "supervise", on: false });

    expect(who(on, "列入督办")).toEqual(
      expect.arrayContaining([people.holder, ...officers, ...commanders]),
    );
    expect(await bench.told(id)).toEqual([]);
  });

  test("a return asks its decider; the answer reaches the asker, and the desk that is to dispatch anew", async () => {
    const { id } = await bench.dispatched({ urgency: "orange" });
    await bench.told();

    await bench.act("holder", id, {
      act: "requestReturn",
      workOrder: await bench.order(id),
      reason: "不属本岗职责",
      legalBasis: "职责清单",
    });
    const asked = await bench.told(id);
    await bench.act("officer", id, {
      act: "decideReturn",
      request: await bench.pending(id, "return"),
      approve: true,
    });
    const answered = await bench.told(id);

    expect(who(asked, "请裁定退单")).toEqual(dispatchers);
    expect(who(answered, "退单申请已同意")).toEqual([people.holder]);
    expect(who(answered, "请重新派遣")).toEqual(dispatchers);
    expect(answered.find(({ title }) => title.startsWith("退单"))!.urgency).toBe("yellow");
  });

  test("a delay asks the duty officer", async () => {
    const { id, workOrder } = await bench.handled();

    await bench.act("holder", id, {
      act: "requestDelay",
      workOrder,
      hours: 4,
      reason: "等配件",
      engineering: false,
    });

    expect(who(await bench.told(id), "请审批延期")).toEqual(officers);
  });

  test("a shelved matter asks the commander, and its handlers when it goes on", async () => {
    const { id } = await bench.handled();

    await bench.act("holder", id, {
      act: "requestSuspend",
      reason: "等雨季过去",
      reviewAt: new Date(bench.now() + 5 * 86_400_000).toISOString(),
      interimMeasure: "围挡",
    });
    const asked = await bench.told(id);
    await bench.act("commander", id, {
      act: "decideSuspend",
      request: await bench.pending(id, "suspend"),
      approve: true,
    });
    const answered = await bench.told(id);
    await bench.act("commander", id, { act: "resume" });
    const resumed = await bench.told(id);

    expect(who(asked, "请审批挂账")).toEqual(commanders);
    expect(who(answered, "挂账申请已同意")).toEqual([people.holder]);
    expect(who(resumed, "恢复办理")).toContain(people.holder);
  });

  test("a call for help reaches the other town's desk", async () => {
    const { id } = await bench.handled();

    await bench.act("officer", id, {
      act: "requestCrossTown",
      to: ["500103003"],
      need: "需要吊车",
    });

    const rows = await bench.told(id);
    expect(who(rows, "请求跨镇街协同").length).toBeGreaterThan(0);
    expect(who(rows, "请求跨镇街协同").every((name) => name.startsWith("500103003-"))).toBe(true);
  });

  test("what a town cannot solve reaches the district", async () => {
    const { id } = await bench.handled();

    await bench.act("officer", id, {
      act: "escalate",
      tried: ["现场处置两次"],
      reason: "超出能力",
    });

    const rows = await bench.told(id);
    expect(who(rows, "上报区级").every((name) => name.startsWith("500103-centre"))).toBe(true);
    expect(who(rows, "上报区级").length).toBeGreaterThan(0);
  });

  test("a result asks for a check by the reporter and the grid, never by who did it", async () => {
    const { id, workOrder } = await bench.handled();

    await bench.feedback(id, workOrder);

    const rows = await bench.told(id);
    expect(verbs(rows)).toEqual(["请核查处置结果 orange"]);
    expect(who(rows, "请核查")).toContain(people.worker);
    expect(who(rows, "请核查")).not.toContain(people.holder);
  });

  test("a failed check goes back to the post, a passed one to the desk", async () => {
    const { id, workOrder } = await bench.handled();
    await bench.feedback(id, workOrder);
    await bench.told();

    await bench.act("worker", id, { act: "recheck", passed: false, note: "仍有积水", files: [] });
    const failed = await bench.told(id);
    await bench.feedback(id, workOrder);
    await bench.told();
    await bench.act("worker", id, { act: "recheck", passed: true, files: [] });
    const passed = await bench.told(id);

    expect(verbs(failed)).toEqual(["核查未通过，请返工 orange"]);
    expect(who(failed, "核查未通过")).toContain(people.holder);
    expect(verbs(passed)).toEqual(["核查通过，请结案 blue"]);
    expect(who(passed, "核查通过")).toEqual(dispatchers);
  });

  test("the end is told quietly to who reported and who did it; a reopening not so quietly", async () => {
    const { id, workOrder } = await bench.handled();
    await bench.feedback(id, workOrder);
    await bench.act("worker", id, { act: "recheck", passed: true, files: [] });
    await bench.told();

    await bench.act("dispatcher", id, { act: "close" });
    const closed = await bench.told(id);
    await bench.act("officer", id, { act: "reopen", reason: "又堵了" });
    const reopened = await bench.told(id);

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

    const rows = await bench.told(id);
    expect(rows).toMatchObject([{ who: people.worker, urgency: "yellow" }]);
    expect(rows[0]!.title).toMatch(/^不予立案：/);
  });

  test("what turns red afterwards alarms as if it had come red", async () => {
    const { id } = await bench.dispatched({ urgency: "yellow" });
    await bench.told();

    await bench.act("dispatcher", id, {
      act: "recategorise",
      urgency: "red",
      reason: "火势蔓延",
    });

    const rows = await bench.told(id);
    expect(who(rows, "紧急程度调整")).toEqual(
      expect.arrayContaining([people.holder, ...officers, ...commanders, "500103-centre-1"]),
    );
    expect(who(rows, "紧急程度调整")).not.toContain(people.dispatcher);
  });

  test("whoever loses a work order is told to put it aside, whoever keeps one is not", async () => {
    const { id } = await bench.dispatched({ urgency: "orange" }, { coHandlers: [department] });
    await bench.told();

    await bench.act("dispatcher", id, {
      act: "dispatch",
      lead: department,
      coHandlers: [],
      instructions: "",
    });

    const rows = await bench.told(id);
    expect(who(rows, "工单已撤回")).toContain(people.holder);
    expect(who(rows, "工单已撤回")).not.toContain(people.department);
  });

  test("progress and remarks disturb nobody", async () => {
    const { id, workOrder } = await bench.handled();

    await bench.act("holder", id, { act: "arrive", workOrder });
    await bench.act("holder", id, {
      act: "progress",
      workOrder,
      stage: "firstAction",
      note: "已设警戒",
      files: [],
    });
    await bench.act("dispatcher", id, { act: "note", kind: "note", text: "电话已通", files: [] });

    expect(await bench.told(id)).toEqual([]);
  });
});
