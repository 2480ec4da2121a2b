import { fireLaneCategory, type NoteDeparture } from "@gezhi/contract/fire-lanes.ts";
import { type IncidentId, keyOf, laneStopId, type LaneStopId } from "@gezhi/contract/ids.ts";
import { v7 } from "uuid";
import { read, type Tx, write } from "../../platform/database/scope.ts";
import { maskPlate } from "../../platform/masking.ts";
import { conflict, forbidden, notFound } from "../../platform/problems.ts";
import { listContactsFor } from "../alarms/outside-queries.ts";
import { recordAudit } from "../audit/audit-commands.ts";
import type { Context } from "../context.ts";
import { countReveal } from "../identity/sign-in-commands.ts";
import { scopeOf, type Viewer } from "../identity/viewer.ts";
import { lockIncidents } from "../incidents/incident-queries.ts";
import type { IncidentRow } from "../incidents/incident-tables.ts";
import { recordFireLane } from "../incidents/remark-commands.ts";
import { callOutside, callOwner } from "../notices/outside-message-commands.ts";
import { placeName } from "../organisation/post-directory.ts";
import { mayTow, plateProblem, standingOf } from "./lane-presentation.ts";
import {
  findStop,
  insertCall,
  insertStop,
  isNoted,
  laneOf,
  setStop,
  type StopRow,
} from "./lane-queries.ts";
import { actsOn, callProblem, towDueAt, towProblem } from "./lane-rules.ts";

const refused = () =>
  forbidden("您的岗位不能处置这件事的占道车辆；请由办理该事件的岗位、网格员或指挥中心处置");

/** The incident is held first: who acts on one vehicle at the same moment waits. */
async function hold(tx: Tx, id: IncidentId): Promise<IncidentRow> {
  const key = keyOf(id);
  const [row] = await lockIncidents(tx, key.district, [key.id]);
  if (!row) throw notFound("这件事");
  return row;
}

const audited = (
  tx: Tx,
  viewer: Viewer,
  act: `fireLane.${"note" | StopAct}`,
  subject: string,
  incident: Pick<IncidentRow, "district" | "unit" | "number">,
) =>
  recordAudit(tx, {
    account: viewer.account,
    actor: viewer.name,
    act,
    subject,
    detail: { number: incident.number },
    district: incident.district,
    unit: incident.unit,
  });

export async function noteStop(
  context: Context,
  viewer: Viewer,
  id: IncidentId,
  plate: string,
): Promise<LaneStopId> {
  const at = new Date(context.now());
  const stop = await write(context.db, scopeOf(viewer), async (tx) => {
    const incident = await hold(tx, id);
    if (!incident.open) throw conflict("这件事已经结束，不能再登记车辆");
    if (!actsOn(viewer, incident)) throw refused();
    if (incident.category !== fireLaneCategory)
      throw conflict("只有“消防通道堵塞占用”才登记车辆；类别有误请先改类别");
    const { district } = incident;
    const plate_hash = context.secrets.fingerprint(`plate ${plate}`);
    if (await isNoted(tx, incident, plate_hash)) throw conflict("这辆车已经登记，尚未驶离");
    const watched = await laneOf(tx, incident);
    const place = incident.address || placeName(context, incident.unit);
    const key = { district, id: v7() };
    await insertStop(tx, {
      ...key,
      incident: incident.id,
      original_incident: incident.id,
      lane: watched?.place ?? place,
      lane_key: watched ? `device ${watched.device}` : `place ${incident.unit} ${place}`,
      plate_enc: context.secrets.seal(plate),
      plate_hash,
      noted_by: viewer.name,
      account: viewer.account,
      noted_at: at,
    });
    const { times } = (await findStop(tx, key))!;
    const again = times > 1 ? `，${context.config.FIRE_LANE_DAYS} 天内第 ${times} 次` : "";
    const text = `登记占道车辆 ${maskPlate(plate)}${again}`;
    await recordFireLane(tx, context, viewer, incident, text, at);
    await audited(tx, viewer, "fireLane.note", laneStopId(key), incident);
    return laneStopId(key);
  });
  context.hint();
  return stop;
}

type StopAct = "call" | "tow" | "depart";
type Acting = { tx: Tx; row: StopRow; incident: IncidentRow; plate: string; at: Date };

async function act(
  context: Context,
  viewer: Viewer,
  id: LaneStopId,
  name: StopAct,
  work: (acting: Acting) => Promise<string>,
): Promise<void> {
  const at = new Date(context.now());
  await write(context.db, scopeOf(viewer), async (tx) => {
    const found = await findStop(tx, keyOf(id));
    const [incident] = found ? await lockIncidents(tx, found.district, [found.incident]) : [];
    // Read again: what stood there may have changed before the incident was ours.
    const row = incident && (await findStop(tx, keyOf(id)));
    if (!incident || !row) throw notFound("这辆车的记录");
    if (!incident.open) throw conflict("这件事已经结束，不能再处置车辆");
    if (!actsOn(viewer, incident)) throw refused();
    const plate = maskPlate(context.secrets.open(row.plate_enc));
    const text = await work({ tx, row, incident, plate, at });
    await recordFireLane(tx, context, viewer, incident, text, at);
    await audited(tx, viewer, `fireLane.${name}`, id, incident);
  });
  context.hint();
}

/** Who keeps the vehicle register calls the owner; nobody here learns the number (R56). */
export const callLaneOwner = (context: Context, viewer: Viewer, id: LaneStopId): Promise<void> =>
  act(context, viewer, id, "call", async ({ tx, row, plate, at }) => {
    const problem = callProblem(standingOf(row), at.getTime());
    if (problem) throw conflict(problem);
    const call = { district: row.district, id: v7() };
    await insertCall(tx, { ...call, stop: row.id, by_name: viewer.name, at });
    await callOwner(tx, context, {
      ...call,
      plateSealed: row.plate_enc,
      plateMasked: plate,
      text: `【格治】您的车辆（尾号 ${plate.slice(-2)}）停在消防通道：${row.lane}。请立即驶离，以免延误救援；通话双方的号码均不显示。`,
    });
    return `通过隐私号联系车主 ${plate}（第 ${row.calls.length + 1} 次）`;
  });

/** A task with a limit of its own; whoever tows for this place is called and sent a message. */
export const orderTow = (context: Context, viewer: Viewer, id: LaneStopId): Promise<void> =>
  act(context, viewer, id, "tow", async ({ tx, row, incident, plate, at }) => {
    if (!mayTow(viewer, row)) throw forbidden("清障由消防管理岗、指挥中心或主管部门派出");
    const problem = towProblem(standingOf(row));
    if (problem) throw conflict(problem);
    const due = new Date(towDueAt(at.getTime(), row.whole_due_at?.getTime() ?? null));
    const [contact] = await listContactsFor(tx, incident.unit, ["towing"]);
    await setStop(tx, row, {
      tow_by: viewer.name,
      tow_at: at,
      tow_due_at: due,
      tow_contact: contact?.name ?? null,
    });
    if (!contact) return `派清障 ${plate}：未登记清障单位，请人工联系`;
    await callOutside(tx, context, {
      district: row.district,
      id: v7(),
      phoneSealed: contact.phone_enc,
      subject: "清障任务",
      text: `【格治】请清障：消防通道 ${row.lane}，车牌尾号 ${plate.slice(-2)}，事件 ${incident.number}`,
    });
    return `派清障 ${plate}：已通知${contact.name}`;
  });

export const noteDeparture = (
  context: Context,
  viewer: Viewer,
  id: LaneStopId,
  { how }: NoteDeparture,
): Promise<void> =>
  act(context, viewer, id, "depart", async ({ tx, row, plate, at }) => {
    if (row.gone_at) throw conflict("这辆车已经驶离");
    await setStop(tx, row, { gone_at: at, gone_how: how });
    return how === "towed" ? `${plate} 已被拖离，通道畅通` : `${plate} 已驶离，通道畅通`;
  });

/** The entry is committed before the plate leaves. */
export async function revealPlate(
  context: Context,
  viewer: Viewer,
  id: LaneStopId,
  reason: string,
): Promise<string> {
  const row = await read(context.db, scopeOf(viewer), (tx) => findStop(tx, keyOf(id)));
  if (!row) throw notFound("这辆车的记录");
  const problem = plateProblem(viewer, row);
  if (problem) throw forbidden(problem);
  await countReveal(context, viewer);
  await write(context.db, "system", (tx) =>
    recordAudit(tx, {
      account: viewer.account,
      actor: viewer.name,
      act: "reveal.plate",
      subject: id,
      reason,
      detail: { number: row.number },
      district: row.district,
      unit: row.unit,
    }),
  );
  return context.secrets.open(row.plate_enc);
}
