import type { TriedPayload } from "@gezhi/contract/devices.ts";
import type { DeviceProfile } from "@gezhi/contract/sensing.ts";
import { latestHours, type TelemetryFault } from "@gezhi/contract/telemetry.ts";
import type { z } from "zod";
import { compileProfile, readPayload } from "./payload-rules.ts";
import type { Found } from "./payload-values-rules.ts";

/** Each says what is wrong and what to do. */
const words: Record<TelemetryFault, string> = {
  malformed: "报文无法识别：请检查是否为有效的 JSON，结构和时间是否与设备类型的映射一致",
  oversized: "报文过大：单条报文不超过 64 KB、1000 个时刻，请分条上报",
  unknownDevice: "没有这个设备：请先在设备台账中登记",
  foreignTopic: "不能替别的设备上报：请使用本设备的主题，或把该设备登记到这个网关下",
  unknownMetric: "设备类型中没有这个指标：请修改上报字段，或在设备类型中增加指标",
  notANumber: "数值无效：请上报数字或布尔值",
  outOfRange: "数值超出合理范围，已丢弃：请检查设备或设备类型的量程",
  tooOld: `时间过早：只接收 ${latestHours} 小时内的读数，请检查设备时钟（at 的单位是毫秒）`,
  future: "时间在未来：比服务器时间超前 5 分钟以上，请校准设备时钟",
  duplicate: "重复的读数：同一时刻的读数已收到，未再次入库",
  outOfOrder: "乱序的读数：早于已收到的读数，已入库但不参与告警判断",
  late: "迟到的读数：已入库但不参与告警判断，请检查网络或网关缓存",
  noConsent: "未登记本人或监护人同意，读数未保存：请先在设备台账中登记同意日期",
  refused: "数据库无法保存，已略过：请检查设备上报的内容，仍有问题请联系系统管理员查看日志",
};

export function wordsOf({ fault, metric, value }: Found): string {
  if (metric === undefined) return words[fault];
  const seen = value === undefined ? "" : `（${JSON.stringify(value)?.slice(0, 40) ?? "无"}）`;
  return `${metric}${seen}：${words[fault]}`;
}

/** "Try it": what a pasted payload becomes, and why parts of it are refused. */
export function tryPayload(
  profile: DeviceProfile,
  payload: string,
  now: number,
): z.infer<typeof TriedPayload> {
  const compiled = compileProfile(profile);
  const { readings, battery, faults = [] } = readPayload(compiled, Buffer.from(payload), now);
  const newest = readings.at(-1);
  const at = newest && Number.isFinite(newest.at) ? newest.at : newest && now;
  return {
    at: at === undefined ? null : new Date(at).toISOString(),
    values: Object.fromEntries(
      compiled.keys.flatMap((key, index) => {
        const value = newest?.values[index];
        return value === undefined || Number.isNaN(value) ? [] : [[key, value]];
      }),
    ),
    battery: battery ?? null,
    refused: (faults ?? []).map((found) => ({ fault: found.fault, message: wordsOf(found) })),
  };
}
