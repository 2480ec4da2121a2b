import type { MapSettings } from "@gezhi/contract/map.ts";
import type {
  ExpressionSpecification,
  LayerSpecification,
  SourceSpecification,
  StyleSpecification,
} from "maplibre-gl";

type Palette = Record<
  "outside" | "land" | "water" | "line" | "strong" | "text" | "quiet" | "halo" | "hover" | "chosen",
  string
>;
const light: Palette = {
  outside: "#e9ecf0",
  land: "#fbfbfc",
  water: "#cfe0ec",
  line: "#c3c9d2",
  strong: "#8b929e",
  text: "#33383f",
  quiet: "#5f6672",
  halo: "#ffffff",
  hover: "#0958d9",
  chosen: "#0958d9",
};
const dark: Palette = {
  outside: "#0d0f12",
  land: "#181b20",
  water: "#17303f",
  line: "#31363f",
  strong: "#5f6774",
  text: "#d5d9e0",
  quiet: "#9aa1ac",
  halo: "#14161a",
  hover: "#7cb3ff",
  chosen: "#7cb3ff",
};
export const paletteOf = (isDark: boolean): Palette => (isDark ? dark : light);

const level = (name: string): ExpressionSpecification => ["==", ["get", "level"], name];

/** Borders by level: the wider the unit, the stronger its line. */
const borders = [
  ["grid", 12, 0.5, 1],
  ["village", 11, 0.7, 1.6],
  ["town", 9, 0.7, 2.2],
  ["district", 0, 1, 3],
  ["city", 0, 1.6, 3.4],
] as const;
const finest = [
  ["district", 0, 9],
  ["town", 9, 11],
  ["village", 11, 12],
  ["grid", 12, 24],
] as const;
export const areaLayers: readonly string[] = finest.map(([name]) => `area-${name}`);
const labels = [
  ["grid", 13.5, 24, 11],
  ["village", 11, 24, 11.5],
  ["town", 9, 14, 12.5],
  ["district", 0, 11.5, 13.5],
] as const;

function layersOf({ base }: MapSettings, colours: Palette): LayerSpecification[] {
  const replaced = base !== null;
  return [
    { id: "outside", type: "background", paint: { "background-color": colours.outside } },
    ...baseLayers(base, colours),
    ...finest.map(([name, from, to]): LayerSpecification => ({
      id: `area-${name}`,
      type: "fill",
      source: "city",
      "source-layer": "units",
      minzoom: from,
      maxzoom: to,
      filter: level(name),
      paint: {
        "fill-color": [
          "case",
          ["boolean", ["feature-state", "hover"], false],
          colours.hover,
          colours.land,
        ],
        "fill-opacity": [
          "case",
          ["boolean", ["feature-state", "hover"], false],
          0.14,
          replaced ? 0 : 1,
        ],
        "fill-antialias": false,
      },
    })),
    ...(replaced ? [] : waters(colours)),
    ...borders.map(([name, from, far, near]): LayerSpecification => ({
      id: `border-${name}`,
      type: "line",
      source: "city",
      "source-layer": "units",
      minzoom: from,
      filter: level(name),
      layout: { "line-join": "round" },
      paint: {
        "line-color": name === "grid" || name === "village" ? colours.line : colours.strong,
        "line-width": ["interpolate", ["linear"], ["zoom"], from, far, 16, near],
      },
    })),
    {
      id: "chosen",
      type: "line",
      source: "city",
      "source-layer": "units",
      filter: ["==", ["get", "code"], ""],
      paint: { "line-color": colours.chosen, "line-width": 2.5 },
    },
    ...labels.map(([name, from, to, size]): LayerSpecification => ({
      id: `label-${name}`,
      type: "symbol",
      source: "city",
      "source-layer": "labels",
      minzoom: from,
      maxzoom: to,
      filter: level(name),
      layout: { "text-field": ["get", "name"], "text-size": size, "text-padding": 6 },
      paint: {
        "text-color": name === "grid" || name === "village" ? colours.quiet : colours.text,
        "text-halo-color": colours.halo,
        "text-halo-width": 1.4,
      },
    })),
  ];
}

const waters = ({ water, quiet, halo }: Palette): LayerSpecification[] => [
  {
    id: "water",
    type: "fill",
    source: "city",
    "source-layer": "base",
    filter: ["==", ["get", "kind"], "water"],
    // The bundled waters are known to 250 m: closer they would be wrong.
    maxzoom: 11.5,
    paint: {
      "fill-color": water,
      "fill-opacity": ["interpolate", ["linear"], ["zoom"], 10, 1, 11.5, 0],
    },
  },
  {
    id: "river",
    type: "line",
    source: "city",
    "source-layer": "base",
    filter: ["==", ["get", "kind"], "river"],
    maxzoom: 11,
    paint: {
      "line-color": water,
      "line-width": ["interpolate", ["linear"], ["zoom"], 6, 1.5, 11, 3],
    },
  },
  {
    id: "river-name",
    type: "symbol",
    source: "city",
    "source-layer": "base",
    filter: ["==", ["get", "kind"], "river"],
    minzoom: 8,
    maxzoom: 12,
    layout: {
      "symbol-placement": "line",
      "text-field": ["get", "name"],
      "text-size": 11,
      "symbol-spacing": 500,
    },
    paint: { "text-color": quiet, "text-halo-color": halo, "text-halo-width": 1 },
  },
  {
    id: "place",
    type: "symbol",
    source: "city",
    "source-layer": "base",
    filter: ["==", ["get", "kind"], "place"],
    maxzoom: 11,
    layout: { "text-field": ["get", "name"], "text-size": 12 },
    paint: { "text-color": quiet, "text-halo-color": halo, "text-halo-width": 1 },
  },
];

function baseLayers(base: MapSettings["base"], palette: Palette): LayerSpecification[] {
  const { water, land, line } = palette;
  // Pictures made for paper would outshine the names and points of a dark screen.
  const paint =
    palette === dark ? { "raster-brightness-max": 0.35, "raster-saturation": -0.4 } : {};
  if (base === null) return [];
  if (base.kind === "raster")
    return [
      { id: "base", type: "raster", source: "base", paint },
      ...(base.labelsUrl === null
        ? []
        : [{ id: "base-names", type: "raster" as const, source: "base-names", paint }]),
    ];
  const of = (name: string) => ({ source: "base", "source-layer": name });
  return [
    { id: "base-land", type: "background", paint: { "background-color": land } },
    { id: "base-water", type: "fill", ...of("water"), paint: { "fill-color": water } },
    { id: "base-waterway", type: "line", ...of("waterway"), paint: { "line-color": water } },
    { id: "base-roads", type: "line", ...of("transportation"), paint: { "line-color": line } },
  ];
}

function sourcesOf({ tiles, base, bounds }: MapSettings): Record<string, SourceSpecification> {
  const city: SourceSpecification = {
    type: "vector",
    tiles: [`${window.location.origin}${tiles.url}`],
    minzoom: 5,
    maxzoom: tiles.maxZoom,
    bounds: [bounds.west - 1.5, bounds.south - 1.5, bounds.east + 1.5, bounds.north + 1.5],
    promoteId: { units: "code", labels: "code" },
  };
  if (base === null) return { city };
  const of = (url: string): SourceSpecification =>
    base.kind === "raster"
      ? { type: "raster", tiles: [url], tileSize: 256, maxzoom: base.maxZoom }
      : { type: "vector", tiles: [url], maxzoom: base.maxZoom };
  return {
    city,
    base: of(base.url),
    ...(base.labelsUrl === null ? {} : { "base-names": of(base.labelsUrl) }),
  };
}

export const styleOf = (settings: MapSettings, isDark: boolean): StyleSpecification => ({
  version: 8,
  sources: sourcesOf(settings),
  layers: layersOf(settings, paletteOf(isDark)),
});
