import type { Incident } from "@gezhi/contract/incidents.ts";
import { chainNames, requestNames, statusNames, urgencyNames } from "./lifecycle-names.ts";
import { sourceNames } from "../reports/source-rules.ts";
import { stageNames } from "./overdue-rules.ts";

const escape = (text: string): string =>
  text.replace(
    /[&<>"]/g,
    (sign) => ({ "&": "&amp;", "<": "&lt;", ">": "&gt;", '"': "&quot;" })[sign] ?? sign,
  );

const time = (at: string | null): string =>
  at === null
    ? "—"
    : new Date(Date.parse(at) + 8 * 3_600_000).toISOString().slice(0, 19).replace("T", " ");

const table = (head: readonly string[], rows: readonly (readonly string[])[], kind = ""): string =>
  rows.length === 0
    ? "<p>无</p>"
    : `<table class="${kind}"><thead><tr>${head.map((cell) => `<th>${cell}</th>`).join("")}</tr></thead><tbody>${rows
        .map((row) => `<tr>${row.map((cell) => `<td>${escape(cell)}</td>`).join("")}</tr>`)
        .join("")}</tbody></table>`;

const sources = new Map<string, string>(Object.entries(sourceNames));

const requestStatus = {
  pending: "待决定",
  approved: "同意",
  refused: "不同意",
  lapsed: "失效",
} as const;

/** The case on paper: everything a reader of the file sees, with the hashes that prove it. No script, no picture. */
export function casePage(incident: Incident, exportedAt: Date): string {
  const facts: [string, string][] = [
    ["编号", incident.number],
    ["状态", statusNames[incident.status]],
    ["等级", urgencyNames[incident.urgency]],
    ["类别", `${incident.category.group} / ${incident.category.name}`],
    ["地点", `${incident.path.map(({ name }) => name).join(" ")} ${incident.address}`],
    ["层级", chainNames[incident.chainLevel]],
    ["上报时间", time(incident.openedAt)],
    ["情况", incident.description],
  ];
  const { routing, urgency, classification, location } = incident.reasons;
  return `<!doctype html><html lang="zh-CN"><meta charset="utf-8"><title>${escape(incident.number)} ${escape(incident.title)}</title>
<style>body{font:14px/1.6 "Noto Sans SC","PingFang SC","Microsoft YaHei",sans-serif;max-width:190mm;margin:1rem auto;color:#111}
h1{font-size:1.3rem}h2{font-size:1.05rem;margin-top:1.2rem}table{border-collapse:collapse;width:100%}th,td{border:1px solid #999;padding:.2rem .5rem;text-align:left;vertical-align:top}
th{background:#f2f2f2}thead{display:table-header-group}tr{break-inside:avoid}.hash,.record td:last-child{font:11px ui-monospace,monospace;word-break:break-all}
.record{table-layout:fixed}.record th:nth-child(1){width:2.5em}.record th:nth-child(2){width:6em}.record th:nth-child(3){width:5em}.record th:last-child{width:16em}@media print{body{margin:0}}</style>
<h1>${escape(incident.title)}${incident.simulated ? "（模拟）" : ""}</h1>
${table(["项目", "内容"], facts)}
<h2>依据</h2><ul>${[...location, ...classification, ...urgency, ...routing].map((line) => `<li>${escape(line)}</li>`).join("")}</ul>
<h2>上报</h2>${table(
    ["时间", "来源", "报告人", "内容"],
    incident.reportsList.map((report) => [
      time(report.at),
      sources.get(report.source) ?? report.source,
      report.reporter,
      report.text,
    ]),
  )}
<h2>工单</h2>${table(
    ["承办", "派遣", "签收", "到场", "反馈", "结果"],
    incident.workOrders.map((order) => [
      `${order.handlerName}（${order.part === "lead" ? "主办" : "协办"}）`,
      time(order.dispatchedAt),
      time(order.acceptedAt),
      time(order.arrivedAt),
      time(order.fedBackAt),
      order.result ?? "",
    ]),
  )}
<h2>申请与决定</h2>${table(
    ["事项", "申请", "理由", "决定人", "决定", "时间"],
    incident.requests.map((request) => [
      requestNames[request.kind],
      `${request.askedBy} ${time(request.askedAt)}`,
      request.reason,
      request.decidedBy ?? request.decider,
      `${requestStatus[request.status]} ${request.note ?? ""}`,
      time(request.decidedAt),
    ]),
  )}
<h2>时限</h2>${table(
    ["阶段", "开始", "到期", "是否超时"],
    incident.clocks.map((clock) => [
      stageNames[clock.stage],
      time(clock.startedAt),
      time(clock.dueAt),
      clock.overdue ? "超时" : "未超时",
    ]),
  )}
<h2>全程记录</h2>${table(
    ["序号", "时间", "经办", "内容", "校验值"],
    incident.timeline.map((entry) => [
      String(entry.seq),
      time(entry.at),
      entry.actor,
      entry.text,
      entry.hash,
    ]),
    "record",
  )}
<p class="hash">${escape(incident.id)} · ${time(exportedAt.toISOString())}</p></html>`;
}
