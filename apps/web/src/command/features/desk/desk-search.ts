import {
  closedStatuses,
  IncidentStatus,
  refusedStatuses,
  Urgency,
} from "@gezhi/contract/incidents.ts";
import type { IncidentCounts } from "@gezhi/contract/incident-answers.ts";
import { z } from "zod";
import type { Query } from "../../../shared/api.ts";
import { listParam, param } from "../../search-params.ts";

export const deskLists = ["queue", "recheck", "escalations", "all"] as const;
export const deskSorts = ["urgency", "due", "newest"] as const;

/** The state of the desk is its address, so any view can be sent to a colleague. */
export const DeskSearch = z.object({
  list: param(z.enum(deskLists)),
  sort: param(z.enum(deskSorts)),
  urgency: listParam(Urgency),
  status: listParam(IncidentStatus),
  category: param(z.string().regex(/^\d{2,6}$/)),
  unit: param(z.string().regex(/^\d{2,17}$/)),
  open: param(z.enum(["true", "false"])),
  overdue: param(z.literal("true")),
  supervised: param(z.literal("true")),
  due: param(z.literal("today")),
  q: param(z.string().max(100)),
  /** Side by side by what has to happen next, in place of the list. */
  view: param(z.literal("board")),
  /** What stands in the right pane, and which of its forms is open. */
  incident: param(z.string()),
  act: param(z.string()),
});
export type DeskSearch = z.infer<typeof DeskSearch>;

export const filterNames = [
  "urgency",
  "status",
  "category",
  "unit",
  "open",
  "overdue",
  "supervised",
  "due",
] as const;
export type FilterName = (typeof filterNames)[number];

export const activeFilters = (search: DeskSearch): FilterName[] =>
  filterNames.filter((name) => search[name] !== undefined);

export const withoutFilters = (search: DeskSearch): DeskSearch => ({
  list: search.list,
  sort: search.sort,
  view: search.view,
  incident: search.incident,
  act: search.act,
});

export const queryOf = ({
  incident: _incident,
  act: _act,
  view: _view,
  list = "queue",
  sort = "urgency",
  ...filter
}: DeskSearch): Query => ({
  ...filter,
  list,
  sort,
});

/** Who has no queue begins with everything that is open. */
export const deskOf = (search: DeskSearch, atCentre: boolean): DeskSearch =>
  atCentre || search.list
    ? search
    : { ...search, list: "all", open: search.open ?? (search.status ? undefined : "true") };

type Count = Exclude<keyof IncidentCounts, "byUrgency" | "byStatus" | "today">;

/** Every number opens the list it counts. */
export const listBehind: Record<Count, DeskSearch> = {
  reported: { list: "all" },
  open: { list: "all", open: "true" },
  closed: { list: "all", status: [...closedStatuses] },
  rejected: { list: "all", status: [...refusedStatuses] },
  merged: { list: "all", status: ["merged"] },
  overdue: { list: "all", overdue: "true", sort: "due" },
  dueToday: { list: "all", due: "today", sort: "due" },
};
