import type { IncidentSummary, WorkOrder } from "@gezhi/contract/incidents.ts";
import { Link } from "@tanstack/react-router";
import { useTranslation } from "react-i18next";
import { RelativeTime, RemainingTime } from "../../../shared/time.tsx";
import { SimulatedTag, StatusTag, UrgencyTag } from "../../../shared/ui/tags.tsx";

type Props = { incident: IncidentSummary; workOrder?: WorkOrder };

/** How urgent, what, where, how long: the rest is one tap away. */
export function IncidentRow({ incident, workOrder }: Props) {
  const { t } = useTranslation();
  const { urgency, title, address, unit, status, dueAt, thumbnail, openedAt } = incident;
  return (
    <Link to={`/field/incidents/${incident.id}`} className="phone-row field-row">
      <div>
        <span className="phone-row-line">
          <UrgencyTag urgency={urgency} />
          <RemainingTime dueAt={workOrder?.dueAt ?? dueAt} suspended={status === "suspended"} />
          {incident.simulated && <SimulatedTag />}
        </span>
        <span className="phone-row-title">{title}</span>
        <span className="phone-row-line">{address || unit.name}</span>
        <span className="phone-row-line">
          {workOrder ? (
            <span className="status-tag">{t(`incident.orderStatus.${workOrder.status}`)}</span>
          ) : (
            <StatusTag status={status} />
          )}
          <RelativeTime at={openedAt} />
        </span>
      </div>
      {thumbnail && <img src={thumbnail} alt="" className="field-photo" loading="lazy" />}
    </Link>
  );
}
