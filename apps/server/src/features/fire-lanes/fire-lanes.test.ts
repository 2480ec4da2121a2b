import { afterAll, beforeEach, expect, test } from "vitest";
import { startTestServer, type Client, type TestServer } from "../../platform/testing/server.ts";
import {
  aContact,
  aDevice,
  alarmOf,
  grid,
  signalled,
  timelineOf,
  toldOf,
  town,
} from "../alarms/alarm-testing.ts";
import { sendDueDeliveries } from "../notices/delivery-commands.ts";
import { forgetOldStops, tellLateTows } from "./lane-timer-commands.ts";

const start = Date.parse("2026-11-26T10:00:00+08:00");
const minute = 60_000;
const plate = "渝A12345";
let here: TestServer;
let post: Client;
let incident: string;
let device: { id: string; number: number; code: string };

/** The camera of a lane says that a vehicle has stood there for so long. */
const dwell = (of: { number: number }, seconds: number) =>
  signalled(here, of, { rule: "VA05", level: "orange", value: seconds, threshold: 180 });
const clear = (of: { number: number }) => signalled(here, of, { rule: "VA05", kind: "clear" });
const aLane = async (place: string, lon?: number, lat?: number) => {
  const found = await aDevice(here, "VA05", {
    place,
    ...(lon && lat ? { lon, lat } : {}),
  });
  await dwell(found, 200);
  const { incident: id } = await alarmOf(here, found);
  return { device: found, incident: `500103-${id}` };
};

beforeEach(async () => {
  await here?.close();
  here = await startTestServer();
  here.setNow(start);
  await aContact(here, "property", 1);
  await aContact(here, "towing", 1);
  ({ device, incident } = await aLane("1 号楼登高场地"));
  post = await here.signIn(`${town}-PA05-a`);
});
afterAll(() => here?.close());

const note = (client: Client, of = incident, written = plate) =>
  client.post(`/api/incidents/${of}/lane-stops`, { plate: written });
const stopsOf = async (client: Client, of = incident) =>
  (await client.get(`/api/incidents/${of}/lane-stops`)).body;
const noted = async (): Promise<string> => {
  const answer = await note(post);
  expect({ status: answer.status, text: answer.text }).toMatchObject({ status: 201 });
  return answer.body.id;
};
const bare = () => incident.slice(7);

test("a vehicle that stands for minutes tells the property manager and the fire post, and its matter is due within two hours", async () => {
  const row = await here.owner
    .selectFrom("incidents")
    .selectAll()
    .where("id", "=", bare())
    .executeTakeFirstOrThrow();
  expect(row).toMatchObject({ category: "090301", urgency: "orange" });
  expect(await toldOf(here, bare())).toContain(`${town}-PA05-a`);
  const calls = await here.owner.selectFrom("outside_calls").select("party").execute();
  expect(calls).toEqual([{ party: "property" }]);
  expect(
    (await here.owner.selectFrom("deliveries").select("channel").execute()).map(
      ({ channel }) => channel,
    ),
  ).toEqual(expect.arrayContaining(["voice", "sms"]));
});

test("the plate is sealed, shown masked, and read whole only with a reason that stays on record", async () => {
  const id = await noted();
  const { items, mayNote } = await stopsOf(post);
  expect(mayNote).toBe(true);
  expect(items).toMatchObject([
    { id, plate: "渝A***45", lane: "1 号楼登高场地", times: 1, revealable: true, gone: null },
  ]);
  for (const table of ["fire_lane_stops", "timeline", "audit_log", "live_log"] as const)
    expect(JSON.stringify(await here.owner.selectFrom(table).selectAll().execute())).not.toContain(
      plate,
    );

  expect((await post.post(`/api/lane-stops/${id}/reveal`, { reason: "" })).status).toBe(400);
  const shown = await post.post(`/api/lane-stops/${id}/reveal`, { reason: "核对现场车辆" });
  expect(shown).toMatchObject({ status: 200, body: { plate } });
  expect(shown.headers["cache-control"]).toBe("no-store");
  const audit = await here.owner
    .selectFrom("audit_log")
    .select(["act", "reason", "subject"])
    .where("act", "=", "reveal.plate")
    .execute();
  expect(audit).toEqual([{ act: "reveal.plate", reason: "核对现场车辆", subject: id }]);
});

test("the owner is called through the privacy number: the outbox says 模拟 and nobody's number", async () => {
  const id = await noted();
  expect((await post.post(`/api/lane-stops/${id}/tows`)).body.detail).toMatch(/先通过隐私号/);
  expect((await post.post(`/api/lane-stops/${id}/owner-calls`)).status).toBe(204);
  await sendDueDeliveries(here.context, ["ownerCall"]);
  const { body } = await post.get("/api/outbox?channel=ownerCall");
  expect(body.items).toMatchObject([
    { channel: "ownerCall", to: "车主 渝A***45", simulated: true, status: "sent" },
  ]);
  expect(JSON.stringify(body)).not.toContain(plate);
  expect((await stopsOf(post)).items[0].calls).toMatchObject([{ status: "sent", simulated: true }]);
  const soon = await post.post(`/api/lane-stops/${id}/owner-calls`);
  expect(soon).toMatchObject({ status: 409, body: { detail: expect.stringMatching(/请等/) } });
});

test("a tow has a limit of its own; when it passes the post is told once, and a vehicle that left ends it", async () => {
  const id = await noted();
  await post.post(`/api/lane-stops/${id}/owner-calls`);
  here.setNow(start + 3 * minute);
  expect((await post.post(`/api/lane-stops/${id}/tows`)).status).toBe(204);
  const [stop] = (await stopsOf(post)).items;
  expect(stop.tow).toMatchObject({
    contact: "towing 1",
    dueAt: new Date(start + 33 * minute).toISOString(),
  });
  expect((await post.post(`/api/lane-stops/${id}/tows`)).status).toBe(409);

  here.setNow(start + 32 * minute);
  expect(await tellLateTows(here.context)).toBe(0);
  here.setNow(start + 34 * minute);
  expect(await tellLateTows(here.context)).toBe(1);
  expect(await tellLateTows(here.context)).toBe(0);
  const notices = await here.owner
    .selectFrom("notices")
    .select("title")
    .where("act", "=", "tow")
    .execute();
  expect(notices.map(({ title }) => title)).toContain("清障超时");

  const left = await post.post(`/api/lane-stops/${id}/departures`, { how: "towed" });
  expect(left.status).toBe(204);
  expect((await stopsOf(post)).items[0]).toMatchObject({ gone: { how: "towed" }, actions: [] });
  expect((await post.post(`/api/lane-stops/${id}/departures`, { how: "left" })).status).toBe(409);
  expect((await timelineOf(here, bare())).map(({ text }) => text)).toEqual(
    expect.arrayContaining([
      "登记占道车辆 渝A***45",
      "通过隐私号联系车主 渝A***45（第 1 次）",
      "派清障 渝A***45：已通知towing 1",
      "渝A***45 已被拖离，通道畅通",
    ]),
  );
});

test("when the camera says the lane is free, the alarm clears, the vehicle is gone and the timeline says so", async () => {
  await noted();
  const desk = await here.signIn(`${town}-dispatcher-1`);
  const { id } = await alarmOf(here, device);
  await desk.post(`/api/alarms/500103-${id}/acts`, { act: "acknowledge" });
  here.setNow(start + minute);
  await clear(device);
  expect(await alarmOf(here, device)).toMatchObject({ status: "cleared" });
  expect((await stopsOf(post)).items[0]).toMatchObject({ gone: { how: "camera" } });
  expect((await timelineOf(here, bare())).at(-1)?.text).toMatch(/车辆已驶离，消防通道恢复畅通/);
  // The matter itself is closed by people alone.
  const { body } = await post.get(`/api/incidents/${incident}`);
  expect(body.status).not.toBe("closed");
});

test("who comes back is listed by vehicle and lane for as long as plates are kept, then forgotten", async () => {
  await noted();
  here.setNow(start + minute);
  await clear(device);
  const other = await aLane("3 号楼北侧消防通道", 106.56, 29.56);
  const again = await note(post, other.incident, "渝a·12345");
  expect({ status: again.status, text: again.text }).toMatchObject({ status: 201 });
  expect((await stopsOf(post, other.incident)).items).toMatchObject([{ times: 2 }]);
  expect((await note(post, other.incident)).status).toBe(409);

  const { body } = await post.get(`/api/fire-lanes?unit=${town}`);
  expect(body).toMatchObject({
    keptDays: 180,
    standing: [{ lane: "3 号楼北侧消防通道" }],
    vehicles: [{ plate: "渝A***45", times: 2, lanes: ["3 号楼北侧消防通道", "1 号楼登高场地"] }],
    lanes: [{ times: 1 }, { times: 1 }],
  });
  expect(JSON.stringify(body)).not.toContain(here.context.secrets.fingerprint(`plate ${plate}`));

  here.setNow(start + 179 * 86_400_000);
  expect(await forgetOldStops(here.context)).toBe(0);
  here.setNow(start + 181 * 86_400_000);
  expect(await forgetOldStops(here.context)).toBe(2);
  const later = await here.signIn(`${town}-PA05-a`);
  expect((await later.get(`/api/fire-lanes?unit=${town}`)).body).toMatchObject({
    vehicles: [],
    lanes: [],
  });
});

test("bad input and the wrong person are refused, and nobody else learns of the vehicle", async () => {
  for (const written of ["", "12345", "渝A1", "x".repeat(500)])
    expect((await note(post, incident, written)).status).toBe(400);
  const id = await noted();
  expect((await post.post(`/api/lane-stops/${id}/departures`, { how: "camera" })).status).toBe(400);
  expect((await note(here.anonymous)).status).toBe(401);

  const otherPost = await here.signIn(`${town}-MS09-a`);
  expect((await note(otherPost)).status).toBe(403);
  const [masked] = (await stopsOf(otherPost)).items;
  expect(masked).toMatchObject({ plate: "", notedBy: "", actions: [], revealable: false });
  expect((await otherPost.post(`/api/lane-stops/${id}/owner-calls`)).status).toBe(403);
  expect((await otherPost.post(`/api/lane-stops/${id}/reveal`, { reason: "看看" })).status).toBe(
    403,
  );
  expect((await otherPost.get(`/api/fire-lanes?unit=${town}`)).body).toMatchObject({
    standing: [],
    lanes: [],
  });

  const supervisor = await here.signIn("500103-supervisor");
  expect((await supervisor.get(`/api/fire-lanes?unit=${town}`)).status).toBe(403);
  const far = await here.signIn("500108102-dispatcher-1");
  expect((await far.get(`/api/incidents/${incident}/lane-stops`)).status).toBe(404);
  expect((await far.post(`/api/lane-stops/${id}/tows`)).status).toBe(404);

  // A patrol notes and calls; the tow is another's decision.
  const worker = await here.signIn(`${grid}-worker`);
  expect((await worker.post(`/api/lane-stops/${id}/owner-calls`)).status).toBe(204);
  expect((await worker.post(`/api/lane-stops/${id}/tows`)).status).toBe(403);
});
