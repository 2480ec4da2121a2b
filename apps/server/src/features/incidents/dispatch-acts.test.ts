import { afterAll, beforeAll, describe, expect, test } from "vitest";
import {
  type Bench,
  department,
  firePost,
  grid,
  post,
  startIncidents,
  town,
  village,
} from "./incident-testing.ts";

let bench: Bench;
beforeAll(async () => {
  bench = await startIncidents();
});
afterAll(() => bench.close());

const dispatch = (lead: string, coHandlers: string[] = [], more = {}) => ({
  act: "dispatch" as const,
  lead,
  coHandlers,
  instructions: "",
  ...more,
});
const orders = async (id: Parameters<Bench["caseOf"]>[0]) =>
  (await bench.caseOf(id)).orders
    .map(({ handler, part, status }) => `${part} ${handler} ${status}`)
    .toSorted();

test("one act dispatches a lead and several co-handlers, each with clocks of its own", async () => {
  const { id } = await bench.open();
  await bench.act("commander", id, dispatch(firePost, [post, department, village]));

  expect(await orders(id)).toEqual(
    [
      `co ${village} dispatched`,
      `co ${post} dispatched`,
      `co ${department} dispatched`,
      `lead ${firePost} dispatched`,
    ].toSorted(),
  );
  const clocks = (await bench.clocks(id)).filter(({ order }) => order !== null);
  expect(clocks.map(({ stage }) => stage).toSorted()).toEqual([
    ...Array<string>(4).fill("accept"),
    ...Array<string>(4).fill("dispose"),
  ]);
});

test("a further helper moves nothing; another lead takes the work order from the first", async () => {
  const { id } = await bench.dispatched();
  await bench.act("holder", id, { act: "accept", workOrder: await bench.order(id) });

  await bench.act("dispatcher", id, dispatch(post, [firePost]));
  expect([await bench.status(id), await orders(id)]).toEqual([
    "accepted",
    [`co ${firePost} dispatched`, `lead ${post} accepted`],
  ]);

  await bench.act("dispatcher", id, dispatch(firePost));
  expect([await bench.status(id), await orders(id)]).toEqual([
    "dispatched",
    [`lead ${post} withdrawn`, `lead ${firePost} dispatched`],
  ]);
});

test("a work order says by which rule its handler got it, or which centre chose somebody else", async () => {
  const { id } = await bench.dispatched({}, { coHandlers: [firePost] });

  const { orders: given } = await bench.caseOf(id);
  expect(given.map(({ handler, reasons }) => [handler, reasons])).toEqual([
    [post, ["按类别默认"]],
    [firePost, ["由七星岗街道基层治理指挥中心指定"]],
  ]);
});

test("who dispatches without having seen that another was faster is told, and nothing changes", async () => {
  const { id } = await bench.dispatched();
  const before = await orders(id);
  await expect(
    bench.act("dispatcher", id, dispatch(firePost, [], { seenOrders: [] })),
  ).rejects.toThrow("已有人派给");
  expect(await orders(id)).toEqual(before);

  const seenOrders = [await bench.order(id)];
  await bench.act("dispatcher", id, dispatch(firePost, [], { seenOrders }));
  expect(await orders(id)).toEqual(
    [`lead ${post} withdrawn`, `lead ${firePost} dispatched`].toSorted(),
  );
});

test("a co-handler's acts do not move the incident, and the recheck waits for them", async () => {
  const { id } = await bench.dispatched({}, { coHandlers: [firePost] });
  const lead = await bench.order(id);
  const co = await bench.order(id, firePost);

  await bench.act("fire", id, { act: "accept", workOrder: co });
  expect(await bench.status(id)).toBe("dispatched");
  await bench.act("holder", id, { act: "accept", workOrder: lead });
  await bench.act("holder", id, {
    act: "feedback",
    workOrder: lead,
    result: "已办",
    before: [],
    after: [],
  });
  expect(await bench.status(id)).toBe("feedback");
  await bench.act("fire", id, {
    act: "feedback",
    workOrder: co,
    result: "已配合",
    before: [],
    after: [],
  });
  expect(await bench.status(id)).toBe("rechecking");
});

test("a town may ask the police office in it to help", async () => {
  const office = `${town}/D23`;
  const { id } = await bench.dispatched({}, { coHandlers: [office] });
  expect(await orders(id)).toContain(`co ${office} dispatched`);
});

describe("a dispatch is refused", () => {
  test.each([
    ["to a post of another town", "500103003/MS09", "跨镇街协同或移交"],
    ["to another district", "500108102/MS09", "不在本区县"],
    ["to a post that does not exist", `${town}/ZZ99`, "没有这个岗位"],
    ["to a department that does not exist", "500103/D99", "没有这个部门"],
    ["to a liaison office that does not exist", `${town}/D99`, "没有这个部门"],
    ["to a liaison office of another town", "500103003/D23", "跨镇街协同或移交"],
    ["to a unit that does not exist", "500103999", "没有可派遣的单位"],
  ])("%s", async (_, handler, reason) => {
    const { id } = await bench.open();
    await expect(bench.act("dispatcher", id, dispatch(handler))).rejects.toMatchObject({
      code: "invalid",
      message: expect.stringContaining(reason) as string,
    });
    expect(await bench.status(id)).toBe("reported");
  });

  test("when it pushes down what is on the negative list, with the reason and the other way", async () => {
    const [item] = bench.context.configuration.current("lists", grid).content.negative;
    const { id } = await bench.open();
    await expect(
      bench.act("dispatcher", id, dispatch(village, [], { listItem: item!.code })),
    ).rejects.toMatchObject({
      code: "invalid",
      message: expect.stringContaining(item!.name) as string,
    });
    await bench.act("dispatcher", id, dispatch(post, [], { listItem: item!.code }));
    expect(await bench.status(id)).toBe("dispatched");
  });
});

describe("returns", () => {
  const ask = async (id: Parameters<Bench["caseOf"]>[0]) =>
    bench.act("holder", id, {
      act: "requestReturn",
      workOrder: await bench.order(id),
      reason: "权属在其他部门",
      legalBasis: "市政设施管理办法第八条",
    });

  test("the first goes to the dispatcher, the second to the duty officer, the third to the district, and the clock never stops", async () => {
    const { id } = await bench.dispatched();
    const accept = async () =>
      (await bench.clocks(id)).findLast(({ stage }) => stage === "accept")?.state.runningSince;

    await ask(id);
    expect([await bench.status(id), typeof (await accept())]).toEqual([
      "returnRequested",
      "number",
    ]);
    await expect(
      bench.act("holder", id, {
        act: "decideReturn",
        request: await bench.pending(id, "return"),
        approve: true,
      }),
    ).rejects.toMatchObject({ code: "forbidden" });
    await bench.act("dispatcher", id, {
      act: "decideReturn",
      request: await bench.pending(id, "return"),
      approve: true,
      note: "属实",
    });
    expect(await bench.status(id)).toBe("registered");

    await bench.act("dispatcher", id, dispatch(post));
    await ask(id);
    await expect(
      bench.act("dispatcher", id, {
        act: "decideReturn",
        request: await bench.pending(id, "return"),
        approve: true,
      }),
    ).rejects.toMatchObject({ code: "forbidden" });
    await bench.act("officer", id, {
      act: "decideReturn",
      request: await bench.pending(id, "return"),
      approve: true,
    });

    await bench.act("dispatcher", id, dispatch(post));
    await ask(id);
    await expect(
      bench.act("commander", id, {
        act: "decideReturn",
        request: await bench.pending(id, "return"),
        approve: true,
      }),
    ).rejects.toMatchObject({ code: "forbidden" });
    await bench.act("centre", id, {
      act: "decideReturn",
      request: await bench.pending(id, "return"),
      approve: true,
      note: "由区级协调",
    });

    const { incident } = await bench.caseOf(id);
    expect([incident.status, incident.chain_level, incident.return_count]).toEqual([
      "registered",
      "district",
      3,
    ]);
    await bench.act("centre", id, dispatch(department));
    expect(await bench.status(id)).toBe("dispatched");
  });

  test("one that is refused leaves the work with the handler, who cannot return it again", async () => {
    const { id } = await bench.dispatched();
    await ask(id);
    await bench.act("dispatcher", id, {
      act: "decideReturn",
      request: await bench.pending(id, "return"),
      approve: false,
      note: "属于本岗位职责",
    });
    expect(await bench.status(id)).toBe("accepted");
    await expect(ask(id)).rejects.toMatchObject({ code: "conflict" });
  });

  test("who returned it unsigned is no longer a party", async () => {
    const { id } = await bench.dispatched();
    expect((await bench.caseOf(id)).incident.party_units).toContain(post);
    await ask(id);
    await bench.act("dispatcher", id, {
      act: "decideReturn",
      request: await bench.pending(id, "return"),
      approve: true,
    });
    expect((await bench.caseOf(id)).incident.party_units).not.toContain(post);
  });
});
