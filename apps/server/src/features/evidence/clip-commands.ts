import { createHash, hash, timingSafeEqual } from "node:crypto";
import {
  clipBytes,
  mostClips,
  usualClipDays,
  type ClipAbout,
  type ClipTaken,
} from "@gezhi/contract/evidence.ts";
import { clipId, type Key } from "@gezhi/contract/ids.ts";
import { v7 } from "uuid";
import { read, write } from "../../platform/database/scope.ts";
import { conflict, forbidden, invalid } from "../../platform/problems.ts";
import { tellOfClip } from "../alarms/alarm-clip-commands.ts";
import type { Context } from "../context.ts";
import { removeOrphanFiles, storeUpload } from "../files/file-commands.ts";
import { findFile } from "../files/file-queries.ts";
import { denied } from "../telemetry/credentials-rules.ts";
import {
  alarmAt,
  keptTrace,
  sendsClips,
  timeProblem,
  traceProblem,
  waitingMs,
} from "./clip-rules.ts";
import {
  type ClipRow,
  countOfAlarm,
  deleteClips,
  findSenders,
  findSent,
  insertClip,
  listAlarmsOf,
  listOutdated,
  listTownsWithClips,
  listWaiting,
  type Sender,
  setAlarmOf,
} from "./clip-queries.ts";

type Credentials = readonly [username: string, password: string];

const keptDaysAt = (context: Context, unit: string): number =>
  context.configuration.current("limits", unit).content.clipDays ?? usualClipDays;

/** The device a clip is of, proven by its own password or its gateway's; asked before one byte of it is kept. */
export async function admitClip(
  context: Context,
  [username, password]: Credentials,
  about: ClipAbout,
): Promise<{ device: Sender; at: Date }> {
  const senders = await read(context.db, "system", (tx) =>
    findSenders(tx, [...new Set([username, about.device])]),
  );
  const speaker = senders.find(({ code }) => code === username);
  // Passwords of simulated devices are known to everybody.
  const open = speaker && (!speaker.simulated || context.config.GEZHI_DEMO);
  if (!open || !isPassword(speaker, password)) throw denied();
  const device = senders.find(({ code }) => code === about.device);
  if (!device) throw invalid("没有这个设备：请先在设备台账中登记");
  if (device !== speaker && device.gateway !== speaker.code)
    throw forbidden("不能替别的设备上传画面：请用本设备的密码，或把该设备登记到这个网关下");
  if (!sendsClips(device.profile))
    throw forbidden("只有视频分析设备可以上传告警画面：请核对设备编码和设备类型");
  const at = typeof about.at === "number" ? about.at : Date.parse(about.at);
  const problem = timeProblem(at, context.now(), keptDaysAt(context, device.unit));
  if (problem) throw invalid(problem);
  const untraced = about.trace && traceProblem(about.trace, device.profile, at);
  if (untraced) throw invalid(untraced, [{ path: "about.trace", message: untraced }]);
  return { device, at: new Date(at) };
}

function isPassword({ password_hash }: Sender, password: string): boolean {
  if (password_hash === null) return false;
  const kept = Buffer.from(password_hash, "hex");
  const given = hash("sha256", password, "buffer");
  return kept.length === given.length && timingSafeEqual(kept, given);
}

/** Keeps a clip and hangs it on its alarm, or lets it wait for one; the same clip again changes nothing. */
export async function takeClip(
  context: Context,
  { device, at }: { device: Sender; at: Date },
  { masked, trace }: ClipAbout,
  bytes: AsyncIterable<Uint8Array>,
): Promise<ClipTaken> {
  const { district, number, unit, simulated } = device;
  const early = alarmAt(await alarmsOf(context, district, number), at.getTime());
  const digest = createHash("sha256");
  async function* read() {
    for await (const chunk of bytes) {
      digest.update(chunk);
      yield chunk;
    }
  }
  const stored = await storeUpload(context, {
    bytes: read(),
    account: null,
    homeDistrict: district,
    limits: clipBytes,
  });
  const file = await findFile(context.db, stored.id);
  if (!file) throw new Error("what was stored a moment ago is gone");
  const row = {
    district,
    id: v7(),
    device: number,
    unit,
    at,
    alarm: null,
    sent_sha256: digest.digest("hex"),
    file_district: file.district,
    file: file.id,
    type: file.type,
    size: file.size,
    sha256: file.sha256,
    has_thumbnail: file.thumbnail_key !== null,
    masked,
    trace: trace ? JSON.stringify(keptTrace(trace, at.getTime())) : null,
    building: trace?.from?.building ?? null,
    simulated,
    received_at: new Date(context.now()),
    deleted_at: null,
  };
  // What comes twice leaves its bytes to the clean-up.
  const known = await findSentBefore(context, row);
  if (known) return taken(known, false);
  if (early && (await full(context, early))) throw conflict(`一个告警最多保存 ${mostClips} 段画面`);
  const added = await write(context.db, "system", (tx) => insertClip(tx, row));
  if (!added) return taken((await findSentBefore(context, row))!, false);
  return taken((await join(context, added)) ?? added, true);
}

const taken = (row: ClipRow, added: boolean): ClipTaken => ({
  id: clipId(row),
  added,
  alarm: row.alarm === null ? null : `${row.district}-${row.alarm}`,
});

const findSentBefore = (context: Context, row: Parameters<typeof findSent>[1]) =>
  read(context.db, "system", (tx) => findSent(tx, row));
const alarmsOf = (context: Context, district: string, device: number) =>
  read(context.db, "system", (tx) => listAlarmsOf(tx, district, device));
const full = async (context: Context, alarm: Key): Promise<boolean> =>
  (await read(context.db, "system", (tx) => countOfAlarm(tx, alarm))) >= mostClips;

/** Undefined: no alarm of that instant yet, or somebody else joined it. */
async function join(context: Context, clip: ClipRow): Promise<ClipRow | undefined> {
  const { district, device, at } = clip;
  const alarm = alarmAt(await alarmsOf(context, district, device), at.getTime());
  if (!alarm || (await full(context, alarm))) return undefined;
  const joined = await write(context.db, "system", async (tx) => {
    const row = await setAlarmOf(tx, clip, alarm.id);
    if (row) await tellOfClip(tx, context, alarm, clip.type.startsWith("video/"));
    return row;
  });
  if (joined) context.hint();
  return joined;
}

const waitingAtOnce = 200;

/** Clips that were quicker than their alarms. */
export async function joinWaiting(context: Context): Promise<number> {
  let joined = 0;
  for (const clip of await read(context.db, "system", (tx) => listWaiting(tx, waitingAtOnce)))
    if (await join(context, clip)) joined += 1;
  return joined;
}

const deletedAtOnce = 500;

/** What has been kept as long as the limits in force at its town say, and what never found an alarm. */
export async function deleteOutdatedClips(context: Context): Promise<number> {
  const now = context.now();
  let deleted = 0;
  for (const town of await read(context.db, "system", listTownsWithClips)) {
    const before = new Date(now - keptDaysAt(context, town) * 24 * 3_600_000);
    const waitedSince = new Date(now - waitingMs);
    for (let some = deletedAtOnce; some === deletedAtOnce;) {
      some = await write(context.db, "system", async (tx) => {
        const keys = await listOutdated(tx, { town, before, waitedSince, most: deletedAtOnce });
        return keys.length === 0 ? 0 : (await deleteClips(tx, keys, new Date(now))).length;
      });
      deleted += some;
    }
  }
  if (deleted > 0) await removeOrphanFiles(context);
  return deleted;
}
