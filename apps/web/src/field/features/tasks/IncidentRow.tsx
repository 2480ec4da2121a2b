import { PictureOutlined } from "@ant-design/icons";
import type { IncidentSummary, WorkOrder } from "@gezhi/contract/incidents.ts";
import { Link } from "@tanstack/react-router";
import { useState } from "react";
import { useServerWords } from "../../../shared/i18n/server-words.ts";
import { OrderStatusTag } from "../../../shared/incidents/OrderStatusTag.tsx";
import { RelativeTime, RemainingTime } from "../../../shared/time.tsx";
import { SimulatedTag, StatusTag, UrgencyTag } from "../../../shared/ui/tags.tsx";
import { placeLine } from "./task-rules.ts";

type Props = { incident: IncidentSummary; workOrder?: WorkOrder };

/** How urgent, what, where, how long: the rest is one tap away. */
export function IncidentRow({ incident, workOrder }: Props) {
  const words = useServerWords();
  const { urgency, title, status, dueAt, thumbnail, openedAt } = incident;
  const place = placeLine(incident);
  return (
    <Link to={`/field/incidents/${incident.id}`} className="phone-row field-row">
      <div>
        <span className="phone-row-line">
          <UrgencyTag urgency={urgency} />
          <RemainingTime dueAt={workOrder?.dueAt ?? dueAt} suspended={status === "suspended"} />
        </span>
        <span className="phone-row-title">{words.title(title)}</span>
        {place && <span className="phone-row-line">{place}</span>}
        <span className="phone-row-line">
          {workOrder ? (
            <OrderStatusTag workOrder={workOrder} incident={incident} />
          ) : (
            <StatusTag status={status} />
          )}
          <RelativeTime at={openedAt} />
          {incident.simulated && <SimulatedTag />}
        </span>
      </div>
      {thumbnail && <Thumbnail src={thumbnail} />}
    </Link>
  );
}

/** A picture that this phone has not kept is a quiet sign that there is one. */
function Thumbnail({ src }: { src: string }) {
  const [missing, setMissing] = useState(false);
  if (missing)
    return (
      <span className="field-photo field-photo-missing">
        <PictureOutlined aria-hidden />
      </span>
    );
  return (
    <img src={src} alt="" className="field-photo" loading="lazy" onError={() => setMissing(true)} />
  );
}
