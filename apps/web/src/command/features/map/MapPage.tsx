import { BarsOutlined } from "@ant-design/icons";
import type { MapBounds, MapSettings } from "@gezhi/contract/map.ts";
import { levelOf } from "@gezhi/contract/units.ts";
import { Button } from "antd";
import { lazy, Suspense, useCallback, useMemo, useRef, useState } from "react";
import { useTranslation } from "react-i18next";
import { useOwnUnit } from "../../../shared/alarms/alarm-places.ts";
import { hasWebgl2 } from "../../../shared/ui/MapView.tsx";
import { LoadingState, QueryState } from "../../../shared/ui/states.tsx";
import { useUnitDetail } from "../../../shared/units/unit-queries.ts";
import { AttributionLine } from "./AttributionLine.tsx";
import { GlanceTip } from "./GlanceTip.tsx";
import { LayersPanel } from "./LayersPanel.tsx";
import { useLayers, useLiveLayers, useMapSettings } from "./map-queries.ts";
import type { MapSearch } from "./map-routes.tsx";
import { readView, windowOf, writeView, zoomFor, type Asked, type View } from "./map-view-rules.ts";
import { MapList } from "./MapList.tsx";
import { ObjectCard } from "./ObjectCard.tsx";
import { PlainMap } from "./PlainMap.tsx";
import "./map.css";

const CityMap = lazy(async () => ({ default: (await import("./CityMap.tsx")).CityMap }));

type Props = { search: MapSearch; onSearch: (change: Partial<MapSearch>) => void };

export function MapPage(props: Props) {
  const { t } = useTranslation();
  const settings = useMapSettings();
  const own = useOwnUnit();
  const home = useUnitDetail(own);
  return (
    <div className="map-page">
      <h1 className="visually-hidden">{t("cityMap.title")}</h1>
      <QueryState query={settings} rows={10}>
        {(data) => (
          <QueryState query={home} rows={10}>
            {({ lon, lat }) => (
              <MapScreen
                {...props}
                settings={data}
                home={{ lon, lat, zoom: zoomFor(levelOf(own)) }}
              />
            )}
          </QueryState>
        )}
      </QueryState>
    </div>
  );
}

function MapScreen({
  search,
  onSearch,
  settings,
  home,
}: Props & { settings: MapSettings; home: View }) {
  const { t } = useTranslation();
  const [first] = useState(() => readView(search.view) ?? home);
  const [asked, setAsked] = useState<Asked>();
  const [goal, setGoal] = useState<View>();
  const [hover, setHover] = useState<string>();
  const [plain, setPlain] = useState(() => !hasWebgl2());
  const layers = useLayers(asked, search);
  useLiveLayers();

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
  const onChoose = useCallback((chosen: string) => onSearch({ chosen }), [onSearch]);
  const things = useMemo(
    () => ({
      incidents: layers.incidents.data,
      alarms: layers.alarms.data,
      devices: layers.devices.data,
      forces: layers.forces.data,
    }),
    [layers.incidents.data, layers.alarms.data, layers.devices.data, layers.forces.data],
  );
  const listed = search.list === "open" || plain;

  return (
    <div className="map-screen">
      <LayersPanel search={search} layers={layers} onSearch={onSearch} />
      <div className="map-middle">
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
                onWindow={onWindow}
                onChoose={onChoose}
                onHover={setHover}
                onFailed={() => setPlain(true)}
              />
            </Suspense>
          )}
          <GlanceTip unit={hover} />
          <AttributionLine lines={settings.attribution} />
          {!plain && (
            <Button
              className="map-list-toggle"
              icon={<BarsOutlined aria-hidden />}
              aria-expanded={listed}
              onClick={() => onSearch({ list: listed ? undefined : "open" })}
            >
              {t(listed ? "cityMap.hideList" : "cityMap.showList")}
            </Button>
          )}
        </div>
        {listed && (
          <MapList things={things} chosen={search.chosen} onChoose={onChoose} onGoal={setGoal} />
        )}
      </div>
      {search.chosen && (
        <ObjectCard
          key={search.chosen}
          chosen={search.chosen}
          onChoose={onChoose}
          onGoal={setGoal}
          onClose={() => onSearch({ chosen: undefined })}
        />
      )}
    </div>
  );
}
