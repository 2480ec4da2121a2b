import type { Translation } from "../translation.ts";
import type { city as zhCN } from "../zh-CN/city.ts";

export const city: Translation<typeof zhCN> = {
  city: {
    notYours: "The figures of the city are for its centre",
    title: "{{unit}}: incidents",
    at: "As of",
    line: "A unit opens the level below. These are figures only: a single matter needs an approval of its district or town.",
    unit: "Unit",
    itself: "Not located any closer",
    ofThem: "of them",
    none: "No unit below",
    unplaced: "{{n}} reports without a known place wait for the city",
    figures: {
      reported: "Reported",
      open: "Open",
      overdue: "Overdue",
      closed: "Closed",
      rejected: "Rejected",
      merged: "Merged",
    },
  },
};
