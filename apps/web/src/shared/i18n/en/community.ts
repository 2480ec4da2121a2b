import type { Translation } from "../translation.ts";
import type { community as zhCN } from "../zh-CN/community.ts";

export const community: Translation<typeof zhCN> = {
  community: {
    notYours: "This is for community secretaries and grid heads",
    choose: "Choose a community",
    waiting: "Waits for us",
    nothingWaits: "Nothing waits for us",
    acts: {
      accept: "To accept",
      verify: "To verify",
      recheck: "To recheck",
      selfHandle: "Can be handled in the grid",
      arrive: "To arrive at",
      feedback: "To report back on",
    },
    figures: {
      open: "Open",
      overdue: "Overdue",
      dueToday: "Due today",
      reportedToday: "Reported today",
      closedToday: "Closed today",
    },
    grids: "Grids",
    grid: "Grid",
    mapLabel: "Open incidents in the grids of {{name}}",
    force: "Grid force 1+3+N",
    roles: {
      gridHead: "Head",
      gridWorker: "Full-time",
      partTimeGridWorker: "Part-time",
      gridGuide: "Guide",
      supporters: "N",
    },
    others: "Others open here",
    changes: "Latest changes",
    noChanges: "No incidents yet",
    list: "Incidents of {{name}}",
    back: "Back to the community",
  },
};
