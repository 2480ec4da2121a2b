import type { Position } from "@gezhi/contract/units.ts";
import { useNavigate } from "@tanstack/react-router";
import { useCallback, useEffect, useMemo, useRef, useState } from "react";
import { useTranslation } from "react-i18next";
import type { MapPoint } from "../../../shared/ui/map-types.ts";
import { MapView } from "../../../shared/ui/MapView.tsx";
import { useChildrenBoundaries, useUnitDetail } from "../../../shared/units/unit-queries.ts";
import { useOnMap } from "./use-wall.ts";

/** Outlines of the units below and what is open among them, the most urgent hundred. */
export function WallMap({ unit }: { unit: string }) {
  const { t } = useTranslation();
  const navigate = useNavigate();
  const detail = useUnitDetail(unit).data;
  const areas = useChildrenBoundaries(unit).data;
  const { data } = useOnMap(unit);
  const items = data?.pages[0]?.items;
  const points = useMemo(
    () =>
      (items ?? []).flatMap(({ id, position, urgency, title }): MapPoint[] =>
        position
          ? [{ id, position, tone: urgency, label: `${t(`urgency.${urgency}`)} ${title}` }]
          : [],
      ),
    [items, t],
  );
  const open = useCallback(
    (id: string) => void navigate({ to: "/incidents/$id", params: { id } }),
    [navigate],
  );
  const box = useRef<HTMLDivElement>(null);
  const height = useHeight(box);
  const center: Position | undefined = detail;
  return (
    <section className="wall-map" aria-label={t("wall.map", { unit: detail?.shortName ?? "" })}>
      <div ref={box} className="wall-map-box">
        {center && height > 0 && (
          <MapView
            key={`${unit} ${areas ? "areas" : ""} ${height}`}
            label={t("wall.map", { unit: detail?.shortName ?? "" })}
            center={center}
            zoom={unit.length > 2 ? 12 : 8}
            points={points}
            onPoint={open}
            height={height}
            {...(areas ? { areas } : {})}
          />
        )}
      </div>
      <p>{t("wall.mapNote", { n: points.length })}</p>
    </section>
  );
}

function useHeight(box: React.RefObject<HTMLDivElement | null>): number {
  const [height, setHeight] = useState(0);
  useEffect(() => {
    if (!box.current) return undefined;
    const watch = new ResizeObserver(([entry]) =>
      setHeight(Math.floor(entry?.contentRect.height ?? 0)),
    );
    watch.observe(box.current);
    return () => watch.disconnect();
  }, [box]);
  return height;
}
