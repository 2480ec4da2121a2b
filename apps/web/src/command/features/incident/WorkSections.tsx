import type { Incident } from "@gezhi/contract/incidents.ts";
import { useTranslation } from "react-i18next";
import { useServerWords } from "../../../shared/i18n/server-words.ts";
import { RequestDetail } from "../../../shared/incidents/RequestDetail.tsx";
import { WayLine } from "../../../shared/incidents/WayLine.tsx";
import { WhistleLine } from "../../../shared/incidents/WhistleLine.tsx";
import { ExactTime, RemainingTime } from "../../../shared/time.tsx";
import { Section } from "./Section.tsx";

const steps = ["dispatchedAt", "acceptedAt", "arrivedAt", "fedBackAt"] as const;

export function WorkOrdersSection({ incident }: { incident: Incident }) {
  const { t } = useTranslation();
  const words = useServerWords();
  if (incident.workOrders.length === 0) return null;
  return (
    <Section title={t("incident.sections.workOrders")} count={incident.workOrders.length}>
      <ul className="stack">
        {incident.workOrders.map((order) => (
          <li key={order.id}>
            <p className="incident-line">
              <span className="status-tag">{t(`incident.${order.part}`)}</span>
              <strong>{order.handlerName}</strong>
              <span>{t(`incident.orderStatus.${order.status}`)}</span>
              {order.acceptedBy && <span>{order.acceptedBy}</span>}
              {order.fedBackAt === null && (
                <RemainingTime dueAt={order.dueAt} suspended={incident.status === "suspended"} />
              )}
            </p>
            <p className="muted">
              {steps.flatMap((step) => {
                const at = order[step];
                return at
                  ? [
                      <span key={step}>
                        {t(`incident.orderSteps.${step}`)} <ExactTime at={at} format="short" />{" "}
                      </span>,
                    ]
                  : [];
              })}
            </p>
            <WayLine way={order.way} />
            {order.whistle && <WhistleLine whistle={order.whistle} />}
            {order.instructions && <p className="incident-text">{order.instructions}</p>}
            {order.reasons.some((one) => !incident.reasons.routing.includes(one)) && (
              <p className="muted">{order.reasons.map(words.sentence).join("；")}</p>
            )}
            {order.result && <p className="incident-text">{order.result}</p>}
          </li>
        ))}
      </ul>
    </Section>
  );
}

export function RequestsSection({ incident }: { incident: Incident }) {
  const { t } = useTranslation();
  if (incident.requests.length === 0) return null;
  return (
    <Section title={t("incident.sections.requests")} count={incident.requests.length}>
      <ul className="stack">
        {incident.requests.map((request) => (
          <li key={request.id}>
            <p className="incident-line">
              <strong>{t(`incident.requestKinds.${request.kind}`)}</strong>
              <span className="status-tag">
                {t(`incident.requestStatus.${request.status}`, { decider: request.decider })}
              </span>
              <span>{request.askedBy}</span>
              <span className="muted">
                <ExactTime at={request.askedAt} format="short" />
              </span>
            </p>
            <RequestDetail request={request} />
            {(request.note ?? request.decidedBy) && (
              <p className="muted">
                {request.decidedBy}{" "}
                {request.decidedAt && <ExactTime at={request.decidedAt} format="short" />}{" "}
                {request.note}
              </p>
            )}
          </li>
        ))}
      </ul>
    </Section>
  );
}
