import type { HotSpot } from "@gezhi/contract/hot-spots.ts";
import { useNavigate } from "@tanstack/react-router";
import type { Feature, FeatureCollection } from "geojson";
import { useCallback, useMemo } from "react";
import { useTranslation } from "react-i18next";
import type { MapPoint } from "../../../shared/ui/map-types.ts";
import { MapView } from "../../../shared/ui/MapView.tsx";
import { useChildrenBoundaries, useUnitDetail } from "../../../shared/units/unit-queries.ts";
import { type Period, useCells } from "./hot-spot-queries.ts";

/** Cells of what happened, and the open cards; the lists beside it say the same. */
export function DensityMap({ period, cards }: { period: Period; cards: readonly HotSpot[] }) {
  const { t } = useTranslation();
  const navigate = useNavigate();
  const { unit, days } = period;
  const detail = useUnitDetail(unit).data;
  const borders = useChildrenBoundaries(unit.length > 2 ? unit : undefined).data;
  const cells = useCells(period).data;
  const most = Math.max(1, ...(cells?.items.map(({ n }) => n) ?? []));
  const areas = useMemo(
    (): FeatureCollection => ({
      type: "FeatureCollection",
      features: [
        ...(borders?.features ?? []),
        ...(cells?.items ?? []).map(({ cell, n, ring }): Feature => ({
          type: "Feature",
          properties: { cell, shade: Math.log(n) / Math.log(Math.max(2, most)), strong: !borders },
          geometry: { type: "Polygon", coordinates: [ring] },
        })),
      ],
    }),
    [borders, cells, most],
  );
  const points = useMemo(
    () =>
      cards.map(({ id, position, category, members }): MapPoint => ({
        id,
        position,
        tone: "focus",
        label: `${category.name}，${t("hotSpots.pieces", { n: members })}`,
      })),
    [cards, t],
  );
  const open = useCallback(
    (id: string) => void navigate({ to: "/hot-spots/$id", params: { id } }),
    [navigate],
  );
  const center = points[0]?.position ?? detail;
  return (
    <aside className="hot-spots-map">
      {center && (
        <MapView
          key={`${unit} ${borders ? "borders" : ""} ${cells ? "cells" : ""}`}
          label={t("hotSpots.mapLabel")}
          center={center}
          zoom={unit.length > 2 ? 12 : 8}
          areas={areas}
          points={points}
          onPoint={open}
          height={420}
        />
      )}
      <p className="hot-spots-legend">
        <span className="hot-spots-scale" aria-hidden /> {t("hotSpots.legend", { n: most })}
      </p>
      <p className="muted">
        {t("hotSpots.mapNote", { days })} {cells?.more && t("hotSpots.mapNote_more")}
      </p>
    </aside>
  );
}
