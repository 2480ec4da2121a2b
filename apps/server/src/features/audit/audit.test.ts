import { afterAll, beforeAll, expect, test } from "vitest";
import { write } from "../../platform/database/scope.ts";
import type { TestDatabase } from "../../platform/testing/database.ts";
import {
  createStaffedDatabase,
  signedIn,
  startIdentityServer,
  type IdentityServer,
} from "../identity/identity-testing.ts";
import { recordAudit, type NewAuditEntry } from "./audit-commands.ts";
import { auditAreas } from "./audit-rules.ts";

let database: TestDatabase;
let server: IdentityServer;

beforeAll(async () => {
  database = await createStaffedDatabase();
  server = await startIdentityServer(database);
  const entry = (act: NewAuditEntry["act"], unit: string): NewAuditEntry => ({
    account: null,
    actor: "测试",
    act,
    subject: "s",
    district: unit.slice(0, 6),
    unit,
  });
  await write(database.db, "system", async (tx) => {
    for (const unit of ["500103001017001", "500103001", "500108102", "50"]) {
      await recordAudit(tx, entry("configuration.publish", unit));
      await recordAudit(tx, entry("reveal.phone", unit));
    }
  });
  const give = async (username: string, role: string, unit: string) => {
    const { id } = await database.owner
      .selectFrom("accounts")
      .select("id")
      .where("username", "=", username)
      .executeTakeFirstOrThrow();
    await database.owner.deleteFrom("appointments").where("account", "=", id).execute();
    await database.owner
      .insertInto("appointments")
      .values({ id: crypto.randomUUID(), account: id, unit, role, valid_from: "2026-01-01" })
      .execute();
  };
  await give("500103-D23", "auditor", "500103");
  await give("500103001-MS01-a", "sysAdmin", "500103001");
});
afterAll(async () => {
  await server.close();
  await database.drop();
});

type Entry = { id: string; act: string; unit: string; unitName: string; actor: string };
const read = async (username: string, query = "") => {
  const own = await signedIn(server, username);
  const answer = await own.request("GET", `/api/audit?limit=200${query}`);
  expect(answer.status).toBe(200);
  return answer.body as { items: Entry[]; next?: string };
};
const tested = ({ items }: { items: Entry[] }) =>
  items.filter(({ actor }) => actor === "测试").map(({ act, unit }) => `${act} ${unit}`);

test("the auditor of the city reads everything, newest first", async () => {
  const page = await read("50-auditor");

  expect(tested(page)).toHaveLength(8);
  expect(page.items.map(({ id }) => id)).toEqual(
    page.items.map(({ id }) => id).toSorted((a, b) => (a < b ? 1 : -1)),
  );
});

test("the auditor of a district reads the district", async () => {
  const seen = tested(await read("500103-D23"));

  expect(seen.toSorted((a, b) => a.localeCompare(b))).toEqual([
    "configuration.publish 500103001",
    "configuration.publish 500103001017001",
    "reveal.phone 500103001",
    "reveal.phone 500103001017001",
  ]);
});

test("the administrator of a town reads acts of configuration in it, and of nothing else", async () => {
  const page = await read("500103001-MS01-a");

  expect(tested(page).toSorted((a, b) => a.localeCompare(b))).toEqual([
    "configuration.publish 500103001",
    "configuration.publish 500103001017001",
  ]);
  expect(
    page.items.every(({ act }) => /^(people|appointment|unit|configuration)\./.test(act)),
  ).toBe(true);
  expect(tested(await read("500103001-MS01-a", "&kind=reveal"))).toEqual([]);
  expect(tested(await read("500103001-MS01-a", "&unit=50"))).toHaveLength(2);
});

test.each(["500103001-commander", "500103-centre-1", "500103-supervisor", "50-operator"])(
  "%s reads no log",
  async (username) => {
    const own = await signedIn(server, username);

    expect((await own.request("GET", "/api/audit")).status).toBe(403);
  },
);

test("pages join without gap or repeat, and filters narrow", async () => {
  const own = await signedIn(server, "50-auditor");
  const all = (await own.request("GET", "/api/audit?limit=200&kind=reveal")).body.items as Entry[];
  const seen: Entry[] = [];
  let next: unknown = "";
  while (typeof next === "string") {
    const { body } = await own.request(
      "GET",
      `/api/audit?limit=3&kind=reveal${next && `&after=${next}`}`,
    );
    seen.push(...(body.items as Entry[]));
    next = body.next;
  }

  expect(seen).toEqual(all);
  expect(all).toHaveLength(4);
  expect(tested(await read("50-auditor", "&unit=500108"))).toEqual([
    "reveal.phone 500108102",
    "configuration.publish 500108102",
  ]);
  expect(tested(await read("50-auditor", "&from=2999-01-01T00:00:00Z"))).toEqual([]);
  expect(tested(await read("50-auditor", "&to=2000-01-01T00:00:00Z"))).toEqual([]);
});

test.each(["limit=0", "after=rubbish", "unit=x", "kind=x", "from=yesterday", "account=1"])(
  "nonsense is a wrong request: %s",
  async (query) => {
    const own = await signedIn(server, "50-auditor");

    expect((await own.request("GET", `/api/audit?${query}`)).status).toBe(400);
  },
);

test("what a transaction undid is not on record, and nobody can change what is", async () => {
  const undone = write(database.db, "system", async (tx) => {
    await recordAudit(tx, {
      account: null,
      actor: "测试",
      act: "export.incidents",
      subject: "undone",
      district: "500103",
    });
    throw new Error("undone");
  });
  await expect(undone).rejects.toThrow("undone");

  expect(
    await database.owner
      .selectFrom("audit_log")
      .select("id")
      .where("subject", "=", "undone")
      .execute(),
  ).toEqual([]);
  await expect(
    database.db.updateTable("audit_log").set({ actor: "别人" }).execute(),
  ).rejects.toThrow(/permission denied/);
  await expect(database.db.deleteFrom("audit_log").execute()).rejects.toThrow(/permission denied/);
});

test("nobody but auditors and system administrators has an area of the log", () => {
  expect(
    auditAreas([
      { role: "commander", unit: "500103001" },
      { role: "supervisor", unit: "50" },
    ]),
  ).toEqual([]);
});
