import { IncidentPage } from "@gezhi/contract/incident-lists.ts";
import { Incident } from "@gezhi/contract/incidents.ts";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { type IncidentDesk, openIncidentDesk } from "./incident-desk-testing.ts";
import { firePost, grid, type people, post, town } from "./incident-testing.ts";

let desk: IncidentDesk;
beforeAll(async () => {
  desk = await openIncidentDesk();
});
afterAll(() => desk.close());

describe("a list", () => {
  test("of the centre has what is open in the town, most urgent first, page after page without gap or repetition", async () => {
    for (let n = 0; n < 5; n += 1) await desk.report();
    await desk.report({ category: "090101", urgency: "red", text: "车棚起火" });
    const client = await desk.as("dispatcher");
    const seen: string[] = [];
    const ranks: number[] = [];
    for (let after = ""; ;) {
      const answer = await client.get(`/api/incidents?list=queue&limit=2${after}`);
      const page = IncidentPage.parse(answer.body);
      seen.push(...page.items.map(({ id }) => id));
      ranks.push(
        ...page.items.map(({ urgency }) => ["red", "orange", "yellow", "blue"].indexOf(urgency)),
      );
      if (!page.next) break;
      after = `&after=${page.next}`;
    }
    expect(new Set(seen).size).toBe(seen.length);
    expect(ranks).toEqual(ranks.toSorted((a, b) => a - b));
    const { n } = await desk.server.owner
      .selectFrom("incidents")
      .select((row) => row.fn.countAll<number>().as("n"))
      .where("town", "=", town)
      .where("open", "=", true)
      .executeTakeFirstOrThrow();
    expect(seen.length).toBe(n);
  });

  test("of everything goes on past what has ended, in any order", async () => {
    for (let n = 0; n < 3; n += 1)
      await desk.act("dispatcher", await desk.report(), { act: "reject", reason: "重复件" });
    const client = await desk.as("dispatcher");
    const { n } = await desk.server.owner
      .selectFrom("incidents")
      .select((row) => row.fn.countAll<number>().as("n"))
      .where("town", "=", town)
      .executeTakeFirstOrThrow();
    for (const sort of ["urgency", "newest", "due"]) {
      const seen: string[] = [];
      for (let after = ""; ;) {
        const page = IncidentPage.parse(
          (await client.get(`/api/incidents?list=all&sort=${sort}&limit=3${after}`)).body,
        );
        seen.push(...page.items.map(({ id }) => id));
        if (!page.next) break;
        after = `&after=${page.next}`;
      }
      expect([new Set(seen).size, seen.length], sort).toEqual([n, n]);
    }
  });

  test("is refused a page mark of another list", async () => {
    const client = await desk.as("dispatcher");
    const page = await client.get("/api/incidents?list=queue&limit=1");
    expect(
      (await client.get(`/api/incidents?list=queue&sort=newest&after=${page.body.next}`)).status,
    ).toBe(400);
    expect((await client.get("/api/incidents?after=nonsense")).status).toBe(400);
  });

  test("of a post has its work orders and no others", async () => {
    const mine = await desk.report();
    const other = await desk.report();
    await desk.dispatch(mine, firePost);
    await desk.dispatch(other, post);
    const orders = await (await desk.as("fire")).get("/api/work-orders");
    const ids = orders.body.items.map(
      (item: { incident: { id: string } }) => item.incident.id,
    ) as string[];
    expect([ids.includes(mine), ids.includes(other)]).toEqual([true, false]);
    expect(orders.body.items[0].workOrder).toMatchObject({
      handler: firePost,
      handlerName: "七星岗街道消防管理岗",
    });
    const inbox = IncidentPage.parse(
      (await (await desk.as("fire")).get("/api/incidents?list=inbox")).body,
    );
    expect(inbox.items.map(({ id }) => id)).toContain(mine);
  });

  test("of a district has what towns put before it", async () => {
    const id = await desk.report();
    await desk
      .act("officer", id, { act: "escalate", tried: ["约谈物业"], reason: "权属不清" })
      .then((answer) => expect(answer.status).toBe(409));
    await desk.act("dispatcher", id, { act: "register" });
    expect(
      (await desk.act("officer", id, { act: "escalate", tried: ["约谈物业"], reason: "权属不清" }))
        .status,
    ).toBe(200);
    const page = IncidentPage.parse(
      (await (await desk.as("centre")).get("/api/incidents?list=escalations")).body,
    );
    const found = page.items.find((one) => one.id === id);
    expect([
      found?.masked,
      found?.actions.map((one) => one.act).includes("decideEscalation"),
    ]).toEqual([false, true]);
  });

  test("shows a checker what waits for a recheck, who says what was found wanting when it fails", async () => {
    const id = await desk.report();
    await desk.dispatch(id);
    const { workOrders } = Incident.parse(
      (await (await desk.as("holder")).get(`/api/incidents/${id}`)).body,
    );
    await desk.act("holder", id, { act: "accept", workOrder: workOrders[0]?.id });
    await desk.act("holder", id, {
      act: "feedback",
      workOrder: workOrders[0]?.id,
      result: "已清运",
    });
    const list = IncidentPage.parse(
      (await (await desk.as("worker")).get("/api/incidents?list=recheck")).body,
    );
    expect(list.items.find((one) => one.id === id)?.actions.map((one) => one.act)).toContain(
      "recheck",
    );
    const silent = await desk.act("worker", id, { act: "recheck", passed: false, note: " " });
    expect([silent.status, silent.body.errors]).toEqual([
      400,
      [{ path: "note", message: "请写明哪里不合格，承办人才知道要改什么" }],
    ]);
    const said = await desk.act("worker", id, { act: "recheck", passed: false, note: "仍有残留" });
    expect(Incident.parse(said.body).status).toBe("rework");
  });

  test("of the centre keeps red above what is pinned, page after page, with the pinned on top of the rest", async () => {
    const reds: string[] = [];
    for (const category of ["110103", "100302", "060102"])
      reds.push(await desk.report({ category, text: `红色事件 ${category}` }));
    const yellow = await desk.report({ category: "010104" });
    await desk.act("officer", yellow, {
      act: "pin",
      until: new Date(Date.now() + 3_600_000).toISOString(),
    });
    const client = await desk.as("dispatcher");
    const order: { id: string; urgency: string }[] = [];
    let after = "";
    do {
      const page = IncidentPage.parse(
        (await client.get(`/api/incidents?list=queue&limit=2${after}`)).body,
      );
      order.push(...page.items.map(({ id, urgency }) => ({ id, urgency })));
      after = page.next ? `&after=${page.next}` : "";
    } while (after);
    const place = order.findIndex(({ id }) => id === yellow);
    const above = order.slice(0, place).map(({ urgency }) => urgency);
    const below = order.slice(place + 1).map(({ urgency }) => urgency);
    expect(reds.every((id) => order.slice(0, place).some((row) => row.id === id))).toBe(true);
    expect([new Set(above), below.includes("red")]).toEqual([new Set(["red"]), false]);
    expect(order.filter(({ id }) => id === yellow)).toHaveLength(1);
    await desk.act("officer", yellow, { act: "pin", until: null });
  });

  test("of the centre puts what is pinned on top of the others, until the pin ends", async () => {
    await desk.report({ category: "010203", text: "沿街晾挂" });
    const id = await desk.report({ category: "010103" });
    await desk.act("officer", id, {
      act: "pin",
      until: new Date(Date.now() + 60_000).toISOString(),
    });
    const client = await desk.as("dispatcher");
    const top = async () =>
      IncidentPage.parse(
        (await client.get("/api/incidents?list=queue&limit=3&urgency=blue")).body,
      ).items.map((one) => one.id);
    const first = await top();
    expect([first[0], first.filter((one) => one === id).length]).toEqual([id, 1]);
    desk.server.setNow(Date.now() + 61_000);
    expect((await top())[0]).not.toBe(id);
    desk.server.setNow(undefined);
  });

  test("is found by words, by number and by a number of another system, in one's own scope only", async () => {
    const id = await desk.report({
      text: "银杏树倾倒压住变压器",
      foreign: { system: "12345", number: "RX20261122998877" },
    });
    const { number } = Incident.parse(
      (await (await desk.as("dispatcher")).get(`/api/incidents/${id}`)).body,
    );
    const find = async (who: keyof typeof people, q: string) =>
      IncidentPage.parse(
        (await (await desk.as(who)).get(`/api/incidents?q=${encodeURIComponent(q)}`)).body,
      ).items.map((one) => one.id);
    expect(await find("dispatcher", "银杏树 变压器")).toEqual([id]);
    expect(await find("dispatcher", number)).toEqual([id]);
    expect(await find("dispatcher", number.slice(-6))).toEqual([id]);
    expect(await find("dispatcher", "RX20261122998877")).toEqual([id]);
    expect(await find("dispatcher", "银杏树 高压锅")).toEqual([]);
    expect([
      await find("otherTown", "银杏树"),
      await find("otherTown", number),
      await find("otherTown", number.slice(-6)),
    ]).toEqual([[], [], []]);
  });

  test("filters by state, urgency, category and place", async () => {
    const client = await desk.as("dispatcher");
    const list = async (query: string) =>
      IncidentPage.parse((await client.get(`/api/incidents?limit=200&${query}`)).body).items;
    expect(
      (await list("status=dispatched&status=reported")).every(
        ({ status }) => status === "dispatched" || status === "reported",
      ),
    ).toBe(true);
    expect((await list("urgency=red")).map(({ urgency }) => urgency)).toEqual(
      expect.arrayContaining(["red"]),
    );
    expect(
      (await list("category=09")).every(({ category }) => category.code.startsWith("09")),
    ).toBe(true);
    expect((await list(`unit=${grid}`)).every(({ unit }) => unit.code.startsWith(grid))).toBe(true);
    expect(await list("unit=500103003")).toEqual([]);
  });

  test("goes out as a table that no spreadsheet takes for formulas, and leaves a trace", async () => {
    await desk.report({ address: "=HYPERLINK(1)" });
    const answer = await (await desk.as("dispatcher")).get("/api/incidents.csv?list=all");
    expect(answer.headers["content-type"]).toContain("text/csv");
    const lines = answer.text.split("\r\n");
    expect(lines[0]).toContain("编号,状态,等级");
    expect(answer.text).toContain("'=HYPERLINK(1)");
    expect(answer.text).not.toContain(",=HYPERLINK");
    const trace = await desk.server.owner
      .selectFrom("audit_log")
      .selectAll()
      .where("act", "=", "export.incidents")
      .execute();
    expect(trace.length).toBe(1);
  });
});
