import type { IncidentStatus } from "@gezhi/contract/incidents.ts";
import { withoutNumbers } from "../reports/public-status-rules.ts";

/** What a reporter reads of an act; acts that are not here concern only those who work on it. */
const sentences: Record<string, string> = {
  startVerify: "已安排核实情况",
  register: "已受理",
  reject: "未予受理",
  appeal: "已收到您的申诉，重新核实",
  selfHandle: "网格员已当场处理",
  dispatch: "已交办承办单位",
  accept: "承办单位已接单",
  arrive: "工作人员已到现场",
  progress: "处理有了进展",
  escalate: "已上报上级协调",
  decideCrossTown: "相邻镇街参与协同",
  feedback: "已处理，等待他人核查",
  recheck: "核查完成",
  close: "已办结",
  reopen: "已重新办理",
  mergeInto: "与其他人反映的同一件事合并办理",
  resume: "恢复办理",
  archive: "已归档",
};

export type Step = { at: string; text: string };

/** Without names, telephone numbers or internal words; several in a row that read the same are one. */
export function publicSteps(
  received: Date,
  number: string,
  entries: readonly { at: Date; act: string; detail: unknown }[],
): Step[] {
  const steps: Step[] = [{ at: received.toISOString(), text: `已收到您的上报，编号 ${number}` }];
  for (const { at, act, detail } of entries) {
    const text = sentenceOf(act, detail);
    if (text && text !== steps.at(-1)?.text) steps.push({ at: at.toISOString(), text });
  }
  return steps.toSorted((a, b) => a.at.localeCompare(b.at));
}

function sentenceOf(act: string, detail: unknown): string | undefined {
  const said = detailOf(detail);
  if (act === "recheck")
    return said.passed === false ? "核查未通过，已要求返工" : sentences.recheck;
  if (act === "verify") return said.result === "falseAlarm" ? "经核实情况不存在" : "已核实属实";
  if (act === "reject" && said.note) return `未予受理：${withoutNumbers(said.note)}`;
  return sentences[act];
}

const detailOf = (detail: unknown): { note?: string; passed?: boolean; result?: string } =>
  typeof detail === "object" && detail !== null ? detail : {};

const answered: readonly IncidentStatus[] = ["closed", "evaluated", "archived"];

/** Photos of the work are shown when somebody else has checked it: until then nobody stands by them. */
export const showsWork = (status: IncidentStatus): boolean => answered.includes(status);

/** The answer: what was done, or why nothing will be. */
export function answerOf(
  status: IncidentStatus,
  results: readonly { part: "lead" | "co"; result: string | null; fedBackAt: Date | null }[],
  entries: readonly { act: string; detail: unknown }[],
): string | null {
  if (status === "rejected" || status === "falseAlarm") {
    const refusal = entries.findLast(({ act }) => act === "reject" || act === "verify");
    const note = refusal && detailOf(refusal.detail).note;
    return note ? withoutNumbers(note) : null;
  }
  if (!showsWork(status)) return null;
  const done = results
    .filter(({ result, fedBackAt }) => result && fedBackAt)
    .toSorted(
      (a, b) =>
        Number(b.part === "lead") - Number(a.part === "lead") ||
        Number(b.fedBackAt) - Number(a.fedBackAt),
    );
  const self = entries.findLast(({ act }) => act === "selfHandle");
  const text = done[0]?.result ?? (self && detailOf(self.detail).note);
  return text ? withoutNumbers(text) : null;
}
