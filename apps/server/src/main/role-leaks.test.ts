import { Role } from "@gezhi/contract/identity.ts";
import { v7 } from "uuid";
import { afterAll, beforeAll, expect, test } from "vitest";
import { roleMatrix } from "../features/identity/role-matrix.ts";
import { hashOf } from "../features/identity/session-store.ts";
import { joinedScreen, signedIn, until } from "../features/live/live-testing.ts";
import { startTestServer } from "../platform/testing/server.ts";
import { leaks, startWorld, type World } from "./role-matrix-testing.ts";

let world: World;
beforeAll(async () => {
  world = await startWorld();
});
afterAll(() => world.close());

test("a live message about an incident reaches exactly those who see it, a personal one only its person", async () => {
  const people = Role.options.map((role) => ({
    ...world.person(role),
    role,
    subject: `500103-${v7()}`,
  }));
  const screens = await Promise.all(
    people.map(({ cookie }) => joinedScreen({ url: world.url, cookie })),
  );

  for (const { id, place, parties } of world.incidents)
    await world.tell([
      { kind: "incident", subject: id, act: "note", town: place.slice(0, 9), parties },
    ]);
  await world.tell(
    people.map(({ account, subject }) => ({
      kind: "notice",
      subject,
      act: "notice",
      town: null,
      parties: [],
      account: account ?? "",
    })),
  );
  await until(() =>
    screens.every((screen, index) => screen.subjects().includes(people[index]!.subject)),
  );

  people.forEach(({ role, subject }, index) => {
    const heard = screens[index]!.subjects();
    const sights = world.sights(role);
    expect({ role, heard: sights.map(({ known }) => heard.includes(known.id)) }).toEqual({
      role,
      heard: sights.map(({ sight }) => sight !== "none"),
    });
    expect(people.filter((one) => heard.includes(one.subject)).map((one) => one.subject)).toEqual([
      subject,
    ]);
  });
  for (const screen of screens) screen.close();
});

test("a live message about a person's body reaches those alone who may hear of it", async () => {
  const known = world.incident(roleMatrix.dispatcher.own);
  const screens = await Promise.all(
    Role.options.map(async (role) => ({
      role,
      account: world.person(role).account ?? "",
      last: `500103-${v7()}`,
      screen: await joinedScreen({ url: world.url, cookie: world.person(role).cookie }),
    })),
  );
  const alarm = {
    kind: "alarm",
    act: "raise",
    town: known.place.slice(0, 9),
    parties: known.parties,
  } as const;
  const [body, building] = [`500103-${v7()}`, `500103-${v7()}`];

  await world.tell([
    { ...alarm, subject: body, payload: { personal: true } },
    { ...alarm, subject: building, payload: {} },
    ...screens.map(({ account, last }) => ({
      kind: "notice" as const,
      subject: last,
      act: "notice",
      town: null,
      parties: [],
      account,
    })),
  ]);
  await until(() => screens.every(({ screen, last }) => screen.subjects().includes(last)));

  const hear = (subject: string) =>
    screens.flatMap(({ role, screen }) => (screen.subjects().includes(subject) ? [role] : []));
  const kept: Role[] = ["gridGuide", "supervisor"];
  expect(hear(building)).toEqual(expect.arrayContaining(kept));
  expect(hear(body)).toEqual(hear(building).filter((role) => !kept.includes(role)));
  for (const { screen } of screens) screen.close();
});

test("what somebody reported is listed for them alone", async () => {
  const sent = await world.person("partTimeGridWorker").send("POST", {
    path: "/api/reports",
    body: {
      clientId: v7(),
      source: "gridWorker",
      text: "楼道里有人吵架",
      category: "130102",
      unit: "500103001016001",
    },
  });
  expect(sent.status).toBe(201);

  const readers: Role[] = [];
  for (const role of Role.options) {
    const { text } = await world.person(role).send("GET", { path: "/api/my-reports" });
    if (text.includes(sent.body.number!)) readers.push(role);
  }
  expect(readers).toEqual(["partTimeGridWorker"]);
});

test("a notice is read and marked by its person alone", async () => {
  const id = await world.notify(world.person("dispatcher").account!);
  const mark = { path: "/api/notices/read", body: { ids: [`500103-${id}`] } };

  const readers: Role[] = [];
  for (const role of Role.options) {
    const { text } = await world.person(role).send("GET", { path: "/api/notices" });
    if (text.includes(id)) readers.push(role);
    if (role !== "dispatcher") await world.person(role).send("POST", mark);
  }
  expect(readers).toEqual(["dispatcher"]);
  expect(await world.readAt(id)).toBeNull();

  await world.person("dispatcher").send("POST", mark);
  expect(await world.readAt(id)).not.toBeNull();
});

test("a stranger who knows another system's number gets no part in its incident", async () => {
  const known = world.incident(roleMatrix.dispatcher.own);
  const answer = await world.stranger.send("POST", {
    path: "/api/reports",
    body: {
      clientId: v7(),
      source: "resident",
      text: "我要查进度",
      unit: known.place.slice(0, 12),
      foreign: { system: "12345", number: known.foreign },
    },
  });
  expect(answer.status).toBe(403);
  expect(leaks(answer.text, { path: "" }, known, "none")).toEqual([]);
});

test("photos of what is already reported nearby are shown to those who see it whole", async () => {
  const grid = world.server.context.units.find("500103001017001")!;
  const file = await world.reportInPublic(grid);
  const nearby = { path: `/api/nearby-incidents?lon=${grid.lon}&lat=${grid.lat}` };

  const shown: Role[] = [];
  for (const role of Role.options) {
    const { text, body } = await world.person(role).send("GET", nearby);
    expect(body.items).toHaveLength(1);
    if (text.includes(file)) shown.push(role);
  }
  expect(shown).toEqual([
    "gridWorker",
    "gridHead",
    "gridGuide",
    "communitySecretary",
    "dispatcher",
    "dutyOfficer",
    "commander",
  ]);
  const stranger = await world.stranger.send("GET", nearby);
  expect(stranger.body.items).toHaveLength(1);
  expect(stranger.text).not.toContain(file);
});

test("outside a demo what was sent is looked at by system administrators alone", async () => {
  const real = await startTestServer({ GEZHI_DEMO: "0" });
  for (const role of ["sysAdmin", "dispatcher", "cityOperator", "auditor"] as const) {
    const { unit, groups } = roleMatrix[role];
    const { cookie } = await signedIn(real.owner, hashOf, { role, unit });
    const { status } = await real.anonymous.get("/api/outbox", { cookie });
    expect({ role, status }).toEqual({
      role,
      status: groups.some((group) => group === "outbox") ? 200 : 403,
    });
  }
  await real.close();
});
