import type { Translation } from "../translation.ts";
import type { forecasts as zhCN } from "../zh-CN/forecasts.ts";

export const forecasts: Translation<typeof zhCN> = {
  forecasts: {
    title: "Forecast",
    line: "The last hours drawn on: which devices come to a level if they go on as they do, the soonest first. Never an alarm by itself; what has no clear course is not listed. No devices of persons.",
    section: "Forecast",
    reach: "by the present course it comes to {{value}} in about {{text}} ({{at}})",
    between: "perhaps between {{from}} and {{to}}",
    notBefore: "in {{from}} at the soonest, perhaps never",
    basis: "By {{n}} readings (means) of the last {{span}}, {{slope}} an hour",
    none: {
      few: "Too few readings in the last hours to say anything",
      old: "No new readings to say anything by",
      unsteady: "No clear course in the last hours",
      away: "By the present course it comes to no further level within 6 hours",
    },
    honesty: "Only the last hours drawn on: it raises no alarm and tells nobody.",
    choose: "Choose a town",
    looked: "{{looked}} devices looked at, {{count}} on their way to a level",
    truncated: "Only the first 3000 devices were looked at; choose a smaller unit",
    empty: "No device is on its way to a level",
    device: "Device",
    now: "Now",
    reachTitle: "Forecast",
  },
};
