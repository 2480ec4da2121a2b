import type { MapBounds, MapSettings } from "@gezhi/contract/map.ts";
import { useIsFetching } from "@tanstack/react-query";
import type { Feature } from "geojson";
import { LngLat } from "maplibre-gl";
import { useCallback, useMemo, useRef, useState } from "react";
import { useTranslation } from "react-i18next";
import { useOwnUnit } from "../../../shared/alarms/alarm-places.ts";
import { useMe } from "../../../shared/session.ts";
import { formatTime } from "../../../shared/time.tsx";
import { CityMap, type Things } from "../map/CityMap.tsx";
import { viewOfHome } from "../map/map-home.ts";
import { useLayers } from "../map/map-queries.ts";
import type { MapSearch } from "../map/map-search.ts";
import { readView, shownLayers, windowOf, type Asked, type View } from "../map/map-view-rules.ts";
import { useHeat } from "../map/use-heat.ts";
import { useFigures, useUsualLayers } from "../map/use-figures.ts";
import { useOverlays } from "../map/use-overlays.ts";
import { usePatrols } from "../patrols/patrol-queries.ts";
import { PrintLegend } from "./PrintLegend.tsx";
import { ScaleBar } from "./ScaleBar.tsx";
import { mmOf, scaleOf, type Scale } from "./scale-rules.ts";
import { Snapshot } from "./Snapshot.tsx";

type Props = {
  search: MapSearch;
  settings: MapSettings;
  home: Feature | null;
  title: string;
  unit: string;
  onReady: (ready: boolean) => void;
};

const ignore = () => undefined;
/** The map on the sheet, in pixels of a style sheet. */
const paperSize = { width: 1200, height: 900 };
/** First parts of the keys of what is drawn. */
const contents = [
  "map-layer",
  "map-past",
  "map-heat",
  "map-patrols",
  "incident-counts",
  "places",
  "plots",
];

export function PrintSheet({ search, settings, home, title, unit, onReady }: Props) {
  const { t } = useTranslation();
  const me = useMe();
  const own = useOwnUnit();
  const box = useRef<HTMLDivElement>(null);
  const [asked, setAsked] = useState<Asked>();
  const [scale, setScale] = useState<Scale>();
  const [image, setImage] = useState<string>();
  const [made] = useState(() => Date.now());
  const usual = useUsualLayers();
  const shown = useMemo(() => shownLayers(search, usual), [search, usual]);
  const layers = useLayers(asked, search, shown, { at: search.at, once: true });
  const figures = useFigures(search.unit ?? own, shown.includes("figures"));
  const heat = useHeat(asked, search, search.unit ?? own, shown.includes("heat"));
  const overlays = useOverlays(asked, search);
  const patrols = usePatrols(asked, search.unit, { on: search.patrols === "on", at: search.at });
  const [first] = useState(() => readView(search.view) ?? viewOfHome(home, settings, paperSize));
  const asking = useIsFetching({
    predicate: ({ queryKey: [kind] }) => contents.includes(String(kind)),
  });
  const things = useMemo(
    (): Things => ({
      incidents: layers.incidents.data,
      alarms: layers.alarms.data,
      devices: layers.devices.data,
      people: layers.people.data,
      heat: heat.data,
      forces: layers.forces.data,
      figures: figures.items,
      places: overlays.places,
      plots: search.at ? [] : overlays.plots,
      buildings: [],
      patrols: patrols.items,
    }),
    [
      layers.incidents.data,
      layers.alarms.data,
      layers.devices.data,
      layers.people.data,
      heat.data,
      layers.forces.data,
      figures.items,
      overlays.places,
      overlays.plots,
      patrols.items,
      search.at,
    ],
  );
  const onWindow = useCallback((bounds: MapBounds, view: View) => {
    setAsked(windowOf(bounds, view.zoom));
    const { west, east } = bounds;
    const groundM = new LngLat(west, view.lat).distanceTo(new LngLat(east, view.lat));
    if (box.current) setScale(scaleOf(groundM, mmOf(box.current.clientWidth)));
  }, []);
  const taken = useCallback(
    (next: string | undefined) => {
      // Paper of another size moves the map while it is printed: the picture before is better than none.
      if (next !== undefined) setImage(next);
      onReady(next !== undefined);
    },
    [onReady],
  );
  return (
    <article className="print-sheet" aria-label={title}>
      <header>
        <h1>{title}</h1>
        <p>
          {search.at && `${t("cityMap.playback.past")} ${formatTime(search.at)} · `}
          {unit} · <time>{formatTime(made)}</time> · {t("mapPrint.by", { name: me.name })}
        </p>
      </header>
      <div className="print-map" ref={box}>
        <CityMap
          label={t("cityMap.label")}
          settings={settings}
          first={first}
          goal={undefined}
          things={things}
          chosen={undefined}
          outlined={search.unit ?? (own.length > 2 ? own : undefined)}
          patient
          onWindow={onWindow}
          onChoose={ignore}
          onHover={ignore}
          onFailed={ignore}
        >
          {(surface) => (
            <Snapshot
              surface={surface}
              settled={asked !== undefined && asking === 0}
              onTaken={taken}
            />
          )}
        </CityMap>
        {image && <img className="print-image" src={image} alt={t("cityMap.label")} />}
        <NorthArrow />
      </div>
      <PrintLegend things={things} shown={shown} kinds={overlays.shown} />
      <footer>
        {scale && <ScaleBar scale={scale} />}
        <p>
          {t("mapPrint.approximate")}
          {settings.attribution.join("；")}
        </p>
      </footer>
    </article>
  );
}

/** The map is never turned. */
function NorthArrow() {
  const { t } = useTranslation();
  return (
    <svg
      className="print-north"
      viewBox="0 0 30 44"
      width="30"
      height="44"
      role="img"
      aria-label={t("mapPrint.north")}
    >
      <path d="M15 14L24 40L15 34L6 40Z" fill="#1a1d23" stroke="#fff" strokeWidth="1" />
      <text x="15" y="11" fontSize="12" fontWeight="700" textAnchor="middle" fill="#1a1d23">
        {t("mapPrint.n")}
      </text>
    </svg>
  );
}
