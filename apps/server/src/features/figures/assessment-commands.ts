import type { DecideObjection, Objection, RaiseObjection } from "@gezhi/contract/assessment.ts";
import { incidentId, keyOf, objectionId, type ObjectionId } from "@gezhi/contract/ids.ts";
import { UnitCode } from "@gezhi/contract/units.ts";
import { v7 } from "uuid";
import { read, write, type Scope, type Tx } from "../../platform/database/scope.ts";
import { conflict, forbidden, invalid, notFound } from "../../platform/problems.ts";
import { recordAudit } from "../audit/audit-commands.ts";
import type { Context } from "../context.ts";
import { scopeOf, type Viewer } from "../identity/viewer.ts";
import {
  findCounted,
  insertObjection,
  lockObjection,
  setObjection,
  type ObjectionRow,
} from "./assessment-queries.ts";
import { countsAgainst, decidesAtAll, decidesOn, objectsFor } from "./assessment-rules.ts";

/** Objections of one's own unit and of those below it. */
export const objectionScope = (viewer: Viewer): Scope => ({
  parties: [...new Set(viewer.appointments.map(({ unit }) => unit))],
  account: viewer.account,
});

/** A unit objects once to an incident that counts against it. */
export async function raiseObjection(
  context: Context,
  viewer: Viewer,
  { number, reason }: RaiseObjection,
): Promise<Objection> {
  const [unit] = objectsFor(viewer);
  if (unit === undefined) throw forbidden("考核异议由被考核镇街的指挥长或村社书记提出");
  const incident = await read(context.db, scopeOf(viewer), (tx) =>
    findCounted(tx, unit.slice(0, 6), number),
  );
  if (!incident?.unit.startsWith(unit)) throw notFound("本单位的这件事件");
  if (!countsAgainst(incident, context.now()))
    throw invalid("这件事件没有超期、返工或评价不满意，不影响考核，无须提出异议");
  const row = await write(context.db, objectionScope(viewer), async (tx) => {
    const made = await insertObjection(tx, {
      district: incident.district,
      id: v7(),
      incident: incident.id,
      number: incident.number,
      unit,
      reason,
      raised_by: viewer.account,
      raised_by_name: viewer.name,
      raised_at: new Date(context.now()),
    });
    if (!made) throw conflict("本单位对这件事件已提出过异议，请查看处理结果");
    await recordStep(tx, viewer, "raise", made, reason);
    return made;
  });
  return presentObjection(context, viewer, row);
}

export async function decideObjection(
  context: Context,
  viewer: Viewer,
  id: ObjectionId,
  { accept, answer }: DecideObjection,
): Promise<Objection> {
  if (!decidesAtAll(viewer)) throw notDecider();
  const row = await write(context.db, objectionScope(viewer), async (tx) => {
    const before = await lockObjection(tx, keyOf(id));
    if (!before) throw notFound("这条异议");
    if (!decidesOn(viewer, before.unit) || before.raised_by === viewer.account) throw notDecider();
    if (before.status !== "open")
      throw conflict(`这条异议已由${before.decided_by_name}处理，请刷新后查看`);
    const decided = await setObjection(tx, before, {
      status: accept ? "accepted" : "refused",
      answer,
      decided_by: viewer.account,
      decided_by_name: viewer.name,
      decided_at: new Date(context.now()),
    });
    await recordStep(tx, viewer, accept ? "accept" : "refuse", decided, answer);
    return decided;
  });
  return presentObjection(context, viewer, row);
}

const notDecider = () =>
  forbidden("考核异议由上一级处理：村社的由镇街值班长、指挥长，镇街的由区县督查或治理中心");

const recordStep = (
  tx: Tx,
  viewer: Viewer,
  act: "raise" | "accept" | "refuse",
  row: ObjectionRow,
  reason: string,
): Promise<void> =>
  recordAudit(tx, {
    account: viewer.account,
    actor: viewer.name,
    act: `assessment.${act}`,
    subject: objectionId(row),
    reason,
    detail: { number: row.number },
    district: row.district,
    unit: row.unit,
  });

export const presentObjection = (
  { units }: Pick<Context, "units">,
  viewer: Viewer,
  row: ObjectionRow,
): Objection => ({
  id: objectionId(row),
  incident: incidentId({ district: row.district, id: row.incident }),
  number: row.number,
  unit: { code: UnitCode.parse(row.unit), name: units.name(row.unit) },
  reason: row.reason,
  raisedBy: row.raised_by_name,
  raisedAt: row.raised_at.toISOString(),
  status: row.status,
  answer: row.answer,
  decidedBy: row.decided_by_name,
  decidedAt: row.decided_at?.toISOString() ?? null,
  actions:
    row.status === "open" && decidesOn(viewer, row.unit) && row.raised_by !== viewer.account
      ? ["decide"]
      : [],
});
