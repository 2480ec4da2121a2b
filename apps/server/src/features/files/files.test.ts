import { readdirSync, readFileSync, statSync } from "node:fs";
import { join } from "node:path";
import type { StoredFile } from "@gezhi/contract/reports.ts";
import sharp from "sharp";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { startTestServer, type Answer, type TestServer } from "../../platform/testing/server.ts";
import { aReport, at, countOf, incidentOf, placeIn, sent } from "../reports/intake-testing.ts";
import { removeOrphanFiles } from "./file-commands.ts";
import { createFolderStore } from "./file-store.ts";
import { aBomb, aPhoto, aVideo, degrees } from "./file-testing.ts";

let server: TestServer;
let store: string;
beforeAll(async () => {
  server = await startTestServer();
  store = join(server.context.config.DATA_DIR, "files");
});
afterAll(() => server.close());

const upload = (
  content: Buffer | string,
  name = "photo.jpg",
  type = "image/jpeg",
): Promise<Answer> => server.anonymous.upload("/api/files", { content, name, type });
async function stored(content: Buffer, name?: string, type?: string): Promise<StoredFile> {
  const answer = await upload(content, name, type);
  expect(answer).toMatchObject({ status: 201 });
  return answer.body as StoredFile;
}
const kept = () =>
  readdirSync(store, { recursive: true, encoding: "utf8" }).filter(
    (name) => !name.startsWith("drafts") && statSync(join(store, name)).isFile(),
  );
const drafts = () => readdirSync(join(store, "drafts"));
const bytesOf = async (url: string) => (await server.app.inject({ method: "GET", url })).rawPayload;

describe("a photo", () => {
  test("gives its place and time and is kept without them", async () => {
    const here = await placeIn(server);

    const file = await stored(await aPhoto({ lat: degrees(here.lat), lon: degrees(here.lon) }));

    expect(file).toMatchObject({ type: "image/jpeg", takenAt: "2026-11-20T00:15:00.000Z" });
    expect(file.position!.lat).toBeCloseTo(here.lat, 5);
    expect(file.position!.lon).toBeCloseTo(here.lon, 5);
    const bytes = await bytesOf(file.url);
    expect((await sharp(bytes).metadata()).exif).toBeUndefined();
    for (const name of kept())
      expect(readFileSync(join(store, name)).includes("GezhiTestCamera")).toBe(false);
  });

  test("has a small twin", async () => {
    const file = await stored(await aPhoto(undefined, 10));

    const { format, width } = await sharp(await bytesOf(file.thumbnail!)).metadata();
    expect({ format, width }).toEqual({ format: "webp", width: 480 });
  });

  test("says where the matter lies, whatever the phone thinks", async () => {
    const [there, here] = [
      await placeIn(server, "500103001", 5),
      await placeIn(server, "500103001", 20),
    ];
    const file = await stored(
      await aPhoto({ lat: degrees(there.lat), lon: degrees(there.lon) }, 20),
    );

    const receipt = await sent(
      server.anonymous,
      aReport({ ...at(here), source: "rider", text: "", category: undefined, files: [file.id] }),
    );

    const row = await incidentOf(server, receipt);
    expect(row).toMatchObject({ position_source: "exif", unit: there.grid, thumbnail: file.id });
    expect(await countOf(server, "reports")).toBeGreaterThan(0);
  });

  test("that carries a second file behind it is kept without that", async () => {
    const polyglot = Buffer.concat([
      await aPhoto(undefined, 30),
      Buffer.from("PK\u0003\u0004<script>alert('polyglot')</script>"),
    ]);

    const file = await stored(polyglot);

    expect((await bytesOf(file.url)).includes("polyglot")).toBe(false);
    for (const name of kept())
      expect(readFileSync(join(store, name)).includes("polyglot")).toBe(false);
  });

  test("sent twice lies in the store once", async () => {
    const photo = await aPhoto(undefined, 40);
    const first = await stored(photo);
    const before = kept().length;

    const second = await stored(photo);

    expect(second.id).not.toBe(first.id);
    expect(kept()).toHaveLength(before);
  });
});

describe("what is not accepted leaves nothing behind", () => {
  const image = (bytes: number) =>
    Buffer.concat([Buffer.from([0xff, 0xd8, 0xff, 0xe0]), Buffer.alloc(bytes)]);
  test.each<[string, () => Buffer | Promise<Buffer>, number, string]>([
    [
      "a page that calls itself a photo",
      () => Buffer.from("<!doctype html><script>alert(1)</script>"),
      400,
      "不支持的文件类型",
    ],
    [
      "vector graphics",
      () => Buffer.from('<svg xmlns="http://www.w3.org/2000/svg" onload="alert(1)"/>'),
      400,
      "不支持的文件类型",
    ],
    ["an archive", () => Buffer.from("PK\u0003\u0004aaaaaaaa"), 400, "不支持的文件类型"],
    ["a document", () => Buffer.from("%PDF-1.7 aaaaaaaa"), 400, "不支持的文件类型"],
    [
      "a format whose metadata cannot be removed here",
      () => Buffer.from("\0\0\0\u0018ftypheic\0\0\0\0"),
      400,
      "不支持的文件类型",
    ],
    ["nothing", () => Buffer.alloc(0), 400, "文件是空的"],
    ["a photo above 12 MB", () => image(13 << 20), 413, "12 MB"],
    [
      "a recording above 20 MB",
      () => Buffer.concat([Buffer.from("ID3"), Buffer.alloc(21 << 20)]),
      413,
      "20 MB",
    ],
    ["a picture that would fill the memory", () => aBomb(60_000, 60_000), 400, "1 亿像素"],
    [
      "a photo cut short",
      async () => aPhoto().then((photo) => photo.subarray(0, photo.length - 400)),
      400,
      "已损坏",
    ],
    ["noise with a photo's first bytes", () => image(4000), 400, "已损坏"],
  ])("%s", async (_, make, status, message) => {
    const [rows, files] = [await countOf(server, "files"), kept().length];

    const answer = await upload(await make());

    expect({ status: answer.status, detail: answer.body.detail }).toEqual({
      status,
      detail: expect.stringContaining(message),
    });
    expect(drafts()).toEqual([]);
    expect([await countOf(server, "files"), kept().length]).toEqual([rows, files]);
  });

  test("a request without a file", async () => {
    expect((await server.anonymous.post("/api/files", {})).status).toBe(400);
  });

  test("a full disk is said so, and reports without photos still go", async () => {
    const own = server.context.files;
    server.context.files = createFolderStore(store, { reserveBytes: Number.MAX_SAFE_INTEGER });

    const answer = await upload(await aPhoto(undefined, 50));
    const report = await server.anonymous.post(
      "/api/reports",
      aReport(at(await placeIn(server, "500103001", 8))),
    );
    server.context.files = own;

    expect(answer.status).toBe(503);
    expect(answer.body).toMatchObject({
      code: "unavailable",
      detail: expect.stringContaining("磁盘已满"),
    });
    expect(drafts()).toEqual([]);
    expect(report.status).toBe(201);
  });
});

describe("a video", () => {
  test("is kept without place and device, its picture untouched", async () => {
    const video = aVideo(5000);

    const file = await stored(video, "clip.mp4", "video/mp4");

    const bytes = await bytesOf(file.url);
    expect(file.type).toBe("video/mp4");
    expect(bytes).toHaveLength(video.length);
    expect(bytes.includes("+29.5501")).toBe(false);
    expect(bytes.includes("com.apple")).toBe(false);
    expect(bytes.subarray(0, 5036).equals(video.subarray(0, 5036))).toBe(true);
  });

  test.each([
    ["bytes=0-9", 206, "bytes 0-9/5356", 10],
    ["bytes=5000-", 206, "bytes 5000-5355/5356", 356],
    ["bytes=-100", 206, "bytes 5256-5355/5356", 100],
    ["bytes=9999-", 416, "bytes */5356", 0],
    ["lines=1-2", 200, undefined, 5356],
  ])("answers %s with %i", async (range, status, contentRange, length) => {
    const file = await stored(aVideo(5000), "clip.mp4", "video/mp4");

    const answer = await server.app.inject({ method: "GET", url: file.url, headers: { range } });

    expect({
      status: answer.statusCode,
      range: answer.headers["content-range"],
      length: answer.rawPayload.length,
    }).toEqual({ status, range: contentRange, length });
  });
});

describe("a url of a file", () => {
  test("shows the file as what it is and nothing else", async () => {
    const file = await stored(await aPhoto(undefined, 60));

    const { headers } = await server.app.inject({ method: "GET", url: file.url });

    expect(headers).toMatchObject({
      "content-type": "image/jpeg",
      "x-content-type-options": "nosniff",
      "content-security-policy": "default-src 'none'; sandbox",
      "accept-ranges": "bytes",
    });
  });

  test("opens that file only, for an hour at most, and cannot be made up", async () => {
    const [file, other] = [
      await stored(await aPhoto(undefined, 70)),
      await stored(await aPhoto(undefined, 80)),
    ];
    const token = new URL(file.url, "http://localhost").searchParams.get("token")!;
    const status = async (url: string) => (await server.anonymous.get(url)).status;

    expect(await status(file.url)).toBe(200);
    expect(await status(`/api/files/${other.id}?token=${encodeURIComponent(token)}`)).toBe(403);
    expect(await status(`/api/files/${file.id}?token=zzzzzz.${token.split(".")[1]}`)).toBe(403);
    server.setNow(Date.now() + 3_600_001);
    expect(await status(file.url)).toBe(403);
    server.setNow(undefined);
  });

  test("stays the same for half an hour, so that screens do not load it again and again", async () => {
    const half = 30 * 60_000;
    const photo = await aPhoto(undefined, 90);
    const start = Math.floor(Date.now() / half) * half;
    server.setNow(start + 1);
    const file = await stored(photo);
    server.setNow(start + half - 1);
    const { fileUrls } = await import("./file-presentation.ts");

    expect(fileUrls(server.context, file.id, true).url).toBe(file.url);
    server.setNow(undefined);
  });
});

describe("what nothing was sent with", () => {
  test("goes after a day; what a report holds stays", async () => {
    const photo = await aPhoto(undefined, 100);
    const [held, left, twin] = [
      await stored(photo),
      await stored(await aPhoto(undefined, 110)),
      await stored(photo),
    ];
    await sent(
      server.anonymous,
      aReport({ ...at(await placeIn(server, "500103001", 11)), files: [held.id] }),
    );

    server.setNow(Date.now() + 23 * 3_600_000);
    expect(await removeOrphanFiles(server.context)).toBe(0);
    server.setNow(Date.now() + 25 * 3_600_000);
    expect(await removeOrphanFiles(server.context)).toBeGreaterThanOrEqual(2);

    const { url } = (await import("./file-presentation.ts")).fileUrls(
      server.context,
      held.id,
      true,
    );
    expect((await server.anonymous.get(url)).status).toBe(200);
    const gone = await server.anonymous.post(
      "/api/reports",
      aReport({ ...at(await placeIn(server, "500103001", 14)), files: [left.id, twin.id] }),
    );
    expect(gone.status).toBe(400);
    expect(gone.body.detail).toContain("重新上传");
    server.setNow(undefined);
  });

  test("is looked for once, however many files a report holds", async () => {
    const held = await stored(await aPhoto(undefined, 120));
    await sent(
      server.anonymous,
      aReport({ ...at(await placeIn(server, "500103001", 15)), files: [held.id] }),
    );

    server.setNow(Date.now() + 25 * 3_600_000);
    await removeOrphanFiles(server.context);
    server.setNow(undefined);

    const waiting = await server.owner
      .selectFrom("files")
      .select("id")
      .where("check_from", "is not", null)
      .execute();
    expect(waiting).toEqual([]);
    expect((await server.anonymous.get(held.url)).status).toBe(200);
  });
});
