import type { MapBounds } from "@gezhi/contract/map.ts";
import { useEffect, useEffectEvent, useMemo } from "react";
import { useTranslation } from "react-i18next";
import type { MapPoint } from "../../../shared/ui/map-types.ts";
import { SvgMap } from "../../../shared/ui/SvgMap.tsx";
import { useChildrenBoundaries, useUnitDetail } from "../../../shared/units/unit-queries.ts";
import type { Things } from "./CityMap.tsx";
import { zoomFor, type View } from "./map-view-rules.ts";

type Props = {
  first: View;
  unit: string | undefined;
  things: Things;
  bounds: MapBounds;
  onWindow: (window: MapBounds, view: View) => void;
  onChoose: (chosen: string) => void;
};

const toneOf: Record<string, MapPoint["tone"]> = {
  red: "red",
  orange: "orange",
  yellow: "yellow",
  blue: "blue",
  online: "well",
  late: "late",
};
/** Half the width that is asked about, in degrees, around a unit of this zoom. */
const reachOf = (zoom: number) => 300 / 2 ** zoom;

/** For machines without WebGL2: a drawing of one unit and its things, with the list below it. The unit filter moves it. */
export function PlainMap({ first, unit, things, bounds, onWindow, onChoose }: Props) {
  const { t } = useTranslation();
  const detail = useUnitDetail(unit).data;
  const areas = useChildrenBoundaries(unit && unit.length > 2 ? unit : undefined).data;
  const view = useMemo(
    () => (detail ? { lon: detail.lon, lat: detail.lat, zoom: zoomFor(detail.level) } : first),
    [detail, first],
  );
  const tell = useEffectEvent((to: View) => {
    const reach = reachOf(to.zoom);
    const window =
      to.zoom < 8
        ? bounds
        : {
            west: to.lon - reach,
            east: to.lon + reach,
            south: to.lat - reach,
            north: to.lat + reach,
          };
    onWindow(window, to);
  });
  useEffect(() => tell(view), [view]);
  const points = (["incidents", "alarms", "devices"] as const).flatMap((name) =>
    (things[name]?.points ?? []).map((point): MapPoint => ({
      id: `${name.slice(0, -1)}:${point.id}`,
      position: { lon: point.lon, lat: point.lat },
      label: point.title,
      tone: toneOf[point.worst] ?? "gone",
    })),
  );
  const houses = things.buildings.map(({ place, look }): MapPoint => ({
    id: `place:${place.id}`,
    position: place.position,
    label: place.name,
    tone: toneOf[look] ?? "gone",
  }));
  return (
    <div className="map-plain">
      <p className="map-note">{t("cityMap.plain")}</p>
      <SvgMap
        label={t("cityMap.label")}
        center={view}
        points={[...houses, ...points]}
        onPoint={onChoose}
        height={420}
        {...(areas ? { areas } : {})}
      />
    </div>
  );
}
