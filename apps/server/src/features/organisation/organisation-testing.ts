import { expect } from "vitest";
import type { TestDatabase } from "../../platform/testing/database.ts";
import {
  createStaffedDatabase,
  signedIn,
  startIdentityServer,
  type Browser,
  type IdentityServer,
} from "../identity/identity-testing.ts";

export type Shown = {
  account: string;
  username: string;
  name: string;
  phone: string | null;
  appointments: { id: string; unit: string }[];
};
export type Created = { person: Shown; firstPassword: string };

export const since = "2026-01-01";
export const guide = (unit = "500103001017001") => ({ unit, role: "gridGuide", validFrom: since });
export const today = () => new Date(Date.now() + 8 * 3_600_000).toISOString().slice(0, 10);
export const tomorrow = () => new Date(Date.now() + 32 * 3_600_000).toISOString().slice(0, 10);

export type Organisation = Awaited<ReturnType<typeof startOrganisation>>;

/** A staffed server with the city's administrator signed in, and the acts its tests begin with. */
export async function startOrganisation() {
  const database: TestDatabase = await createStaffedDatabase();
  const server: IdentityServer = await startIdentityServer(database);
  const city = await signedIn(server, "50-sysadmin");
  const { owner } = database;

  async function create(
    by: Browser,
    username: string,
    appointment: object,
    more: object = {},
  ): Promise<Created> {
    const answer = await by.request("POST", "/api/people", {
      username,
      name: "何露",
      appointment,
      ...more,
    });
    if (answer.status !== 201) throw new Error(JSON.stringify(answer.body));
    return answer.body as Created;
  }

  /** Creates a person who has replaced the first password and sits at a browser. */
  async function join(
    username: string,
    appointment: object,
  ): Promise<Browser & { account: string }> {
    const { person, firstPassword } = await create(city, username, appointment);
    const own = await signedIn(server, username, firstPassword);
    const answer = await own.request("POST", "/api/session/password", {
      current: firstPassword,
      next: "the-bridge-is-high-44",
    });
    expect(answer.status).toBe(200);
    return Object.assign(own, { account: person.account });
  }

  const accountOf = async (username: string): Promise<string> =>
    (
      await owner
        .selectFrom("accounts")
        .select("id")
        .where("username", "=", username)
        .executeTakeFirstOrThrow()
    ).id;

  const appointmentOf = async (
    username: string,
    role: string,
    post: string | null = null,
  ): Promise<string> => {
    const row = await owner
      .selectFrom("appointments")
      .innerJoin("accounts", "accounts.id", "appointments.account")
      .select("appointments.id")
      .where("username", "=", username)
      .where("role", "=", role)
      .where((where) => (post ? where("post", "=", post) : where("post", "is", null)))
      .executeTakeFirstOrThrow();
    return row.id;
  };

  /** An incident of 500103001017001 that this handler works on; returns its id. */
  async function orderFor(handler: string, serial: string): Promise<string> {
    const incident = `01920000-0000-7000-8000-00000000${serial}`;
    const at = new Date();
    await owner
      .insertInto("incidents")
      .values({
        district: "500103",
        id: incident,
        number: `E${serial}`,
        status: "dispatched",
        status_since: at,
        urgency: "yellow",
        category: "090101",
        catalogue_version: 1,
        title: "楼道堆物",
        unit: "500103001017001",
        town: "500103001",
        party_units: ["500103001017001", handler],
        lead_handler: handler,
        opened_at: at,
        updated_at: at,
      })
      .execute();
    await owner
      .insertInto("work_orders")
      .values({
        district: "500103",
        id: incident.replace("8000", "9000"),
        incident,
        handler,
        part: "lead",
        status: "handling",
        dispatched_at: at,
      })
      .execute();
    return incident;
  }

  const close = async (): Promise<void> => {
    await server.close();
    await database.drop();
  };
  return { database, server, city, create, join, accountOf, appointmentOf, orderFor, close };
}
