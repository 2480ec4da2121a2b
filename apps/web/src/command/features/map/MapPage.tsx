import { BarsOutlined } from "@ant-design/icons";
import type { MapBounds, MapSettings } from "@gezhi/contract/map.ts";
import { Button } from "antd";
import type { Feature } from "geojson";
import { lazy, Suspense, useCallback, useEffect, useMemo, useRef, useState } from "react";
import { useTranslation } from "react-i18next";
import { useOwnUnit } from "../../../shared/alarms/alarm-places.ts";
import { LoadingState, QueryState } from "../../../shared/ui/states.tsx";
import { useUnitDetail } from "../../../shared/units/unit-queries.ts";
import { BuildingsSection } from "../buildings/BuildingsSection.tsx";
import { StandingBuildings } from "../buildings/StandingBuildings.tsx";
import { useBuildings } from "../buildings/building-queries.ts";
import { useBuildingView } from "../buildings/use-building-view.ts";
import { usePatrols } from "../patrols/patrol-queries.ts";
import { PatrolsSection } from "../patrols/PatrolsSection.tsx";
import { AttributionLine } from "./AttributionLine.tsx";
import { GlanceTip } from "./GlanceTip.tsx";
import { LayersPanel } from "./LayersPanel.tsx";
import { useLayers, useLiveLayers, useMapSettings } from "./map-queries.ts";
import type { MapSearch } from "./map-search.ts";
import {
  boundsAround,
  readView,
  shownLayers,
  windowOf,
  writeView,
  zoomFor,
  type Asked,
  type View,
} from "./map-view-rules.ts";
import { useFigures, useUsualLayers } from "./use-figures.ts";
import { useHeat } from "./use-heat.ts";
import { usePlay, usePlayback } from "./use-playback.ts";
import { useHome, viewOfHome } from "./map-home.ts";
import { MapList } from "./MapList.tsx";
import { OverlaySections, PrintLink } from "./OverlaySections.tsx";
import { useOverlays } from "./use-overlays.ts";
import { ObjectCard } from "./ObjectCard.tsx";
import { PastBanner, PlaybackBar, PlaybackButton } from "./PlaybackBar.tsx";
import { PlainMap } from "./PlainMap.tsx";
import "./map.css";

const CityMap = lazy(async () => ({ default: (await import("./CityMap.tsx")).CityMap }));

type Props = { search: MapSearch; onSearch: (change: Partial<MapSearch>) => void };

const panelPx = 232;
const framePx = 48;

export function MapPage(props: Props) {
  const { t } = useTranslation();
  const settings = useMapSettings();
  const own = useOwnUnit();
  const { known, home } = useHome(own);
  return (
    <div className="map-page">
      <h1 className="visually-hidden">{t("cityMap.title")}</h1>
      <QueryState query={settings} rows={10}>
        {(data) =>
          known ? <MapScreen {...props} settings={data} home={home} /> : <LoadingState rows={10} />
        }
      </QueryState>
    </div>
  );
}

const stageSize = () => ({
  width: window.innerWidth - panelPx,
  height: window.innerHeight - framePx,
});

function MapScreen({
  search,
  onSearch,
  settings,
  home,
}: Props & { settings: MapSettings; home: Feature | null }) {
  const { t } = useTranslation();
  const [first] = useState(() => readView(search.view) ?? viewOfHome(home, settings, stageSize()));
  // What lies there is asked for while the map is still being made.
  const [asked, setAsked] = useState<Asked | undefined>(() =>
    windowOf(boundsAround(first, stageSize()), first.zoom),
  );
  const [goal, setGoal] = useState<View>();
  const [hover, setHover] = useState<string>();
  // Told by the map itself: asking the browser first would cost a fifth of a second.
  const [plain, setPlain] = useState(false);
  const own = useOwnUnit();
  const usual = useUsualLayers();
  const shown = useMemo(() => shownLayers(search, usual), [search, usual]);
  const onAt = useCallback((at: string | undefined) => onSearch({ at }), [onSearch]);
  const playback = usePlayback(search.at, onAt);
  const past = playback.at !== undefined;
  const at = playback.at === undefined ? undefined : new Date(playback.at).toISOString();
  const [reason, setReason] = useState<string>();
  const layers = useLayers(asked, search, shown, { at, reason: past ? reason : undefined });
  const housed = search.buildings === "on";
  const buildings = useBuildings(asked, search.unit, { on: housed, at });
  const buildingView = useBuildingView(housed, plain);
  const { incidents, alarms, devices, people } = layers;
  const fetching = [incidents, alarms, devices, people].some(({ isFetching }) => isFetching);
  usePlay(playback, fetching || buildings.fetching);
  const figures = useFigures(search.unit ?? own, !past && shown.includes("figures"));
  const heat = useHeat(asked, search, search.unit ?? own, shown.includes("heat"));
  useLiveLayers(past);
  const overlays = useOverlays(asked, search);
  const patrols = usePatrols(asked, search.unit, { on: search.patrols === "on", at });

  const writing = useRef<ReturnType<typeof setTimeout>>(undefined);
  const onWindow = useCallback(
    (bounds: MapBounds, view: View) => {
      const next = windowOf(bounds, view.zoom);
      setAsked((before) =>
        before?.bbox === next.bbox && before.zoom === next.zoom ? before : next,
      );
      // Browsers refuse addresses that change too often.
      clearTimeout(writing.current);
      writing.current = setTimeout(() => onSearch({ view: writeView(view) }), 400);
    },
    [onSearch],
  );
  useEffect(() => () => clearTimeout(writing.current), []);
  const wanted = useRef<string>(undefined);
  const filtered = useUnitDetail(search.unit).data;
  // Whoever narrows the map to a unit wants to see it; a link that brings a view of its own does not.
  const onFilter = useCallback(
    (change: Partial<MapSearch>) => {
      wanted.current = change.unit;
      onSearch(change);
    },
    [onSearch],
  );
  useEffect(() => {
    if (filtered === undefined || wanted.current !== filtered.code) return;
    wanted.current = undefined;
    setGoal({ lon: filtered.lon, lat: filtered.lat, zoom: zoomFor(filtered.level) });
  }, [filtered]);
  const onChoose = useCallback((chosen: string) => onSearch({ chosen }), [onSearch]);
  const things = useMemo(
    () => ({
      incidents: layers.incidents.data,
      alarms: layers.alarms.data,
      devices: layers.devices.data,
      people: layers.people.data,
      forces: layers.forces.data,
      figures: figures.items,
      heat: heat.data,
      places: overlays.places,
      plots: past ? [] : overlays.plots,
      buildings: buildings.items,
      patrols: patrols.items,
    }),
    [
      past,
      heat.data,
      layers.people.data,
      layers.incidents.data,
      layers.alarms.data,
      layers.devices.data,
      layers.forces.data,
      figures.items,
      overlays.places,
      overlays.plots,
      buildings.items,
      patrols.items,
    ],
  );
  const listed = search.list === "open" || plain;

  return (
    <div className="map-screen">
      <LayersPanel
        search={search}
        shown={shown}
        usual={usual}
        layers={layers}
        figures={figures}
        heat={heat}
        past={past}
        people={{ days: settings.positionDays, reason, onReason: setReason }}
        onSearch={onFilter}
      >
        <PatrolsSection
          patrols={patrols}
          unit={search.unit ?? own}
          past={past}
          onToggle={(on) => onSearch({ patrols: on ? "on" : undefined })}
        />
        <BuildingsSection
          on={housed}
          past={past}
          buildings={buildings}
          view={buildingView}
          onToggle={(on) => onSearch({ buildings: on ? "on" : undefined })}
        />
        <OverlaySections overlays={overlays} search={search} onSearch={onSearch} />
      </LayersPanel>
      <div className={past ? "map-middle map-past" : "map-middle"}>
        <div className="map-stage">
          {plain ? (
            <PlainMap
              first={first}
              unit={search.unit}
              things={things}
              bounds={settings.bounds}
              onWindow={onWindow}
              onChoose={onChoose}
            />
          ) : (
            <Suspense fallback={<LoadingState rows={8} />}>
              <CityMap
                label={t("cityMap.label")}
                settings={settings}
                first={first}
                goal={goal}
                things={things}
                chosen={search.chosen}
                outlined={search.unit}
                onWindow={onWindow}
                onChoose={onChoose}
                onHover={setHover}
                onFailed={() => setPlain(true)}
              >
                {(surface) => <StandingBuildings surface={surface} view={buildingView} />}
              </CityMap>
            </Suspense>
          )}
          <GlanceTip unit={hover} />
          <AttributionLine lines={settings.attribution} service={settings.base?.attribution} />
          <PastBanner at={playback.at} />
          <div className="map-tools">
            {!plain && (
              <Button
                icon={<BarsOutlined aria-hidden />}
                aria-expanded={listed}
                onClick={() => onSearch({ list: listed ? undefined : "open" })}
              >
                {t(listed ? "cityMap.hideList" : "cityMap.showList")}
              </Button>
            )}
            <PlaybackButton playback={playback} />
            {!plain && <PrintLink search={search} />}
          </div>
        </div>
        <PlaybackBar
          playback={playback}
          failed={[incidents, alarms, devices, people].some(({ error }) => error !== null)}
        />
        {listed && (
          <MapList things={things} chosen={search.chosen} onChoose={onChoose} onGoal={setGoal} />
        )}
      </div>
      {search.chosen && (
        <ObjectCard
          key={search.chosen}
          chosen={search.chosen}
          at={at}
          onChoose={onChoose}
          onGoal={setGoal}
          onClose={() => onSearch({ chosen: undefined })}
        />
      )}
    </div>
  );
}
