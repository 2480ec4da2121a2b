import { afterAll, beforeAll, expect, test } from "vitest";
import { browser, signedIn } from "../identity/identity-testing.ts";
import {
  guide,
  since,
  startOrganisation,
  type Organisation,
  type Shown,
} from "./organisation-testing.ts";

let here: Organisation;

beforeAll(async () => {
  here = await startOrganisation();
});
afterAll(() => here.close());

test("a new person gets a first password that is shown once, works, and must be changed", async () => {
  const { person, firstPassword } = await here.create(here.city, "he.lu", guide(), {
    phone: "13812345678",
  });

  expect(firstPassword).toMatch(/^([a-z2-9]{4}-){3}[a-z2-9]{4}$/);
  expect(person).toMatchObject({
    username: "he.lu",
    phone: "138****5678",
    mustChangePassword: true,
    disabled: false,
    demo: true,
  });
  expect(person.appointments).toMatchObject([
    { unit: "500103001017001", role: "gridGuide", accountName: "何露", validTo: null },
  ]);
  const own = await signedIn(here.server, "he.lu", firstPassword);
  expect((await own.request("GET", "/api/session")).body).toMatchObject({
    mustChangePassword: true,
  });
});

test("neither the database nor the log holds the password or the telephone number readable", async () => {
  const { firstPassword } = await here.create(here.city, "gu.yan", guide(), {
    phone: "13987654321",
  });

  const rows = await here.database.owner
    .selectFrom("accounts")
    .selectAll()
    .where("username", "=", "gu.yan")
    .execute();
  const log = await here.database.owner.selectFrom("audit_log").selectAll().execute();

  expect(JSON.stringify(rows)).not.toMatch(new RegExp(`13987654321|${firstPassword}`));
  expect(JSON.stringify(log)).not.toMatch(new RegExp(`13987654321|${firstPassword}`));
  expect(log.map(({ act }) => act)).toEqual(
    expect.arrayContaining(["people.create", "appointment.create"]),
  );
});

test("a user name is given once, whatever its capitals and however many ask at once", async () => {
  const ask = (username: string) =>
    here.city.request("POST", "/api/people", { username, name: "何露", appointment: guide() });

  const answers = await Promise.all(["Same.Name", "same.name", "SAME.NAME"].map(ask));

  expect(answers.map(({ status }) => status).toSorted((a, b) => a - b)).toEqual([201, 400, 400]);
  expect(answers.find(({ status }) => status === 400)!.body).toMatchObject({
    detail: "这个用户名已被使用，请换一个",
  });
});

test("an administrator of a town administers its people, and nobody of another town, of the district, or himself", async () => {
  const town = await here.join("qixing.admin", {
    unit: "500103001",
    role: "sysAdmin",
    validFrom: since,
  });
  const [own, other, above, self] = await Promise.all(
    ["500103001-MS09-a", "500103003-MS09-a", "500103-D32", "qixing.admin"].map((username) =>
      here.accountOf(username),
    ),
  );
  const rename = (account: string) =>
    town.request("PATCH", `/api/people/${account}`, { name: "新名" });
  const reset = (account: string) => town.request("POST", `/api/people/${account}/password-reset`);
  const disable = (account: string) =>
    town.request("PATCH", `/api/people/${account}`, { disabled: true });

  expect((await rename(own!)).body).toMatchObject({ name: "新名" });
  for (const account of [other!, above!])
    for (const act of [rename, reset, disable]) expect((await act(account)).status).toBe(403);
  expect((await disable(self!)).status).toBe(403);
  expect((await reset(self!)).status).toBe(403);
  expect((await rename(self!)).status).toBe(200);
});

test("an administrator of a town appoints in it, and neither elsewhere nor further administrators", async () => {
  const town = await here.join("second.admin", {
    unit: "500103003",
    role: "sysAdmin",
    validFrom: since,
  });
  const appoint = (appointment: object) =>
    town.request("POST", "/api/people", {
      username: `new.${Math.random()}`.slice(0, 20),
      name: "何露",
      appointment,
    });

  expect((await appoint(guide("500103003001001"))).status).toBe(201);
  expect((await appoint(guide("500103001017001"))).status).toBe(403);
  expect((await appoint({ unit: "500103", role: "districtCentre", validFrom: since })).status).toBe(
    403,
  );
  expect((await appoint({ unit: "500103003", role: "sysAdmin", validFrom: since })).status).toBe(
    403,
  );
  const people = (await town.request("GET", "/api/people?limit=200")).body.items as Shown[];
  expect(people.length).toBeGreaterThan(40);
  expect(
    people.every(({ appointments }) =>
      appointments.some(({ unit }) => unit.startsWith("500103003")),
    ),
  ).toBe(true);
  const appointments = (await town.request("GET", "/api/appointments?limit=200")).body.items as {
    unit: string;
  }[];
  expect(appointments.every(({ unit }) => unit.startsWith("500103003"))).toBe(true);
});

test("others than administrators administer nobody", async () => {
  const account = await here.accountOf("500103001-MS09-a");
  for (const username of ["500103001-commander", "500103-centre-1", "50-auditor", "50-operator"]) {
    const own = await signedIn(here.server, username);
    const statuses = await Promise.all([
      own.request("GET", "/api/people"),
      own.request("GET", "/api/appointments"),
      own.request("PATCH", `/api/people/${account}`, { name: "别名" }),
      own.request("POST", `/api/people/${account}/password-reset`),
      own.request("POST", "/api/people", {
        username: "by.anyone",
        name: "何露",
        appointment: guide(),
      }),
    ]);
    expect(statuses.map(({ status }) => status)).toEqual([403, 403, 403, 403, 403]);
  }
});

test("people are found by name, user name, role and unit, page by page", async () => {
  const list = async (query: string) =>
    (await here.city.request("GET", `/api/people?${query}`)).body as {
      items: Shown[];
      next?: string;
    };
  const first = await list("unit=500103001&role=postHolder&limit=10");
  const second = await list(`unit=500103001&role=postHolder&limit=10&after=${first.next}`);

  expect(first.items).toHaveLength(10);
  expect(second.items[0]!.username > first.items.at(-1)!.username).toBe(true);
  const someone = first.items[0]!;
  expect(
    (await list(`q=${encodeURIComponent(someone.name)}`)).items.map(({ username }) => username),
  ).toContain(someone.username);
  expect((await list("q=500103001-PA05")).items.map(({ username }) => username)).toEqual([
    "500103001-PA05-a",
  ]);
  expect((await list("q=%25")).items).toEqual([]);
});

test("disabling ends every session at once and enabling lets the person back", async () => {
  const own = await signedIn(here.server, "500108102-MS09-a");
  const account = await here.accountOf("500108102-MS09-a");

  expect(
    (await here.city.request("PATCH", `/api/people/${account}`, { disabled: true, reason: "离职" }))
      .body,
  ).toMatchObject({ disabled: true });

  expect((await own.request("GET", "/api/session")).status).toBe(401);
  await here.city.request("PATCH", `/api/people/${account}`, { disabled: false });
  expect((await own.request("GET", "/api/session")).status).toBe(401);
  await signedIn(here.server, "500108102-MS09-a");
});

test("a reset gives a new first password and ends sessions and locks", async () => {
  const { person, firstPassword } = await here.create(here.city, "lost.word", guide());
  const own = await signedIn(here.server, "lost.word", firstPassword);
  const elsewhere = browser(here.server, "203.0.113.50");
  for (let round = 0; round < 5; round += 1)
    await elsewhere.request("POST", "/api/session", {
      username: "lost.word",
      password: "wrong wrong",
    });
  const [locked] = (
    (await here.city.request("GET", "/api/people?q=lost.word")).body as {
      items: { lockedUntil: string | null }[];
    }
  ).items;
  expect(locked!.lockedUntil).not.toBeNull();

  const { body } = await here.city.request("POST", `/api/people/${person.account}/password-reset`);

  expect((await own.request("GET", "/api/session")).status).toBe(401);
  expect(
    (
      await elsewhere.request("POST", "/api/session", {
        username: "lost.word",
        password: firstPassword,
      })
    ).status,
  ).toBe(401);
  expect(
    (
      await elsewhere.request("POST", "/api/session", {
        username: "lost.word",
        password: body.firstPassword,
      })
    ).status,
  ).toBe(200);
});

test.each([
  ["a unit nobody knows", { unit: "500199001", role: "dispatcher", validFrom: since }, 400],
  [
    "a post the town does not have",
    { unit: "500103001", role: "postHolder", post: "ZZ99", holder: "A", validFrom: since },
    400,
  ],
  [
    "a department nobody knows",
    { unit: "500103", role: "department", department: "D99", validFrom: since },
    400,
  ],
  [
    "a department that is whoever owns the thing",
    { unit: "500103", role: "department", department: "D74", validFrom: since },
    400,
  ],
  ["a role that does not exist", { unit: "500103001", role: "king", validFrom: since }, 400],
  ["a date that is none", { unit: "500103001", role: "dispatcher", validFrom: "2026-02-30" }, 400],
  [
    "an end long ago",
    { unit: "500103001", role: "dispatcher", validFrom: "2020-01-01", validTo: "2021-01-01" },
    400,
  ],
])("nonsense is refused: %s", async (_what, appointment, status) => {
  const answer = await here.city.request("POST", "/api/people", {
    username: "non.sense",
    name: "何露",
    appointment,
  });

  expect(answer.status).toBe(status);
  expect(
    await here.database.owner
      .selectFrom("accounts")
      .select("id")
      .where("username", "=", "non.sense")
      .execute(),
  ).toEqual([]);
});

test.each([
  ["GET", "/api/people?limit=0"],
  ["GET", "/api/people?unit=abc"],
  ["GET", "/api/appointments?after=rubbish"],
  ["PATCH", "/api/people/not-an-id"],
  ["PATCH", "/api/appointments/not-an-id"],
  ["GET", "/api/units/abc/posts"],
  ["GET", "/api/handlers"],
] as const)("%s %s is a wrong request", async (method, url) => {
  expect(
    (await here.city.request(method, url, method === "PATCH" ? { name: "何露" } : undefined))
      .status,
  ).toBe(400);
});

test("an id nobody has is not found", async () => {
  const nobody = "01920000-0000-7000-8000-00000000dead";

  expect((await here.city.request("PATCH", `/api/people/${nobody}`, { name: "何露" })).status).toBe(
    404,
  );
  expect((await here.city.request("POST", `/api/people/${nobody}/password-reset`)).status).toBe(
    404,
  );
  expect(
    (await here.city.request("PATCH", `/api/appointments/${nobody}`, { validTo: null })).status,
  ).toBe(404);
  expect(
    (await here.city.request("POST", "/api/appointments", { account: nobody, ...guide() })).status,
  ).toBe(404);
});
