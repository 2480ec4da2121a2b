import { alarmId, clipId, type ClipId, fileId, incidentId, keyOf } from "@gezhi/contract/ids.ts";
import { read, write } from "../../platform/database/scope.ts";
import { conflict, forbidden, notFound } from "../../platform/problems.ts";
import { hearsOfPersons } from "../alarms/alarm-act-rules.ts";
import { tellOfOpening } from "../alarms/alarm-clip-commands.ts";
import { findAlarm } from "../alarms/alarm-queries.ts";
import { recordAudit } from "../audit/audit-commands.ts";
import type { Context } from "../context.ts";
import { briefUrl } from "../files/file-presentation.ts";
import type { Session } from "../identity/session-store.ts";
import { countReveal } from "../identity/sign-in-commands.ts";
import { scopeOf } from "../identity/viewer.ts";
import { findClip } from "./clip-queries.ts";
import { isSealed, notYours, sealOpens } from "./clip-rules.ts";
import { entitle } from "./unsealing-commands.ts";

/** Audit, alarm and incident say who looked and why before the address of the picture leaves (R55). */
export async function openClip(
  context: Context,
  { viewer, tokenHash }: Pick<Session, "viewer" | "tokenHash">,
  id: ClipId,
  given: string | undefined,
): Promise<string> {
  const { clip, alarm } = await read(context.db, scopeOf(viewer), async (tx) => {
    const row = await findClip(tx, keyOf(id));
    const of =
      row && row.alarm !== null
        ? await findAlarm(tx, { district: row.district, id: row.alarm })
        : undefined;
    if (!row || !of || (of.personal && !hearsOfPersons(viewer))) throw notFound("这段画面");
    return { clip: row, alarm: of };
  });
  if (!sealOpens(viewer, alarm)) throw forbidden(notYours);
  if (!isSealed(clip.masked, alarm)) throw conflict("这段画面没有封存，可以直接查看");
  const { file_district, file } = clip;
  if (file === null || file_district === null)
    throw conflict("这段画面保存期满，已经删除，不能再查看");
  await countReveal(context, viewer);
  const at = new Date(context.now());
  const until = await write(context.db, "system", async (tx) => {
    const { reason, until: end, access } = await entitle(tx, viewer, alarm, given, at);
    await tellOfOpening(tx, context, viewer, alarm, { text: "查看未遮挡画面", reason }, at);
    await recordAudit(tx, {
      account: viewer.account,
      actor: viewer.name,
      act: "reveal.clip",
      subject: clipId(clip),
      reason,
      detail: {
        alarm: alarmId(alarm),
        number: alarm.number,
        ...(access === undefined ? {} : { access }),
        ...(alarm.incident === null
          ? {}
          : { incident: incidentId({ district: alarm.district, id: alarm.incident }) }),
      },
      district: alarm.district,
      unit: alarm.unit,
    });
    return end;
  });
  context.hint();
  return briefUrl(context, fileId({ district: file_district, id: file }), tokenHash, until);
}
