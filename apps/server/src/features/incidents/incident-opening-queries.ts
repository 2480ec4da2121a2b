import { rowsInto } from "../../platform/database/rows.ts";
import type { OpenedIncident } from "./incident-opening.ts";

const rowColumns = [
  "district",
  "id",
  "number",
  "status",
  "status_since",
  "urgency",
  "category",
  "catalogue_version",
  "title",
  "description",
  "address",
  "lon",
  "lat",
  "position_source",
  "unit",
  "town",
  "located",
  "chain_level",
  "party_units",
  "informed_units",
  "lead_handler",
  "reporter_account",
  "opened_at",
  "updated_at",
  "by_sensor",
  "due_at",
  "source",
  "registered_at",
  "dispatched_at",
  "promised_at",
  "report_count",
  "return_count",
  "delay_count",
  "rework_count",
  "reopen_count",
  "urge_count",
  "appealed",
  "supervised",
  "sampled",
  "rechecked",
  "simulated",
  "reasons",
  "suggestion",
  "thumbnail",
  "search",
  "timeline_seq",
  "timeline_hash",
] as const satisfies (keyof OpenedIncident["row"])[];

const orderColumns = [
  "district",
  "id",
  "incident",
  "handler",
  "part",
  "status",
  "round",
  "instructions",
  "reasons",
  "dispatched_at",
  "due_at",
  "urgency_rank",
] as const;

/** For the statement that writes an incident with all that hangs on it. */
export const insertIncidents = (opened: readonly OpenedIncident[]) =>
  rowsInto(
    "incidents",
    rowColumns,
    opened.map(({ row }) => row),
  );

export const insertWorkOrders = (opened: readonly OpenedIncident[]) =>
  rowsInto(
    "work_orders",
    orderColumns,
    opened.flatMap(({ workOrders }) => workOrders),
  );
