import { afterAll, beforeAll, expect, test } from "vitest";
import { read } from "../../platform/database/scope.ts";
import { signedIn } from "../identity/identity-testing.ts";
import { scopeOf } from "../identity/viewer.ts";
import { chainAmong } from "./handler-rules.ts";
import { findChainPeople, holdersOf } from "./organisation-queries.ts";
import {
  guide,
  since,
  startOrganisation,
  today,
  tomorrow,
  type Organisation,
} from "./organisation-testing.ts";

let here: Organisation;

beforeAll(async () => {
  here = await startOrganisation();
});
afterAll(() => here.close());

type Changed = { appointment: { id: string; validTo: string | null }; warnings: string[] };

test("of two who give the same seat at once, one is told who has it", async () => {
  const [first, second] = [
    await here.create(here.city, "seat.one", guide()),
    await here.create(here.city, "seat.two", guide()),
  ];
  const seat = {
    unit: "500108102",
    role: "postHolder",
    post: "CC04",
    holder: "B",
    validFrom: "2027-01-01",
  };
  const taken = await here.city.request("POST", "/api/appointments", {
    account: first.person.account,
    ...seat,
    holder: "A",
  });
  expect(taken.body).toMatchObject({ code: "conflict" });
  await here.database.owner
    .deleteFrom("appointments")
    .where("unit", "=", "500108102")
    .where("post", "=", "CC04")
    .execute();

  const answers = await Promise.all(
    [first, second].map(({ person }) =>
      here.city.request("POST", "/api/appointments", { account: person.account, ...seat }),
    ),
  );

  expect(answers.map(({ status }) => status).toSorted((a, b) => a - b)).toEqual([201, 409]);
});

test("a new appointment counts from the next request on", async () => {
  const own = await here.join("rising", {
    unit: "500103001017",
    role: "partTimeGridWorker",
    validFrom: since,
  });
  expect((await own.request("GET", "/api/units/500103001/posts")).status).toBe(403);

  await here.city.request("POST", "/api/appointments", {
    account: own.account,
    unit: "500103001",
    role: "dispatcher",
    validFrom: today(),
  });

  expect((await own.request("GET", "/api/units/500103001/posts")).status).toBe(200);
  expect((await own.request("GET", "/api/session")).body).toMatchObject({ home: "/desk" });
});

test("handing a post over moves no work: the last holder's end is warned of, and the successor finds the orders (F16)", async () => {
  const handler = "500103001/PA05";
  const incident = await here.orderFor(handler, "f016");
  const holders = await holdersOf(here.database.db, handler, new Date());
  expect(holders.map(({ holder }) => holder)).toEqual(["A", "B", "substitute"]);
  const end = async (username: string) => {
    const answer = await here.city.request(
      "PATCH",
      `/api/appointments/${await here.appointmentOf(username, "postHolder", "PA05")}`,
      { validTo: today() },
    );
    if (answer.status !== 200) throw new Error(JSON.stringify(answer.body));
    return (answer.body as Changed).warnings;
  };
  const usernames = await Promise.all(
    holders.map(
      async ({ account }) =>
        (
          await here.database.owner
            .selectFrom("accounts")
            .select("username")
            .where("id", "=", account)
            .executeTakeFirstOrThrow()
        ).username,
    ),
  );

  expect(await end(usernames[0]!)).toEqual([]);
  expect(await end(usernames[1]!)).toEqual([]);
  expect(await end(usernames[2]!)).toEqual([
    `单位500103001消防管理岗自 ${today()} 起缺岗位人员，请尽快任命`,
    "在办工单 1 件仍属该岗位，不随人员变动；继任者任职后即可办理",
  ]);

  const { person, firstPassword } = await here.create(here.city, "successor", {
    unit: "500103001",
    role: "postHolder",
    post: "PA05",
    holder: "A",
    validFrom: today(),
  });
  const own = await signedIn(here.server, "successor", firstPassword);
  const session = await here.server.app.sessions.find(own.cookie.slice("gezhi_session=".length));
  const seen = await read(here.database.db, scopeOf(session!.viewer), (tx) =>
    tx
      .selectFrom("work_orders")
      .select(["incident", "handler"])
      .where("handler", "=", handler)
      .execute(),
  );
  expect(seen).toEqual([{ incident, handler }]);
  expect(
    (await holdersOf(here.database.db, handler, new Date())).map(({ account }) => account),
  ).toEqual([person.account]);
  const former = await signedIn(here.server, usernames[0]!);
  const formerSession = await here.server.app.sessions.find(
    former.cookie.slice("gezhi_session=".length),
  );
  expect(formerSession!.viewer.full).not.toContain(handler);
});

test("an end in the past, twice, or by the person concerned is refused; one to come can be withdrawn", async () => {
  const id = await here.appointmentOf("500108102-PA04-a", "postHolder", "PA04");
  const end = (validTo: string | null, by = here.city) =>
    by.request("PATCH", `/api/appointments/${id}`, { validTo });

  expect((await end("2026-01-01")).body).toMatchObject({
    code: "invalid",
    detail: expect.stringMatching(/不能早于今天/),
  });
  expect((await end(tomorrow())).body).toMatchObject({ appointment: { validTo: tomorrow() } });
  expect((await end(null)).body).toMatchObject({ appointment: { validTo: null } });
  expect((await end(today())).status).toBe(200);
  expect((await end(tomorrow())).body).toMatchObject({ detail: expect.stringMatching(/已经结束/) });
  const own = await here.appointmentOf("50-sysadmin", "sysAdmin");
  expect(
    (await here.city.request("PATCH", `/api/appointments/${own}`, { validTo: today() })).status,
  ).toBe(403);
});

test("nobody acts for a handler before the first day, after the last, or while disabled", async () => {
  const handler = "500103003/MS01";
  const day = (date: string) => new Date(`${date}T12:00:00+08:00`);
  const [first] = await holdersOf(here.database.db, handler, new Date());
  await here.database.owner
    .updateTable("appointments")
    .set({ valid_from: "2026-02-01", valid_to: "2027-02-01" })
    .where("account", "=", first!.account)
    .where("post", "=", "MS01")
    .execute();
  const holds = async (date: string) =>
    (await holdersOf(here.database.db, handler, day(date))).some(
      ({ account }) => account === first!.account,
    );

  expect([
    await holds("2026-01-31"),
    await holds("2026-02-01"),
    await holds("2027-01-31"),
    await holds("2027-02-01"),
  ]).toEqual([false, true, true, false]);
  await here.database.owner
    .updateTable("accounts")
    .set({ disabled_at: new Date() })
    .where("id", "=", first!.account)
    .execute();
  expect(await holds("2026-06-01")).toBe(false);
});

test("the acceptance chain asks A, then B with the substitute, then the head of the grid, then the duty officers", async () => {
  const chainOf = async (handler: string, place: string) =>
    chainAmong(await findChainPeople(here.database.db, handler, place, new Date()), handler, place);
  const chain = await chainOf("500103003/PA05", "500103003001001");

  expect(chain.holderA).toHaveLength(1);
  expect(chain.holderB).toHaveLength(2);
  expect(chain.gridHead).toEqual([await here.accountOf("500103003001-secretary")]);
  expect(chain.dutyOfficer.toSorted()).toEqual(
    [
      await here.accountOf("500103003-duty-officer-1"),
      await here.accountOf("500103003-duty-officer-2"),
    ].toSorted(),
  );
  expect(await chainOf("500103/D32", "500103")).toEqual({
    holderA: [await here.accountOf("500103-D32")],
    holderB: [],
    gridHead: [],
    dutyOfficer: [],
  });
});
