import type { Translation } from "../translation.ts";
import type { lists as chinese } from "../zh-CN/lists.ts";

export const lists: Translation<typeof chinese> = {
  table: { more: "Load more" },
  unitField: { placeholder: "Name or code", none: "No such unit" },
  sections: {
    commandCentre: "Command centre",
    partyBuilding: "Party building",
    economy: "Economy",
    livelihood: "Livelihood",
    safetyLaw: "Safety and law",
  },
  incidentList: {
    urgency: "Urgency",
    title: "Incident",
    status: "Status",
    unit: "Unit",
    lead: "Lead",
    due: "Limit",
    opened: "Reported",
    act: "can: {{act}}",
    openedToday: "reported today",
    closedToday: "closed today",
  },
};
