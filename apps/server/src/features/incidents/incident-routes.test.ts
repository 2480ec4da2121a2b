import { randomUUID } from "node:crypto";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { IncidentCounts, IncidentMap } from "@gezhi/contract/incident-answers.ts";
import { CaseFile } from "@gezhi/contract/timeline.ts";
import { IncidentPage } from "@gezhi/contract/incident-lists.ts";
import { Incident } from "@gezhi/contract/incidents.ts";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { verifyCommand } from "../../main/verify.ts";
import { type Client, startTestServer, type TestServer } from "../../platform/testing/server.ts";
import { firePost, grid, people, post, town } from "./incident-testing.ts";

let server: TestServer;
const clients = new Map<string, Client>();
async function as(who: keyof typeof people): Promise<Client> {
  const known = clients.get(who) ?? (await server.signIn(people[who]));
  clients.set(who, known);
  return known;
}
beforeAll(async () => {
  server = await startTestServer();
});
afterAll(() => server.close());

let serial = 0;
/** Reported by the grid worker for the own grid, each at an address of its own; yellow unless said otherwise. */
async function report(change: Record<string, unknown> = {}): Promise<string> {
  serial += 1;
  const answer = await (
    await as("worker")
  ).post("/api/reports", {
    clientId: randomUUID(),
    source: "gridWorker",
    text: "楼道堆放旧家具和纸箱，住户王某电话 13900000000",
    category: "010101",
    unit: grid,
    address: `中山一路 ${serial} 号`,
    ...change,
  });
  expect(answer.status, answer.text).toBe(201);
  return answer.body.incident.id as string;
}
/** In the middle of the grid, and a little further each time. */
const somewhere = () => {
  const { lon, lat } = server.context.units.find(grid)!;
  return { position: { lon, lat: lat + serial / 1e6 }, positionSource: "device" };
};
const act = async (who: keyof typeof people, id: string, body: unknown) =>
  (await as(who)).post(`/api/incidents/${id}/acts`, body);
const dispatch = (id: string, lead = post) =>
  act("dispatcher", id, { act: "dispatch", lead, instructions: "请今日清运" });

test("nothing is answered to who is not signed in", async () => {
  const id = await report();
  for (const path of [
    "/api/incidents",
    `/api/incidents/${id}`,
    `/api/incidents/${id}/map`,
    `/api/incidents/${id}/case-file`,
    "/api/incident-counts",
    "/api/work-orders",
    "/api/incidents.csv",
  ])
    expect((await server.anonymous.get(path)).status, path).toBe(401);
  expect(
    (await server.anonymous.post(`/api/incidents/${id}/acts`, { act: "register" })).status,
  ).toBe(401);
});

test("an act answers with the incident after it and what may be done next", async () => {
  const id = await report();
  const before = await (await as("dispatcher")).get(`/api/incidents/${id}`);
  expect(Incident.parse(before.body)).toMatchObject({
    status: "reported",
    masked: false,
    timeline: [{ seq: 1, act: "report" }],
  });
  expect(before.body.actions.map((action: { act: string }) => action.act)).toEqual(
    expect.arrayContaining(["register", "dispatch", "reject", "merge"]),
  );

  const answer = await dispatch(id);
  expect(answer.status, answer.text).toBe(200);
  const after = Incident.parse(answer.body);
  expect([after.status, after.handlers[0]?.handler, after.workOrders[0]?.instructions]).toEqual([
    "dispatched",
    post,
    "请今日清运",
  ]);
  expect(after.timeline.at(-1)?.text).toContain("派遣七星岗街道城市管理岗主办");
  expect(
    after.clocks
      .filter(({ running }) => running)
      .map(({ stage }) => stage)
      .toSorted(),
  ).toEqual(["accept", "dispose", "overall"]);
  expect(after.people.map(({ role }) => role)).toEqual(
    expect.arrayContaining(["postHolder", "gridWorker", "dutyOfficer"]),
  );
  expect((await dispatch(id)).status).toBe(200);
  expect(
    (await act("dispatcher", id, { act: "accept", workOrder: after.workOrders[0]?.id })).status,
  ).toBe(403);
  expect((await act("dispatcher", id, { act: "dispatch" })).status).toBe(400);
});

describe("a list", () => {
  test("of the centre has what is open in the town, most urgent first, page after page without gap or repetition", async () => {
    for (let n = 0; n < 5; n += 1) await report();
    await report({ category: "090101", urgency: "red", text: "车棚起火" });
    const client = await as("dispatcher");
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
    const { n } = await server.owner
      .selectFrom("incidents")
      .select((row) => row.fn.countAll<number>().as("n"))
      .where("town", "=", town)
      .where("open", "=", true)
      .executeTakeFirstOrThrow();
    expect(seen.length).toBe(n);
  });

  test("of everything goes on past what has ended, in any order", async () => {
    for (let n = 0; n < 3; n += 1)
      await act("dispatcher", await report(), { act: "reject", reason: "重复件" });
    const client = await as("dispatcher");
    const { n } = await server.owner
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
    const client = await as("dispatcher");
    const page = await client.get("/api/incidents?list=queue&limit=1");
    expect(
      (await client.get(`/api/incidents?list=queue&sort=newest&after=${page.body.next}`)).status,
    ).toBe(400);
    expect((await client.get("/api/incidents?after=nonsense")).status).toBe(400);
  });

  test("of a post has its work orders and no others", async () => {
    const mine = await report();
    const other = await report();
    await dispatch(mine, firePost);
    await dispatch(other, post);
    const orders = await (await as("fire")).get("/api/work-orders");
    const ids = orders.body.items.map(
      (item: { incident: { id: string } }) => item.incident.id,
    ) as string[];
    expect([ids.includes(mine), ids.includes(other)]).toEqual([true, false]);
    expect(orders.body.items[0].workOrder).toMatchObject({
      handler: firePost,
      handlerName: "七星岗街道消防管理岗",
    });
    const inbox = IncidentPage.parse(
      (await (await as("fire")).get("/api/incidents?list=inbox")).body,
    );
    expect(inbox.items.map(({ id }) => id)).toContain(mine);
  });

  test("of a district has what towns put before it", async () => {
    const id = await report();
    await act("officer", id, { act: "escalate", tried: ["约谈物业"], reason: "权属不清" }).then(
      (answer) => expect(answer.status).toBe(409),
    );
    await act("dispatcher", id, { act: "register" });
    expect(
      (await act("officer", id, { act: "escalate", tried: ["约谈物业"], reason: "权属不清" }))
        .status,
    ).toBe(200);
    const page = IncidentPage.parse(
      (await (await as("centre")).get("/api/incidents?list=escalations")).body,
    );
    const found = page.items.find((one) => one.id === id);
    expect([
      found?.masked,
      found?.actions.map((one) => one.act).includes("decideEscalation"),
    ]).toEqual([false, true]);
  });

  test("is found by words, by number and by a number of another system, in one's own scope only", async () => {
    const id = await report({
      text: "银杏树倾倒压住变压器",
      foreign: { system: "12345", number: "RX20261122998877" },
    });
    const { number } = Incident.parse(
      (await (await as("dispatcher")).get(`/api/incidents/${id}`)).body,
    );
    const find = async (who: keyof typeof people, q: string) =>
      IncidentPage.parse(
        (await (await as(who)).get(`/api/incidents?q=${encodeURIComponent(q)}`)).body,
      ).items.map((one) => one.id);
    expect(await find("dispatcher", "银杏树 变压器")).toEqual([id]);
    expect(await find("dispatcher", number)).toEqual([id]);
    expect(await find("dispatcher", "RX20261122998877")).toEqual([id]);
    expect(await find("dispatcher", "银杏树 高压锅")).toEqual([]);
    expect([await find("otherTown", "银杏树"), await find("otherTown", number)]).toEqual([[], []]);
  });

  test("filters by state, urgency, category and place", async () => {
    const client = await as("dispatcher");
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
    await report({ address: "=HYPERLINK(1)" });
    const answer = await (await as("dispatcher")).get("/api/incidents.csv?list=all");
    expect(answer.headers["content-type"]).toContain("text/csv");
    const lines = answer.text.split("\r\n");
    expect(lines[0]).toContain("编号,状态,等级");
    expect(answer.text).toContain("'=HYPERLINK(1)");
    expect(answer.text).not.toContain(",=HYPERLINK");
    const trace = await server.owner
      .selectFrom("audit_log")
      .selectAll()
      .where("act", "=", "export.incidents")
      .execute();
    expect(trace.length).toBe(1);
  });
});

test("who took a call is not who called: the caller stands by surname, the dispatcher as who entered it", async () => {
  const call = await (
    await as("dispatcher")
  ).post("/api/reports", {
    clientId: randomUUID(),
    source: "call",
    text: "楼下的下水道堵了",
    unit: grid,
    reporter: { name: "乔小满", phone: "13900000001" },
  });
  expect(call.status, call.text).toBe(201);

  const seen = await (await as("dispatcher")).get(`/api/incidents/${call.body.incident.id}`);
  const [called] = Incident.parse(seen.body).reportsList;
  const own = await (await as("dispatcher")).get(`/api/incidents/${await report()}`);
  const [reported] = Incident.parse(own.body).reportsList;

  expect(called).toMatchObject({ reporter: "乔**", phone: "139****0001" });
  expect(called?.enteredBy).toMatch(/^.{2,}$/u);
  expect(reported?.enteredBy).toBeNull();
  expect(reported?.reporter).toMatch(/^[^*]{2,}$/u);
});

test("who sees a record masked reads what and where, but no words of people, no persons, no pictures", async () => {
  const id = await report();
  await dispatch(id);
  await act("dispatcher", id, { act: "note", kind: "call", text: "住户王某说下周搬走" });
  const full = await (await as("dispatcher")).get(`/api/incidents/${id}`);
  expect(full.text).toContain("王某");
  const masked = await (await as("supervisor")).get(`/api/incidents/${id}`);
  expect(masked.status).toBe(200);
  expect(masked.body).toMatchObject({ masked: true, description: "", people: [], attachments: [] });
  for (const word of ["王某", "13900000000", full.body.timeline.at(-1).actor])
    expect(masked.text).not.toContain(word);
  expect(masked.body.timeline.map((entry: { text: string }) => entry.text)).toContain("派遣");
  expect((await (await as("supervisor")).get(`/api/incidents/${id}/case-file`)).status).toBe(403);
  expect((await (await as("otherTown")).get(`/api/incidents/${id}`)).status).toBe(404);
  expect((await (await as("department")).get(`/api/incidents/${id}`)).status).toBe(404);
});

test("the figures of every level add up: open + closed + rejected + merged = reported", async () => {
  const rejected = await report();
  await act("dispatcher", rejected, { act: "reject", reason: "重复件" });
  const main = await report();
  const merged = await report();
  await act("dispatcher", merged, { act: "merge", into: main, reason: "同一件事" });
  for (const [who, unit] of [
    ["centre", "500103"],
    ["dispatcher", town],
    ["secretary", grid.slice(0, 12)],
    ["worker", grid],
    ["holder", town],
    ["department", "500103"],
  ] as const) {
    const counts = IncidentCounts.parse(
      (await (await as(who)).get(`/api/incident-counts?unit=${unit}`)).body,
    );
    expect(counts.open + counts.closed + counts.rejected + counts.merged, unit).toBe(
      counts.reported,
    );
    expect(Object.values(counts.byStatus).reduce((sum, n) => sum + n, 0)).toBe(counts.reported);
    expect(Object.values(counts.byUrgency).reduce((sum, n) => sum + n, 0)).toBe(counts.open);
  }
  const town1 = IncidentCounts.parse(
    (await (await as("dispatcher")).get("/api/incident-counts")).body,
  );
  expect([town1.rejected, town1.merged].every((n) => n > 0)).toBe(true);
  const stranger = IncidentCounts.parse(
    (await (await as("otherTown")).get(`/api/incident-counts?unit=${town}`)).body,
  );
  expect(stranger.reported).toBe(0);
});

test("a bulk act answers row by row", async () => {
  const ids = [await report(), await report(), "500103-00000000-0000-7000-8000-000000000000"];
  const answer = await (
    await as("dispatcher")
  ).post("/api/incident-acts", { incidents: ids, act: { act: "dispatch", lead: post } });
  expect(answer.body.results.map((row: { ok: boolean }) => row.ok)).toEqual([true, true, false]);
  expect(answer.body.results[2].problem).toContain("没有找到");
});

test("the surroundings of an incident: its grid and town, and what is open nearby", async () => {
  await report({ ...somewhere(), category: "010103" });
  const id = await report({ ...somewhere(), category: "090201", text: "配电箱裸露" });
  const map = IncidentMap.parse(
    (await (await as("dispatcher")).get(`/api/incidents/${id}/map`)).body,
  );
  expect([map.grid?.properties.code, map.town?.properties.code, map.reports.length]).toEqual([
    grid,
    town,
    1,
  ]);
  expect(map.nearby.length).toBeGreaterThan(0);
  expect(map.nearby.map((one) => one.id)).not.toContain(id);
  const distances = map.nearby.map((one) => one.distanceM);
  expect(distances).toEqual(distances.toSorted((a, b) => a - b));
});

const present = async (who: keyof typeof people, id: string, typing = false) =>
  (await (await as(who)).put(`/api/incidents/${id}/presence`, { typing })).body.people;

test("two people on one incident see each other, and when one types", async () => {
  const id = await report();
  expect(await present("dispatcher", id)).toEqual([]);
  const [other] = await present("officer", id, true);
  expect(other.typing).toBe(false);
  expect((await present("dispatcher", id))[0].typing).toBe(true);
  server.setNow(Date.now() + 50_000);
  expect(await present("officer", id)).toEqual([]);
  server.setNow(undefined);
  expect(
    (await (await as("otherTown")).put(`/api/incidents/${id}/presence`, { typing: false })).status,
  ).toBe(404);
});

test("two who open an incident in the same moment see each other", async () => {
  const id = await report();
  await Promise.all([as("dispatcher"), as("officer"), as("commander")]);

  await Promise.all([present("dispatcher", id), present("officer", id)]);

  expect(await present("commander", id)).toHaveLength(2);
});

test("an act tells nothing of what was merged from beyond the own scope", async () => {
  const [main, away] = [await report(), await report()];
  await act("dispatcher", away, { act: "merge", into: main, reason: "同一处" });
  const unit = "500103003013001";
  await server.owner
    .updateTable("incidents")
    .set({ unit, town: "500103003", party_units: [unit], informed_units: [] })
    .where("id", "=", away.slice(7))
    .execute();
  const note = { act: "note", kind: "note", text: "记一笔", files: [] };

  const read = await (await as("dispatcher")).get(`/api/incidents/${main}`);
  const acted = await act("dispatcher", main, note);

  expect(read.body.merged).toEqual([]);
  expect(acted.status, acted.text).toBe(200);
  expect(acted.body.merged).toEqual([]);
});

describe("a case file", () => {
  const folder = mkdtempSync(join(tmpdir(), "gezhi-case-"));
  afterAll(() => rmSync(folder, { recursive: true, force: true }));
  const verify = async (content: unknown) => {
    const file = join(folder, `${randomUUID()}.json`);
    writeFileSync(file, typeof content === "string" ? content : JSON.stringify(content));
    const lines: string[] = [];
    const code = await verifyCommand([file], (line) => lines.push(line));
    return { code, said: lines.join("\n") };
  };

  test("proves itself to a stranger, who is told the first entry that was changed, removed or cut off", async () => {
    const id = await report();
    await dispatch(id);
    await act("dispatcher", id, { act: "urge", note: "今日须办结" });
    const answer = await (await as("dispatcher")).get(`/api/incidents/${id}/case-file`);
    const file = CaseFile.parse(answer.body);
    expect(answer.headers["content-disposition"]).toContain(".json");
    expect(file.timeline.length).toBeGreaterThan(2);
    expect(await verify(file)).toMatchObject({
      code: 0,
      said: expect.stringContaining("intact") as string,
    });

    const changed = structuredClone(file);
    changed.timeline[1]!.detail["text"] = "改过";
    expect(await verify(changed)).toMatchObject({
      code: 1,
      said: expect.stringContaining("entry 2") as string,
    });
    const removed = { ...file, timeline: file.timeline.toSpliced(1, 1) };
    expect(await verify(removed)).toMatchObject({
      code: 1,
      said: expect.stringContaining("entry 2") as string,
    });
    const cut = { ...file, timeline: file.timeline.slice(0, -1) };
    expect(await verify(cut)).toMatchObject({
      code: 1,
      said: expect.stringContaining(`entry ${file.timeline.length}`) as string,
    });
    const lent = {
      ...file,
      incident: { ...file.incident, id: "500103-00000000-0000-7000-8000-000000000000" },
    };
    expect(await verify(lent)).toMatchObject({
      code: 1,
      said: expect.stringContaining("entry 1") as string,
    });
    expect(await verify({ hello: 1 })).toMatchObject({ code: 1 });
    expect(await verify("{")).toMatchObject({ code: 2 });
    expect(await verifyCommand([], () => undefined)).toBe(2);
  });

  test("also prints, with everything escaped", async () => {
    const id = await report({ text: "<script>alert(1)</script> 路面塌陷" });
    const page = await (await as("dispatcher")).get(`/api/incidents/${id}/case-file?format=html`);
    expect(page.headers["content-type"]).toContain("text/html");
    expect(page.text).toContain("全程记录");
    expect(page.text).toMatch(/居民上报|网格员上报/);
    expect(page.text).not.toContain("<script>");
  });
});
