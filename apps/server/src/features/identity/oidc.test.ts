import { fork, type ChildProcess } from "node:child_process";
import { once } from "node:events";
import { fileURLToPath } from "node:url";
import { afterAll, beforeAll, beforeEach, expect, test } from "vitest";
import type { TestDatabase } from "../../platform/testing/database.ts";
import {
  browser,
  createStaffedDatabase,
  startIdentityServer,
  type Browser,
  type IdentityServer,
} from "./identity-testing.ts";

const publicUrl = "http://127.0.0.1:1410";
const account = "01920000-0000-7000-8000-0000000000aa";
let database: TestDatabase;
let provider: ChildProcess;
let issuer: string;
let server: IdentityServer;

beforeAll(async () => {
  database = await createStaffedDatabase();
  provider = fork(
    fileURLToPath(new URL("./oidc-provider-testing.mjs", import.meta.url)),
    ["gezhi", "client-secret", `${publicUrl}/api/oidc/callback`],
    {
      silent: true,
    },
  );
  const [{ port }] = (await once(provider, "message")) as [{ port: number }];
  issuer = `http://127.0.0.1:${port}`;
  server = await startIdentityServer(database, settings());
});
afterAll(async () => {
  provider.disconnect();
  await server.close();
  await database.drop();
});

const settings = () => ({
  OIDC_ISSUER: issuer,
  OIDC_CLIENT_ID: "gezhi",
  OIDC_CLIENT_SECRET: "client-secret",
  PUBLIC_URL: publicUrl,
  OIDC_NAME: "渝快政",
});

beforeEach(async () => {
  await database.owner.deleteFrom("sessions").execute();
  await database.owner.deleteFrom("appointments").where("account", "=", account).execute();
  await database.owner.deleteFrom("accounts").where("id", "=", account).execute();
  await database.owner
    .insertInto("accounts")
    .values({
      id: account,
      username: "he.lu",
      name: "何露",
      must_change_password: true,
      oidc_subject: `${issuer}|helu`,
    })
    .execute();
  await database.owner
    .insertInto("appointments")
    .values({
      id: account.replace("8000", "9000"),
      account,
      unit: "500103001",
      role: "dispatcher",
      valid_from: "2026-01-01",
    })
    .execute();
});

type Visit = { own: Browser; flowCookie: string; callback: URL };

/** Goes to the provider as a browser would and stops where it is sent back. */
async function visit(person: string, on = server, returnTo = "/desk?q=1"): Promise<Visit> {
  const own = browser(on);
  const start = await own.request(
    "GET",
    `/api/oidc/start?returnTo=${encodeURIComponent(returnTo)}`,
  );
  expect(start.status).toBe(302);
  const flowCookie = String(start.headers["set-cookie"]).split(";")[0]!;
  let url = new URL(String(start.headers.location));
  const jar = new Map<string, string>();
  for (let step = 0; step < 8 && url.origin === issuer; step += 1) {
    const answer = await fetch(url, {
      redirect: "manual",
      headers: {
        "x-account": person,
        cookie: [...jar].map(([name, value]) => `${name}=${value}`).join("; "),
      },
    });
    for (const line of answer.headers.getSetCookie()) {
      const [name = "", value = ""] = line.split(";")[0]!.split("=");
      if (value) jar.set(name, value);
      else jar.delete(name);
    }
    url = new URL(answer.headers.get("location") ?? "", url);
  }
  expect(url.origin).toBe(publicUrl);
  return { own, flowCookie, callback: url };
}

async function arrive({ own, flowCookie, callback }: Visit): Promise<string> {
  const answer = await own.request("GET", callback.pathname + callback.search, undefined, {
    cookie: flowCookie,
  });
  expect(answer.status).toBe(302);
  return String(answer.headers.location);
}

const sessions = () => database.owner.selectFrom("sessions").selectAll().execute();

test("single sign-on ends in a session of the linked account, where the person wanted to go", async () => {
  const trip = await visit("helu");

  expect(await arrive(trip)).toBe("/desk?q=1");

  const me = await trip.own.request("GET", "/api/session");
  expect(me.body).toMatchObject({ username: "he.lu", mustChangePassword: false, home: "/desk" });
});

test("the provider is asked with PKCE, a state and a nonce that differ every time", async () => {
  const questions = await Promise.all(
    [0, 1].map(
      async () =>
        new URL(String((await browser(server).request("GET", "/api/oidc/start")).headers.location)),
    ),
  );

  for (const name of ["state", "nonce", "code_challenge"]) {
    const [first, second] = questions.map((question) => question.searchParams.get(name));
    expect(first).toMatch(/^[\w-]{43}$/);
    expect(first).not.toBe(second);
  }
  expect(questions[0]!.searchParams.get("code_challenge_method")).toBe("S256");
});

test("who is not linked gets no session, whatever the name says", async () => {
  await database.owner
    .updateTable("accounts")
    .set({ username: "stranger.name" })
    .where("id", "=", account)
    .execute();

  expect(await arrive(await visit("stranger"))).toBe("/?signInProblem=unlinked");
  expect(await sessions()).toEqual([]);
});

test("a name an administrator allowed is linked at its first sign-on, and from then on the subject counts", async () => {
  await database.owner
    .updateTable("accounts")
    .set({ oidc_subject: null, oidc_username: "newcomer.name" })
    .where("id", "=", account)
    .execute();

  expect(await arrive(await visit("newcomer"))).toBe("/desk?q=1");

  const row = await database.owner
    .selectFrom("accounts")
    .select(["oidc_subject", "oidc_username"])
    .where("id", "=", account)
    .executeTakeFirst();
  expect(row).toEqual({ oidc_subject: `${issuer}|newcomer`, oidc_username: null });
  expect(await arrive(await visit("newcomer"))).toBe("/desk?q=1");
});

test("the same subject at another issuer is somebody else", async () => {
  await database.owner
    .updateTable("accounts")
    .set({ oidc_subject: "https://old-issuer.example|helu" })
    .where("id", "=", account)
    .execute();

  expect(await arrive(await visit("helu"))).toBe("/?signInProblem=unlinked");
});

test("a disabled account stays out", async () => {
  await database.owner
    .updateTable("accounts")
    .set({ disabled_at: new Date() })
    .where("id", "=", account)
    .execute();

  expect(await arrive(await visit("helu"))).toBe("/?signInProblem=unlinked");
});

test("an answer with another state, or brought by another browser, opens nothing", async () => {
  const wrongState = await visit("helu");
  wrongState.callback.searchParams.set("state", "x".repeat(43));
  const otherBrowser = await visit("helu");
  const noState = await visit("helu");
  noState.callback.searchParams.delete("state");

  expect(await arrive(wrongState)).toBe("/?signInProblem=expired");
  expect(await arrive({ ...otherBrowser, flowCookie: "gezhi_oidc=" })).toBe(
    "/?signInProblem=expired",
  );
  expect(await arrive(noState)).toBe("/?signInProblem=expired");
  expect(await sessions()).toEqual([]);
});

test("an answer serves once", async () => {
  const trip = await visit("helu");

  expect(await arrive(trip)).toBe("/desk?q=1");
  expect(await arrive(trip)).toBe("/?signInProblem=expired");
  expect(await sessions()).toHaveLength(1);
});

test("an answer that comes too late opens nothing", async () => {
  const slow = await startIdentityServer(database, settings());
  slow.setNow(Date.now());
  const trip = await visit("helu", slow);

  slow.setNow(Date.now() + 10 * 60_000);

  expect(await arrive(trip)).toBe("/?signInProblem=expired");
  await slow.close();
});

test.each(["nonce", "verifier"] as const)(
  "an answer to a question with another %s is refused",
  async (column) => {
    const trip = await visit("helu");
    const state = trip.callback.searchParams.get("state")!;
    await database.owner
      .updateTable("oidc_flows")
      .set({ [column]: "y".repeat(43) })
      .where("state", "=", state)
      .execute();

    expect(await arrive(trip)).toBe("/?signInProblem=refused");
    expect(await sessions()).toEqual([]);
  },
);

test("an altered code and a person who declined are refused", async () => {
  const altered = await visit("helu");
  altered.callback.searchParams.set("code", "z".repeat(43));

  expect(await arrive(altered)).toBe("/?signInProblem=refused");
  expect(await arrive(await visit("nobody"))).toBe("/?signInProblem=refused");
});

test("an answer that names another issuer is refused (mix-up)", async () => {
  const trip = await visit("helu");
  trip.callback.searchParams.set("iss", "https://evil.example");

  expect(await arrive(trip)).toBe("/?signInProblem=refused");
});

test("a provider that is away is said to be away", async () => {
  const away = await startIdentityServer(database, {
    ...settings(),
    OIDC_ISSUER: "http://127.0.0.1:9",
  });

  const answer = await browser(away).request("GET", "/api/oidc/start");

  expect(answer.headers.location).toBe("/?signInProblem=unavailable");
  await away.close();
});

test("without a provider there is no single sign-on, and one without encryption is refused at start", async () => {
  const plain = await startIdentityServer(database);

  expect((await browser(plain).request("GET", "/api/oidc/start")).status).toBe(404);
  expect((await browser(plain).request("GET", "/api/oidc/callback?code=a&state=b")).status).toBe(
    404,
  );
  await plain.close();
  await expect(
    startIdentityServer(database, { ...settings(), OIDC_ISSUER: "http://sso.example" }),
  ).rejects.toThrow(/must be https/);
});

test("the sign-in page learns the provider's name", async () => {
  expect((await browser(server).request("GET", "/api/sign-in-options")).body).toEqual({
    demo: true,
    oidc: { name: "渝快政" },
    password: true,
  });
});

test("whoever begins very often is asked to wait", async () => {
  const busy = await startIdentityServer(database, settings());
  const statuses = [];
  for (let round = 0; round < 61; round += 1)
    statuses.push((await browser(busy, "203.0.113.99").request("GET", "/api/oidc/start")).status);

  expect(statuses.indexOf(429)).toBe(60);
  await busy.close();
});
