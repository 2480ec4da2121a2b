import type { Urgency } from "@gezhi/contract/incidents.ts";
import { urgencyNames } from "../incidents/lifecycle-names.ts";

/** What may be said of an incident on a lock screen: what, where and how urgent; never who. */
export type Matter = {
  number: string;
  category: string;
  place: string;
  urgency: Urgency;
  simulated: boolean;
};

/** The colour stands in words: an SMS has none. */
export const titleOf = (verb: string, { category, urgency, simulated }: Matter): string =>
  `${simulated ? "〔模拟〕" : ""}${verb}：${category}（${urgencyNames[urgency]}）`;

export const bodyOf = ({ number, place }: Matter, ...more: string[]): string =>
  [number, place, ...more].filter(Boolean).join("，");

const wall = new Intl.DateTimeFormat("zh-CN", {
  timeZone: "Asia/Shanghai",
  month: "numeric",
  day: "numeric",
  hour: "2-digit",
  minute: "2-digit",
  hourCycle: "h23",
});
export const limitText = (what: string, at: Date | null): string =>
  at ? `${what}时限 ${wall.format(at)}` : "";

type Told = { category: string; number: string; url: string };

/** To somebody without an account who proved a telephone number. */
export const receivedText = ({ category, number, url }: Told): string =>
  `【格治】已收到您反映的“${category}”，受理号 ${number}。查看办理进度：${url}`;

const endings: Record<"closed" | "rejected" | "falseAlarm" | "cancelled", string> = {
  closed: "已办结。查看办理结果、作出评价：",
  rejected: "经核实不予立案。查看原因、提出申诉：",
  falseAlarm: "经现场核实未发现所反映的情况。查看说明、提出申诉：",
  cancelled: "已终止办理。查看说明：",
};
export type Ending = keyof typeof endings;
export const isEnding = (status: string): status is Ending => Object.hasOwn(endings, status);
export const endedText = (ending: Ending, { category, number, url }: Told): string =>
  `【格治】您反映的“${category}”（受理号 ${number}）${endings[ending]}${url}`;
