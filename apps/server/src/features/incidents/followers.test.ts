import { afterAll, beforeAll, describe, expect, test } from "vitest";
import type { Receipt } from "@gezhi/contract/reports.ts";
import { civilDateAt } from "../../platform/civil-date.ts";
import { type Client, startTestServer, type TestServer } from "../../platform/testing/server.ts";
import { aReport, at, incidentOf, placeIn, sent, type Place } from "../reports/intake-testing.ts";

/** The town where the matters of this file lie, and one whose people have nothing to do with them. */
const here = "500103003";
const elsewhere = "500103001";
const grid = `${elsewhere}017001`;
const secret = { word: "yincangqx", name: "讳名小满", phone: "13900007123" };
/** Everybody above the grid of the worker who follows. */
const neighbours = [
  `${grid}-worker`,
  `${elsewhere}017-secretary`,
  `${elsewhere}-dispatcher-1`,
  `${elsewhere}-duty-officer-1`,
  `${elsewhere}-commander`,
  "500103-centre-1",
];

let server: TestServer;
const clients = new Map<string, Client>();
async function as(username: string): Promise<Client> {
  const known = clients.get(username) ?? (await server.signIn(username));
  clients.set(username, known);
  return known;
}
beforeAll(async () => {
  server = await startTestServer();
});
afterAll(() => server.close());

let used = 0;
type Matter = { id: string; report: string; place: Place; receipt: Receipt };
/** A resident reports something with name and telephone, at a place of its own. */
async function aMatter(change: Record<string, unknown> = {}, town = here): Promise<Matter> {
  const place = await placeIn(server, town, (used += 2));
  const receipt = await sent(
    server.anonymous,
    aReport({
      ...at(place),
      text: `井盖破损，${secret.word}`,
      reporter: { name: secret.name, phone: secret.phone },
      ...change,
    }),
  );
  return { id: receipt.incident.id, report: receipt.report, place, receipt };
}
const setUrgency = ({ id }: Matter, urgency: "red" | "yellow") =>
  server.owner.updateTable("incidents").set({ urgency }).where("id", "=", id.slice(7)).execute();

async function act(username: string, id: string, body: Record<string, unknown>) {
  const answer = await (await as(username)).post(`/api/incidents/${id}/acts`, body);
  if (answer.status !== 200) throw new Error(`${username}: ${answer.status} ${answer.text}`);
  return answer.body;
}
const pending = (incident: { requests: { id: string; kind: string; status: string }[] }) =>
  incident.requests.find(({ status }) => status === "pending")!.id;

/** What somebody sees of a matter; masked also means that nothing personal stands anywhere in what they can fetch. */
async function sight(username: string, { id, report }: Pick<Matter, "id" | "report">) {
  const client = await as(username);
  const answer = await client.get(`/api/incidents/${id}`);
  const reveals = await client.post("/api/reveals", { report, field: "phone", reason: "回访核实" });
  if (answer.status === 404) {
    expect([reveals.status, (await client.get(`/api/incidents/${id}/map`)).status]).toEqual([
      404, 404,
    ]);
    return "none";
  }
  expect(answer.status, answer.text).toBe(200);
  if (!answer.body.masked) return "full";
  const map = await client.get(`/api/incidents/${id}/map`);
  const list = await client.get(`/api/incidents?list=all&q=${answer.body.number}`);
  const told = [answer.text, map.text, list.text].join("\n");
  const { word, name, phone } = secret;
  for (const trace of [word, name, `${name.slice(0, 1)}**`, phone, "139****7123"])
    expect(told).not.toContain(trace);
  expect([answer.body.people, reveals.status]).toEqual([[], 403]);
  expect((await client.get(`/api/incidents/${id}/case-file`)).status).toBe(403);
  return "masked";
}

describe("who reported something that lies elsewhere sees how it goes, and nobody's personal data", () => {
  test.each([
    ["by choosing to follow it from where they stand", { follow: true, standing: true }],
    ["by choosing to follow it on the map", { follow: true, standing: false }],
    ["by reporting the same thing", { follow: false, standing: false }],
  ])("%s", async (_, { follow, standing }) => {
    const matter = await aMatter();
    await setUrgency(matter, "red");
    const place = standing ? await placeIn(server, elsewhere, 0) : matter.place;
    const receipt = await sent(
      await as(`${grid}-worker`),
      aReport({
        ...at(place),
        source: "gridWorker",
        ...(follow ? { follow: matter.id } : {}),
      }),
    );

    expect(receipt.incident).toMatchObject({ id: matter.id, joined: true });
    for (const username of neighbours)
      expect([username, await sight(username, matter)]).toEqual([username, "masked"]);
    expect(await sight(`${here}-dispatcher-1`, matter)).toBe("full");
    const own = await (await as(`${grid}-worker`)).get("/api/my-reports");
    expect(own.body.items[0]).toMatchObject({
      number: receipt.number,
      incident: { id: matter.id, status: "verifying" },
    });
  });

  test("by opening it, with their own words in sight and a resident's who joins later not", async () => {
    const place = await placeIn(server, here, (used += 2));
    const receipt = await sent(
      await as(`${grid}-worker`),
      aReport({ ...at(place), source: "gridWorker", text: "人行道上的井盖破损，我在现场" }),
    );
    const joined = await sent(
      server.anonymous,
      aReport({
        ...at(place),
        text: `井盖破损，${secret.word}`,
        reporter: { name: secret.name, phone: secret.phone },
      }),
    );

    expect(joined.incident.id).toBe(receipt.incident.id);
    const matter = { id: receipt.incident.id, report: joined.report };
    for (const username of neighbours)
      expect([username, await sight(username, matter)]).toEqual([username, "masked"]);
    const words = async (username: string): Promise<string[]> =>
      (await (await as(username)).get(`/api/incidents/${matter.id}`)).body.reportsList.map(
        ({ text }: { text: string }) => text,
      );
    expect(await words(`${grid}-worker`)).toEqual(["人行道上的井盖破损，我在现场", ""]);
    expect(await words(`${elsewhere}-dispatcher-1`)).toEqual(["", ""]);
  });

  test("by a call to a centre, of their own district or another one", async () => {
    const matter = await aMatter();
    const private_ = await aMatter({ category: "130102", text: `邻里吵架，${secret.word}` });
    for (const username of [`${elsewhere}-dispatcher-1`, "500103-centre-1", "500108-centre-1"]) {
      const caller = { source: "call", reporter: { name: "另一人", phone: "13800001111" } };
      await sent(
        await as(username),
        aReport({ ...at(matter.place), ...caller, follow: matter.id }),
      );
      expect([username, await sight(username, matter)]).toEqual([username, "masked"]);
      expect([username, await sight(username, private_)]).toEqual([
        username,
        username === "500103-centre-1" ? "masked" : "none",
      ]);
    }
  });

  test("and still acts as the reporter: urges and rechecks what came of it", async () => {
    const matter = await aMatter();
    const worker = await as(`${grid}-worker`);
    await sent(worker, aReport({ ...at(matter.place), source: "gridWorker", follow: matter.id }));
    const { actions } = (await worker.get(`/api/incidents/${matter.id}`)).body;
    expect(actions.map((one: { act: string }) => one.act)).toContain("urge");

    const answer = await worker.post(`/api/incidents/${matter.id}/acts`, { act: "urge" });
    expect([answer.status, answer.body.masked]).toEqual([200, true]);
  });

  test("their screens hear of it as before", async () => {
    const matter = await aMatter();
    await sent(
      await as(`${grid}-worker`),
      aReport({ ...at(matter.place), source: "gridWorker", follow: matter.id }),
    );
    await act(`${here}-dispatcher-1`, matter.id, { act: "verify", result: "confirmed" });

    const { party_units, informed_units } = await incidentOf(server, matter.receipt);
    expect([party_units, informed_units]).toEqual([[matter.place.grid], [grid]]);
    const heard = await server.owner
      .selectFrom("live_log")
      .select(["act", "party_units"])
      .where("subject", "=", matter.id)
      .orderBy("position")
      .execute();
    expect(heard.slice(-2).map(({ act: one, party_units: parties }) => [one, parties])).toEqual([
      ["joinReport", [matter.place.grid, grid]],
      ["verify", [matter.place.grid, grid]],
    ]);
  });
});

describe("nobody becomes a party on another road", () => {
  test("a follower of what is merged into another matter follows that one", async () => {
    const main = await aMatter();
    const away = await aMatter();
    await sent(
      await as(`${grid}-worker`),
      aReport({ ...at(away.place), source: "gridWorker", follow: away.id }),
    );
    expect(await sight(`${grid}-worker`, main)).toBe("none");

    await act(`${here}-dispatcher-1`, away.id, { act: "merge", into: main.id, reason: "同一处" });
    for (const username of neighbours)
      expect([username, await sight(username, main)]).toEqual([username, "masked"]);

    await act(`${here}-dispatcher-1`, away.id, { act: "unmerge", reason: "是两处" });
    expect(await sight(`${grid}-worker`, main)).toBe("none");
    expect(await sight(`${grid}-worker`, away)).toBe("masked");
  });

  test("who worked on the whole has no part in the pieces given to others", async () => {
    const matter = await aMatter({}, elsewhere);
    const dispatcher = `${elsewhere}-dispatcher-1`;
    await act(dispatcher, matter.id, { act: "verify", result: "confirmed" });
    const { workOrders } = await act(dispatcher, matter.id, {
      act: "dispatch",
      lead: `${elsewhere}/MS09`,
      coHandlers: ["500103/D32"],
      instructions: "",
    });
    for (const { id: workOrder, handler } of workOrders)
      await act(handler === "500103/D32" ? "500103-D32" : `${elsewhere}-MS09-a`, matter.id, {
        act: "accept",
        workOrder,
      });
    expect(await sight("500103-D32", matter)).toBe("full");

    const whole = await act(dispatcher, matter.id, {
      act: "split",
      parts: [
        { title: "修复井盖", category: "050102", lead: `${elsewhere}/PA05` },
        { title: "清运垃圾", category: "010101", lead: `${elsewhere}/PA05` },
      ],
    });
    const part = async (username: string) => {
      const { status, body } = await (
        await as(username)
      ).get(`/api/incidents/${whole.children[0].id}`);
      return status === 404 ? "none" : body.masked ? "masked" : "full";
    };
    expect([await part("500103-D32"), await sight("500103-D32", matter)]).toEqual([
      "none",
      "masked",
    ]);
    expect(await part(`${elsewhere}-MS09-a`)).toBe("masked");
    expect(await part(`${elsewhere}-PA05-a`)).toBe("full");
  });

  test("a handler whose begun work is taken back still sees that it goes on, not whose it is", async () => {
    const matter = await aMatter();
    const dispatcher = `${here}-dispatcher-1`;
    await act(dispatcher, matter.id, { act: "verify", result: "confirmed" });
    const given = await act(dispatcher, matter.id, {
      act: "dispatch",
      lead: `${here}/MS09`,
      coHandlers: ["500103/D32", "500103/D41"],
      instructions: "",
    });
    const order = (handler: string) =>
      given.workOrders.find((one: { handler: string }) => one.handler === handler).id;
    await act("500103-D32", matter.id, { act: "accept", workOrder: order("500103/D32") });

    await act(dispatcher, matter.id, {
      act: "dispatch",
      lead: `${here}/MS09`,
      coHandlers: [],
      instructions: "",
    });
    expect(await sight("500103-D32", matter)).toBe("masked");
    expect(await sight("500103-D41", matter)).toBe("none");
  });

  test("nor do co-handlers of what was cancelled stay one", async () => {
    const matter = await aMatter();
    const dispatcher = `${here}-dispatcher-1`;
    await act(dispatcher, matter.id, { act: "verify", result: "confirmed" });
    const { workOrders } = await act(dispatcher, matter.id, {
      act: "dispatch",
      lead: `${here}/MS09`,
      coHandlers: ["500103/D32"],
      instructions: "",
    });
    const own = workOrders.find((one: { handler: string }) => one.handler === "500103/D32").id;
    await act("500103-D32", matter.id, { act: "accept", workOrder: own });
    expect(await sight("500103-D32", matter)).toBe("full");

    const asked = await act(`${here}-duty-officer-1`, matter.id, {
      act: "requestCancel",
      reason: "演练数据",
    });
    await act(`${here}-duty-officer-2`, matter.id, {
      act: "decideCancel",
      request: pending(asked),
      approve: true,
    });
    expect(await sight("500103-D32", matter)).toBe("masked");
  });

  test.each([
    ["a town", elsewhere, `${elsewhere}-dispatcher-1`, "none"],
    ["another district's town", "500108102", "500108102-dispatcher-1", "none"],
    ["another district", "500108", "500108-centre-1", "none"],
  ])("%s that is asked sees it masked, and nothing once it declined", async (_, to, who, after) => {
    const matter = await aMatter();
    const dispatcher = `${here}-dispatcher-1`;
    await act(dispatcher, matter.id, { act: "verify", result: "confirmed" });
    await act(dispatcher, matter.id, {
      act: "dispatch",
      lead: `${here}/MS09`,
      coHandlers: [],
      instructions: "",
    });
    const asked = await act(`${here}-duty-officer-1`, matter.id, {
      act: "requestCrossTown",
      to: [to],
      need: "请派洒水车",
    });
    expect(await sight(who, matter)).toBe("masked");
    const { requests } = (await (await as(who)).get(`/api/incidents/${matter.id}`)).body;
    expect(requests[0]).toMatchObject({ kind: "crossTown", reason: "请派洒水车" });

    await act(who, matter.id, {
      act: "decideCrossTown",
      request: pending(asked),
      approve: false,
      note: "车辆检修",
    });
    expect(await sight(who, matter)).toBe(after);
  });

  test("nor does an appointment that has ended open anything", async () => {
    const matter = await aMatter();
    const worker = `${matter.place.grid}-worker`;
    expect(await sight(worker, matter)).toBe("full");
    const administrator = await as("50-sysadmin");
    const { items } = (
      await administrator.get(`/api/appointments?unit=${matter.place.grid}&limit=100`)
    ).body;
    const { account } = (await (await as(worker)).get("/api/session")).body;
    for (const held of items.filter((one: { account: string }) => one.account === account)) {
      const ended = await administrator.patch(`/api/appointments/${held.id}`, {
        validTo: civilDateAt(Date.now()),
      });
      expect(ended.status, ended.text).toBe(200);
    }
    expect(await sight(worker, matter)).toBe("none");
  });
});
