import type { Position } from "@gezhi/contract/units.ts";
import type { FeatureCollection } from "geojson";
import { useMemo } from "react";
import type { MapPoint } from "../ui/map-types.ts";
import { MapView } from "../ui/MapView.tsx";
import { useChildrenBoundaries } from "./unit-queries.ts";

type Props = {
  id: string;
  label: string;
  name: string;
  position: Position;
  /** Where it lies; its village is drawn bolder among those of the town. */
  unit: string;
  tone: MapPoint["tone"];
};

/** One place among the villages of its town. */
export function PlaceMap({ id, label, name, position, unit, tone }: Props) {
  const { data } = useChildrenBoundaries(unit.length >= 9 ? unit.slice(0, 9) : undefined);
  const areas = useMemo(
    (): FeatureCollection | undefined =>
      data && {
        ...data,
        features: data.features.map((feature) => ({
          ...feature,
          properties: {
            ...feature.properties,
            strong: unit.startsWith(String(feature.properties?.["code"] ?? "-")),
          },
        })),
      },
    [data, unit],
  );
  const points = useMemo(() => [{ id, position, tone, label: name }], [id, position, tone, name]);
  return (
    <MapView
      label={label}
      center={position}
      zoom={14}
      points={points}
      height={240}
      {...(areas ? { areas } : {})}
    />
  );
}
