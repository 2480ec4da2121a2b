import type { Alarm, AlarmQuery, AlarmStatus } from "@gezhi/contract/alarms.ts";
import type { z } from "zod";
import { byteOrderMark, csvLine, csvTime } from "../../platform/csv.ts";
import { recordExport } from "../audit/audit-commands.ts";
import type { Context } from "../context.ts";
import type { Viewer } from "../identity/viewer.ts";
import { listAlarms } from "./alarm-presentation.ts";
import { levelWords } from "./alarm-text-rules.ts";

const page = 500;
const most = 20_000;

const statusWords: Record<AlarmStatus, string> = {
  raised: "待接警",
  acknowledged: "已接警",
  cleared: "已解除",
  false: "误报",
};

const header = [
  "编号",
  "级别",
  "最高级别",
  "状态",
  "规则",
  "读数",
  "设备编码",
  "设备",
  "单位",
  "地点",
  "发生",
  "结束",
  "复发次数",
  "事件",
  "事件状态",
  "未打扰",
  "模拟",
];

const lineOf = (one: Alarm): string =>
  csvLine([
    one.number,
    levelWords[one.level],
    levelWords[one.peak],
    statusWords[one.status],
    one.rule.name,
    one.reading,
    one.device.code,
    one.device.name,
    one.unit.name,
    one.place,
    csvTime(one.raisedAt),
    csvTime(one.clearedAt),
    String(one.returns),
    one.incident?.number ?? "",
    one.incident?.statusText ?? "",
    one.suppressed ?? "",
    one.simulated ? "模拟" : "",
  ]);

/** The list as this person sees it, masked where it is masked for them; taking it out is on record. */
export async function* alarmsCsv(
  context: Context,
  viewer: Viewer,
  query: z.infer<typeof AlarmQuery>,
): AsyncGenerator<string> {
  const unit = query.unit ?? viewer.appointments[0]?.unit ?? "";
  await recordExport(context, viewer, "alarms", { unit, detail: query });
  yield byteOrderMark + csvLine(header);
  let after: string | undefined;
  for (let count = 0; count < most; count += page) {
    const { items, next } = await listAlarms(context, viewer, { ...query, limit: page, after });
    yield items.map(lineOf).join("");
    if (!next) return;
    after = next;
  }
}
