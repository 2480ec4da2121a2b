import { sql } from "kysely";
import sharp from "sharp";
import { afterAll, beforeAll, beforeEach, describe, expect, test } from "vitest";
import { type Client, startTestServer, type TestServer } from "../../platform/testing/server.ts";
import {
  alarmOf,
  alarmsOf,
  grid,
  popups,
  signalled,
  stepsOf,
  type TestDevice,
  town,
} from "../alarms/alarm-testing.ts";
import { removeOrphanFiles } from "../files/file-commands.ts";
import { aPhoto, aVideo } from "../files/file-testing.ts";
import { deleteOutdatedClips, joinWaiting } from "./clip-commands.ts";
import { aCamera, clipsOf, password, sendClip } from "./evidence-testing.ts";

let here: TestServer;
let desk: Client;
beforeAll(async () => {
  here = await startTestServer();
  desk = await here.signIn(`${town}-dispatcher-1`);
});
beforeEach(async () => {
  here.setNow(undefined);
  await sql`update alarms set raised_at = raised_at - interval '1 hour'`.execute(here.owner);
});
afterAll(() => here?.close());

const idOf = async (device: TestDevice) => `500103-${(await alarmOf(here, device)).id}`;
let places = 0;
const alarming = async (level: "red" | "orange" = "red", profile = "VA01", kept = "VA01") => {
  places += 1;
  const device = await aCamera(here, profile, { place: `${places}号口`, unit: grid });
  await signalled(here, device, { rule: kept, level, value: 3, threshold: 1 });
  return device;
};
const countClips = async (device: TestDevice) =>
  (await here.owner.selectFrom("clips").select("id").where("device", "=", device.number).execute())
    .length;

describe("a clip joins its alarm", () => {
  test("a picture that comes after the alarm is shown with it, said in its steps, and pops nothing up again", async () => {
    const device = await alarming();
    const before = (await popups(here)).length;
    expect(await clipsOf(desk, await idOf(device))).toEqual([]);

    const sent = await sendClip(here, { device: device.code, masked: true });

    expect(sent).toMatchObject({ status: 201, body: { added: true, alarm: await idOf(device) } });
    expect(await clipsOf(desk, await idOf(device))).toMatchObject([
      { type: "image/jpeg", masked: true, sealed: false, deletedAt: null },
    ]);
    expect(await stepsOf(here, (await alarmOf(here, device)).id)).toEqual([
      "raise",
      "link",
      "call",
      "clip",
    ]);
    expect(await popups(here)).toHaveLength(before);
    const told = await here.owner
      .selectFrom("live_log")
      .select(["act", "payload"])
      .where("subject", "=", await idOf(device))
      .orderBy("position", "desc")
      .executeTakeFirstOrThrow();
    expect(told).toMatchObject({ act: "clip", payload: { popup: false, status: "raised" } });
  });

  test("a picture that was quicker than the alarm waits for it", async () => {
    const device = await aCamera(here, "VA01", { place: "等候口", unit: grid });
    const sent = await sendClip(here, { device: device.code });
    expect(sent).toMatchObject({ status: 201, body: { added: true, alarm: null } });
    expect(await joinWaiting(here.context)).toBe(0);

    await signalled(here, device, { rule: "VA01", level: "red", value: 3, threshold: 1 });
    await joinWaiting(here.context);

    expect(await clipsOf(desk, await idOf(device))).toHaveLength(1);
  });

  test("readings that come back within the window stay one alarm with one pop-up and all its pictures", async () => {
    const device = await alarming();
    await sendClip(here, { device: device.code });
    await signalled(here, device, { rule: "VA01", level: "red", value: 4, threshold: 1 });
    await sendClip(here, { device: device.code });

    expect(await alarmsOf(here, device)).toHaveLength(1);
    expect(await clipsOf(desk, await idOf(device))).toHaveLength(2);
  });

  test("sent twice, also at once, it is there once", async () => {
    const device = await alarming();
    const content = await aPhoto(undefined, 11);
    const at = here.context.now();
    const first = await sendClip(here, { device: device.code, at, content });
    const again = await Promise.all(
      [1, 2].map(() => sendClip(here, { device: device.code, at, content })),
    );

    expect(first.status).toBe(201);
    for (const { status, body } of again)
      expect({ status, body }).toEqual({ status: 200, body: { ...first.body, added: false } });
    expect(await countClips(device)).toBe(1);
  });

  test("a film plays by ranges, and neither picture nor film tells where it was taken", async () => {
    const device = await alarming();
    await sendClip(here, { device: device.code, content: aVideo(20_000) });
    await sendClip(here, { device: device.code });

    const [film, picture] = await clipsOf(desk, await idOf(device));
    expect(film).toMatchObject({ type: "video/mp4", thumbnail: null });
    const part = await desk.get(film!.url!, { range: "bytes=0-99" });
    expect(part.status).toBe(206);
    expect((await desk.get(film!.url!)).text).not.toContain("29.5501");
    const answer = await here.app.inject({ method: "GET", url: picture!.url! });
    expect((await sharp(answer.rawPayload).metadata()).exif).toBeUndefined();
    expect(picture!.thumbnail).not.toBeNull();
  });

  test("the clean-up of uploads leaves them alone", async () => {
    const device = await alarming();
    await sendClip(here, { device: device.code });
    here.setNow(Date.now() + 3 * 24 * 3_600_000);
    await removeOrphanFiles(here.context);
    here.setNow(undefined);
    const [clip] = await clipsOf(desk, await idOf(device));
    expect((await desk.get(clip!.thumbnail!)).status).toBe(200);
  });
});

describe("who sends", () => {
  test("nobody without the device's password", async () => {
    const device = await alarming();
    for (const secret of ["", "wrong"])
      expect((await sendClip(here, { device: device.code, password: secret })).status).toBe(401);
    expect((await sendClip(here, { device: "no-such", as: "no-such" })).status).toBe(401);
    expect(await countClips(device)).toBe(0);
  });

  test("not one device for another, unless it is the other's gateway", async () => {
    const box = await aCamera(here, "VA06", { unit: grid });
    const device = await alarming();
    const foreign = await sendClip(here, { device: device.code, as: box.code });
    expect(foreign).toMatchObject({ status: 403, body: { detail: /不能替别的设备/ } });

    await here.owner
      .updateTable("devices")
      .set({ gateway: box.code })
      .where("number", "=", device.number)
      .execute();
    expect((await sendClip(here, { device: device.code, as: box.code })).status).toBe(201);
  });

  test("no simulated device where no demo runs: everybody knows its password", async () => {
    const real = await startTestServer({ GEZHI_DEMO: "false" });
    try {
      const device = await aCamera(real, "VA01", { unit: grid });
      const simulated = (on: boolean) =>
        real.owner
          .updateTable("devices")
          .set({ simulated: on })
          .where("number", "=", device.number)
          .execute();
      await simulated(true);
      expect((await sendClip(real, { device: device.code })).status).toBe(401);
      await simulated(false);
      expect((await sendClip(real, { device: device.code })).status).toBe(201);
    } finally {
      await real.close();
    }
  });

  test("no sensor that is no camera, and no device that was taken out of use", async () => {
    const bracelet = await aCamera(here, "SE33", { unit: grid });
    expect(await sendClip(here, { device: bracelet.code })).toMatchObject({
      status: 403,
      body: { detail: /只有视频分析设备/ },
    });
    const retired = await alarming();
    await here.owner
      .updateTable("devices")
      .set({ retired_at: new Date() })
      .where("number", "=", retired.number)
      .execute();
    expect((await sendClip(here, { device: retired.code })).status).toBe(401);
  });
});

describe("what is refused", () => {
  test.each<[string, object, number, RegExp]>([
    ["sound alone", { content: Buffer.from("ID3 and sound") }, 400, /不支持的文件类型/],
    ["a page", { content: Buffer.from("<html><script>1</script>") }, 400, /不支持的文件类型/],
    ["nothing", { content: Buffer.alloc(0) }, 400, /空的/],
    ["a broken picture", { content: Buffer.from([0xff, 0xd8, 0xff, 0, 1, 2]) }, 400, /损坏/],
    ["a film that is too long", { content: aVideo(31 << 20) }, 413, /超过/],
    ["no word about it", { about: null }, 400, /缺少字段 about/],
    ["words that are no JSON", { about: "{" }, 400, /不是有效的 JSON/],
    ["a time that is none", { at: "昨天" }, 400, /填写有误/],
    ["a time to come", { at: Date.now() + 3_600_000 }, 400, /未来/],
    ["a time long past", { at: Date.now() - 50 * 3_600_000 }, 400, /已过期/],
  ])("%s", async (_name, sent, status, detail) => {
    const device = await alarming();
    const answer = await sendClip(here, { device: device.code, ...sent });
    expect(answer).toMatchObject({ status, body: { detail: expect.stringMatching(detail) } });
    expect(await countClips(device)).toBe(0);
  });

  test("who somebody is has no place in it", async () => {
    const device = await alarming();
    const about = { device: device.code, at: Date.now(), face: "0.98", name: "某人" };
    const answer = await sendClip(here, { device: device.code, about });
    expect(answer).toMatchObject({ status: 400, body: { errors: [{ path: "about" }] } });
  });

  test("a body that is no form", async () => {
    const answer = await here.app.inject({
      method: "POST",
      url: "/api/telemetry/clips",
      headers: { authorization: `Basic ${Buffer.from(`x:${password}`).toString("base64")}` },
      payload: { device: "x" },
    });
    expect(answer.statusCode).toBe(400);
  });
});

describe("who looks", () => {
  test("the town's desk and the community; the grid worker at a red order only; not who is elsewhere or only counts", async () => {
    const red = await alarming("red");
    const orange = await alarming("orange");
    for (const { code } of [red, orange]) await sendClip(here, { device: code });
    const seen = async (username: string, device: TestDevice) => {
      const client = await here.signIn(username);
      const { status, body } = await client.get(`/api/alarms/${await idOf(device)}/clips`);
      return status === 200 ? body.items.length : status;
    };

    expect({
      desk: [await seen(`${town}-duty-officer-1`, red), await seen(`${town}-dispatcher-1`, orange)],
      secretary: await seen("500103001017-secretary", orange),
      worker: [await seen(`${grid}-worker`, red), await seen(`${grid}-worker`, orange)],
      neighbour: await seen("500103001017002-worker", red),
      otherTown: await seen("500103003-dispatcher-1", red),
      supervisor: await seen("500103-supervisor", red),
      admin: await seen("50-sysadmin", red),
    }).toEqual({
      desk: [1, 1],
      secretary: 1,
      worker: [1, 0],
      neighbour: 0,
      otherTown: 404,
      supervisor: 0,
      admin: 404,
    });
    const { body } = await desk.get(
      `/api/incidents/500103-${(await alarmOf(here, red)).incident}/clips`,
    );
    expect(body.items).toHaveLength(1);
    expect((await here.anonymous.get(`/api/alarms/${await idOf(red)}/clips`)).status).toBe(401);
  });

  test("a falling object whose persons were not masked is named and not shown", async () => {
    const device = await alarming("red", "VA04", "VA04");
    await sendClip(here, { device: device.code });
    expect(await clipsOf(desk, await idOf(device))).toMatchObject([
      { sealed: true, url: null, thumbnail: null },
    ]);
  });
});

describe("how long it is kept", () => {
  test("until the limit is over and the incident closed; then it is said to be deleted, and the bytes are gone", async () => {
    const device = await alarming();
    await sendClip(here, { device: device.code });
    const alarm = await alarmOf(here, device);
    const [clip] = await clipsOf(desk, await idOf(device));
    here.setNow(Date.now() + 31 * 24 * 3_600_000);
    await deleteOutdatedClips(here.context);
    desk = await here.signIn(`${town}-dispatcher-1`);
    expect((await clipsOf(desk, await idOf(device)))[0]).toMatchObject({ deletedAt: null });

    await here.owner
      .updateTable("incidents")
      .set({ status: "closed" })
      .where("id", "=", alarm.incident)
      .execute();
    await deleteOutdatedClips(here.context);

    const [gone] = await clipsOf(desk, await idOf(device));
    expect(gone).toMatchObject({ url: null, thumbnail: null });
    expect(gone!.deletedAt).not.toBeNull();
    here.setNow(undefined);
    desk = await here.signIn(`${town}-dispatcher-1`);
    expect((await desk.get(clip!.url!)).status).toBe(404);
  });

  test("what never found an alarm goes within hours, its file with it", async () => {
    const device = await aCamera(here, "VA01", { unit: grid });
    await sendClip(here, { device: device.code });
    const file = () =>
      here.owner.selectFrom("files").select("check_from").where("id", "=", fileOf).execute();
    const { file: fileOf } = await here.owner
      .selectFrom("clips")
      .select("file")
      .where("device", "=", device.number)
      .executeTakeFirstOrThrow();
    here.setNow(Date.now() + 25 * 3_600_000);
    await removeOrphanFiles(here.context);
    expect(await file()).toEqual([{ check_from: null }]);

    await deleteOutdatedClips(here.context);
    here.setNow(undefined);

    expect(await file()).toEqual([]);
    const rows = await here.owner
      .selectFrom("clips")
      .select(["deleted_at", "file"])
      .where("device", "=", device.number)
      .execute();
    expect(rows).toMatchObject([{ deleted_at: expect.anything(), file: null }]);
  });
});
