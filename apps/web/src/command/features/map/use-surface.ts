import type { MapBounds, MapSettings } from "@gezhi/contract/map.ts";
import {
  Map as Surface,
  NavigationControl,
  ScaleControl,
  setWorkerUrl,
  type MapMouseEvent,
} from "maplibre-gl";
import "maplibre-gl/dist/maplibre-gl.css";
import workerUrl from "maplibre-gl/dist/maplibre-gl-worker.mjs?worker&url";
import { useEffect, useEffectEvent, useRef, useState } from "react";
import { useDark } from "../../../shared/preferences.ts";
import { heatStyle } from "./heat-style.ts";
import { font, useFigureFont, useNameFont } from "./map-font.ts";
import { watchHover } from "./map-hover.ts";
import { isDrawing, addPoint } from "../plots/plot-draft.ts";
import { addBadges } from "./badge-icons.ts";
import { addIcons } from "./map-icons.ts";
import { areaLayers, styleOf } from "./map-style.ts";
import { clickable, none, otherSources, thingLayers, thingStyle } from "./map-things.ts";
import type { View } from "./map-view-rules.ts";

setWorkerUrl(workerUrl);

export type Wishes = {
  settings: MapSettings;
  first: View;
  patient?: boolean;
  onWindow: (window: MapBounds, view: View) => void;
  onChoose: (chosen: string) => void;
  onHover: (unit: string | undefined) => void;
  onFailed: () => void;
};

const firstPictureMs = 1_500;
const slackPx = 4;
/** How close a click on a cluster may go; what still lies together then is told apart by the list. */
const closest = 18.2;

/** Whether what it says in words is drawn: their font comes after the first picture. */
export const isNamed = (map: Surface): boolean =>
  map.getLayoutProperty("figures", "visibility") !== "none";

const namesSomething = (layer: string): boolean =>
  layer.startsWith("label-") || ["river-name", "place", "figures"].includes(layer);

function styleWithThings(settings: MapSettings, dark: boolean) {
  const style = styleOf(settings, dark);
  for (const name of [...thingLayers, ...otherSources])
    style.sources[name] = { type: "geojson", data: none };
  // Under borders and names: the ground changes its colour, and they stay readable.
  const ground = style.layers.findIndex(({ id }) => id.startsWith("border-"));
  style.layers.splice(ground, 0, ...heatStyle(dark));
  style.layers.push(...thingStyle(dark));
  // Their font comes after the first picture.
  for (const layer of style.layers)
    if (layer.type === "symbol" && namesSomething(layer.id))
      layer.layout = { ...layer.layout, visibility: "none" };
  return style;
}

function create(container: HTMLElement, settings: MapSettings, dark: boolean, view: View): Surface {
  const map = new Surface({
    container,
    style: styleWithThings(settings, dark),
    center: [view.lon, view.lat],
    zoom: view.zoom,
    minZoom: 5,
    maxZoom: 19,
    localIdeographFontFamily: `"${font}", "WenQuanYi Micro Hei", sans-serif`,
    fadeDuration: 0,
    attributionControl: false,
    dragRotate: false,
    pitchWithRotate: false,
  });
  map.touchZoomRotate.disableRotation();
  map.addControl(new NavigationControl({ showCompass: false }), "top-right");
  map.addControl(new ScaleControl({ maxWidth: 120 }), "bottom-left");
  return map;
}

/** A MapLibre map in `box`, once it can take data; made anew for another style or another version of the units. */
export function useSurface(box: HTMLElement | null, wishes: Wishes): Surface | undefined {
  const dark = useDark();
  const figures = useFigureFont();
  // From the first map that stands on; another style does not wait again.
  const [drawn, setDrawn] = useState(false);
  const { ready: named, edition } = useNameFont(drawn, wishes.patient);
  const making = figures ? edition + 1 : 0;
  const { settings } = wishes;
  const [made, setMade] = useState<{ map: Surface; by: readonly unknown[] }>();
  // One that is being replaced is gone before the next is there, and takes nothing more.
  const by = [box, settings, dark, making];
  const surface = made?.by.every((one, at) => one === by[at]) ? made.map : undefined;
  const last = useRef<View>(wishes.first);

  const moved = useEffectEvent((map: Surface) => {
    const bounds = map.getBounds();
    const { lng, lat } = map.getCenter();
    last.current = { lon: lng, lat, zoom: map.getZoom() };
    wishes.onWindow(
      {
        west: bounds.getWest(),
        south: bounds.getSouth(),
        east: bounds.getEast(),
        north: bounds.getNorth(),
      },
      last.current,
    );
  });
  const clicked = useEffectEvent((map: Surface, event: MapMouseEvent) => {
    if (isDrawing()) return addPoint([event.lngLat.lng, event.lngLat.lat]);
    const chosen = choose(map, event);
    if (chosen) wishes.onChoose(chosen);
  });
  const hovered = useEffectEvent((unit: string | undefined) => wishes.onHover(unit));
  const failed = useEffectEvent(() => wishes.onFailed());

  useEffect(() => {
    if (!box || making === 0) return undefined;
    let map: Surface;
    try {
      map = create(box, settings, dark, last.current);
    } catch {
      failed();
      return undefined;
    }
    void map.once("style.load", () => {
      addIcons(map);
      addBadges(map);
      setMade({ map, by: [box, settings, dark, making] });
      moved(map);
    });
    // Names come after the first picture, yet never wait long for a slow one.
    const drawnNow = () => setDrawn(true);
    const waited = setTimeout(drawnNow, firstPictureMs);
    void map.once("idle", drawnNow);
    void map.on("moveend", () => moved(map));
    void map.on("click", (event) => clicked(map, event));
    watchHover(map, (unit) => hovered(unit));
    return () => {
      clearTimeout(waited);
      setMade(undefined);
      map.remove();
    };
  }, [box, settings, dark, making]);
  useEffect(() => {
    if (!surface || !named) return;
    for (const { id } of surface.getStyle().layers)
      if (namesSomething(id)) surface.setLayoutProperty(id, "visibility", "visible");
    void surface.once("idle", () => performance.mark("map-named"));
  }, [surface, named]);
  return surface;
}

/** What was meant by a click: a thing, else the unit below; a cluster is opened by going closer. */
function choose(map: Surface, { point }: MapMouseEvent): string | undefined {
  const around: [[number, number], [number, number]] = [
    [point.x - slackPx, point.y - slackPx],
    [point.x + slackPx, point.y + slackPx],
  ];
  const [thing] = map.queryRenderedFeatures(around, { layers: [...clickable] });
  if (thing?.properties["cluster"]) {
    const reach = JSON.parse(String(thing.properties["reach"])) as MapBounds;
    map.fitBounds([reach.west, reach.south, reach.east, reach.north], {
      padding: 80,
      maxZoom: Math.min(closest, map.getZoom() + 3),
      duration: 400,
    });
    return undefined;
  }
  if (thing) return String(thing.properties["chosen"]);
  const [unit] = map.queryRenderedFeatures(point, { layers: [...areaLayers] });
  return unit && `unit:${String(unit.properties["code"])}`;
}
