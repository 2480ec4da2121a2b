import { type Acts, endOrders, set } from "./case-rules.ts";
import { conflict } from "../../platform/problems.ts";
import { leadOf, factsOf } from "./incident-facts.ts";
import type { RatingRow } from "./incident-tables.ts";
import { hasRated, ratingSides } from "./standing-rules.ts";

type Act = "recheck" | "close" | "rate" | "callBack" | "reopen" | "archive";

const ratingSideNames: Record<RatingRow["side"], string> = {
  reporter: "报告人",
  townRatesDepartment: "镇街对部门",
  departmentRatesTown: "部门对镇街",
  townRatesTown: "镇街对镇街",
};

/** What the check found wanting stands first: it is what is to be done now. */
const reworkInstructions = (before: string, note: string | undefined): string =>
  [note ? `核查未通过：${note}` : "", before].filter(Boolean).join("\n");

/** Checked by somebody else, closed, answered (domain C.1). */
export const closingActs: Acts<Act> = {
  recheck: (now, { passed, note, files }) => {
    const lead = leadOf(factsOf(now));
    const photos = [{ ids: files, kind: "recheck" as const }];
    if (passed)
      return {
        next: set(now, { rechecked: true }),
        said: { text: "核查通过", note, passed },
        files: photos,
      };
    const orders = now.orders.map((order) =>
      order.id === lead?.id
        ? {
            ...order,
            status: "handling" as const,
            round: order.round + 1,
            fed_back_at: null,
            instructions: reworkInstructions(order.instructions, note),
          }
        : order,
    );
    const next = set({ ...now, orders }, { rework_count: now.incident.rework_count + 1 });
    return { next, said: { text: "核查未通过，返工", note, passed }, files: photos };
  },

  close: (now, { note }, { at }) => ({
    next: set(endOrders(now), { closed_at: at, rechecked: false }),
    said: { text: "结案", note },
  }),

  /** A reporter's verdict moves the incident; the other sides' are kept beside it. */
  rate: (now, { side, satisfied, stars, comment }, { actor, at }) => {
    const facts = factsOf(now);
    const mine = ratingSides(actor, facts).find(
      (one) => one.side === side && !hasRated(facts, one),
    );
    if (!mine) throw conflict("您不能作这一方的评价，或已经评价过");
    const { district, id: incident } = now.incident;
    const rating: RatingRow = {
      district,
      incident,
      ...mine,
      satisfied,
      stars,
      comment: comment || null,
      at,
    };
    const ratings = [
      ...now.ratings.filter((given) => given.side !== mine.side || given.by !== mine.by),
      rating,
    ];
    return {
      next: { ...now, ratings },
      said: {
        text: `${ratingSideNames[side]}评价：${satisfied ? "满意" : "不满意"}，${stars} 星`,
        note: comment,
        side,
        satisfied,
        stars,
      },
    };
  },

  callBack: (now, { reached, satisfied, note }) => {
    const verdict = satisfied === undefined ? "" : satisfied ? "，群众满意" : "，群众不满意";
    return {
      next: now,
      said: { text: reached ? `回访${verdict}` : "回访未接通", note, reached, satisfied },
    };
  },

  reopen: (now, { reason }) => ({
    next: set(now, { closed_at: null, reopen_count: now.incident.reopen_count + 1 }),
    said: { text: "重开", note: reason },
  }),

  archive: (now, _input, { at }) => ({
    next: set(now, { archived_at: at }),
    said: { text: "归档" },
  }),
};
