import { afterAll, beforeAll, expect, test } from "vitest";
import { startTestServer, type Client, type TestServer } from "../../platform/testing/server.ts";
import { tallyOf } from "./unit-breakdown.ts";

let server: TestServer;
let operator: Client;

beforeAll(async () => {
  server = await startTestServer();
  operator = await server.signIn("50-operator");
  const at = new Date();
  const row = (unit: string, status: string, number: number, due: number) => ({
    district: unit.slice(0, 6).padEnd(6, "0"),
    id: crypto.randomUUID(),
    number: `E${number}`,
    status,
    status_since: at,
    urgency: "blue",
    category: "010101",
    catalogue_version: 1,
    title: "暴露垃圾",
    unit,
    town: unit.length >= 9 ? unit.slice(0, 9) : null,
    party_units: [unit],
    opened_at: at,
    updated_at: at,
    due_at: new Date(at.getTime() + due),
  });
  await server.owner
    .insertInto("incidents")
    .values([
      row("500103001017001", "handling", 1, -1000),
      row("500103001017002", "handling", 2, 100_000),
      row("500103001017001", "closed", 3, -1000),
      row("500103003013001", "rejected", 4, -1000),
      row("500103", "registered", 5, 100_000),
      row("500108102001001", "merged", 6, -1000),
    ])
    .execute();
});
afterAll(() => server.close());

const ask = async (unit: string) =>
  (await operator.get(`/api/incident-counts/by-unit?unit=${unit}`)).body;

test("the parts of a unit add up to it at every level, what lies in none of them included", async () => {
  for (const unit of ["50", "500103", "500103001", "500103001017"]) {
    const { total, items } = await ask(unit);
    const { body: whole } = await operator.get(`/api/incident-counts?unit=${unit}`);
    for (const name of ["reported", "open", "closed", "rejected", "merged", "overdue"] as const) {
      const parts = items.reduce(
        (sum: number, item: Record<string, number>) => sum + item[name]!,
        0,
      );
      expect({ unit, name, parts, total: total[name] }).toEqual({
        unit,
        name,
        parts: whole[name],
        total: whole[name],
      });
    }
    expect(total.open + total.closed + total.rejected + total.merged).toBe(total.reported);
  }
  const { items } = await ask("500103");
  expect(items.find(({ itself }: { itself: boolean }) => itself)).toMatchObject({
    open: 1,
    opens: false,
  });
});

test("only what is open can be overdue", async () => {
  expect((await ask("500103")).total).toEqual({
    reported: 5,
    open: 3,
    closed: 1,
    rejected: 1,
    merged: 0,
    overdue: 1,
  });
  expect(tallyOf([])).toMatchObject({ reported: 0, overdue: 0 });
});

test("figures below a unit are for those whose statistics they are", async () => {
  const dispatcher = await server.signIn("500103001-dispatcher-1");
  const path = "/api/incident-counts/by-unit?unit=";

  expect((await dispatcher.get(`${path}500103001`)).status).toBe(200);
  expect((await dispatcher.get(`${path}500103`)).status).toBe(403);
  expect((await dispatcher.get(`${path}500103003`)).status).toBe(403);
});
