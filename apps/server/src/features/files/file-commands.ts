import type { FileId, Key } from "@gezhi/contract/ids.ts";
import { fileId, keyOf } from "@gezhi/contract/ids.ts";
import type { StoredFile } from "@gezhi/contract/reports.ts";
import type { Insertable } from "kysely";
import { v7 } from "uuid";
import type { Attachments, Files } from "../../platform/database/generated.ts";
import { rowsInto } from "../../platform/database/rows.ts";
import { write, type Tx } from "../../platform/database/scope.ts";
import { invalid } from "../../platform/problems.ts";
import type { Context } from "../context.ts";
import {
  deleteOrphans,
  insertFile,
  isContentUsed,
  lockContent,
  lockFiles,
  lockUnchecked,
  setHeld,
  type FileRow,
} from "./file-queries.ts";
import type { Draft } from "./file-store.ts";
import {
  acceptedPictures,
  acceptedTypes,
  type FileKind,
  fileTypeOf,
  headBytes,
  sizeLimits,
} from "./file-type-rules.ts";
import { fileUrls } from "./file-presentation.ts";
import { readPhoto } from "./photo.ts";
import { withoutMetadata } from "./video-metadata.ts";

type Uploader = { account: string | null; homeDistrict: string };
type Upload = Uploader & {
  bytes: AsyncIterable<Uint8Array>;
  /** Kinds that are taken, and of how many bytes; absent: all. */
  limits?: Partial<Record<FileKind, number>>;
};

/** Streams an upload into the store; either all of it is kept and known, or nothing. */
export async function storeUpload(
  context: Context,
  { bytes, account, homeDistrict, limits = sizeLimits }: Upload,
): Promise<StoredFile> {
  const { head, all, leave } = await peek(bytes);
  try {
    return await storeWhole(context, head, all, { account, homeDistrict, limits });
  } finally {
    await leave();
  }
}

async function storeWhole(
  context: Context,
  head: Buffer,
  all: AsyncIterable<Uint8Array>,
  { account, homeDistrict, limits }: Uploader & { limits: Partial<Record<FileKind, number>> },
): Promise<StoredFile> {
  if (head.length === 0) throw invalid("文件是空的，请重新选择");
  const found = fileTypeOf(head);
  const limit = found && limits[found.kind];
  if (!found || limit === undefined)
    throw invalid(
      `不支持的文件类型，请上传${limits === sizeLimits ? acceptedTypes : acceptedPictures}`,
    );

  const raw = await context.files.draft(all, limit);
  try {
    if (found.kind === "photo")
      return await keepPhoto(context, raw, found.type, { account, homeDistrict });
    const named = { type: found.type, account, district: homeDistrict };
    return /^(?:video|audio)\/(?:mp4|quicktime)$/.test(found.type)
      ? await keepClean(context, raw, limit, named)
      : await record(context, [raw], named);
  } finally {
    await context.files.discard(raw);
  }
}

type Named = { type: string; account: string | null; district: string };
type Facts = Partial<Pick<Insertable<Files>, "width" | "height" | "lon" | "lat" | "taken_at">>;

async function keepPhoto(
  context: Context,
  raw: Draft,
  type: string,
  by: Uploader,
): Promise<StoredFile> {
  const photo = await readPhoto(raw.path, type);
  const { position, width, height, takenAt } = photo;
  const grid = position && context.units.locate(position.lon, position.lat);
  const district = grid ? grid.slice(0, 6) : by.homeDistrict;
  const facts = {
    width,
    height,
    lon: position?.lon ?? null,
    lat: position?.lat ?? null,
    taken_at: takenAt,
  };
  const drawn = await context.files.draft(once(photo.bytes), photo.bytes.length);
  try {
    const small = await context.files.draft(once(photo.thumbnail), photo.thumbnail.length);
    try {
      return await record(
        context,
        [drawn, small],
        { type: photo.type, account: by.account, district },
        facts,
      );
    } finally {
      await context.files.discard(small);
    }
  } finally {
    await context.files.discard(drawn);
  }
}

async function keepClean(
  context: Context,
  raw: Draft,
  limit: number,
  named: Named,
): Promise<StoredFile> {
  const clean = await context.files.draft(withoutMetadata(raw.path), limit);
  try {
    return await record(context, [clean], named);
  } finally {
    await context.files.discard(clean);
  }
}

const unsentMs = 24 * 3_600_000;

/** The lock on the content keeps a clean-up of the same bytes apart from this. */
async function record(
  context: Context,
  [main, small]: [Draft, Draft?],
  named: Named,
  facts: Facts = {},
): Promise<StoredFile> {
  const at = context.now();
  const row = {
    ...facts,
    district: named.district,
    id: v7(),
    sha256: main.sha256,
    store_key: main.sha256,
    thumbnail_key: small?.sha256 ?? null,
    type: named.type,
    size: main.size,
    uploaded_by: named.account,
    created_at: new Date(at),
    check_from: new Date(at + unsentMs),
  };
  await write(context.db, "system", async (tx) => {
    await lockContent(tx, small ? [main.sha256, small.sha256] : [main.sha256]);
    await insertFile(tx, row);
    await context.files.keep(main);
    if (small) await context.files.keep(small);
  });
  const id = fileId(row);
  const { lon, lat, taken_at } = facts;
  return {
    id,
    type: row.type,
    size: row.size,
    ...fileUrls(context, id, small !== undefined),
    position: typeof lon === "number" && typeof lat === "number" ? { lon, lat } : null,
    takenAt: taken_at instanceof Date ? taken_at.toISOString() : null,
  };
}

/** The files an act refers to, safe from the clean-up until the caller's transaction ends. */
export async function claimFiles(tx: Tx, ids: readonly FileId[]): Promise<FileRow[]> {
  if (!ids.length) return [];
  const found = await lockFiles(tx, ids);
  return inOrder(ids, found);
}

/** In the order of `ids`; throws when one is missing. */
export function inOrder(ids: readonly FileId[], rows: readonly FileRow[]): FileRow[] {
  return [...new Set(ids)].map((id) => {
    const key = keyOf(id);
    const row = rows.find((file) => file.district === key.district && file.id === key.id);
    if (!row)
      throw invalid("有照片或附件已失效，请重新上传后再提交", [{ path: "files", message: id }]);
    return row;
  });
}

type AttachmentKind = Attachments["kind"];

export const attachmentRows = (
  incident: Key,
  files: readonly FileRow[],
  { kind, report, at }: { kind: AttachmentKind; report: string | null; at: Date },
): Insertable<Attachments>[] =>
  files.map((file) => ({
    district: incident.district,
    incident: incident.id,
    file_district: file.district,
    file: file.id,
    report,
    kind,
    type: file.type,
    has_thumbnail: file.thumbnail_key !== null,
    added_at: at,
  }));

/** For a statement that writes more than attachments; a file that is attached already stays as it is. */
export const insertAttachments = (rows: readonly Insertable<Attachments>[]) =>
  rowsInto(
    "attachments",
    [
      "district",
      "incident",
      "file_district",
      "file",
      "report",
      "kind",
      "type",
      "has_thumbnail",
      "added_at",
    ],
    rows,
    "on conflict do nothing",
  );

/** Claims the files and hangs them on the incident. */
export async function attachFiles(
  tx: Tx,
  incident: Key,
  ids: readonly FileId[],
  as: { kind: AttachmentKind; report: string | null; at: Date },
): Promise<FileRow[]> {
  const files = await claimFiles(tx, ids);
  if (files.length)
    await tx
      .insertInto("attachments")
      .values(attachmentRows(incident, files, as))
      .onConflict((conflict) => conflict.doNothing())
      .execute();
  return files;
}

const filesAtOnce = 200;

/** Uploads that nothing was sent with within a day, and files of clips that are gone; says how many went. */
export async function removeOrphanFiles(context: Context): Promise<number> {
  const at = new Date(context.now());
  let removed = 0;
  for (;;) {
    const { looked, gone } = await write(context.db, "system", async (tx) => {
      const keys = await lockUnchecked(tx, at, filesAtOnce);
      if (!keys.length) return { looked: 0, gone: [] };
      const gone = await deleteOrphans(tx, keys);
      await setHeld(tx, keys);
      return { looked: keys.length, gone };
    });
    removed += gone.length;
    const contents = gone.flatMap(({ store_key, thumbnail_key }) =>
      thumbnail_key ? [store_key, thumbnail_key] : [store_key],
    );
    for (const content of new Set(contents)) await removeUnused(context, content);
    if (looked < filesAtOnce) break;
  }
  await context.files.removeStaleDrafts(context.now());
  return removed;
}

const removeUnused = (context: Context, content: string): Promise<void> =>
  write(context.db, "system", async (tx) => {
    await lockContent(tx, [content]);
    if (!(await isContentUsed(tx, content))) await context.files.remove(content);
  });

async function* once(bytes: Uint8Array): AsyncGenerator<Uint8Array> {
  yield bytes;
}

type Peeked = { head: Buffer; all: AsyncIterable<Uint8Array>; leave: () => Promise<unknown> };

/** The first bytes, and a stream that begins with them again; `leave` it, read to its end or not. */
async function peek(bytes: AsyncIterable<Uint8Array>): Promise<Peeked> {
  const rest = bytes[Symbol.asyncIterator]();
  const read: Uint8Array[] = [];
  let length = 0;
  while (length < headBytes) {
    const next = await rest.next();
    if (next.done) break;
    read.push(next.value);
    length += next.value.length;
  }
  async function* all() {
    yield* read;
    for (let next = await rest.next(); !next.done; next = await rest.next()) yield next.value;
  }
  return {
    head: Buffer.concat(read).subarray(0, headBytes),
    all: all(),
    leave: async () => rest.return?.(),
  };
}
