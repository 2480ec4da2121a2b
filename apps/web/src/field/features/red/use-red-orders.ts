import type { IncidentSummary } from "@gezhi/contract/incidents.ts";
import { useAcknowledged } from "../../../shared/attention/acknowledged.ts";
import { useQueue } from "../../../shared/phone/queue/use-queue.ts";
import { useMe } from "../../../shared/session.ts";
import { useGridIncidents, useOrders } from "../tasks/field-lists.ts";
import { redOrders } from "./red-rules.ts";

/** `alarms` fill the screen; `waiting` were looked at here, and nobody has set out yet. */
export function useRedOrders(): { alarms: IncidentSummary[]; waiting: IncidentSummary[] } {
  const { account } = useMe();
  const seen = useAcknowledged();
  const orders = useOrders().data?.pages.flatMap((page) => page.items) ?? [];
  const grid = useGridIncidents().data?.pages.flatMap((page) => page.items) ?? [];
  const answered = (useQueue(account) ?? []).flatMap((item) =>
    item.kind === "act" && item.state !== "attention" && item.incident !== null
      ? { incident: item.incident, act: item.action.act }
      : [],
  );
  return redOrders({ orders, grid, answered, isSeen: (id) => seen[id] !== undefined });
}
