import type { Device } from "@gezhi/contract/devices.ts";
import type { Position } from "@gezhi/contract/units.ts";
import { useNavigate } from "@tanstack/react-router";
import { useCallback, useMemo } from "react";
import { useTranslation } from "react-i18next";
import type { MapPoint } from "../../../shared/ui/map-types.ts";
import { MapView } from "../../../shared/ui/MapView.tsx";
import { useChildrenBoundaries, useUnitDetail } from "../../../shared/units/unit-queries.ts";

const toneOf = ({ worst, state }: Device): MapPoint["tone"] =>
  worst ?? (state === "online" ? "well" : state === "late" ? "late" : "gone");

/** Devices of the list by state: alarms in their level's colour, the rest by shape. The table says the same. */
export function DevicesMap({ rows, unit }: { rows: readonly Device[]; unit: string }) {
  const { t } = useTranslation();
  const navigate = useNavigate();
  const detail = useUnitDetail(unit).data;
  const areas = useChildrenBoundaries(unit.length > 2 ? unit : undefined).data;
  const points = useMemo(
    () =>
      rows.flatMap((device): MapPoint[] =>
        device.position
          ? [
              {
                id: device.id,
                position: device.position,
                tone: toneOf(device),
                label: `${device.name}，${t(`devices.states.${device.state}`)}${device.worst ? `，${t("devices.alarm")} ${t(`urgency.${device.worst}`)}` : ""}`,
              },
            ]
          : [],
      ),
    [rows, t],
  );
  const open = useCallback(
    (id: string) => void navigate({ to: "/devices/$id", params: { id } }),
    [navigate],
  );
  const center: Position | undefined = points[0]?.position ?? detail;
  return (
    <aside className="devices-map">
      {center && (
        <MapView
          key={`${unit} ${areas ? "areas" : ""} ${points.length > 0 ? "points" : ""}`}
          label={t("devices.mapLabel")}
          center={center}
          zoom={unit.length > 2 ? 12 : 8}
          points={points}
          onPoint={open}
          height={420}
          {...(areas ? { areas } : {})}
        />
      )}
      <p className="muted">{t("devices.mapNote", { n: points.length })}</p>
      <ul className="devices-legend" aria-hidden>
        {(["well", "late", "gone"] as const).map((tone) => (
          <li key={tone}>
            <span className={`map-point map-point-${tone}`} />
            {t(
              `devices.states.${tone === "well" ? "online" : tone === "late" ? "late" : "offline"}`,
            )}
          </li>
        ))}
        <li>
          <span className="map-point map-point-red" />
          {t("devices.alarm")}
        </li>
      </ul>
    </aside>
  );
}
