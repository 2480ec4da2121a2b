import type { IncidentStatus } from "@gezhi/contract/incidents.ts";

/** What strangers and reporters read of a state. */
const words: Record<IncidentStatus, string> = {
  reported: "已收到，正在受理",
  verifying: "正在核实",
  rejected: "未予受理",
  falseAlarm: "经核实情况不存在",
  registered: "已受理，正在安排",
  selfHandled: "网格已处理，等待抽查",
  dispatched: "已交办",
  returnRequested: "已交办，正在协调",
  accepted: "已交办，承办单位已接单",
  handling: "正在处理",
  delayRequested: "正在处理，需要更多时间",
  suspended: "暂缓办理，已采取临时措施",
  transferred: "正在转交其他镇街",
  escalated: "已上报区县协调",
  feedback: "已处理，等待核查",
  rechecking: "已处理，正在核查",
  rework: "核查未通过，正在返工",
  closed: "已办结",
  evaluated: "已办结",
  reopened: "已重新办理",
  merged: "已与同一事件合并办理",
  cancelled: "已作废",
  archived: "已办结",
};

export const publicStatus = (status: IncidentStatus): string => words[status];

const ended: readonly IncidentStatus[] = [
  "rejected",
  "falseAlarm",
  "closed",
  "evaluated",
  "archived",
  "cancelled",
];

/** Done, checked and answered, or refused; a merged one follows its main incident. */
export const hasEnded = (status: IncidentStatus): boolean => ended.includes(status);

const personal = [
  /(?<!\d)\d{17}[\dXx](?!\d)/gu,
  /(?<!\d)1[3-9]\d{9}(?!\d)/gu,
  /(?<!\d)0\d{2,3}-?\d{7,8}(?!\d)/gu,
];

/** Telephone and identity numbers in a text that strangers read are blotted out. */
export const withoutNumbers = (text: string): string =>
  personal.reduce((clean, pattern) => clean.replace(pattern, "****"), text);
