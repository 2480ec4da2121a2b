import { Link } from "@tanstack/react-router";
import { Button } from "antd";
import { useTranslation } from "react-i18next";
import { useServerWords } from "../../../shared/i18n/server-words.ts";
import { RelativeTime } from "../../../shared/time.tsx";
import { QueryState } from "../../../shared/ui/states.tsx";
import { UrgencyTag } from "../../../shared/ui/tags.tsx";
import { useCardDevice } from "./card-queries.ts";
import { GoButton } from "./GoButton.tsx";
import type { CardProps } from "./ObjectCard.tsx";
import { Sign } from "./Sign.tsx";

export function DeviceCard({ id, onChoose, onGoal }: CardProps) {
  const { t } = useTranslation();
  const words = useServerWords();
  const query = useCardDevice(id);
  return (
    <QueryState query={query} rows={6}>
      {(device) => (
        <div className="map-card-body">
          <p className="map-card-tags">
            <span className="status-tag">
              <Sign kind="device" worst={device.state} /> {t(`devices.states.${device.state}`)}
            </span>
            {device.worst && <UrgencyTag urgency={device.worst} />}
          </p>
          <h3>{words.sensor(device.name)}</h3>
          <dl className="facts">
            <div>
              <dt>{t("devices.fields.code")}</dt>
              <dd className="figures">{device.code}</dd>
            </div>
            <div>
              <dt>{t("devices.fields.profile")}</dt>
              <dd>{words.sensor(device.profile.name)}</dd>
            </div>
            <div>
              <dt>{t("cityMap.fields.place")}</dt>
              <dd>
                <Button
                  type="link"
                  size="small"
                  onClick={() => onChoose(`unit:${device.unit.code}`)}
                >
                  {device.unit.name}
                </Button>{" "}
                {device.place}
              </dd>
            </div>
            <div>
              <dt>{t("devices.fields.lastSeen")}</dt>
              <dd>{device.lastSeenAt ? <RelativeTime at={device.lastSeenAt} /> : "–"}</dd>
            </div>
            {device.alarms.slice(0, 5).map((alarm) => (
              <div key={alarm.id}>
                <dt>{t("cityMap.kinds.alarm")}</dt>
                <dd>
                  <Button type="link" size="small" onClick={() => onChoose(`alarm:${alarm.id}`)}>
                    {words.sensor(alarm.ruleName)}
                  </Button>{" "}
                  <RelativeTime at={alarm.raisedAt} />
                </dd>
              </div>
            ))}
          </dl>
          <p className="map-card-links">
            <Link to="/devices/$id" params={{ id }}>
              {t("cityMap.open.device")}
            </Link>
            {device.position && <GoButton to={{ ...device.position, zoom: 16 }} onGoal={onGoal} />}
          </p>
        </div>
      )}
    </QueryState>
  );
}
