import { Link } from "@tanstack/react-router";
import { Button } from "antd";
import { useTranslation } from "react-i18next";
import { useServerWords } from "../../../shared/i18n/server-words.ts";
import { useAlarm } from "../../../shared/alarms/alarm-queries.ts";
import { RelativeTime } from "../../../shared/time.tsx";
import { QueryState } from "../../../shared/ui/states.tsx";
import { UrgencyTag } from "../../../shared/ui/tags.tsx";
import { GoButton } from "./GoButton.tsx";
import type { CardProps } from "./ObjectCard.tsx";

export function AlarmCard({ id, onChoose, onGoal }: CardProps) {
  const { t } = useTranslation();
  const words = useServerWords();
  const query = useAlarm(id);
  return (
    <QueryState query={query} rows={6}>
      {(alarm) => (
        <div className="map-card-body">
          <p className="map-card-tags">
            <UrgencyTag urgency={alarm.level} />
            <span className="figures muted">{alarm.number}</span>
          </p>
          <h3>{words.sensor(alarm.rule.name)}</h3>
          <dl className="facts">
            <div>
              <dt>{t("cityMap.fields.reading")}</dt>
              <dd>{words.reading(alarm.reading)}</dd>
            </div>
            <div>
              <dt>{t("cityMap.fields.place")}</dt>
              <dd>
                <Button
                  type="link"
                  size="small"
                  onClick={() => onChoose(`unit:${alarm.unit.code}`)}
                >
                  {alarm.unit.name}
                </Button>{" "}
                {alarm.place}
              </dd>
            </div>
            <div>
              <dt>{t("cityMap.fields.raised")}</dt>
              <dd>
                <RelativeTime at={alarm.raisedAt} />
              </dd>
            </div>
            <div>
              <dt>{t("cityMap.fields.device")}</dt>
              <dd>
                <Button
                  type="link"
                  size="small"
                  onClick={() => onChoose(`device:${alarm.device.id}`)}
                >
                  {alarm.device.name}
                </Button>
              </dd>
            </div>
            {alarm.incident && (
              <div>
                <dt>{t("cityMap.fields.incident")}</dt>
                <dd>
                  <Button
                    type="link"
                    size="small"
                    onClick={() => onChoose(`incident:${alarm.incident?.id}`)}
                  >
                    {alarm.incident.number}
                  </Button>{" "}
                  {alarm.incident.statusText}
                </dd>
              </div>
            )}
          </dl>
          <p className="map-card-links">
            <Link to="/alarms/$id" params={{ id }}>
              {t("cityMap.open.alarm")}
            </Link>
            {alarm.position && <GoButton to={{ ...alarm.position, zoom: 16 }} onGoal={onGoal} />}
          </p>
        </div>
      )}
    </QueryState>
  );
}
