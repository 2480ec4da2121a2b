import type { Place } from "@gezhi/contract/places.ts";
import { useNavigate } from "@tanstack/react-router";
import type { FeatureCollection } from "geojson";
import { useCallback, useMemo } from "react";
import { useTranslation } from "react-i18next";
import type { MapPoint } from "../../../shared/ui/map-types.ts";
import { MapView } from "../../../shared/ui/MapView.tsx";
import { useChildrenBoundaries, useUnitDetail } from "../../../shared/units/unit-queries.ts";

/** Where the places of the list lie; the table says the same. */
export function PlacesMap({ rows, unit }: { rows: readonly Place[]; unit: string }) {
  const { t } = useTranslation();
  const navigate = useNavigate();
  const detail = useUnitDetail(unit).data;
  const areas = useChildrenBoundaries(unit.length > 2 ? unit : undefined).data;
  const points = useMemo(
    () =>
      rows.map(({ id, position, name, kind, ended }): MapPoint => ({
        id,
        position,
        tone: ended ? "gone" : "focus",
        label: `${name}，${t(`places.kinds.${kind}`)}`,
      })),
    [rows, t],
  );
  const lines = useMemo(
    (): FeatureCollection => ({
      type: "FeatureCollection",
      features: rows.flatMap(({ geometry, name }) =>
        geometry.type === "LineString"
          ? [{ type: "Feature" as const, properties: { name }, geometry }]
          : [],
      ),
    }),
    [rows],
  );
  const open = useCallback(
    (id: string) => void navigate({ to: "/places/$id", params: { id } }),
    [navigate],
  );
  const center = points[0]?.position ?? detail;
  return (
    <aside className="places-map">
      {center && (
        <MapView
          key={`${unit} ${areas ? "areas" : ""} ${points.length > 0 ? "points" : ""}`}
          label={t("places.mapLabel")}
          center={center}
          zoom={unit.length > 2 ? 12 : 8}
          points={points}
          lines={lines}
          onPoint={open}
          height={420}
          {...(areas ? { areas } : {})}
        />
      )}
      <p className="muted">{t("places.mapNote", { n: points.length })}</p>
    </aside>
  );
}
