import { createHash } from "node:crypto";
import { EvidenceManifest } from "@gezhi/contract/evidence.ts";
import { strFromU8, unzipSync } from "fflate";
import { afterAll, beforeAll, beforeEach, expect, test } from "vitest";
import { type Client, type TestServer } from "../../platform/testing/server.ts";
import { alarmOf, grid, stepsOf, town } from "../alarms/alarm-testing.ts";
import { aVideo } from "../files/file-testing.ts";
import { deleteOutdatedClips } from "./clip-commands.ts";
import { approved, clipsOf, type Falls, openFalls, sendClip } from "./evidence-testing.ts";

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

const reason = "移交派出所核查";
const ask = (client: Client, alarm: string, body: unknown = {}) =>
  client.post(`/api/alarms/${alarm}/evidence-packs`, body);
const packWay = async (client: Client, alarm: string) =>
  (await client.get(`/api/alarms/${alarm}/clips`)).body.pack;
const sha256 = (bytes: Uint8Array) => createHash("sha256").update(bytes).digest("hex");
const fetchPack = async (client: Client, url: string) => {
  const answer = await client.get(url);
  return { answer, files: answer.status === 200 ? unzipSync(answer.bytes) : {} };
};
const audited = (id: string) =>
  here.owner
    .selectFrom("audit_log")
    .select(["act", "reason", "unit"])
    .where("subject", "=", id)
    .execute();

test("holds every picture, the alarm and what was supposed, each with its SHA-256, and says who took it", async () => {
  const device = await falls.falling();
  const points = [
    { x: 0.4, y: 0.1, ms: 0 },
    { x: 0.5, y: 0.9, ms: 900 },
  ];
  const trace = { points, from: { building: "12栋", floor: 7 } };
  await sendClip(here, { device: device.code, trace });
  await sendClip(here, { device: device.code, masked: true, content: aVideo(20_000) });
  const id = await falls.alarmIdOf(device);
  expect(await packWay(officer, id)).toBe("ask");
  expect((await ask(officer, id, { reason })).status).toBe(403);
  await approved(officer, commander, id, reason);
  expect(await packWay(officer, id)).toBe("approved");

  const asked = await ask(officer, id);
  expect(asked.status).toBe(200);
  const { answer, files } = await fetchPack(officer, asked.body.url);

  const alarm = await alarmOf(here, device);
  expect(answer.headers).toMatchObject({
    "content-type": "application/zip",
    "content-disposition": `attachment; filename="evidence-${alarm.number}.zip"`,
    "cache-control": "no-store",
  });
  const manifest = EvidenceManifest.parse(JSON.parse(strFromU8(files["manifest.json"]!)));
  expect(manifest.alarm).toMatchObject({ id, number: alarm.number });
  expect(manifest.incident).toBe(`500103-${alarm.incident}`);
  expect(manifest.clips).toMatchObject([
    { masked: false, unchanged: true, trace: { points, from: trace.from } },
    { masked: true, unchanged: true, type: "video/mp4", trace: null },
  ]);
  expect(manifest.parts.map(({ name }) => name)).toEqual([
    "alarm.json",
    ...manifest.clips.map(({ part }) => part),
  ]);
  for (const { name, size, sha256: said } of manifest.parts)
    expect({ name, size, said }).toEqual({
      name,
      size: files[name]!.length,
      said: sha256(files[name]!),
    });
  const sums = strFromU8(files["SHA256SUMS"]!);
  for (const name of ["manifest.json", ...manifest.parts.map((part) => part.name)])
    expect(sums).toContain(`${sha256(files[name]!)}  ${name}\n`);
  expect(JSON.parse(strFromU8(files["alarm.json"]!)).steps.at(-1)).toMatchObject({
    act: "open",
    text: `导出证据包：${reason}`,
  });
  expect(await audited(id)).toEqual([{ act: "export.evidence", reason, unit: grid }]);
  expect((await stepsOf(here, alarm.id)).at(-1)).toBe("open");
  const { body } = await officer.get(
    manifest.incident ? `/api/incidents/${manifest.incident}` : "",
  );
  expect(body.timeline.map(({ text }: { text: string }) => text)).toContain(
    `导出证据包：${reason}`,
  );
});

test("says when the bytes are no longer those that came", async () => {
  const device = await falls.falling();
  await sendClip(here, { device: device.code });
  await here.owner
    .updateTable("clips")
    .set({ sha256: "0".repeat(64) })
    .where("device", "=", device.number)
    .execute();
  const id = await falls.alarmIdOf(device);
  await approved(officer, commander, id, reason);
  const { body } = await ask(officer, id);
  const { files } = await fetchPack(officer, body.url);
  const manifest = EvidenceManifest.parse(JSON.parse(strFromU8(files["manifest.json"]!)));
  expect(manifest.clips).toMatchObject([{ unchanged: false }]);
});

test("is for whom the table names, once another approved it, and its address for the session that asked and for ten minutes", async () => {
  const device = await falls.falling();
  await sendClip(here, { device: device.code });
  const id = await falls.alarmIdOf(device);
  const by = async (username: string) => {
    const client = await here.signIn(username);
    if ((await packWay(client, id)) === "ask" && username !== `${town}-commander`)
      await approved(client, commander, id, reason);
    return (await ask(client, id)).status;
  };
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
    nobody: (await ask(here.anonymous, id)).status,
  }).toEqual({
    secretary: 200,
    commander: 403,
    dispatcher: 200,
    worker: 403,
    neighbour: 403,
    supervisor: 403,
    police: 404,
    otherTown: 404,
    admin: 404,
    nobody: 401,
  });
  expect(await audited(id)).toHaveLength(2);

  await approved(officer, commander, id, reason);
  const { body } = await ask(officer, id);
  const secretary = await here.signIn("500103001017-secretary");
  expect((await fetchPack(secretary, body.url)).answer.status).toBe(403);
  const otherSession = await here.signIn(`${town}-duty-officer-1`);
  expect((await fetchPack(otherSession, body.url)).answer.status).toBe(403);
  expect((await here.anonymous.get(body.url)).status).toBe(401);
  expect((await officer.get(`/api/alarms/${id}/evidence-pack?token=x`)).status).toBe(403);
  here.setNow(Date.now() + 11 * 60_000);
  expect((await fetchPack(officer, body.url)).answer.status).toBe(403);
});

test("asks for a reason, and is of falling objects with pictures only", async () => {
  const device = await falls.falling();
  const id = await falls.alarmIdOf(device);
  expect(await ask(officer, id)).toMatchObject({ status: 409, body: { detail: /没有可以导出/ } });
  expect(await packWay(officer, id)).toBe("never");
  await sendClip(here, { device: device.code, masked: true });
  // Nobody can be recognised in it: a reason is enough.
  expect(await packWay(officer, id)).toBe("reason");
  expect((await ask(officer, id, { reason })).status).toBe(200);
  for (const body of [{}, { reason: "" }, { reason: " x " }])
    expect((await ask(officer, id, body)).status).toBe(400);

  const other = await falls.falling("VA01");
  await sendClip(here, { device: other.code });
  expect(await ask(officer, await falls.alarmIdOf(other))).toMatchObject({
    status: 409,
    body: { detail: /只有高空抛物/ },
  });
  expect((await ask(officer, "500103-01920000-0000-7000-8000-00000000abcd")).status).toBe(404);
});

test("is no longer there when the pictures' time is over", async () => {
  const device = await falls.falling();
  await sendClip(here, { device: device.code });
  const id = await falls.alarmIdOf(device);
  await approved(officer, commander, id, reason);
  const before = await ask(officer, id);
  await here.owner
    .updateTable("incidents")
    .set({ status: "closed" })
    .where("id", "=", (await alarmOf(here, device)).incident)
    .execute();
  here.setNow(Date.now() + 31 * 24 * 3_600_000);
  await deleteOutdatedClips(here.context);
  here.setNow(undefined);

  expect((await ask(officer, id)).status).toBe(409);
  expect((await fetchPack(officer, before.body.url)).answer.status).toBe(409);
  expect((await clipsOf(officer, id))[0]!.deletedAt).not.toBeNull();
});
