import type { IncidentSummary, WorkOrder } from "@gezhi/contract/incidents.ts";
import { useTranslation } from "react-i18next";
import { StatusTag } from "../ui/tags.tsx";

type Props = { workOrder: WorkOrder; incident: Pick<IncidentSummary, "status"> };

/** Work that failed its check says so, and not only that it is being worked on. */
export function OrderStatusTag({ workOrder: { part, status }, incident }: Props) {
  const { t } = useTranslation();
  if (part === "lead" && incident.status === "rework") return <StatusTag status="rework" />;
  return <span className="status-tag">{t(`incident.orderStatus.${status}`)}</span>;
}
