import { afterAll, beforeAll, beforeEach, describe, expect, test } from "vitest";
import { type Client, startTestServer, type TestServer } from "../../platform/testing/server.ts";
import { fireDueRungs } from "../clocks/clock-job.ts";
import { aReport, at, incidentOf, placeIn, sent } from "../reports/intake-testing.ts";
import { stepChains } from "./acceptance-chain.ts";

const minute = 60_000;
/** Nobody is appointed there; its district's centre is staffed. */
const vacant = "500108003";
const centre = "500108-centre-1";
/** Staffed until a test ends its appointments. */
const deserted = "500103014";

let server: TestServer;
let now = Date.parse("2026-11-26T10:00:00+08:00");
const clients = new Map<string, Client>();
async function as(username: string): Promise<Client> {
  const known = clients.get(username) ?? (await server.signIn(username));
  clients.set(username, known);
  return known;
}
beforeAll(async () => {
  server = await startTestServer();
});
beforeEach(() => server.setNow(now));
afterAll(() => server.close());
const wait = (ms: number) => server.setNow((now += ms));

async function act(username: string, id: string, body: Record<string, unknown>) {
  const answer = await (await as(username)).post(`/api/incidents/${id}/acts`, body);
  if (answer.status !== 200) throw new Error(`${username}: ${answer.status} ${answer.text}`);
  return answer.body;
}
type Notice = { incident: string; title: string; body: string; urgency: string };
const told = async (username: string, id: string): Promise<Notice[]> =>
  (await (await as(username)).get("/api/notices?limit=100")).body.items.filter(
    (one: Notice) => one.incident === id,
  );
const verbs = async (username: string, id: string): Promise<string[]> =>
  (await told(username, id)).map(({ title }) => title.split("：")[0]!).toSorted();
const queued = async (username: string, id: string): Promise<string[]> => {
  const { body } = await (await as(username)).get("/api/incidents?list=queue&limit=100");
  const row = body.items.find((one: { id: string }) => one.id === id);
  return row?.actions.map((one: { act: string }) => one.act) ?? [];
};

let used = 0;
const aMatter = async (town: string, change: Record<string, unknown> = {}) => {
  const place = await placeIn(server, town, (used += 2));
  const { incident } = await sent(server.anonymous, aReport({ ...at(place), ...change }));
  return { id: incident.id, incident, place };
};
/** Everybody of these roles leaves today; says how to bring them back. */
async function leave(town: string, roles: string[]): Promise<void> {
  await server.owner
    .updateTable("appointments")
    .set({ valid_to: "2026-11-01" })
    .where("unit", ">=", town)
    .where("unit", "<", `${town}~`)
    .$if(roles.length > 0, (query) => query.where("role", "in", roles))
    .execute();
}

describe("where a town's centre has nobody", () => {
  test.each([
    ["red", { category: "090101", text: "三楼着火了，浓烟很大" }],
    ["orange", { category: "050101", text: "井盖不见了" }],
    ["yellow", { category: "050102", text: "井盖破损" }],
    ["blue", { category: "010101", text: "路边有一袋垃圾" }],
  ])(
    "a %s matter is told to the district at once, which has it and can act",
    async (colour, what) => {
      const { id, incident } = await aMatter(vacant, what);

      const row = await incidentOf(server, { incident });
      expect(row).toMatchObject({ chain_level: "district", town: vacant, located: true });
      expect(JSON.stringify(row.reasons)).toContain("镇街指挥中心无人在岗，由区治理中心受理");
      expect(await told(centre, id)).toEqual([
        expect.objectContaining({
          title: expect.stringMatching(/^新事件：/),
          urgency: row.urgency,
          body: expect.stringContaining("镇街指挥中心无人在岗"),
        }),
      ]);
      // Red goes to a department at once; what a resident says of the rest is verified first.
      if (colour === "red") expect(await queued(centre, id)).toContain("dispatch");
      else await act(centre, id, { act: "verify", result: "confirmed" });
      const given = await act(centre, id, {
        act: "dispatch",
        lead: "500108/D32",
        coHandlers: [],
        instructions: "",
      });
      expect(given).toMatchObject({ status: "dispatched", masked: false });
    },
  );

  test("every rung of its clock reaches a person", async () => {
    const { id } = await aMatter(vacant, { category: "050101", text: "井盖不见了" });
    const heard: string[][] = [];
    for (const step of [2.5, 1.5, 1, 1]) {
      wait(step * minute);
      await fireDueRungs(server.context);
      heard.push(await verbs(centre, id));
    }
    const reminded = ["新事件", "时限提醒", "时限提醒"];
    expect(heard).toEqual([
      reminded.slice(0, 2),
      reminded,
      [...reminded, "超时升级，请处理"].toSorted(),
      [...reminded, "超时升级，请处理", "超时督办"].toSorted(),
    ]);
  });

  test("a call for help goes to its district", async () => {
    const { id } = await aMatter("500108102", { category: "050101", text: "井盖不见了" });
    await act("500108102-dispatcher-1", id, { act: "verify", result: "confirmed" });
    await act("500108102-duty-officer-1", id, {
      act: "requestCrossTown",
      to: [vacant],
      need: "请派抢修车",
    });

    expect(await verbs(centre, id)).toContain("请求跨镇街协同");
    expect(await queued(centre, id)).toContain("decideCrossTown");
  });
});

describe("where people have left since", () => {
  test("what the empty grid would verify is asked of its community at once, in the transaction of the report", async () => {
    const empty = "500103013";
    await leave(empty, ["gridWorker", "gridHead", "microGridHead"]);
    const { id, place } = await aMatter(empty, { category: "050102", text: "井盖破损" });

    const secretaries = await server.owner
      .selectFrom("appointments as p")
      .innerJoin("accounts as a", "a.id", "p.account")
      .select("a.username")
      .where("p.role", "=", "communitySecretary")
      .where("p.unit", "=", place.grid.slice(0, 12))
      .execute();
    expect(secretaries).not.toEqual([]);
    for (const { username } of secretaries)
      expect(await told(username, id)).toEqual([
        expect.objectContaining({
          title: expect.stringMatching(/^请核实：/),
          body: expect.stringContaining("无人在岗"),
        }),
      ]);
  });

  test("an order that nobody is there to accept is told to the district at once", async () => {
    const { id } = await aMatter(deserted, { category: "050101", text: "井盖不见了" });
    await leave(deserted, [
      "postHolder",
      "dutyOfficer",
      "commander",
      "gridHead",
      "communitySecretary",
    ]);
    // The desk is the last one there: what it verifies goes to a post where nobody sits any more.
    await act(`${deserted}-dispatcher-1`, id, { act: "verify", result: "confirmed" });
    await stepChains(server.context);

    expect(await verbs("500103-centre-1", id)).toContain("逐级通知后无人签收");
    const { timeline } = (await (await as(`${deserted}-dispatcher-1`)).get(`/api/incidents/${id}`))
      .body;
    expect(timeline.at(-1).text).toContain("已报告区治理中心");
  });

  test("a limit that passes gives the matter to the district", async () => {
    const { id, incident } = await aMatter(deserted, { category: "050102" });
    expect(await incidentOf(server, { incident })).toMatchObject({ chain_level: "town" });
    await leave(deserted, []);
    wait(15 * minute);
    await fireDueRungs(server.context);
    expect(await told("500103-centre-1", id)).toEqual([
      expect.objectContaining({
        title: expect.stringMatching(/^时限提醒：/),
        body: expect.stringContaining("无人在岗"),
      }),
    ]);
    wait(30 * minute);
    await fireDueRungs(server.context);

    expect(await incidentOf(server, { incident })).toMatchObject({ chain_level: "district" });
    expect(await queued("500103-centre-1", id)).toContain("verify");
    await act("500103-centre-1", id, { act: "verify", result: "confirmed" });
  });
});
