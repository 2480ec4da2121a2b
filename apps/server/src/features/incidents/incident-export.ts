import type { CaseFile } from "@gezhi/contract/timeline.ts";
import type { IncidentQuery } from "@gezhi/contract/incident-lists.ts";
import type { Incident, IncidentSummary } from "@gezhi/contract/incidents.ts";
import { keyOf, type IncidentId } from "@gezhi/contract/ids.ts";
import { read, write } from "../../platform/database/scope.ts";
import { forbidden } from "../../platform/problems.ts";
import { recordAudit } from "../audit/audit-commands.ts";
import type { Context } from "../context.ts";
import { grantOn, scopeOf, type Viewer } from "../identity/viewer.ts";
import { caseFileOf } from "../timeline/case-file-rules.ts";
import { findTimeline } from "../timeline/timeline-queries.ts";
import { cell } from "../figures/sheet-cell-rules.ts";
import { readIncident } from "./incident-detail.ts";
import { everyIncident } from "./incident-lists.ts";
import { chainNames, statusNames, urgencyNames } from "./lifecycle-names.ts";

const header = [
  "编号",
  "状态",
  "等级",
  "类别",
  "标题",
  "地址",
  "单位",
  "承办",
  "上报数",
  "上报时间",
  "时限",
  "层级",
  "督办",
  "催办次数",
  "模拟",
];

const time = (at: string | null): string =>
  at === null
    ? ""
    : new Date(Date.parse(at) + 8 * 3_600_000).toISOString().slice(0, 16).replace("T", " ");

const rowOf = (one: IncidentSummary): string =>
  [
    one.number,
    statusNames[one.status],
    urgencyNames[one.urgency],
    one.category.name,
    one.title,
    one.address,
    one.unit.name,
    one.handlers.map(({ name }) => name).join("、"),
    String(one.reports),
    time(one.openedAt),
    time(one.dueAt),
    chainNames[one.chainLevel],
    one.supervised ? "是" : "",
    String(one.urged),
    one.simulated ? "模拟" : "",
  ]
    .map(cell)
    .join(",");

/** UTF-8 with a mark, so that spreadsheets read the Chinese. */
export async function* csvOf(
  context: Context,
  viewer: Viewer,
  query: IncidentQuery,
): AsyncGenerator<string> {
  await recordExport(
    context,
    viewer,
    "export.incidents",
    query.unit ?? viewer.appointments[0]?.unit ?? "",
    { ...query },
  );
  yield `\uFEFF${header.join(",")}\r\n`;
  for await (const row of everyIncident(context, viewer, query)) yield `${rowOf(row)}\r\n`;
}

/** The whole case in one file that proves itself, for those who see it unmasked; taking it out is on record. */
export async function exportCase(
  context: Context,
  viewer: Viewer,
  id: IncidentId,
): Promise<{ file: CaseFile; incident: Incident }> {
  const incident = await readIncident(context, viewer, id);
  if (incident.masked) throw forbidden("此件对您脱敏显示，不能导出全案，请联系所属镇街");
  if (grantOn(viewer, keyOf(id).id, "detail"))
    throw forbidden("经审批只能在限时内查看，不能导出全案；如需卷宗，请联系所属镇街");
  const timeline = await read(context.db, scopeOf(viewer), (tx) => findTimeline(tx, keyOf(id)));
  const { timeline: _, actions: __, attachments, ...record } = incident;
  const files = attachments.map(({ file, kind, type }) => ({ file, kind, type }));
  await recordExport(context, viewer, "export.case", incident.unit.code, {
    incident: id,
    number: incident.number,
  });
  return {
    file: caseFileOf(id, { ...record, attachments: files }, timeline, new Date(context.now())),
    incident,
  };
}

const recordExport = (
  context: Context,
  viewer: Viewer,
  act: "export.case" | "export.incidents",
  unit: string,
  detail: Record<string, unknown>,
) =>
  write(context.db, "system", (tx) =>
    recordAudit(tx, {
      account: viewer.account,
      actor: viewer.name,
      act,
      subject: typeof detail["incident"] === "string" ? detail["incident"] : "incidents",
      detail,
      district: unit.slice(0, 6),
      unit,
    }),
  );
