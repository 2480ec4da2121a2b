import type { IncidentSummary } from "@gezhi/contract/incidents.ts";
import { useTranslation } from "react-i18next";
import { useServerWords } from "../../../shared/i18n/server-words.ts";
import { RelativeTime, RemainingTime } from "../../../shared/time.tsx";
import { SimulatedTag, StatusTag, UrgencyTag } from "../../../shared/ui/tags.tsx";
import { useUnitDetail } from "../../../shared/units/unit-queries.ts";

type Props = { incident: IncidentSummary; open: boolean; onOpen: () => void };

export function EscalationRow({ incident, open, onOpen }: Props) {
  const { t } = useTranslation();
  const words = useServerWords();
  const { number, urgency, status, unit, address, handlers, dueAt, updatedAt } = incident;
  const town = useUnitDetail(unit.code.slice(0, 9)).data?.shortName ?? unit.name;
  const departments = handlers.filter(({ handler }) => handler.includes("/D"));
  return (
    <li>
      <button
        type="button"
        className="escalation"
        aria-current={open ? "true" : undefined}
        onClick={onOpen}
      >
        <span className="escalation-line">
          <UrgencyTag urgency={urgency} />
          <strong className="escalation-title">{words.what(incident)}</strong>
          <RemainingTime dueAt={dueAt} suspended={status === "suspended"} />
        </span>
        <span className="escalation-line">
          <strong>{town}</strong>
          <span className="escalation-title">{address || unit.name}</span>
          <StatusTag status={status} />
        </span>
        <span className="escalation-line muted">
          <span className="figures">{number}</span>
          {departments.length > 0 && <span>{departments.map(({ name }) => name).join("、")}</span>}
          {incident.urged > 0 && <strong>{t("desk.urged", { n: incident.urged })}</strong>}
          {incident.supervised && <strong>{t("incident.supervised")}</strong>}
          {incident.simulated && <SimulatedTag />}
          <span className="escalation-age">
            <RelativeTime at={updatedAt} />
          </span>
        </span>
      </button>
    </li>
  );
}
