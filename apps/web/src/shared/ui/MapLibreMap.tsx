import type { FeatureCollection } from "geojson";
import {
  Map as Surface,
  Marker,
  NavigationControl,
  setWorkerUrl,
  type GeoJSONSource,
  type StyleSpecification,
} from "maplibre-gl";
import "maplibre-gl/dist/maplibre-gl.css";
import workerUrl from "maplibre-gl/dist/maplibre-gl-worker.mjs?worker&url";
import { useEffect, useRef, useState } from "react";
import { useDark } from "../preferences.ts";
import { boundsOf, middleOf } from "./map-geometry.ts";
import type { MapPoint, MapProps } from "./map-types.ts";
import { SvgMap } from "./SvgMap.tsx";

setWorkerUrl(workerUrl);

const font = "Noto Sans SC Variable";
const none: FeatureCollection = { type: "FeatureCollection", features: [] };
const noPoints: readonly MapPoint[] = [];

const namesOf = (areas: FeatureCollection): FeatureCollection => ({
  type: "FeatureCollection",
  features: areas.features.flatMap(({ geometry, properties }) => {
    const middle = middleOf(geometry);
    return middle
      ? [
          {
            type: "Feature" as const,
            properties,
            geometry: { type: "Point" as const, coordinates: middle },
          },
        ]
      : [];
  }),
});

function styleOf(dark: boolean, areas: FeatureCollection): StyleSpecification {
  const [ground, area, line, text, halo, route] = dark
    ? ["#17191e", "#1d2026", "#7b838f", "#e8eaee", "#17191e", "#7cb3ff"]
    : ["#f3f4f6", "#fff", "#8b929e", "#1a1d23", "#fff", "#0958d9"];
  const [few, many] = dark ? ["#1b2a4a", "#85a5ff"] : ["#d6e4ff", "#10239e"];
  return {
    version: 8,
    sources: {
      areas: { type: "geojson", data: areas },
      names: { type: "geojson", data: namesOf(areas) },
      lines: { type: "geojson", data: none },
    },
    layers: [
      { id: "ground", type: "background", paint: { "background-color": ground } },
      {
        id: "areas",
        type: "fill",
        source: "areas",
        paint: {
          "fill-color": [
            "case",
            ["has", "shade"],
            ["interpolate", ["linear"], ["get", "shade"], 0, few, 1, many],
            area,
          ],
          "fill-opacity": ["case", ["has", "shade"], 0.75, 1],
          "fill-antialias": false,
        },
      },
      {
        id: "borders",
        type: "line",
        source: "areas",
        paint: {
          "line-color": line,
          "line-width": ["case", ["to-boolean", ["get", "strong"]], 2.5, 1],
        },
      },
      {
        id: "lines",
        type: "line",
        source: "lines",
        layout: { "line-cap": "round", "line-join": "round" },
        paint: { "line-color": route, "line-width": 3 },
      },
      {
        id: "names",
        type: "symbol",
        source: "names",
        layout: {
          "text-field": ["coalesce", ["get", "shortName"], ["get", "name"], ""],
          "text-size": 12,
          // Below the middle, where most points lie.
          "text-anchor": "top",
          "text-offset": [0, 0.7],
          "text-optional": true,
        },
        paint: { "text-color": text, "text-halo-color": halo, "text-halo-width": 1.5 },
      },
    ],
  };
}

/** For the pointer only: points crowd, so the page lists what can be opened beside the map. */
function markerOf({ label, tone }: MapPoint, onClick: (() => void) | undefined): HTMLElement {
  const element = document.createElement("div");
  element.className = `map-point map-point-${tone}${onClick ? " map-point-open" : ""}`;
  element.title = label;
  element.role = "img";
  element.ariaLabel = label;
  if (onClick)
    element.addEventListener("click", (event) => {
      event.stopPropagation();
      onClick();
    });
  return element;
}

/** Bridges the props to MapLibre. Canvas text does not repaint when a font slice arrives, so the slices of all names come first. */
export function MapLibreMap(props: MapProps) {
  const {
    label,
    center,
    zoom = 14,
    areas = none,
    lines = none,
    points = noPoints,
    onPoint,
    pin,
    onPin,
  } = props;
  const dark = useDark();
  const box = useRef<HTMLDivElement>(null);
  const [surface, setSurface] = useState<Surface>();
  const [failed, setFailed] = useState(false);
  const first = useRef({ center, zoom });
  /** The view is fitted once, when the areas are there; later it belongs to the person. */
  const fitted = useRef(false);

  useEffect(() => {
    if (!box.current) return undefined;
    try {
      const created = new Surface({
        container: box.current,
        style: styleOf(dark, none),
        center: [first.current.center.lon, first.current.center.lat],
        zoom: first.current.zoom,
        localIdeographFontFamily: `"${font}", "WenQuanYi Micro Hei", sans-serif`,
        fadeDuration: 0,
        attributionControl: false,
        cooperativeGestures: false,
      });
      created.addControl(new NavigationControl({ showCompass: false }), "top-right");
      fitted.current = false;
      setSurface(created);
      return () => created.remove();
    } catch {
      setFailed(true);
      return undefined;
    }
  }, [dark]);

  useEffect(() => {
    if (!surface) return undefined;
    let current = true;
    const text = areas.features
      .map(({ properties }) => String(properties?.["name"] ?? ""))
      .join("");
    const draw = () => {
      if (!current) return;
      void surface.getSource<GeoJSONSource>("areas")?.setData(areas);
      void surface.getSource<GeoJSONSource>("names")?.setData(namesOf(areas));
    };
    const drawWithNames = async () => {
      await document.fonts.load(`400 14px "${font}"`, text || "网");
      if (!current) return;
      if (surface.getSource("areas")) draw();
      else void surface.once("load", draw);
    };
    void drawWithNames();
    return () => {
      current = false;
    };
  }, [surface, areas]);

  useEffect(() => {
    if (!surface) return undefined;
    const draw = () => void surface.getSource<GeoJSONSource>("lines")?.setData(lines);
    if (surface.getSource("lines")) {
      draw();
      return undefined;
    }
    const subscription = surface.on("load", draw);
    return () => subscription.unsubscribe();
  }, [surface, lines]);

  useEffect(() => {
    if (!surface || fitted.current || areas.features.length === 0) return;
    fitted.current = true;
    const focus = points.flatMap(({ tone, position }) => (tone === "focus" ? [position] : []));
    surface.fitBounds(boundsOf(areas, focus), { animate: false, padding: 12 });
  }, [surface, areas, points]);

  useEffect(() => {
    if (!surface) return undefined;
    const markers = points.map((point) =>
      new Marker({ element: markerOf(point, onPoint && (() => onPoint(point.id))) })
        .setLngLat([point.position.lon, point.position.lat])
        .addTo(surface),
    );
    return () => markers.forEach((marker) => marker.remove());
  }, [surface, points, onPoint]);

  useEffect(() => {
    if (!surface || !pin) return undefined;
    const marker = new Marker({ color: "#0958d9" }).setLngLat([pin.lon, pin.lat]).addTo(surface);
    return () => {
      marker.remove();
    };
  }, [surface, pin]);

  useEffect(() => {
    if (!surface || !onPin) return undefined;
    const subscription = surface.on("click", ({ lngLat }) =>
      onPin({ lon: lngLat.lng, lat: lngLat.lat }),
    );
    return () => subscription.unsubscribe();
  }, [surface, onPin]);

  if (failed) return <SvgMap {...props} />;
  return <section ref={box} aria-label={label} style={{ width: "100%", height: "100%" }} />;
}
