import type { Translation } from "../translation.ts";
import type { ways as zhCN } from "../zh-CN/ways.ts";

export const ways: Translation<typeof zhCN> = {
  ways: {
    title: "Where to go",
    heading: "On the way",
    gone: "This page is no longer there",
    goneHint:
      "The link is not whole, too old, or the matter is over. Please ask the command centre that sent it.",
    landmark: "Near {{name}}, about {{metres}} m",
    worker: "Staff on the scene",
    states: { waiting: "Nobody has set out yet", onTheWay: "On the way", arrived: "There" },
    since: { waiting: "", onTheWay: "Set out", arrived: "Arrived" },
    arriveBy: "Expected",
    until: "This page works until",
    kept: "Opening it is on record; please do not pass it on.",
    fromPerson: "about {{minutes}} minutes on the way (estimate, from where they set out)",
    fromUnit: "about {{minutes}} minutes on the way (estimate, from their unit)",
    took: "{{took}} minutes on the way, {{minutes}} estimated",
  },
};
