import { byteOrderMark, csvLine, csvTime } from "../../platform/csv.ts";
import { read, write } from "../../platform/database/scope.ts";
import { recordAudit } from "../audit/audit-commands.ts";
import type { Context } from "../context.ts";
import { scopeOf, type Viewer } from "../identity/viewer.ts";
import { handlerName } from "../organisation/post-directory.ts";
import { answerOf } from "../receipts/progress-rules.ts";
import { publicStatus } from "../reports/public-status-rules.ts";
import { type AnsweredOrder, listOrders } from "./hotline-queries.ts";

const most = 20_000;
const dayMs = 86_400_000;
const header = [
  "来源系统",
  "工单编号",
  "受理号",
  "事件编号",
  "登记时间",
  "办理状态",
  "承办",
  "办理结果",
  "办结时间",
];

/** For the other system: each of its orders with what became of it (F21). Without persons or telephone numbers. */
export async function hotlineResults(
  context: Context,
  viewer: Viewer,
  areas: readonly string[],
  days: number,
): Promise<string> {
  const since = new Date(context.now() - days * dayMs);
  const found = await read(context.db, scopeOf(viewer), async (tx) => {
    const lists: AnsweredOrder[][] = [];
    for (const area of areas) lists.push(await listOrders(tx, { area, since, limit: most }));
    return lists.flat();
  });
  const unit = areas[0] ?? "";
  await write(context.db, "system", (tx) =>
    recordAudit(tx, {
      account: viewer.account,
      actor: viewer.name,
      act: "export.hotlineResults",
      subject: "hotline",
      detail: { days, rows: found.length },
      district: unit.slice(0, 6),
      unit,
    }),
  );
  return byteOrderMark + [header, ...found.map((one) => rowOf(context, one))].map(csvLine).join("");
}

const rowOf = (context: Context, one: AnsweredOrder): string[] => [
  one.system,
  one.foreign_number,
  one.receipt,
  one.incident,
  csvTime(one.received.toISOString()),
  publicStatus(one.status),
  one.lead ? handlerName(context, one.lead) : "",
  answerOf(
    one.status,
    [{ part: "lead", result: one.result, fedBackAt: one.fed_back_at }],
    one.refusal ? [{ act: "reject", detail: { note: one.refusal } }] : [],
  ) ?? "",
  csvTime(one.closed_at?.toISOString() ?? null),
];
