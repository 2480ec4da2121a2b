import type { FeatureCollection } from "geojson";
import { useMemo } from "react";
import { useTranslation } from "react-i18next";
import {
  useBoundary,
  useChildrenBoundaries,
  type UnitDetail,
} from "../../../../shared/units/unit-queries.ts";
import { MapView } from "../../../../shared/ui/MapView.tsx";
import { ErrorState, LoadingState } from "../../../../shared/ui/states.tsx";

/** The area of a unit with those of the units next below. */
export function UnitMap({ unit }: { unit: UnitDetail }) {
  const { t } = useTranslation();
  const own = useBoundary(unit.level === "microGrid" ? undefined : unit.code);
  const below = useChildrenBoundaries(unit.code);
  const areas = useMemo((): FeatureCollection | undefined => {
    if (!own.data) return undefined;
    const { name, shortName, ...properties } = own.data.properties ?? {};
    const children = below.data?.features ?? [];
    const label = children.length > 0 ? {} : { name, shortName };
    return {
      type: "FeatureCollection",
      features: [
        ...children,
        { ...own.data, properties: { ...properties, ...label, strong: true } },
      ],
    };
  }, [own.data, below.data]);
  if (unit.level === "microGrid") return null;
  if (own.error) return <ErrorState error={own.error} onRetry={() => void own.refetch()} />;
  if (!areas || (below.isPending && below.fetchStatus !== "idle")) return <LoadingState rows={6} />;
  return (
    <figure className="unit-map">
      <MapView
        label={t("admin.units.mapLabel", { name: unit.name })}
        center={{ lon: unit.lon, lat: unit.lat }}
        areas={areas}
        height={460}
      />
      {unit.approximate && (
        <figcaption className="muted">{t("admin.units.approximateHint")}</figcaption>
      )}
    </figure>
  );
}
