import { randomUUID } from "node:crypto";
import { expect } from "vitest";
import { type Client, startTestServer } from "../../platform/testing/server.ts";
import { grid, people, post } from "./incident-testing.ts";

export type IncidentDesk = Awaited<ReturnType<typeof openIncidentDesk>>;

/** A server, and who works on incidents at it over HTTP. */
export async function openIncidentDesk() {
  const server = await startTestServer();
  const clients = new Map<string, Client>();
  async function as(who: keyof typeof people): Promise<Client> {
    const known = clients.get(who) ?? (await server.signIn(people[who]));
    clients.set(who, known);
    return known;
  }
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
  return { server, as, report, somewhere, act, dispatch, close: () => server.close() };
}
