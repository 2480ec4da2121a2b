import { createHash, hash } from "node:crypto";
import type { EvidenceManifest } from "@gezhi/contract/evidence.ts";
import {
  type AlarmId,
  clipId,
  fileId,
  type IncidentId,
  incidentId,
  keyOf,
} from "@gezhi/contract/ids.ts";
import { read, write } from "../../platform/database/scope.ts";
import { conflict, forbidden, notFound } from "../../platform/problems.ts";
import { zipOf, type ZipPart } from "../../platform/zip.ts";
import { hearsOfPersons } from "../alarms/alarm-act-rules.ts";
import { tellOfOpening } from "../alarms/alarm-clip-commands.ts";
import { readAlarm } from "../alarms/alarm-presentation.ts";
import { findAlarm } from "../alarms/alarm-queries.ts";
import type { AlarmRow } from "../alarms/alarm-tables.ts";
import { recordAudit } from "../audit/audit-commands.ts";
import type { Context } from "../context.ts";
import { findFile } from "../files/file-queries.ts";
import type { Session } from "../identity/session-store.ts";
import { countReveal } from "../identity/sign-in-commands.ts";
import { scopeOf, type Viewer } from "../identity/viewer.ts";
import { type ClipRow, listClips } from "./clip-queries.ts";
import { fallingObjects, isSealed, type KeptTrace, notYours, sealOpens } from "./clip-rules.ts";
import { partName } from "./evidence-pack-rules.ts";
import { entitle, type Entitled, stated } from "./unsealing-commands.ts";

type Asker = Pick<Session, "viewer" | "tokenHash">;

const validMs = 10 * 60_000;
/** Good for one alarm and one session: an address that is passed on opens nothing. */
const signed = (id: AlarmId, { tokenHash }: Asker): string => `evidence pack ${id} ${tokenHash}`;

/** The alarm says who takes its evidence out and why before the address leaves (R55). */
export async function allowPack(
  context: Context,
  asker: Asker,
  id: AlarmId,
  given: string | undefined,
): Promise<string> {
  const { viewer } = asker;
  const { alarm, clips } = await holdings(context, viewer, id);
  const sealed = clips.some(({ masked, file }) => file !== null && isSealed(masked, alarm));
  await countReveal(context, viewer);
  const at = new Date(context.now());
  const until = await write(context.db, "system", async (tx) => {
    const entitled: Entitled = sealed
      ? await entitle(tx, viewer, alarm, given, at)
      : { reason: stated(given), until: at.getTime() + validMs };
    const { reason, access } = entitled;
    await tellOfOpening(tx, context, viewer, alarm, { text: "导出证据包", reason }, at);
    await recordAudit(tx, {
      account: viewer.account,
      actor: viewer.name,
      act: "export.evidence",
      subject: id,
      reason,
      detail: {
        number: alarm.number,
        ...incidentOf(alarm),
        ...(access === undefined ? {} : { access }),
      },
      district: alarm.district,
      unit: alarm.unit,
    });
    return entitled.until;
  });
  context.hint();
  const token = context.secrets.sign(signed(id, asker), until);
  return `/api/alarms/${id}/evidence-pack?token=${encodeURIComponent(token)}`;
}

export async function packOf(
  context: Context,
  asker: Asker,
  id: AlarmId,
  token: string,
): Promise<{ name: string; bytes: AsyncGenerator<Uint8Array> }> {
  const { viewer } = asker;
  if (!context.secrets.verify(signed(id, asker), token, context.now()))
    throw forbidden("链接已过期，或不是在这次登录中申请的：请回到告警页重新导出");
  const { alarm, clips } = await holdings(context, viewer, id);
  const at = new Date(context.now());
  const record = await readAlarm(context, viewer, id);
  const pictures: Awaited<ReturnType<typeof pictureOf>>[] = [];
  // One after another: each is read whole.
  for (const [n, clip] of clips.entries()) pictures.push(await pictureOf(context, clip, n));
  const parts = [jsonPart("alarm.json", record), ...pictures.flatMap(({ part }) => part ?? [])];
  const manifest: EvidenceManifest = {
    format: "gezhi-evidence/1",
    takenAt: at.toISOString(),
    takenBy: viewer.name,
    alarm: {
      id,
      number: alarm.number,
      rule: alarm.rule_name,
      raisedAt: alarm.raised_at.toISOString(),
      unit: alarm.unit,
      place: alarm.place,
    },
    incident: incidentOf(alarm).incident ?? null,
    simulated: alarm.simulated,
    parts: parts.map(({ name, size, sha256 }) => ({ name, size, sha256 })),
    clips: pictures.map(({ described }) => described),
  };
  const whole = [jsonPart("manifest.json", manifest), ...parts];
  const sums = whole.map(({ sha256, name }) => `${sha256}  ${name}\n`).join("");
  const all = [...whole, textPart("SHA256SUMS", sums)];
  return {
    name: `evidence-${alarm.number}.zip`,
    bytes: zipOf(all, at),
  };
}

/** What there is to take, for whom may take it. */
async function holdings(
  context: Context,
  viewer: Viewer,
  id: AlarmId,
): Promise<{ alarm: AlarmRow; clips: ClipRow[] }> {
  return read(context.db, scopeOf(viewer), async (tx) => {
    const alarm = await findAlarm(tx, keyOf(id));
    if (!alarm || (alarm.personal && !hearsOfPersons(viewer))) throw notFound("告警");
    if (alarm.category !== fallingObjects) throw conflict("只有高空抛物告警有证据包");
    if (!sealOpens(viewer, alarm)) throw forbidden(notYours);
    const clips = await listClips(tx, alarm.district, [alarm.id]);
    if (clips.every(({ file }) => file === null))
      throw conflict("没有可以导出的画面：尚未收到，或保存期满已经删除");
    return { alarm, clips };
  });
}

const incidentOf = ({ district, incident }: AlarmRow): { incident?: IncidentId } =>
  incident === null ? {} : { incident: incidentId({ district, id: incident }) };

type HashedPart = ZipPart & { sha256: string };

/** Read once for its checksum; its bytes go out when their turn comes. */
async function pictureOf(context: Context, clip: ClipRow, n: number) {
  const described: EvidenceManifest["clips"][number] = {
    id: clipId(clip),
    part: null,
    at: clip.at.toISOString(),
    receivedAt: clip.received_at.toISOString(),
    type: clip.type,
    masked: clip.masked,
    sentSha256: clip.sent_sha256,
    keptSha256: clip.sha256,
    unchanged: null,
    deletedAt: clip.deleted_at?.toISOString() ?? null,
    trace: clip.trace as KeptTrace | null,
  };
  const { file_district, file } = clip;
  const row =
    file === null || file_district === null
      ? undefined
      : await findFile(context.db, fileId({ district: file_district, id: file }));
  const stored = row && (await context.files.read(row.store_key));
  if (!stored) return { described, part: undefined };
  const digest = createHash("sha256");
  for await (const chunk of stored.stream()) digest.update(chunk);
  const sha256 = digest.digest("hex");
  const part: HashedPart = {
    name: partName(n, clip.at, clip.type),
    size: stored.size,
    sha256,
    bytes: stored.stream,
  };
  return {
    described: { ...described, part: part.name, unchanged: sha256 === clip.sha256 },
    part,
  };
}

function textPart(name: string, text: string): HashedPart {
  const bytes = Buffer.from(text);
  const sha256 = hash("sha256", bytes);
  return { name, size: bytes.length, sha256, bytes: () => [bytes] };
}

const jsonPart = (name: string, value: unknown): HashedPart =>
  textPart(name, `${JSON.stringify(value, null, 2)}\n`);
