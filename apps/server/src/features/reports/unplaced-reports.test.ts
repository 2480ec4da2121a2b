import { randomUUID } from "node:crypto";
import type { Incident, IncidentSummary } from "@gezhi/contract/incidents.ts";
import { afterAll, beforeAll, expect, test } from "vitest";
import { type Client, startTestServer, type TestServer } from "../../platform/testing/server.ts";

const town = "500108102";
let server: TestServer;
beforeAll(async () => {
  server = await startTestServer();
});
afterAll(() => server.close());

async function resident(more: Record<string, unknown>): Promise<string> {
  const answer = await server.anonymous.post("/api/reports", {
    clientId: randomUUID(),
    source: "resident",
    text: "楼下的垃圾好几天没人收了",
    ...more,
  });
  expect(answer.status, answer.text).toBe(201);
  return answer.body.incident.id as string;
}
const waiting = async (who: Client): Promise<string[]> => {
  const { items } = (await who.get("/api/incidents?list=escalations")).body;
  return (items as IncidentSummary[]).map(({ id }) => id);
};
async function act(who: Client, id: string, body: unknown): Promise<Incident> {
  const answer = await who.post(`/api/incidents/${id}/acts`, body);
  expect(answer.status, answer.text).toBe(200);
  return answer.body as Incident;
}
const requestOf = ({ actions }: Incident) => actions.find(({ request }) => request)?.request;

test("a report without any word of where waits with the city, which finds it a town that then works on it", async () => {
  const [operator, dispatcher, district] = await Promise.all(
    ["50-operator", `${town}-dispatcher-1`, "500103-centre-1"].map((name) => server.signIn(name)),
  );
  const id = await resident({});

  expect(await waiting(operator!)).toContain(id);
  expect((await district!.get(`/api/incidents/${id}`)).status).toBe(404);
  await act(operator!, id, { act: "verify", result: "confirmed" });
  await act(operator!, id, { act: "requestTransfer", to: town, reason: "电话问明在涂山镇" });
  const asked = (await dispatcher!.get(`/api/incidents/${id}`)).body as Incident;
  expect(asked).toMatchObject({ masked: false, description: "楼下的垃圾好几天没人收了" });
  await act(dispatcher!, id, {
    act: "decideTransfer",
    request: requestOf(asked),
    approve: true,
  });
  await act(dispatcher!, id, { act: "dispatch", lead: `${town}/MS09` });
  const handler = await server.signIn(`${town}-MS09-a`);

  const inbox = (await handler.get("/api/incidents?list=inbox")).body.items as IncidentSummary[];
  expect(inbox.map((one) => one.id)).toContain(id);
});

test("the city's operator sees no report of which at least the district is known", async () => {
  const operator = await server.signIn("50-operator");
  const district = await server.signIn("500103-centre-1");
  const id = await resident({ address: "渝中区人民路12号" });

  expect(await waiting(district)).toContain(id);
  expect(await waiting(operator)).not.toContain(id);
  expect((await operator.get(`/api/incidents/${id}`)).status).toBe(404);
});

test("a town of another district that took a matter over dispatches to its own posts", async () => {
  const officer = await server.signIn("500103001-duty-officer-1");
  const other = await server.signIn(`${town}-dispatcher-1`);
  const id = await resident({ unit: "500103001017" });
  await act(officer, id, { act: "verify", result: "confirmed" });
  await act(officer, id, { act: "requestTransfer", to: town, reason: "实际位于对方辖区" });
  const asked = (await other.get(`/api/incidents/${id}`)).body as Incident;
  await act(other, id, { act: "decideTransfer", request: requestOf(asked), approve: true });

  const after = await act(other, id, { act: "dispatch", lead: `${town}/MS09` });

  expect(after.workOrders.map(({ handler, status }) => `${handler} ${status}`)).toContain(
    `${town}/MS09 dispatched`,
  );
});
