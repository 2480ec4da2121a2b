import type { IncidentSummary } from "@gezhi/contract/incidents.ts";
import { useNavigate } from "@tanstack/react-router";
import { lazy, Suspense, useCallback, useEffect, useMemo, useRef, useState } from "react";
import { useTranslation } from "react-i18next";
import { boundsOf } from "../../../shared/ui/map-geometry.ts";
import type { MapPoint } from "../../../shared/ui/map-types.ts";
import { hasWebgl2 } from "../../../shared/ui/MapView.tsx";
import { SvgMap } from "../../../shared/ui/SvgMap.tsx";
import {
  useBoundary,
  useChildrenBoundaries,
  useUnitDetail,
} from "../../../shared/units/unit-queries.ts";
import { AttributionLine } from "../map/AttributionLine.tsx";
import { useMapSettings } from "../map/map-queries.ts";
import { useOnMap, usePinned } from "./use-wall.ts";

const WallSurface = lazy(async () => ({
  default: (await import("./WallSurface.tsx")).WallSurface,
}));
const cityLength = 2;
/** A map drawn for 13 pixels a character is read at a desk. */
const deskFont = 13;

type Props = {
  unit: string;
  records: boolean;
  /** In an emergency it also shows where people on duty and at work are. */
  emergency: boolean;
  onUnit: (unit: string) => void;
};

/** The middle of the wall: the city's map with what is open; without WebGL2 a drawing of the most urgent hundred. */
export function WallMap({ unit, records, emergency, onUnit }: Props) {
  const { t } = useTranslation();
  const navigate = useNavigate();
  const detail = useUnitDetail(unit).data;
  const settings = useMapSettings().data;
  const wholeCity = unit.length <= cityLength;
  const boundary = useBoundary(wholeCity ? undefined : unit);
  const { data } = useOnMap(unit);
  const pinned = usePinned(unit);
  const [plain, setPlain] = useState(() => !hasWebgl2());
  const box = useRef<HTMLDivElement>(null);
  const size = useSize(box);
  const items = data?.pages[0]?.items;
  const open = useCallback(
    (id: string) => void navigate({ to: "/incidents/$id", params: { id } }),
    [navigate],
  );
  const fail = useCallback(() => setPlain(true), []);
  const pins = useMemo(() => pinsOf(items ?? [], pinned), [items, pinned]);
  const label = t("wall.map", { unit: detail?.shortName ?? "" });
  const bounds = useMemo(() => {
    if (!settings || wholeCity) return settings?.bounds;
    if (boundary.data === undefined) return boundary.error ? settings.bounds : undefined;
    const [west, south, east, north] = boundsOf(
      { type: "FeatureCollection", features: [boundary.data] },
      [],
    );
    return { west, south, east, north };
  }, [settings, wholeCity, boundary.data, boundary.error]);
  return (
    <section className="wall-map" aria-label={label}>
      <div ref={box} className="wall-map-box">
        {plain && (
          <PlainWallMap
            unit={unit}
            label={label}
            items={items}
            height={size.height}
            onIncident={open}
          />
        )}
        {!plain && settings && bounds && size.height > 0 && (
          <Suspense fallback={null}>
            <WallSurface
              key={unit}
              label={label}
              unit={unit}
              settings={settings}
              bounds={bounds}
              size={size}
              scale={size.font / deskFont}
              records={records}
              people={records && emergency}
              pins={pins}
              onUnit={onUnit}
              onIncident={open}
              onFailed={fail}
            />
          </Suspense>
        )}
      </div>
      {plain ? (
        <p>{t("wall.mapNote", { n: items?.length ?? 0 })}</p>
      ) : (
        settings && (
          <AttributionLine lines={settings.attribution} service={settings.base?.attribution} />
        )
      )}
    </section>
  );
}

/** Pinned first, then red. */
function pinsOf(
  items: readonly IncidentSummary[],
  pinned: readonly IncidentSummary[],
): IncidentSummary[] {
  const red = items.filter(({ urgency }) => urgency === "red");
  return [...new Map([...pinned, ...red].map((one) => [one.id, one])).values()];
}

type PlainProps = {
  unit: string;
  label: string;
  items: readonly IncidentSummary[] | undefined;
  height: number;
  onIncident: (id: string) => void;
};
function PlainWallMap({ unit, label, items, height, onIncident }: PlainProps) {
  const { t } = useTranslation();
  const center = useUnitDetail(unit).data;
  const areas = useChildrenBoundaries(unit).data;
  const points = useMemo(
    () =>
      (items ?? []).flatMap(({ id, position, urgency, title }): MapPoint[] =>
        position
          ? [{ id, position, tone: urgency, label: `${t(`urgency.${urgency}`)} ${title}` }]
          : [],
      ),
    [items, t],
  );
  if (!center || height <= 0) return null;
  return (
    <SvgMap
      label={label}
      center={center}
      points={points}
      onPoint={onIncident}
      height={height}
      {...(areas ? { areas } : {})}
    />
  );
}

/** Of the box in pixels, and of the characters in it. */
function useSize(box: React.RefObject<HTMLDivElement | null>) {
  const [size, setSize] = useState({ width: 0, height: 0, font: 16 });
  useEffect(() => {
    const element = box.current;
    if (!element) return undefined;
    const watch = new ResizeObserver(([entry]) =>
      setSize({
        width: Math.floor(entry?.contentRect.width ?? 0),
        height: Math.floor(entry?.contentRect.height ?? 0),
        font: Number.parseFloat(getComputedStyle(element).fontSize) || 16,
      }),
    );
    watch.observe(element);
    return () => watch.disconnect();
  }, [box]);
  return size;
}
