import type { MapForces, MapLayer, MapPoint } from "@gezhi/contract/map.ts";
import type { Feature, FeatureCollection, Point } from "geojson";
import type { LayerSpecification } from "maplibre-gl";
import { buildingClickable, buildingStyle } from "../buildings/building-layer.ts";
import { patrolClickable, patrolStyle } from "../patrols/patrol-layer.ts";
import { placeClickable, placeStyle } from "../places/place-layer.ts";
import { plotClickable, plotSources, plotStyle } from "../plots/plot-layer.ts";
import { iconOf } from "./map-icons.ts";
import { toneOf } from "./map-signs.ts";
import { paletteOf } from "./map-style.ts";
import type { Figure } from "./use-figures.ts";

export const thingLayers = ["incidents", "alarms", "people", "devices"] as const;
export type ThingLayer = (typeof thingLayers)[number];
const kindOf = {
  incidents: "incident",
  alarms: "alarm",
  devices: "device",
  people: "person",
} as const;

/** Sources that are no clusters. */
export const otherSources = [
  "forces",
  "figures",
  "heat",
  "buildings",
  "places",
  "patrols",
  ...plotSources,
] as const;

/** People have no card: what they work on has, or the unit they serve in. */
export const chosenOf = (name: ThingLayer, { id, incident, unit }: MapPoint): string =>
  name === "people"
    ? incident
      ? `incident:${incident}`
      : `unit:${unit.code}`
    : `${kindOf[name]}:${id}`;

export const none: FeatureCollection = { type: "FeatureCollection", features: [] };

const point = (
  { lon, lat }: { lon: number; lat: number },
  properties: Record<string, unknown>,
): Feature<Point> => ({
  type: "Feature",
  properties,
  geometry: { type: "Point", coordinates: [lon, lat] },
});

/** More digits do not fit into a circle. */
const short = (count: number): string =>
  count < 1000
    ? String(count)
    : count < 10_000
      ? `${(count / 1000).toFixed(1)}k`
      : `${Math.round(count / 1000)}k`;

export const featuresOf = (name: ThingLayer, layer: MapLayer | undefined): FeatureCollection =>
  layer === undefined
    ? none
    : {
        type: "FeatureCollection",
        features: [
          ...layer.clusters.map(({ count, worst, reach, ...at }) =>
            point(at, {
              cluster: true,
              count,
              text: short(count),
              ground: toneOf(worst).ground,
              ink: toneOf(worst).ink,
              rim: toneOf(worst).rim,
              reach: JSON.stringify(reach),
            }),
          ),
          ...layer.points.map((one) =>
            point(one, {
              cluster: false,
              chosen: chosenOf(name, one),
              icon: iconOf(kindOf[name], one.worst),
              rank: ["red", "orange", "yellow", "blue"].indexOf(one.worst),
            }),
          ),
        ],
      };

export const forceFeatures = (forces: MapForces | undefined): FeatureCollection => ({
  type: "FeatureCollection",
  features: (forces?.items ?? []).map(({ unit, people, onDuty, ...at }) =>
    point(at, {
      chosen: `unit:${unit.code}`,
      text: onDuty > 0 ? `${onDuty}/${people}` : String(people),
      duty: onDuty > 0,
    }),
  ),
});

export const figureFeatures = (figures: readonly Figure[]): FeatureCollection => ({
  type: "FeatureCollection",
  features: figures.flatMap(({ code, name, open, ...at }) =>
    open > 0 ? [point(at, { chosen: `unit:${code}`, name, text: String(open), open })] : [],
  ),
});

const collide = { "icon-allow-overlap": true, "icon-ignore-placement": true } as const;

export function thingStyle(isDark: boolean): LayerSpecification[] {
  const { text, halo, strong, chosen } = paletteOf(isDark);
  return [
    ...buildingStyle({ text, halo, strong }),
    ...plotStyle({ text, halo }),
    ...patrolStyle({ text, halo }),
    ...placeStyle({ text, halo }),
    {
      id: "figures",
      type: "symbol",
      source: "figures",
      layout: {
        // With its name, whose plain label gives way.
        "text-field": [
          "format",
          ["get", "name"],
          { "font-scale": 0.87, "text-color": text },
          "\n",
          {},
          ["get", "text"],
          {},
        ],
        "text-size": 15,
        "text-padding": 1,
        // Where there is no room for all, the many are named and the few come closer in.
        "symbol-sort-key": ["-", 0, ["get", "open"]],
      },
      paint: {
        "text-color": chosen,
        "text-halo-color": halo,
        "text-halo-width": 2,
      },
    },
    {
      id: "forces",
      type: "symbol",
      source: "forces",
      layout: {
        "text-field": ["get", "text"],
        "text-size": 11.5,
        "text-offset": [0, 1.5],
        "text-padding": 2,
      },
      paint: {
        "text-color": text,
        "text-halo-color": halo,
        "text-halo-width": 2,
      },
    },
    {
      id: "forces-dot",
      type: "circle",
      source: "forces",
      paint: {
        "circle-radius": 5,
        "circle-color": ["case", ["get", "duty"], "#0958d9", halo],
        "circle-stroke-color": ["case", ["get", "duty"], halo, strong],
        "circle-stroke-width": 1.5,
      },
    },
    ...thingLayers.toReversed().flatMap((source): LayerSpecification[] => [
      {
        id: `${source}-points`,
        type: "symbol",
        source,
        filter: ["!", ["get", "cluster"]],
        layout: {
          "icon-image": ["get", "icon"],
          "symbol-sort-key": ["-", 9, ["get", "rank"]],
          ...collide,
        },
      },
      {
        id: `${source}-clusters`,
        type: "circle",
        source,
        filter: ["get", "cluster"],
        paint: {
          "circle-color": ["get", "ground"],
          "circle-radius": ["interpolate", ["linear"], ["ln", ["get", "count"]], 0.7, 12, 9, 26],
          "circle-stroke-color": ["get", "rim"],
          "circle-stroke-width": 1.5,
          "circle-opacity": source === "devices" ? 0.85 : 0.95,
        },
      },
      {
        id: `${source}-counts`,
        type: "symbol",
        source,
        filter: ["get", "cluster"],
        layout: { "text-field": ["get", "text"], "text-size": 12, "text-allow-overlap": true },
        paint: { "text-color": ["get", "ink"] },
      },
    ]),
  ];
}

export const clickable: readonly string[] = [
  ...thingLayers.flatMap((name) => [`${name}-points`, `${name}-clusters`]),
  "forces-dot",
  "figures",
  ...buildingClickable,
  ...placeClickable,
  ...plotClickable,
  ...patrolClickable,
];
