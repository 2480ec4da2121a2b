import { invalid } from "../../platform/problems.ts";
import { type Acts, set, wallTime } from "./case-rules.ts";

type Act = "urge" | "supervise" | "confer" | "pin" | "note" | "sendToDeputy";

const longestPinMs = 30 * 86_400_000;

/** Flags and remarks: they move nothing (domain C.1, F22). */
export const markActs: Acts<Act> = {
  urge: (now, { note }) => ({
    next: set(now, { urge_count: now.incident.urge_count + 1 }),
    said: { text: `第 ${now.incident.urge_count + 1} 次催办`, note },
  }),

  supervise: (now, { on, note }) => ({
    next: set(now, { supervised: on }),
    said: { text: on ? "列入督办" : "解除督办", note, on },
  }),

  confer: (now, { room, note }) => ({
    next: now,
    said: { text: `发起会商：${room}`, note, room },
  }),

  pin: (now, { until }, { at }) => {
    if (until === null)
      return { next: set(now, { pinned_until: null }), said: { text: "取消置顶" } };
    const end = new Date(until);
    if (end <= at) throw invalid("置顶的截止时间须在现在之后");
    if (end.getTime() > at.getTime() + longestPinMs)
      throw invalid("置顶最长 30 天，请改近后再提交");
    return {
      next: set(now, { pinned_until: end }),
      said: { text: `置顶至${wallTime(end)}`, until },
    };
  },

  note: (now, { kind, text, files }) => ({
    next: now,
    said: { text: kind === "call" ? "电话记录" : "记录", note: text, kind },
    files: [{ ids: files, kind: "document" }],
  }),

  sendToDeputy: (now, { deputy, note }) => ({
    next: now,
    said: { text: "送人大代表", note, deputy },
  }),
};
