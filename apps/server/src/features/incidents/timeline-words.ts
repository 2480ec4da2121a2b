import { IncidentAct } from "@gezhi/contract/incidents.ts";
import type { TimelineRow } from "../timeline/timeline-queries.ts";
import { actNames } from "./lifecycle-names.ts";

const others: Record<string, string> = {
  report: "上报",
  joinReport: "补充上报，并入本件",
  findSimilar: "发现可能相同的事件",
  overdue: "时限提醒",
  deputyAnswer: "人大代表答复",
  reproject: "时限重新推算",
  mergeInto: "并入其他事件",
  unmergeInto: "撤销并案",
  rehome: "区划调整",
  splitFrom: "拆分立案",
  sensor: "感知告警",
  fireLane: "消防通道处置",
  openClip: "调取画面",
  caseForm: "填写表单",
  askNext: "逐级通知签收",
};

const nameOf = (act: string): string => {
  const known = IncidentAct.safeParse(act);
  return known.success ? actNames[known.data].zh : (others[act] ?? act);
};

/** One readable sentence; without free text for who sees the record masked. */
export function timelineText(
  { act, detail }: Pick<TimelineRow, "act" | "detail">,
  masked: boolean,
): string {
  const { text, note, sourceName, leadName, automatic, similar } = detail;
  const name = nameOf(act);
  if (masked) return name;
  const by = automatic === true ? `自动${name}` : name;
  const base =
    typeof text === "string" && text !== ""
      ? text
      : typeof sourceName === "string"
        ? `${sourceName}${name}`
        : typeof leadName === "string"
          ? `${by}${leadName}`
          : Array.isArray(similar)
            ? `${name} ${similar.length} 件`
            : by;
  return typeof note === "string" && note !== "" ? `${base}：${note}` : base;
}
