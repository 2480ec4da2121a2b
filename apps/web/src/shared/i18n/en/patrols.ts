import type { Translation } from "../translation.ts";
import type { patrols as zhCN } from "../zh-CN/patrols.ts";

export const patrols: Translation<typeof zhCN> = {
  patrols: {
    layer: "Patrols",
    legend: "Lines of patrols",
    note: "Ways of the last 24 hours, begun and ended by the grid's own people, without times on them. Kept for 30 days; whoever walked can delete theirs.",
    states: { underWay: "under way", silent: "no word for long", ended: "ended" },
    unnamed: "name not shown",
    km: "{{n}} km",
    fields: {
      unit: "Unit",
      by: "By",
      started: "Started",
      ended: "Ended",
      heard: "Last heard",
      length: "Length",
    },
    field: {
      title: "Patrol",
      what: "What is looked at",
      where: "Where",
      start: "Start the patrol",
      stop: "End the patrol",
      sure: "End this patrol? It cannot be continued afterwards.",
      sureYes: "End it",
      cancel: "Walk on",
      frequency: "{{task}} ({{frequency}})",
      promise:
        "The way is recorded only between your start and your end: where you walked, never how fast or where you stood. It works without a signal and is sent when there is one. With the screen off the browser may not record; gaps do not matter. Your community and the town's centre can see it; it is deleted after 30 days, and you can delete it at any time.",
      underWay: "On patrol: {{task}}",
      begun: "since {{at}} · {{km}} km recorded",
      states: {
        searching: "looking for the position",
        recording: "recording the way",
        refused:
          "the phone does not allow the position: allow it in the browser's settings, or patrol without a way",
        missing: "this browser knows no position: only start and end are recorded",
      },
      kept: "Kept on this phone, sent when there is a signal",
      mine: "My patrols (30 days)",
      none: "No patrols yet",
      noUnit: "You hold no appointment in a community or grid; there is nothing to record.",
      remove: "Delete",
      removeSure: "The way cannot be brought back. Delete it?",
      removed: "Deleted",
      notRemoved: "Not deleted: try again with a network",
      item: "Patrol · {{task}}",
    },
  },
};
