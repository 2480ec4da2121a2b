import type { Place } from "@gezhi/contract/places.ts";
import { Button } from "antd";
import { useMemo } from "react";
import { useTranslation } from "react-i18next";
import { useServerWords } from "../../../shared/i18n/server-words.ts";
import { QueryState } from "../../../shared/ui/states.tsx";
import { UrgencyTag } from "../../../shared/ui/tags.tsx";
import { Sign } from "../map/Sign.tsx";
import { useAlarmsThen, usePlaceDevices } from "./building-queries.ts";
import { alarmsAt, byFloor, bySpot, devicesByPlace, isBuilding } from "./building-rules.ts";

type Props = {
  place: Place;
  /** An instant that is over. */
  at: string | undefined;
  onChoose: (chosen: string) => void;
};

/** The devices of a house by floor with their state; of the past, the alarms that stood. */
export function PlaceDevices({ place, at, onChoose }: Props) {
  const { t } = useTranslation();
  const words = useServerWords();
  const query = usePlaceDevices(place);
  const own = useMemo(
    () => devicesByPlace([place], query.data?.devices ?? []).get(place.id) ?? [],
    [place, query.data],
  );
  if (!isBuilding(place.kind) && own.length === 0) return null;
  return (
    <section aria-label={t("buildings.inside")}>
      <h4>{t("buildings.inside")}</h4>
      <QueryState query={query} rows={2}>
        {({ more }) =>
          own.length === 0 ? (
            <p className="muted">{t("buildings.nothingInside")}</p>
          ) : (
            <>
              {at !== undefined && <AlarmsThen devices={own} at={at} onChoose={onChoose} />}
              {byFloor(place.name, own).map(({ floor, devices }) => (
                <div key={floor ?? "unknown"}>
                  <h5 className="building-floor">
                    {floor === null
                      ? t("buildings.noFloor")
                      : t(floor < 0 ? "buildings.below" : "buildings.floor", {
                          n: Math.abs(floor),
                        })}
                  </h5>
                  <ul className="map-legend">
                    {devices.map((device) => (
                      <li key={device.id}>
                        {at === undefined && <Sign kind="device" worst={device.state} />}{" "}
                        <Button
                          type="link"
                          size="small"
                          onClick={() => onChoose(`device:${device.id}`)}
                        >
                          {words.sensor(device.name)}
                        </Button>{" "}
                        {at === undefined && t(`devices.states.${device.state}`)}{" "}
                        {at === undefined && device.worst && <UrgencyTag urgency={device.worst} />}
                      </li>
                    ))}
                  </ul>
                </div>
              ))}
              {more && <p className="map-note map-cut">{t("buildings.devicesCut")}</p>}
            </>
          )
        }
      </QueryState>
    </section>
  );
}

function AlarmsThen({
  devices,
  at,
  onChoose,
}: Pick<Props, "onChoose"> & { devices: Parameters<typeof alarmsAt>[0]; at: string }) {
  const { t } = useTranslation();
  const words = useServerWords();
  const query = useAlarmsThen(devices, at);
  const alarms = alarmsAt(devices, bySpot(query.data?.points ?? []));
  return (
    <>
      <p className="muted map-note">{t("buildings.pastNote")}</p>
      {query.error && <p className="map-note map-cut">{t("cityMap.failed")}</p>}
      {query.data && alarms.length === 0 && <p className="muted">{t("buildings.noAlarmThen")}</p>}
      <ul className="map-legend" aria-label={t("buildings.alarmsThen")}>
        {alarms.map((alarm) => (
          <li key={alarm.id}>
            <Sign kind="alarm" worst={alarm.worst} />{" "}
            <Button type="link" size="small" onClick={() => onChoose(`alarm:${alarm.id}`)}>
              {words.sensor(alarm.title)}
            </Button>
          </li>
        ))}
      </ul>
    </>
  );
}
