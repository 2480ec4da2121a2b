import { execFileSync } from "node:child_process";
import { once } from "node:events";
import { mkdirSync, readdirSync, statSync } from "node:fs";
import { request } from "node:http";
import { join } from "node:path";
import { sql } from "kysely";
import { afterAll, beforeAll, expect, test, vi } from "vitest";
import { aPhoto, aVideo } from "../../apps/server/src/features/files/file-testing.ts";
import { connectAsOwner, type Db } from "../../apps/server/src/platform/database/connect.ts";
import { prepareFolder } from "./support/city.ts";
import { brokenChains, contradictions, lostReports } from "./support/invariants.ts";
import { Person, type Answer } from "./support/person.ts";
import {
  databaseOf,
  freePort,
  newFolder,
  outcome,
  removeFolder,
  start,
  until,
  type Process,
} from "./support/product.ts";
import {
  aReport,
  gridPoints,
  sendUntilAcknowledged,
  type Point,
  type Sent,
} from "./support/reports.ts";
import { smallDisk, type SmallDisk } from "./support/small-disk.ts";

vi.setConfig({ testTimeout: 180_000, hookTimeout: 240_000 });

const megabyte = 1 << 20;
const folder = newFolder("prepared");
const acknowledged: Sent[] = [];
let disk: SmallDisk;
let settings: Record<string, string>;
let server: Process;
let owner: Db;
let resident: Person;
let points: Point[];

beforeAll(async () => {
  disk = await smallDisk("full", 448);
  await prepareFolder(folder);
  execFileSync("cp", ["-a", `${folder}/.`, disk.seen]);
  settings = { DATA_DIR: disk.folder, PORT: String(await freePort()) };
  server = await start("all", settings, disk.through);
  owner = connectAsOwner(databaseOf(disk.seen));
  points = await gridPoints(owner, "5001");
  resident = new Person(`http://127.0.0.1:${settings["PORT"]}`);
});
afterAll(async () => {
  await owner?.destroy();
  await server?.stop();
  disk?.remove();
  removeFolder(folder);
});

const drafts = () => readdirSync(join(disk.seen, "files/drafts"));
const countFiles = async () => (await owner.selectFrom("files").select("id").execute()).length;
const photo = async (tint: number) =>
  resident.upload("/api/files", "photo.jpg", "image/jpeg", await aPhoto(undefined, tint));
const nextReport = () => aReport(acknowledged.length, points, "resident");
const send = async (report = nextReport()) => {
  const sent = await sendUntilAcknowledged(resident, report);
  acknowledged.push(sent);
  return sent;
};

test("with little space left photos are refused with what to do, words still go, and photos go again when there is space", async () => {
  expect((await photo(10)).status).toBe(201);
  const files = await countFiles();

  disk.fill(200 * megabyte);
  const refused = await photo(20);
  expect(refused).toMatchObject({ status: 503, retryAfter: "60", body: { code: "unavailable" } });
  expect(refused.body.detail).toMatch(/磁盘已满.*请联系管理员.*文字可以先上报/);
  expect(drafts()).toEqual([]);
  expect(await countFiles()).toBe(files);
  expect((await send()).tries).toBe(1);

  disk.free();
  expect((await photo(20)).status).toBe(201);
});

test("a disk that fills up in the middle of a video keeps nothing of it, and the same video goes when there is space", async () => {
  const video = aVideo(40 * megabyte);
  const files = await countFiles();
  const halfIsThere = () =>
    until("half of it lies on the disk", () =>
      drafts().some((name) => statSync(join(disk.seen, "files/drafts", name)).size > 10 * megabyte),
    );

  const refused = await uploadInHalves(video, async () => {
    await halfIsThere();
    disk.fill();
  });
  disk.free();
  expect(refused).toMatchObject({
    status: 503,
    retryAfter: "60",
    body: { code: "unavailable", detail: expect.stringContaining("磁盘已满") },
  });
  expect(drafts()).toEqual([]);
  expect(await countFiles()).toBe(files);

  expect((await uploadInHalves(video, halfIsThere)).status).toBe(201);
  expect(drafts()).toEqual([]);
  expect(await countFiles()).toBe(files + 1);
});

test("a database without space says so, dies, and comes back by itself with everything it acknowledged", async () => {
  for (let n = 0; n < 20; n++) await send();
  disk.fill();
  let refused: Answer | null = null;
  let unsent = nextReport();
  await until("a report finds no space", async () => {
    const answer = await resident.ask("POST", "/api/reports", unsent);
    if (answer?.status === 503) refused = answer;
    else {
      expect(answer?.status).toBe(201);
      await send(unsent);
      unsent = nextReport();
    }
    return refused !== null;
  });
  expect(refused).toMatchObject({
    retryAfter: "60",
    body: { code: "unavailable", detail: expect.stringContaining("磁盘已满") },
  });

  // Its next segment of the log has no place: PostgreSQL gives up, and cannot start.
  await until("the database dies, and the log says what to do", async () => {
    await sql`select pg_switch_wal(), pg_logical_emit_message(true, 'fault', repeat('x', 100000))`
      .execute(owner)
      .catch(() => undefined);
    return server.said().includes("is full: free space there");
  });
  const down = await resident.ask("POST", "/api/reports", unsent);
  expect(down).toMatchObject({ status: 503, retryAfter: expect.stringMatching(/^\d+$/) });
  expect(down?.body.detail).toMatch(/数据库暂时不可用|磁盘已满/);
  expect((await resident.ask("GET", "/readyz"))?.status).toBe(503);
  expect((await resident.ask("GET", "/healthz"))?.status).toBe(200);

  disk.free();
  await send(unsent);
  await until("it is ready", async () => (await resident.ask("GET", "/readyz"))?.status === 200);
  expect(server.child.exitCode).toBe(null);
  expect(await lostReports(owner, acknowledged)).toEqual([]);
  expect(await contradictions(owner)).toEqual([]);
  expect(await brokenChains(owner)).toEqual([]);
});

test("a start on a full disk says so and ends, and one with space finds everything", async () => {
  await owner.destroy();
  expect(await server.stop()).toBe(0);
  const another = join(disk.folder, "another");
  mkdirSync(join(disk.seen, "another"));
  disk.fill();
  for (const DATA_DIR of [disk.folder, another, join(another, "new")]) {
    const { code, said } = await outcome("all", { ...settings, DATA_DIR }, disk.through);
    expect({ code, said }).toEqual({
      code: 1,
      said: expect.stringMatching(/^The disk of the data folder .* is full: free space there/),
    });
  }

  disk.free();
  server = await start("all", settings, disk.through);
  owner = connectAsOwner(databaseOf(disk.seen));
  expect(await lostReports(owner, acknowledged)).toEqual([]);
});

/** Sends the first half, waits, and sends the rest; listens, as browsers do, only when all is sent. */
async function uploadInHalves(content: Buffer, between: () => Promise<void>) {
  const asked = request(`${resident.base}/api/files`, {
    method: "POST",
    agent: false,
    headers: { "content-type": "multipart/form-data; boundary=fault" },
  });
  const answer = once(asked, "response");
  const sent = once(asked, "finish");
  const middle = content.length >> 1;
  asked.write(
    '--fault\r\ncontent-disposition: form-data; name="file"; filename="v.mp4"\r\ncontent-type: video/mp4\r\n\r\n',
  );
  asked.write(content.subarray(0, middle));
  await between();
  asked.end(Buffer.concat([content.subarray(middle), Buffer.from("\r\n--fault--\r\n")]));
  await sent;
  const [response] = await answer;
  let text = "";
  for await (const chunk of response.setEncoding("utf8")) text += chunk;
  return {
    status: response.statusCode as number,
    retryAfter: response.headers["retry-after"],
    body: JSON.parse(text) as unknown,
  };
}
