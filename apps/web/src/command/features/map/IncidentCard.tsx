import type { Incident } from "@gezhi/contract/incidents.ts";
import { addressWithin } from "@gezhi/contract/units.ts";
import { Link } from "@tanstack/react-router";
import { Button } from "antd";
import { useTranslation } from "react-i18next";
import { useIncident } from "../../../shared/incidents/incident-queries.ts";
import { RelativeTime, RemainingTime } from "../../../shared/time.tsx";
import { QueryState } from "../../../shared/ui/states.tsx";
import { SimulatedTag, StatusTag, UrgencyTag } from "../../../shared/ui/tags.tsx";
import { CandidateList } from "./CandidateList.tsx";
import { useCardAlarms } from "./card-queries.ts";
import { GoButton } from "./GoButton.tsx";
import { IncidentOverlay } from "./IncidentOverlay.tsx";
import type { CardProps } from "./ObjectCard.tsx";

export function IncidentCard({ id, onChoose, onGoal }: CardProps) {
  const incident = useIncident(id);
  return (
    <QueryState query={incident} rows={6}>
      {(data) => <Facts incident={data} onChoose={onChoose} onGoal={onGoal} />}
    </QueryState>
  );
}

function Facts({ incident, onChoose, onGoal }: { incident: Incident } & Omit<CardProps, "id">) {
  const { t } = useTranslation();
  const { id, number, title, urgency, status, category, path, address, position, unit } = incident;
  const names = path.map(({ name }) => name);
  const alarms = useCardAlarms({ incident: id });
  return (
    <>
      <div className="map-card-body">
        <p className="map-card-tags">
          <UrgencyTag urgency={urgency} />
          <StatusTag status={status} />
          <RemainingTime dueAt={incident.dueAt} suspended={status === "suspended"} />
          {incident.simulated && <SimulatedTag />}
        </p>
        <h3>{title}</h3>
        <dl className="facts">
          <div>
            <dt>{t("cityMap.fields.number")}</dt>
            <dd className="figures">{number}</dd>
          </div>
          <div>
            <dt>{t("cityMap.fields.category")}</dt>
            <dd>{category.name}</dd>
          </div>
          <div>
            <dt>{t("cityMap.fields.place")}</dt>
            <dd>
              <Button type="link" size="small" onClick={() => onChoose(`unit:${unit.code}`)}>
                {unit.name}
              </Button>{" "}
              {addressWithin(address, names)}
            </dd>
          </div>
          <div>
            <dt>{t("cityMap.fields.opened")}</dt>
            <dd>
              <RelativeTime at={incident.openedAt} /> ·{" "}
              {t("incident.reportsCount", { n: incident.reports })}
            </dd>
          </div>
          <div>
            <dt>{t("cityMap.fields.handlers")}</dt>
            <dd>{incident.handlers.map(({ name }) => name).join("、") || t("cityMap.nobody")}</dd>
          </div>
          {alarms.length > 0 && (
            <div>
              <dt>{t("cityMap.names.alarms")}</dt>
              <dd>
                {alarms.map((alarm) => (
                  <Button
                    key={alarm.id}
                    type="link"
                    size="small"
                    onClick={() => onChoose(`alarm:${alarm.id}`)}
                  >
                    {alarm.rule.name}
                  </Button>
                ))}
              </dd>
            </div>
          )}
        </dl>
        <p className="map-card-links">
          <Link to="/incidents/$id" params={{ id }}>
            {t("cityMap.open.incident")}
          </Link>
          {position && <GoButton to={{ ...position, zoom: 16 }} onGoal={onGoal} />}
        </p>
      </div>
      <IncidentOverlay incident={incident} onChoose={onChoose} />
      <CandidateList incident={incident} onGoal={onGoal} />
    </>
  );
}
