import { DoorList, VisitorPage } from "@gezhi/contract/visitor-codes.ts";
import { v7 } from "uuid";
import { afterAll, beforeAll, beforeEach, describe, expect, test } from "vitest";
import { type Client, startTestServer, type TestServer } from "../../platform/testing/server.ts";
import { aDevice, type TestDevice } from "../alarms/alarm-testing.ts";
import { passwordHash } from "../devices/device-commands.ts";
import { phoneProof } from "../reports/phone-proof-rules.ts";
import { forgetVisitors } from "./door-commands.ts";

const town = "500103001";
const password = "a-door-has-a-long-password";
const phone = "13900004444";
const stranger = "13900005555";
const hour = 3_600_000;
const start = Date.parse("2026-11-26T09:00:00+08:00");

let server: TestServer;
let secretary: Client;
let door: TestDevice;
let other: TestDevice;
let id: string;

beforeAll(async () => {
  server = await startTestServer();
  server.setNow(start);
  secretary = await server.signIn(`${town}017-secretary`);
});
beforeEach(async () => {
  server.setNow(start);
  for (const table of ["visitor_uses", "visitor_codes", "door_residents", "doors"] as const)
    await server.owner.deleteFrom(table).execute();
  await server.owner.deleteFrom("sign_in_attempts").execute();
  await server.owner
    .updateTable("devices")
    .set({ retired_at: new Date(start) })
    .where("profile", "=", "AC01")
    .execute();
  door = await aDoor();
  other = await aDoor();
  id = `500103-${door.id}`;
  await opened(door);
  await opened(other);
});
afterAll(() => server.close());

async function aDoor(): Promise<TestDevice> {
  const device = await aDevice(server, "AC01", { place: "向阳小区 1 号楼" });
  await server.owner
    .updateTable("devices")
    .set({ password_hash: passwordHash(password) })
    .where("id", "=", device.id)
    .execute();
  return device;
}
async function opened(device: TestDevice): Promise<void> {
  const path = `/api/doors/500103-${device.id}`;
  expect((await secretary.put(path, { open: true })).status).toBe(204);
  const added = await secretary.post(`${path}/residents`, { add: [phone] });
  expect(added.body).toEqual({ added: 1, removed: 0, residents: 1 });
}

const proven = (of = phone) => ({ phone: of, phoneProof: phoneProof(server.context, of) });
const make = (more: object = {}, of = phone) =>
  server.anonymous.post("/api/visitor-codes", {
    ...proven(of),
    id: v7(),
    door: id,
    hours: 2,
    uses: 1,
    ...more,
  });
const ask = (code: string, { at = door, pass = password, use = v7() } = {}) =>
  server.anonymous.post(
    "/api/door-checks",
    { id: use, code },
    { authorization: `Basic ${Buffer.from(`${at.code}:${pass}`).toString("base64")}` },
  );
const page = async (of = phone) =>
  VisitorPage.parse((await server.anonymous.post("/api/visitor-page", proven(of))).body);
const refusal = async (...asked: Parameters<typeof ask>) => {
  const { status, body } = await ask(...asked);
  return status === 200 ? body.reason : status;
};

describe("a code", () => {
  test("opens the door once, and both sides see it", async () => {
    const { body: made, status } = await make();
    expect({ status, code: made.code }).toEqual({
      status: 200,
      code: expect.stringMatching(/^\d{8}$/),
    });
    const answer = await ask(made.code);
    expect(answer.body).toEqual({ open: true, left: 0, reason: null, message: "请进" });
    expect((await ask(made.code)).body).toMatchObject({ open: false, reason: "used" });
    expect((await page()).codes).toMatchObject([
      { id: made.id, state: "used", left: 0, code: null, opened: ["2026-11-26T01:00:00.000Z"] },
    ]);
    const { items } = DoorList.parse((await secretary.get("/api/doors")).body);
    expect(items.find((one) => one.id === id)).toMatchObject({
      usesToday: 1,
      refused: 1,
      residents: 1,
    });
  });

  test("is hinted to who keeps the door when it is made, used, refused and revoked, and says nothing else", async () => {
    const hints = async () => {
      const rows = await server.owner
        .selectFrom("live_log")
        .select(["subject", "act", "payload", "party_units"])
        .where("kind", "=", "door")
        .execute();
      await server.owner.deleteFrom("live_log").where("kind", "=", "door").execute();
      return rows;
    };
    await hints();
    const { body: made } = await make({ uses: 2 });
    const [first, ...more] = await hints();
    expect(more).toEqual([]);
    expect(first).toMatchObject({ subject: town, act: "changed", payload: null });
    expect(first?.party_units).toContain(`door/${town}`);
    expect(first?.party_units.every((party) => party.startsWith("door/"))).toBe(true);
    await ask(made.code);
    expect(await hints()).toHaveLength(1);
    await ask("00000000");
    expect(await hints()).toHaveLength(1);
    const revocation = `/api/visitor-codes/${made.id}/revocation`;
    expect((await server.anonymous.post(revocation, { ...proven(), door: id })).status).toBe(200);
    expect(await hints()).toHaveLength(1);
  });

  test("is counted exactly once for each use, however many ask at once", async () => {
    const { body: made } = await make({ uses: 3 });
    const answers = await Promise.all(Array.from({ length: 12 }, () => ask(made.code)));
    expect(answers.filter(({ body }) => body.open)).toHaveLength(3);
    const uses = await server.owner.selectFrom("visitor_uses").select("id").execute();
    expect(uses).toHaveLength(3);
  });

  test("whose answer was lost is asked for again and counts once", async () => {
    const { body: made } = await make({ uses: 2 });
    const use = v7();
    const answers = await Promise.all([ask(made.code, { use }), ask(made.code, { use })]);
    const again = await ask(made.code, { use });
    expect([...answers, again].map(({ body }) => [body.open, body.left])).toEqual([
      [true, 1],
      [true, 1],
      [true, 1],
    ]);
    expect((await ask("00000000", { use })).status).toBe(409);
  });

  test("is refused clearly before its time, after it, revoked, and at another door", async () => {
    const early = (await make({ from: new Date(start + hour).toISOString() })).body;
    const late = (await make({ hours: 1 })).body;
    const revoked = (await make({ hours: 20 })).body;
    const gone = await server.anonymous.post(`/api/visitor-codes/${revoked.id}/revocation`, {
      ...proven(),
      door: id,
    });
    expect(gone.body).toMatchObject({ state: "revoked", code: null });
    expect(await refusal(early.code)).toBe("early");
    expect(await refusal(revoked.code)).toBe("revoked");
    expect(await refusal(late.code, { at: other })).toBe("otherDoor");
    server.setNow(start + hour);
    expect(await refusal(late.code)).toBe("expired");
    expect((await ask(early.code)).body.open).toBe(true);
  });

  test("opens nothing while its door is shut for codes", async () => {
    const { body: made } = await make();
    await secretary.put(`/api/doors/${id}`, { open: false });
    expect(await refusal(made.code)).toBe("closed");
    expect((await make()).status).toBe(404);
    await secretary.put(`/api/doors/${id}`, { open: true });
    expect((await ask(made.code)).body.open).toBe(true);
  });

  test("ends with its resident's telephone at that door", async () => {
    const { body: made } = await make();
    await secretary.post(`/api/doors/${id}/residents`, { remove: [phone] });
    expect(await refusal(made.code)).toBe("revoked");
    expect((await page()).doors.map((one) => one.id)).toEqual([`500103-${other.id}`]);
  });

  test("is made once for one id, at most five are open for a door, and places come free again", async () => {
    const visit = v7();
    const twice = await Promise.all([make({ id: visit }), make({ id: visit })]);
    expect(new Set(twice.map(({ body }) => body.code)).size).toBe(1);
    expect((await make({ id: visit, uses: 2 })).status).toBe(409);

    const many = await Promise.all(Array.from({ length: 7 }, () => make()));
    expect(many.filter(({ status }) => status === 200)).toHaveLength(4);
    expect(many.filter(({ status }) => status === 409)).toHaveLength(3);
    expect((await make({ door: `500103-${other.id}` })).status).toBe(200);
    await server.anonymous.post(`/api/visitor-codes/${visit}/revocation`, {
      ...proven(),
      door: id,
    });
    expect((await make()).status).toBe(200);
  });

  test("lies nowhere in the clear, and no telephone does", async () => {
    const { body: made } = await make();
    await ask(made.code);
    const rows: unknown[] = [];
    for (const table of [
      "visitor_uses",
      "visitor_codes",
      "door_residents",
      "doors",
      "audit_log",
    ] as const)
      rows.push(await server.owner.selectFrom(table).selectAll().execute());
    expect(JSON.stringify(rows)).not.toContain(made.code);
    expect(JSON.stringify(rows)).not.toContain(phone);
  });

  test("goes with its uses when it has been over for so long", async () => {
    await ask((await make()).body.code);
    const days = server.context.config.VISITOR_LOG_DAYS;
    server.setNow(start + 2 * hour + days * 24 * hour - 1);
    await forgetVisitors(server.context);
    expect(await server.owner.selectFrom("visitor_uses").select("id").execute()).toHaveLength(1);
    server.setNow(start + 3 * hour + days * 24 * hour);
    await forgetVisitors(server.context);
    expect(await server.owner.selectFrom("visitor_codes").select("id").execute()).toEqual([]);
    expect(await server.owner.selectFrom("visitor_uses").select("id").execute()).toEqual([]);
  });
});

describe("nobody else", () => {
  test("without a proof of this telephone sees or makes anything", async () => {
    const forged = { phone, phoneProof: phoneProof(server.context, stranger) };
    const answers = await Promise.all([
      server.anonymous.post("/api/visitor-page", forged),
      make(forged),
      server.anonymous.post("/api/visitor-page", { phone, phoneProof: "" }),
    ]);
    expect(answers.map(({ status }) => status)).toEqual([403, 403, 403]);
    const proof = proven();
    server.setNow(start + 3 * hour);
    expect((await server.anonymous.post("/api/visitor-page", proof)).status).toBe(403);
  });

  test("whose telephone the community does not know gets no code and sees no door", async () => {
    expect((await make({}, stranger)).status).toBe(404);
    expect(await page(stranger)).toMatchObject({ doors: [], codes: [] });
  });

  test("revokes a neighbour's code", async () => {
    await secretary.post(`/api/doors/${id}/residents`, { add: [stranger] });
    const { body: made } = await make();
    const answer = await server.anonymous.post(`/api/visitor-codes/${made.id}/revocation`, {
      ...proven(stranger),
      door: id,
    });
    expect(answer.status).toBe(404);
    expect((await page(stranger)).codes).toEqual([]);
    expect((await ask(made.code)).body.open).toBe(true);
  });

  test("opens a door with a wrong password, another kind of device, or one that is retired", async () => {
    const { body: made } = await make();
    expect((await ask(made.code, { pass: "wrong" })).status).toBe(401);
    expect(
      (await server.anonymous.post("/api/door-checks", { id: v7(), code: made.code })).status,
    ).toBe(401);
    const smoke = await aDevice(server, "SE04");
    await server.owner
      .updateTable("devices")
      .set({ password_hash: passwordHash(password) })
      .where("id", "=", smoke.id)
      .execute();
    expect((await ask(made.code, { at: smoke })).status).toBe(403);
    await server.owner
      .updateTable("devices")
      .set({ retired_at: new Date(start) })
      .where("id", "=", door.id)
      .execute();
    expect((await ask(made.code)).status).toBe(401);
  });

  test("guesses: after ten wrong ones the door listens to nobody for two minutes, also when they come at once", async () => {
    const { body: made } = await make();
    const wrong = String((Number(made.code) + 1) % 100_000_000).padStart(8, "0");
    const guesses = await Promise.all(Array.from({ length: 25 }, () => ask(wrong)));
    expect(guesses.filter(({ status }) => status === 200)).toHaveLength(10);
    expect((await ask(made.code)).status).toBe(429);
    expect((await ask(made.code, { at: other })).body.reason).toBe("otherDoor");
    server.setNow(start + 121_000);
    expect((await ask(made.code)).body.open).toBe(true);
  });

  test("is locked out by visitors who come often: right codes are no guesses", async () => {
    const made = [];
    for (let visit = 0; visit < 2; visit += 1) made.push((await make({ uses: 10 })).body.code);
    for (const code of made)
      for (let use = 0; use < 10; use += 1) expect((await ask(code)).body.open).toBe(true);
    for (let use = 0; use < 12; use += 1) expect(await refusal(made[0])).toBe("used");
  });
});

describe("who keeps a door", () => {
  test("is its community and the centre of its town", async () => {
    const neighbour = await server.signIn(`${town}016-secretary`);
    expect((await neighbour.put(`/api/doors/${id}`, { open: false })).status).toBe(404);
    expect((await neighbour.post(`/api/doors/${id}/residents`, { add: [stranger] })).status).toBe(
      404,
    );
    expect((await neighbour.get(`/api/doors?unit=${town}017`)).status).toBe(403);
    const officer = await server.signIn(`${town}-duty-officer-1`);
    expect((await officer.put(`/api/doors/${id}`, { open: true })).status).toBe(204);
    const worker = await server.signIn(`${town}017001-worker`);
    expect((await worker.get("/api/doors")).status).toBe(403);
  });

  test("switches doors alone, opened before residents are told of it", async () => {
    const smoke = await aDevice(server, "SE04");
    expect((await secretary.put(`/api/doors/500103-${smoke.id}`, { open: true })).status).toBe(404);
    const fresh = await aDoor();
    const early = await secretary.post(`/api/doors/500103-${fresh.id}/residents`, { add: [phone] });
    expect(early.status).toBe(400);
  });

  test("knows the same telephone once", async () => {
    const again = await secretary.post(`/api/doors/${id}/residents`, {
      add: [phone, stranger, stranger],
    });
    expect(again.body).toEqual({ added: 1, removed: 0, residents: 2 });
  });
});

test("what makes no sense is refused", async () => {
  const wrong = [
    { hours: 0 },
    { hours: 73 },
    { uses: 0 },
    { uses: 11 },
    { from: new Date(start + 9 * 24 * hour).toISOString() },
    { door: "x" },
  ];
  for (const more of wrong) expect((await make(more)).status).toBe(400);
  expect((await ask("1234567")).status).toBe(400);
});
