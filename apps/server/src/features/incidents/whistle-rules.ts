import type { WhistleKind } from "@gezhi/contract/incidents.ts";

export const whistleNames: Record<WhistleKind, string> = {
  emergency: "应急哨",
  regular: "日常哨",
  hard: "攻坚哨",
};

/** R36: on the scene within 30 minutes, an answer within a day. The term of a hard one is set with it. */
const minutes = { emergency: 30, regular: 24 * 60 } as const;

/** Undefined for a hard one without a term. */
export function termOf(kind: WhistleKind, termHours: number | undefined): number | undefined {
  if (kind !== "hard") return minutes[kind];
  return termHours === undefined ? undefined : Math.max(1, Math.round(termHours * 60));
}

export const termText = (term: number): string =>
  term % 60 === 0 ? `${term / 60} 小时` : `${term} 分钟`;
