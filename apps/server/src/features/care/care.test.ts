import { CareDetail, CareRegister, MyVisits } from "@gezhi/contract/care.ts";
import { v7 } from "uuid";
import { afterAll, beforeAll, beforeEach, describe, expect, test } from "vitest";
import type { Client, TestServer } from "../../platform/testing/server.ts";
import { aDevice, signalled } from "../alarms/alarm-testing.ts";
import { type CareBench, grid, openCare, plan, record, town } from "./care-testing.ts";

let care: CareBench;
let server: TestServer;
let post: Client;
let worker: Client;
let secretary: Client;
let neighbour: Client;
beforeAll(async () => {
  care = await openCare();
  ({ server, post, worker } = care);
  secretary = await server.signIn(`${town}017-secretary`);
  neighbour = await server.signIn(`${town}017002-worker`);
});
beforeEach(() => care.clear());
afterAll(() => server.close());

describe("consent comes before data", () => {
  test("without it, or with one of tomorrow, nothing is kept", async () => {
    const { consent: _none, ...without } = plan();
    const answers = [
      await post.post("/api/care", without),
      await post.post(
        "/api/care",
        plan({ consent: { at: "2026-11-27T09:00:00+08:00", by: "self" } }),
      ),
    ];
    expect(answers.map(({ status }) => status)).toEqual([400, 400]);
    expect(await server.owner.selectFrom("cared_for").selectAll().execute()).toEqual([]);
  });

  test("a device whose person has not agreed is refused", async () => {
    const device = await aDevice(server, "SE33");
    await server.owner
      .updateTable("devices")
      .set({ person_name_enc: server.context.secrets.seal("周素兰") })
      .where("id", "=", device.id)
      .execute();
    const answer = await post.post("/api/care", plan({ devices: [`500103-${device.id}`] }));
    expect(answer.status).toBe(400);
    expect(answer.text).toContain("还没有登记本人同意");
  });

  test("withdrawn, plan, visits, device data and all go, and the log names nobody", async () => {
    const device = await aDevice(server, "SE33", { family: "13900003333" });
    const { secrets } = server.context;
    await server.owner
      .updateTable("devices")
      .set({ person_name_enc: secrets.seal("周素兰"), consent_at: new Date("2026-11-01") })
      .where("id", "=", device.id)
      .execute();
    const { id } = await care.cared({ devices: [`500103-${device.id}`] });
    await record(worker, id);
    expect((await worker.post(`/api/care/${id}/withdrawal`, { reason: "本人撤回" })).status).toBe(
      403,
    );
    expect((await post.post(`/api/care/${id}/withdrawal`, { reason: "本人撤回" })).status).toBe(
      204,
    );
    expect((await post.post(`/api/care/${id}/withdrawal`, { reason: "本人撤回" })).status).toBe(
      404,
    );

    const left = {
      persons: await server.owner.selectFrom("cared_for").selectAll().execute(),
      visits: await server.owner.selectFrom("care_visits").selectAll().execute(),
    };
    expect(left).toEqual({ persons: [], visits: [] });
    const row = await server.owner
      .selectFrom("devices")
      .select(["person_name_enc", "family_phone_enc", "consent_at"])
      .where("id", "=", device.id)
      .executeTakeFirstOrThrow();
    expect(row).toEqual({ person_name_enc: null, family_phone_enc: null, consent_at: null });
    const log = JSON.stringify(
      await server.owner
        .selectFrom("audit_log")
        .selectAll()
        .where("act", "=", "care.withdraw")
        .execute(),
    );
    expect(log).toContain("本人撤回");
    expect(log).not.toMatch(/周素兰|向阳巷|1390000/);
  });
});

describe("who sees whom", () => {
  test("nothing of a person lies open in the table", async () => {
    await care.cared();
    const rows = JSON.stringify(await server.owner.selectFrom("cared_for").selectAll().execute());
    expect(rows).not.toMatch(/周素兰|周明|1390000|听力/);
  });

  test("the worker sees the visit masked, the neighbour's worker and other posts nothing", async () => {
    const { id } = await care.cared();
    const mine = MyVisits.parse((await worker.get("/api/visits/mine")).body);
    expect(mine.items).toMatchObject([
      { id, name: "周**", address: "向阳巷 8 号", note: "听力不好", state: "due" },
    ]);
    expect(JSON.stringify(mine)).not.toMatch(/素兰|1390000/);
    expect(MyVisits.parse((await neighbour.get("/api/visits/mine")).body).items).toEqual([]);
    const strangers = [
      neighbour,
      await server.signIn(`${town}-PA05-a`),
      await server.signIn(`${town}-dispatcher-1`),
    ];
    for (const stranger of strangers) {
      expect((await stranger.get(`/api/care/${id}`)).status).toBe(404);
      expect((await record(stranger, id)).status).toBe(404);
      expect((await stranger.get("/api/care")).status).toBe(403);
    }
  });

  test("a volunteer is told the address and nothing of the person", async () => {
    const volunteer = await server.signIn(`${grid}-parttime`);
    const { account } = (await volunteer.get("/api/session")).body;
    const { id } = await care.cared({ visitor: { by: "volunteer", account } });
    const { items } = MyVisits.parse((await volunteer.get("/api/visits/mine")).body);
    expect(items).toMatchObject([
      { id, name: null, age: null, note: null, address: "向阳巷 8 号" },
    ]);
    expect((await volunteer.get(`/api/care/${id}`)).status).toBe(404);
    expect((await volunteer.post(`/api/care/${id}/reveal`, { reason: "想打电话" })).status).toBe(
      403,
    );
    expect((await record(volunteer, id)).status).toBe(200);
  });

  test("a volunteer of another town cannot be named", async () => {
    const other = await server.signIn("500103003013001-worker");
    const { account } = (await other.get("/api/session")).body;
    const answer = await post.post("/api/care", plan({ visitor: { by: "volunteer", account } }));
    expect(answer.status).toBe(400);
  });

  test("name and emergency contact are shown with a reason, and that is on record", async () => {
    const { id } = await care.cared();
    const { body } = await worker.post(`/api/care/${id}/reveal`, { reason: "敲门没有人应" });
    expect(body).toEqual({
      name: "周素兰",
      phone: "13900001111",
      contactName: "周明",
      contactPhone: "13900002222",
    });
    const logged = await server.owner
      .selectFrom("audit_log")
      .select(["act", "reason"])
      .where("subject", "=", id)
      .where("act", "=", "reveal.care")
      .execute();
    expect(logged).toEqual([{ act: "reveal.care", reason: "敲门没有人应" }]);
    expect(
      (await neighbour.post(`/api/care/${id}/reveal`, { reason: "敲门没有人应" })).status,
    ).toBe(404);
  });

  test("visits, devices and their alarms stand on one page, readings for the post alone", async () => {
    const device = await aDevice(server, "SE33");
    await signalled(server, device, { rule: "SE33", value: 40, threshold: 40 });
    const { id } = await care.cared({ devices: [`500103-${device.id}`] });
    await record(worker, id);
    const page = CareDetail.parse((await post.get(`/api/care/${id}`)).body);
    expect(page.signals).toMatchObject([{ alarms: [{ level: "red" }] }]);
    expect(page.visits).toMatchObject([{ outcome: "seenWell" }]);
    expect(page.contact).toEqual({ name: "周*", phone: "139****2222" });
    const onPhone = CareDetail.parse((await worker.get(`/api/care/${id}`)).body);
    expect(onPhone.signals[0]?.values).toEqual({});
  });

  test("the secretary keeps the plans of the own community and of no other", async () => {
    const made = await secretary.post("/api/care", plan());
    expect(made.status).toBe(201);
    expect((await secretary.post("/api/care", plan({ unit: `${town}016001` }))).status).toBe(403);
    expect((await secretary.get(`/api/care?unit=${town}`)).status).toBe(403);
    const other = await server.signIn(`${town}016-secretary`);
    expect((await other.get(`/api/care/${made.body.id}`)).status).toBe(404);
    expect(
      (await other.put(`/api/care/${made.body.id}`, plan({ unit: `${town}016001` }))).status,
    ).toBe(404);
  });
});

describe("a recorded visit", () => {
  test("moves the next one by working days, and stands as visited", async () => {
    const { id } = await care.cared({ every: 2 });
    const { body } = await record(worker, id);
    expect(body.person).toMatchObject({ state: "visited", dueOn: "2026-11-30" });
    const register = CareRegister.parse((await post.get("/api/care")).body);
    expect(register.persons).toMatchObject([{ id, state: "visited" }]);
  });

  test("that is sent twice is one, and with other words a conflict", async () => {
    const { id: person } = await care.cared();
    const visit = { id: v7(), person, outcome: "seenWell" };
    const both = await Promise.all([
      worker.post("/api/visits", visit),
      worker.post("/api/visits", visit),
    ]);
    expect(both.map(({ status }) => status)).toEqual([200, 200]);
    expect((await worker.post("/api/visits", { ...visit, outcome: "notReached" })).status).toBe(
      409,
    );
    expect((await post.post("/api/visits", visit)).status).toBe(409);
    expect(await server.owner.selectFrom("care_visits").select("id").execute()).toHaveLength(1);
  });

  test("that arrives late from a phone without signal brings no earlier day back", async () => {
    const { id } = await care.cared();
    care.on("2026-11-27 10:00");
    await record(worker, id);
    const late = await record(worker, id, { seenAt: "2026-11-26T15:00:00+08:00" });
    expect(late.body.person).toMatchObject({ dueOn: "2026-11-30" });
    expect(late.body.person.last).toMatchObject({ at: "2026-11-27T02:00:00.000Z" });
  });

  test("that reached nobody leaves the visit due", async () => {
    const { id } = await care.cared();
    const { body } = await record(worker, id, { outcome: "notReached" });
    expect(body.person).toMatchObject({ state: "tried", dueOn: "2026-11-26" });
  });

  test("that found somebody in need opens one orange incident for the post, without a name", async () => {
    const { id: person } = await care.cared();
    const visit = { id: v7(), person, outcome: "needsHelp", note: "跌倒，意识清楚" };
    const [first, again] = [
      await worker.post("/api/visits", visit),
      await worker.post("/api/visits", visit),
    ];
    expect(first.body.incident).toBe(again.body.incident);
    const incident = (await worker.get(`/api/incidents/${first.body.incident}`)).body;
    expect(incident).toMatchObject({
      urgency: "orange",
      category: { code: "140106" },
      address: "向阳巷8号",
    });
    expect(JSON.stringify(incident)).not.toMatch(/周素兰|1390000/);
    const handlers = await server.owner.selectFrom("work_orders").select("handler").execute();
    expect(handlers.map(({ handler }) => handler)).toContain(`${town}/MS02`);
  });

  test("two in need under one roof are two matters", async () => {
    const [a, b] = [await care.cared(), await care.cared({ name: "吴长贵" })];
    const answers = [
      await record(worker, a.id, { outcome: "needsHelp" }),
      await record(worker, b.id, { outcome: "needsHelp" }),
    ];
    expect(new Set(answers.map(({ body }) => body.incident)).size).toBe(2);
  });
});

test("what changes is hinted to its keepers and its visitor, without a word of the person", async () => {
  const hints = async () => {
    const rows = await server.owner
      .selectFrom("live_log")
      .selectAll()
      .where("kind", "=", "care")
      .orderBy("position")
      .execute();
    await server.owner.deleteFrom("live_log").where("kind", "=", "care").execute();
    return rows.map(({ subject, act, payload, party_units }) => ({
      subject,
      act,
      payload,
      parties: party_units.toSorted(),
    }));
  };
  await hints();
  const hint = {
    subject: town,
    act: "changed",
    payload: null,
    parties: ["50", "500103", town, `${town}017`, grid].map((one) => `care/${one}`).toSorted(),
  };

  const { id } = await care.cared();
  expect(await hints()).toEqual([hint]);
  await record(worker, id);
  expect(await hints()).toEqual([hint]);
  const edited = { ...plan(), visitor: { by: "post" } };
  expect((await post.put(`/api/care/${id}`, edited)).status).toBe(200);
  expect((await hints())[0]?.parties).toEqual([...hint.parties, `care/${town}/MS02`].toSorted());
  expect((await post.post(`/api/care/${id}/withdrawal`, { reason: "本人撤回" })).status).toBe(204);
  expect(await hints()).toHaveLength(1);
});

test("devices with consent and no plan are offered to the post, and give the plan its person", async () => {
  const device = await aDevice(server, "SE33", { place: "向阳巷", family: "13900003333" });
  await server.owner
    .updateTable("devices")
    .set({
      person_name_enc: server.context.secrets.seal("郑秀英"),
      consent_at: new Date("2026-11-01"),
    })
    .where("id", "=", device.id)
    .execute();
  const find = async () =>
    CareRegister.parse((await post.get(`/api/care?unit=${grid}`)).body).unplanned.find(
      (one) => one.device === `500103-${device.id}`,
    );
  expect(await find()).toMatchObject({ person: "郑**" });
  const { name: _n, contactPhone: _p, ...rest } = plan({ devices: [`500103-${device.id}`] });
  const made = await post.post("/api/care", rest);
  expect(made.body).toMatchObject({ name: "郑**", contact: { phone: "139****3333" } });
  expect(await find()).toBeUndefined();
});

test("plans that cannot be are refused with the field named", async () => {
  const wrong = [
    plan({ unit: town }),
    plan({ unit: `${town}017` }),
    plan({ every: 0 }),
    plan({ dueBy: 22 }),
    plan({ name: "" }),
    plan({ substitute: { by: "gridWorker" } }),
    plan({ contactPhone: "12" }),
  ];
  for (const body of wrong) expect((await post.post("/api/care", body)).status).toBe(400);
});
