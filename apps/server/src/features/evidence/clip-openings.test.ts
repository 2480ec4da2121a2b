import { afterAll, beforeAll, beforeEach, describe, expect, test } from "vitest";
import { type Client, type TestServer } from "../../platform/testing/server.ts";
import { alarmOf, grid, stepsOf, type TestDevice, town } from "../alarms/alarm-testing.ts";
import { deleteOutdatedClips } from "./clip-commands.ts";
import { aCamera, approved, clipsOf, type Falls, openFalls, sendClip } from "./evidence-testing.ts";

let falls: Falls;
let here: TestServer;
let officer: Client;
let commander: Client;
beforeAll(async () => {
  falls = await openFalls();
  here = falls.server;
});
beforeEach(async () => {
  await falls.settle();
  officer = await here.signIn(`${town}-duty-officer-1`);
  commander = await here.signIn(`${town}-commander`);
});
afterAll(() => here?.close());

const points = [
  { x: 0.4, y: 0.1, ms: 0 },
  { x: 0.42, y: 0.3, ms: 500 },
  { x: 0.43, y: 0.9, ms: 1300 },
];
const trace = { points, from: { building: "12栋", unit: "2单元", floor: 7 } };
const sealedOf = async (device: TestDevice) => {
  await sendClip(here, { device: device.code, trace });
  const [clip] = await clipsOf(officer, await falls.alarmIdOf(device));
  return clip!;
};
const reason = "核实抛物楼层，移交派出所";
const ask = (client: Client, alarm: string, body: unknown = { reason }) =>
  client.post(`/api/alarms/${alarm}/original-requests`, body);
const decide = (client: Client, id: string, approve = true) =>
  client.post(`/api/approvals/${id}/decisions`, {
    approve,
    ...(approve ? {} : { note: "先请派出所到场" }),
  });
const open = (client: Client, id: string, body: unknown = {}) =>
  client.post(`/api/clips/${id}/openings`, body);
const audited = (id: string) =>
  here.owner
    .selectFrom("audit_log")
    .select(["act", "reason", "actor", "unit", "detail"])
    .where("subject", "=", id)
    .execute();

describe("the trace of a falling object", () => {
  test("comes with the clip and is shown with it, also while the picture is sealed", async () => {
    const device = await falls.falling();
    const clip = await sealedOf(device);
    expect(clip).toMatchObject({ sealed: true, url: null, opening: "ask", trace });
    expect(clip.trace!.at).toBe(clip.at);
    const row = await here.owner
      .selectFrom("clips")
      .select("building")
      .where("device", "=", device.number)
      .executeTakeFirstOrThrow();
    expect(row.building).toBe("12栋");
  });

  test.each<[string, unknown]>([
    ["no points", {}],
    ["one point", { points: points.slice(0, 1) }],
    ["too many points", { points: Array.from({ length: 201 }, (_, ms) => ({ x: 0, y: 0, ms })) }],
    ["points out of the picture", { points: [points[0], { x: 1.2, y: 0.5, ms: 9 }] }],
    ["points that are no numbers", { points: [points[0], { x: "1", y: 0.5, ms: 9 }] }],
    ["points out of order", { points: points.toReversed() }],
    ["a floor that is none", { points, from: { building: "1栋", floor: 0 } }],
    ["a floor in the sky", { points, from: { building: "1栋", floor: 400 } }],
    ["a floor without a building", { points, from: { floor: 3 } }],
    ["a building without an end", { points, from: { building: "栋".repeat(41) } }],
    ["signs that are none", { points, from: { building: "1\u0000栋" } }],
    ["a household", { points, from: { building: "1栋", room: "7-2" } }],
    ["an instant of another hour", { points, at: Date.now() - 3_600_000 }],
  ])("is refused with %s, and the clip with it", async (_name, wrong) => {
    const device = await falls.falling();
    const answer = await sendClip(here, { device: device.code, trace: wrong });
    expect(answer.status).toBe(400);
    expect(answer.body.errors[0].path).toMatch(/^about\.trace/);
    expect(await clipsOf(officer, await falls.alarmIdOf(device))).toEqual([]);
  });

  test("goes with nothing else", async () => {
    const device = await aCamera(here, "VA01", { unit: grid });
    const answer = await sendClip(here, { device: device.code, trace });
    expect(answer).toMatchObject({ status: 400, body: { detail: /VA04/ } });
  });
});

describe("opening what is sealed", () => {
  test("is asked for with a reason, approved by somebody else, and shows it for minutes in the session that asked; alarm, incident and audit say so each time", async () => {
    const device = await falls.falling();
    const clip = await sealedOf(device);
    const alarm = await alarmOf(here, device);
    const id = await falls.alarmIdOf(device);
    expect(clip.opening).toBe("ask");
    expect((await open(officer, clip.id)).status).toBe(403);

    const { status, body: asked } = await ask(officer, id);
    expect({ status, opens: asked.opens, alarm: asked.alarm, state: asked.status }).toEqual({
      status: 201,
      opens: "originals",
      alarm: id,
      state: "pending",
    });
    expect((await ask(officer, id)).status).toBe(409);
    expect((await clipsOf(officer, id))[0]!.opening).toBe("waiting");
    expect((await open(officer, clip.id)).status).toBe(403);
    expect((await decide(officer, asked.id)).status).toBe(403);
    expect(await audited(clip.id)).toEqual([]);

    expect((await decide(commander, asked.id)).status).toBe(200);
    expect((await clipsOf(officer, id))[0]!.opening).toBe("approved");
    expect((await clipsOf(commander, id))[0]!.opening).toBe("ask");
    expect((await open(commander, clip.id)).status).toBe(403);
    const opened = await open(officer, clip.id);

    expect(opened.status).toBe(200);
    const { url } = opened.body;
    const picture = await officer.get(url);
    expect(picture.headers).toMatchObject({
      "content-type": "image/jpeg",
      "cache-control": "no-store",
    });
    const otherSession = await here.signIn(`${town}-duty-officer-1`);
    for (const other of [here.anonymous, commander, otherSession])
      expect((await other.get(url)).status).toBe(403);
    expect((await officer.get(url.replace("?", "/thumbnail?"))).status).toBe(403);
    await open(officer, clip.id);
    expect(await audited(clip.id)).toMatchObject(
      [1, 2].map(() => ({
        act: "reveal.clip",
        reason,
        unit: grid,
        detail: { number: alarm.number, access: asked.id },
      })),
    );
    expect((await stepsOf(here, alarm.id)).filter((act) => act === "open")).toHaveLength(2);
    const { body } = await officer.get(`/api/incidents/500103-${alarm.incident}`);
    const lines = body.timeline.map(({ text }: { text: string }) => text);
    expect(lines).toContain(`查看未遮挡画面：${reason}`);

    here.setNow(Date.now() + 11 * 60_000);
    expect((await officer.get(url)).status).toBe(403);
    expect((await open(officer, clip.id)).status).toBe(403);
    expect((await clipsOf(officer, id))[0]!.opening).toBe("ask");
  });

  test("is one alarm's: another of the same place is asked for by itself", async () => {
    const [one, other] = [await falls.falling(), await falls.falling()];
    const clips = [await sealedOf(one), await sealedOf(other)];
    await approved(officer, commander, await falls.alarmIdOf(one), reason);
    expect((await open(officer, clips[0]!.id)).status).toBe(200);
    expect((await open(officer, clips[1]!.id)).status).toBe(403);
  });

  test("ends when the approval is refused or taken back, and is not begun after the shift", async () => {
    const device = await falls.falling();
    const clip = await sealedOf(device);
    const id = await falls.alarmIdOf(device);
    const first = await ask(officer, id);
    expect((await decide(commander, first.body.id, false)).status).toBe(200);
    expect((await open(officer, clip.id)).status).toBe(403);

    const second = await approved(officer, commander, id, reason);
    expect((await commander.post(`/api/approvals/${second}/revocations`)).status).toBe(200);
    expect((await open(officer, clip.id)).status).toBe(403);

    await approved(officer, commander, id, reason);
    expect((await ask(officer, id)).status).toBe(409);
    here.setNow(Date.now() + 12 * 3_600_000 + 1000);
    officer = await here.signIn(`${town}-duty-officer-1`);
    expect((await open(officer, clip.id)).status).toBe(403);
    expect(await audited(clip.id)).toEqual([]);
  });

  test("asks for a reason", async () => {
    const device = await falls.falling();
    await sealedOf(device);
    const id = await falls.alarmIdOf(device);
    for (const body of [
      { reason: null },
      {},
      { reason: "" },
      { reason: "  看 " },
      { reason: "看".repeat(301) },
    ])
      expect((await ask(officer, id, body)).status).toBe(400);
  });

  test("may be asked for by whom the table names; who only sees that there is one is refused, and who is elsewhere finds nothing", async () => {
    const device = await falls.falling();
    const clip = await sealedOf(device);
    const id = await falls.alarmIdOf(device);
    const by = async (username: string) => (await ask(await here.signIn(username), id)).status;
    expect({
      secretary: await by("500103001017-secretary"),
      commander: await by(`${town}-commander`),
      dispatcher: await by(`${town}-dispatcher-1`),
      worker: await by(`${grid}-worker`),
      neighbour: await by("500103001016-secretary"),
      supervisor: await by("500103-supervisor"),
      police: await by(`${town}-liaison`),
      otherTown: await by("500103003-duty-officer-1"),
      admin: await by("50-sysadmin"),
      auditor: await by("50-auditor"),
      nobody: (await ask(here.anonymous, id)).status,
    }).toEqual({
      secretary: 201,
      commander: 201,
      dispatcher: 201,
      worker: 403,
      neighbour: 403,
      supervisor: 403,
      police: 404,
      otherTown: 404,
      admin: 404,
      auditor: 404,
      nobody: 401,
    });
    const [shown] = await clipsOf(await here.signIn(`${grid}-worker`), id);
    expect(shown).toMatchObject({ id: clip.id, sealed: true, opening: "never", url: null });
    expect((await open(await here.signIn(`${grid}-worker`), clip.id)).status).toBe(403);
  });

  test("is the police's by law, with a reason of their own and on record, where the matter was put to them", async () => {
    const device = await falls.falling();
    const clip = await sealedOf(device);
    const alarm = await alarmOf(here, device);
    const police = await here.signIn(`${town}-liaison`);
    await here.owner
      .updateTable("alarms")
      .set({ party_units: [...alarm.party_units, `${town}/D23`] })
      .where("id", "=", alarm.id)
      .execute();
    const id = await falls.alarmIdOf(device);
    expect((await clipsOf(police, id))[0]!.opening).toBe("reason");
    expect((await ask(police, id)).status).toBe(409);
    expect((await open(police, clip.id)).status).toBe(400);
    expect((await open(police, clip.id, { reason })).status).toBe(200);
    expect(await audited(clip.id)).toMatchObject([{ act: "reveal.clip", reason }]);
  });

  test("is limited like every look at persons", async () => {
    const device = await falls.falling();
    const clip = await sealedOf(device);
    const secretary = await here.signIn("500103001017-secretary");
    await approved(secretary, commander, await falls.alarmIdOf(device), reason);
    let answer = await open(secretary, clip.id);
    for (let n = 0; n < 60 && answer.status === 200; n += 1)
      answer = await open(secretary, clip.id);
    expect(answer).toMatchObject({ status: 429, body: { detail: /次数过多/ } });
  });

  test("is not for what is open anyway, nor for what does not exist", async () => {
    const device = await falls.falling();
    await sendClip(here, { device: device.code, masked: true, trace });
    const [clip] = await clipsOf(officer, await falls.alarmIdOf(device));
    expect(clip).toMatchObject({ sealed: false, opening: null, trace });
    expect((await open(officer, clip!.id)).status).toBe(409);
    expect((await ask(officer, await falls.alarmIdOf(device))).status).toBe(409);
    const nothing = "500103-01920000-0000-7000-8000-00000000abcd";
    expect((await open(officer, nothing)).status).toBe(404);
    expect((await open(officer, "what")).status).toBe(400);
  });

  test("ends with the time it is kept: trace and picture are gone, the building stays for the count", async () => {
    const device = await falls.falling();
    const clip = await sealedOf(device);
    await here.owner
      .updateTable("incidents")
      .set({ status: "closed" })
      .where("id", "=", (await alarmOf(here, device)).incident)
      .execute();
    here.setNow(Date.now() + 31 * 24 * 3_600_000);
    await deleteOutdatedClips(here.context);
    officer = await here.signIn(`${town}-duty-officer-1`);

    expect(await open(officer, clip.id)).toMatchObject({
      status: 409,
      body: { detail: /已经删除/ },
    });
    expect(await clipsOf(officer, await falls.alarmIdOf(device))).toMatchObject([
      { trace: null, opening: null },
    ]);
    const row = await here.owner
      .selectFrom("clips")
      .select(["building", "trace"])
      .where("device", "=", device.number)
      .executeTakeFirstOrThrow();
    expect(row).toEqual({ building: "12栋", trace: null });
    expect(await audited(clip.id)).toEqual([]);
  });
});
