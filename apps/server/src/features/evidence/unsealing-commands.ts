import type { Access } from "@gezhi/contract/approvals.ts";
import type { Unsealing } from "@gezhi/contract/evidence.ts";
import { type AlarmId, keyOf } from "@gezhi/contract/ids.ts";
import type { Db } from "../../platform/database/connect.ts";
import { read, type Tx, write } from "../../platform/database/scope.ts";
import { conflict, forbidden, invalid, notFound } from "../../platform/problems.ts";
import { hearsOfPersons } from "../alarms/alarm-act-rules.ts";
import { findAlarm } from "../alarms/alarm-queries.ts";
import type { AlarmRow } from "../alarms/alarm-tables.ts";
import { putAsk } from "../approvals/access-commands.ts";
import { accessId, presentAccess } from "../approvals/access-presentation.ts";
import { beginLook, findTarget, listOriginals } from "../approvals/access-queries.ts";
import type { Context } from "../context.ts";
import { scopeOf, type Viewer } from "../identity/viewer.ts";
import { isSealed, notYours, sealOpens } from "./clip-rules.ts";
import { listClips } from "./clip-queries.ts";

/** A shift: whoever asked at its beginning may look until its end, if nobody decided earlier. */
const shiftHours = 12;
const lookMs = 10 * 60_000;

/** Asks a second person for a look at the sealed pictures of one alarm (domain B.3, "A"). */
export async function askOriginals(
  context: Context,
  viewer: Viewer,
  id: AlarmId,
  reason: string,
): Promise<Access> {
  const alarm = await read(context.db, scopeOf(viewer), async (tx) => {
    const row = await findAlarm(tx, keyOf(id));
    if (!row || (row.personal && !hearsOfPersons(viewer))) throw notFound("告警");
    const clips = await listClips(tx, row.district, [row.id]);
    if (!clips.some(({ masked, file }) => file !== null && isSealed(masked, row)))
      throw conflict("这个告警没有封存的画面，不必申请");
    return row;
  });
  const way = sealOpens(viewer, alarm);
  if (!way) throw forbidden(notYours);
  if (way === "law") throw conflict("公安依法查看不必申请：请申明理由后直接查看");
  if (alarm.incident === null) throw conflict("这个告警还没有立案：请先核实立案，再申请查看画面");
  const { district, incident } = alarm;
  const at = new Date(context.now());
  const asked = await write(context.db, "system", async (tx) => {
    if ((await unsealingsOf(tx, viewer, [alarm], at)).get(alarm.id) === "approved")
      throw conflict("已经批准您查看，仍在时限内，不必再申请");
    const target = await findTarget(tx, { district, id: incident });
    if (!target) throw notFound("这个告警的事件");
    const hours = Math.min(shiftHours, context.config.ACCESS_HOURS);
    return putAsk(tx, context, viewer, target, {
      opens: "originals",
      alarm: alarm.id,
      reason,
      hours,
      at,
    });
  });
  context.hint();
  return presentAccess(context, viewer, { ...asked, title: null, unit: null });
}

/** Of each of these alarms of one district. */
export async function unsealingsOf(
  db: Db,
  viewer: Viewer,
  alarms: readonly AlarmRow[],
  at: Date,
): Promise<Map<string, Unsealing>> {
  const ways = new Map(alarms.map((alarm) => [alarm.id, sealOpens(viewer, alarm)]));
  const asking = alarms.filter(({ id }) => ways.get(id) === "approval");
  const [first] = asking;
  const { account } = viewer;
  const asked = first
    ? await listOriginals(
        db,
        { district: first.district, alarms: asking.map(({ id }) => id), account },
        at,
      )
    : [];
  const stateOf = (id: string): Unsealing => {
    const own = asked.filter(({ alarm }) => alarm === id);
    if (own.some(({ status }) => status === "approved")) return "approved";
    return own.length > 0 ? "waiting" : "ask";
  };
  return new Map(
    [...ways].map(([id, way]) => {
      if (way === "law") return [id, "reason"] as const;
      return [id, way ? stateOf(id) : "never"] as const;
    }),
  );
}

/** What entitles to this look: the law with a reason of one's own, or an approval with the reason it was asked for. */
export type Entitled = { reason: string; until: number; access?: string };

/** In the transaction that puts the look on record, so that what was taken back a moment ago opens nothing. */
export async function entitle(
  tx: Tx,
  viewer: Viewer,
  alarm: AlarmRow,
  reason: string | undefined,
  at: Date,
): Promise<Entitled> {
  const until = new Date(at.getTime() + lookMs);
  const way = sealOpens(viewer, alarm);
  if (!way) throw forbidden(notYours);
  if (way === "law") return { reason: stated(reason), until: until.getTime() };
  const { district, id } = alarm;
  const asked = await listOriginals(tx, { district, alarms: [id], account: viewer.account }, at);
  const approved = asked.find(({ status }) => status === "approved");
  const begun = approved && (await beginLook(tx, approved, { at, until }));
  if (!begun)
    throw forbidden(
      asked.length > 0
        ? "您的申请还没有决定：请等值班长、指挥长或区县治理中心批准"
        : "未遮挡的画面须经他人批准：请先在告警页申请，由值班长、指挥长或区县治理中心决定",
    );
  return { reason: begun.reason, until: begun.ends_at!.getTime(), access: accessId(begun) };
}

export function stated(reason: string | undefined): string {
  if (reason !== undefined) return reason;
  throw invalid("请写明为什么要看", [{ path: "reason", message: "请写明为什么要看" }]);
}
