import { afterAll, beforeAll, beforeEach, describe, expect, test } from "vitest";
import { type Client, type TestServer } from "../../platform/testing/server.ts";
import { alarmOf, grid, stepsOf, type TestDevice, town } from "../alarms/alarm-testing.ts";
import { deleteOutdatedClips } from "./clip-commands.ts";
import { aCamera, clipsOf, type Falls, openFalls, sendClip } from "./evidence-testing.ts";

let falls: Falls;
let here: TestServer;
let officer: Client;
beforeAll(async () => {
  falls = await openFalls();
  here = falls.server;
});
beforeEach(async () => {
  await falls.settle();
  officer = await here.signIn(`${town}-duty-officer-1`);
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
const open = (client: Client, id: string, body: unknown = { reason }) =>
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
    expect(clip).toMatchObject({ sealed: true, url: null, mayOpen: true, trace });
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
  test("shows it for minutes, and audit, alarm and incident say who and why, each time", async () => {
    const device = await falls.falling();
    const clip = await sealedOf(device);
    const alarm = await alarmOf(here, device);

    const opened = await open(officer, clip.id);

    expect(opened.status).toBe(200);
    const { url } = opened.body;
    const picture = await here.app.inject({ method: "GET", url });
    expect(picture.headers).toMatchObject({
      "content-type": "image/jpeg",
      "cache-control": "no-store",
    });
    expect((await here.anonymous.get(url.replace("?", "/thumbnail?"))).status).toBe(403);
    await open(officer, clip.id);
    expect(await audited(clip.id)).toMatchObject(
      [1, 2].map(() => ({
        act: "reveal.clip",
        reason,
        unit: grid,
        detail: { number: alarm.number },
      })),
    );
    expect((await stepsOf(here, alarm.id)).filter((act) => act === "open")).toHaveLength(2);
    const { body } = await officer.get(`/api/incidents/500103-${alarm.incident}`);
    const lines = body.timeline.map(({ text }: { text: string }) => text);
    expect(lines).toContain(`查看未遮挡画面：${reason}`);

    here.setNow(Date.now() + 11 * 60_000);
    expect((await here.anonymous.get(url)).status).toBe(403);
  });

  test("asks for a reason", async () => {
    const clip = await sealedOf(await falls.falling());
    for (const body of [
      { reason: null },
      {},
      { reason: "" },
      { reason: "  看 " },
      { reason: "看".repeat(301) },
    ])
      expect((await open(officer, clip.id, body)).status).toBe(400);
    expect(await audited(clip.id)).toEqual([]);
  });

  test("is for who leads; who only sees that there is one is refused, and who is elsewhere finds nothing", async () => {
    const device = await falls.falling();
    const clip = await sealedOf(device);
    const by = async (username: string) =>
      (await open(await here.signIn(username), clip.id)).status;
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
      nobody: (await open(here.anonymous, clip.id)).status,
    }).toEqual({
      secretary: 200,
      commander: 200,
      dispatcher: 403,
      worker: 403,
      neighbour: 403,
      supervisor: 403,
      police: 404,
      otherTown: 404,
      admin: 404,
      auditor: 404,
      nobody: 401,
    });
    expect(await audited(clip.id)).toHaveLength(2);
    const [shown] = await clipsOf(
      await here.signIn(`${town}-dispatcher-1`),
      await falls.alarmIdOf(device),
    );
    expect(shown).toMatchObject({ sealed: true, mayOpen: false, url: null });
  });

  test("is limited like every look at persons", async () => {
    const clip = await sealedOf(await falls.falling());
    const secretary = await here.signIn("500103001017-secretary");
    let answer = await open(secretary, clip.id);
    for (let n = 0; n < 60 && answer.status === 200; n += 1)
      answer = await open(secretary, clip.id);
    expect(answer).toMatchObject({ status: 429, body: { detail: /次数过多/ } });
  });

  test("is not for what is open anyway, nor for what does not exist", async () => {
    const device = await falls.falling();
    await sendClip(here, { device: device.code, masked: true, trace });
    const [clip] = await clipsOf(officer, await falls.alarmIdOf(device));
    expect(clip).toMatchObject({ sealed: false, mayOpen: false, trace });
    expect((await open(officer, clip!.id)).status).toBe(409);
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
      { trace: null, mayOpen: false },
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
