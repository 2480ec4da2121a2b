import { createHash, randomUUID } from "node:crypto";
import { createReadStream } from "node:fs";
import { mkdir, open, readdir, rename, rm, stat } from "node:fs/promises";
import { dirname, join } from "node:path";
import type { Readable } from "node:stream";
import { freeBytes } from "../../platform/free-space.ts";
import { ProblemError } from "../../platform/problems.ts";
import type { ByteRange } from "./file-type-rules.ts";

/** Bytes that lie in the store but are not kept yet: `keep` or `discard` them. */
export type Draft = { path: string; sha256: string; size: number };

/**
 * Bytes by their content: the key is made from the SHA-256 and says nothing about who or what. A folder here; any
 * object store can stand behind the same functions.
 */
export type FileStore = {
  /** Writes to a draft and reads it back never; stops with `too_large` beyond `limit` bytes. */
  draft: (bytes: AsyncIterable<Uint8Array>, limit: number) => Promise<Draft>;
  /** Durable when it returns; keeping the same content again changes nothing. */
  keep: (draft: Draft) => Promise<string>;
  discard: (draft: Draft) => Promise<void>;
  /** Undefined when there is no such content. */
  read: (
    key: string,
    range?: ByteRange,
  ) => Promise<{ size: number; stream: () => Readable } | undefined>;
  remove: (key: string) => Promise<void>;
  /** Drafts that a killed process left behind a day ago; says how many. */
  removeStaleDrafts: (now: number) => Promise<number>;
};

const keyPattern = /^[0-9a-f]{64}$/;
const staleDraftMs = 24 * 3_600_000;

export function createFolderStore(
  root: string,
  { reserveBytes = 256 << 20 }: { reserveBytes?: number } = {},
): FileStore {
  const drafts = join(root, "drafts");
  const placeOf = (key: string) => {
    if (!keyPattern.test(key)) throw new RangeError("not a key of the file store");
    return join(root, key.slice(0, 2), key.slice(2, 4), key);
  };

  return {
    draft: (bytes, limit) =>
      saving(async () => {
        await mkdir(drafts, { recursive: true });
        if ((await freeBytes(drafts)) < reserveBytes) throw full();
        const path = join(drafts, randomUUID());
        try {
          return { path, ...(await writeWhole(path, bytes, limit)) };
        } catch (error) {
          await rm(path, { force: true });
          throw error;
        }
      }),
    keep: ({ path, sha256 }) =>
      saving(async () => {
        const place = placeOf(sha256);
        await mkdir(dirname(place), { recursive: true });
        await rename(path, place);
        await syncFolder(dirname(place));
        return sha256;
      }),
    discard: ({ path }) => rm(path, { force: true }),
    async read(key, range) {
      const place = placeOf(key);
      const found = await stat(place).catch(() => undefined);
      if (!found) return undefined;
      return {
        size: found.size,
        stream: () => createReadStream(place, range ? { start: range.from, end: range.to } : {}),
      };
    },
    remove: (key) => rm(placeOf(key), { force: true }),
    async removeStaleDrafts(now) {
      let removed = 0;
      for (const name of await readdir(drafts).catch(() => [])) {
        const path = join(drafts, name);
        const found = await stat(path).catch(() => undefined);
        if (!found || now - found.mtimeMs < staleDraftMs) continue;
        await rm(path, { force: true });
        removed += 1;
      }
      return removed;
    },
  };
}

async function writeWhole(path: string, bytes: AsyncIterable<Uint8Array>, limit: number) {
  const hash = createHash("sha256");
  let size = 0;
  await using file = await open(path, "wx", 0o600);
  for await (const chunk of bytes) {
    size += chunk.length;
    if (size > limit)
      throw new ProblemError(
        "too_large",
        `文件超过 ${Math.floor(limit / (1 << 20))} MB，请压缩或分段后重新上传`,
      );
    hash.update(chunk);
    for (let written = 0; written < chunk.length;)
      written += (await file.write(chunk, written)).bytesWritten;
  }
  await file.sync();
  return { sha256: hash.digest("hex"), size };
}

/** The name in the folder must survive a power cut as well; some file systems cannot sync a folder and need not. */
async function syncFolder(path: string): Promise<void> {
  const folder = await open(path, "r");
  try {
    await folder.sync();
  } catch (error) {
    if (!["EINVAL", "EPERM", "ENOTSUP"].includes(codeOf(error))) throw error;
  } finally {
    await folder.close();
  }
}

const full = (cause?: unknown) =>
  new ProblemError(
    "unavailable",
    "服务器磁盘已满，暂时不能保存照片和视频，请联系管理员清理后重试；文字可以先上报",
    { retryAfterSeconds: 60, cause },
  );
const codeOf = (error: unknown): string =>
  error instanceof Error && "code" in error ? String(error.code) : "";

async function saving<T>(work: () => Promise<T>): Promise<T> {
  try {
    return await work();
  } catch (error) {
    const code = codeOf(error);
    if (code === "ENOSPC" || code === "EDQUOT") throw full(error);
    if (code === "EROFS" || code === "EACCES")
      throw new ProblemError(
        "unavailable",
        "服务器的文件目录不可写，暂时不能保存照片和视频，请联系管理员；文字可以先上报",
        { retryAfterSeconds: 60, cause: error },
      );
    throw error;
  }
}
