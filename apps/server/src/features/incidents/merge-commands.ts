import { keyOf } from "@gezhi/contract/ids.ts";
import { type PerformAct, urgencyRanks } from "@gezhi/contract/incidents.ts";
import type { Tx } from "../../platform/database/scope.ts";
import { conflict, invalid, notFound } from "../../platform/problems.ts";
import type { Context } from "../context.ts";
import { moveReportFiles } from "../files/attachment-commands.ts";
import { moveReports, returnReports } from "../reports/report-link-commands.ts";
import { endOrders, set } from "./case-rules.ts";
import { isOpen } from "./incident-clock-rules.ts";
import type { Actor } from "./incident-facts.ts";
import { findCase, findIncident, findMergedTree, lockIncidents } from "./incident-queries.ts";
import { sceneOf } from "./incident-scene.ts";
import { settle } from "./incident-settling.ts";
import { demandAct } from "./incident-step.ts";
import type { Case, IncidentRow } from "./incident-tables.ts";

type Merge = Extract<PerformAct, { act: "merge" }>;
type Unmerge = Extract<PerformAct, { act: "unmerge" }>;

/** Both incidents, locked in one order so that two merges never wait for each other. */
export async function lockForMerge(
  tx: Tx,
  id: string,
  { into }: Merge,
): Promise<{ away: IncidentRow; main: IncidentRow }> {
  const key = keyOf(id);
  const target = keyOf(into);
  if (key.district !== target.district) throw invalid("跨区县的事件不能并案，请用跨镇街协同");
  if (key.id === target.id) throw invalid("不能与自己并案");
  const rows = await lockIncidents(tx, key.district, [key.id, target.id]);
  const away = rows.find((row) => row.id === key.id);
  const main = rows.find((row) => row.id === target.id);
  if (!away || !main) throw notFound("事件");
  return { away, main };
}

/** Reports, photos and receipts follow to the main incident; what ran here ends (domain C.4). */
export async function mergeInto(
  tx: Tx,
  context: Context,
  actor: Actor,
  away: Case,
  main: Case,
  input: Merge,
  at: Date,
): Promise<void> {
  const status = demandAct(actor, away, input, sceneOf(context, actor, away, input, at));
  if (!isOpen(main.incident.status)) throw conflict("主事件已办结，不能并入");
  const { district } = away.incident;
  const reason = `并案：${input.reason}`;
  const reports = await moveReports(tx, {
    district,
    from: away.incident.id,
    to: main.incident.id,
    reason,
  });
  await moveReportFiles(tx, { district, reports, to: main.incident.id });

  const gone = {
    merged_into: main.incident.id,
    resume_status: away.incident.status,
    review_at: null,
    report_count: 0,
  };
  await settle(tx, context, {
    actor,
    before: away,
    status,
    outcome: {
      next: set(endOrders(away), gone),
      said: { text: `并入 ${main.incident.number}`, note: input.reason, into: input.into },
    },
    input,
    at,
  });

  const { reporters } = await findCase(tx, main.incident);
  const graver = urgencyRanks[away.incident.urgency] < urgencyRanks[main.incident.urgency];
  const urgency = graver ? away.incident.urgency : main.incident.urgency;
  const orders = graver
    ? main.orders.map((order) => ({ ...order, urgency_rank: urgencyRanks[urgency] }))
    : main.orders;
  const why = main.incident.reasons;
  const reasons = graver
    ? { ...why, urgency: [...why.urgency, `${away.incident.number} 并入，等级随之提高`] }
    : why;
  const report_count = main.incident.report_count + reports.length;
  const text = `${away.incident.number} 并入本件，带来 ${reports.length} 份上报${graver ? "，等级随之提高" : ""}`;
  await settle(tx, context, {
    actor,
    before: main,
    status: main.incident.status,
    outcome: {
      next: set(
        { ...main, reporters, orders },
        {
          report_count,
          urgency,
          reasons,
          by_sensor: main.incident.by_sensor || away.incident.by_sensor,
        },
      ),
      said: { text, note: input.reason, from: away.incident.number },
      restated: graver,
    },
    input: null,
    at,
    act: "mergeInto",
  });
}

/** The merged incident and the one that holds its reports now: the end of the chain, if the main one was merged further. */
export async function lockForUnmerge(
  tx: Tx,
  id: string,
): Promise<{ away: IncidentRow; holder: IncidentRow }> {
  const key = keyOf(id);
  const seen = await findIncident(tx, key);
  if (!seen) throw notFound("事件");
  if (seen.merged_into === null) throw conflict("此件没有并案，请刷新后再看");
  let end = await findIncident(tx, { district: key.district, id: seen.merged_into });
  while (end?.merged_into)
    end = await findIncident(tx, { district: key.district, id: end.merged_into });
  if (!end) throw notFound("主事件");
  const rows = await lockIncidents(tx, key.district, [key.id, end.id]);
  const away = rows.find((row) => row.id === key.id);
  const holder = rows.find((row) => row.id === end.id);
  if (!away?.merged_into || !holder || holder.merged_into)
    throw conflict("有人正在同时操作，请重试");
  return { away, holder };
}

export async function unmerge(
  tx: Tx,
  context: Context,
  actor: Actor,
  away: Case,
  holder: Case,
  input: Unmerge,
  at: Date,
): Promise<void> {
  const status = demandAct(actor, away, input, sceneOf(context, actor, away, input, at));
  const { district } = away.incident;
  const originals = await findMergedTree(tx, away.incident);
  const reason = `撤销并案：${input.reason}`;
  const reports = await returnReports(tx, { district, originals, to: away.incident.id, reason });
  await moveReportFiles(tx, { district, reports, to: away.incident.id });

  const back = { merged_into: null, resume_status: null, report_count: reports.length };
  const before = { ...away, reporters: (await findCase(tx, away.incident)).reporters };
  await settle(tx, context, {
    actor,
    before,
    status,
    outcome: {
      next: set(before, back),
      said: { text: `从 ${holder.incident.number} 撤销并案，恢复办理`, note: input.reason },
    },
    input,
    at,
  });
  const { reporters: left } = await findCase(tx, holder.incident);
  await settle(tx, context, {
    actor,
    before: holder,
    status: holder.incident.status,
    outcome: {
      next: set(
        { ...holder, reporters: left },
        { report_count: Math.max(0, holder.incident.report_count - reports.length) },
      ),
      said: {
        text: `${away.incident.number} 撤销并案，带走 ${reports.length} 份上报`,
        note: input.reason,
        from: away.incident.number,
      },
    },
    input: null,
    at,
    act: "unmergeInto",
  });
}
