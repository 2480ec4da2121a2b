import type { Patrol, PatrolState } from "@gezhi/contract/patrols.ts";
import type { Feature, FeatureCollection } from "geojson";
import type { LayerSpecification } from "maplibre-gl";

/** Said by the line as well as by the colour: whole, broken, thin. */
export const patrolLines: Record<PatrolState, { width: number; dash: [number, number] | null }> = {
  underWay: { width: 4, dash: null },
  silent: { width: 4, dash: [1.6, 1.2] },
  ended: { width: 2, dash: null },
};
export const patrolColour = "#0f766e";

export const patrolFeatures = (patrols: readonly Patrol[]): FeatureCollection => ({
  type: "FeatureCollection",
  features: patrols.flatMap(({ id, state, duty, track }): Feature[] => {
    const last = track.at(-1);
    if (!last) return [];
    const properties = { chosen: `patrol:${id}`, state, name: duty.task };
    return [
      ...(track.length > 1
        ? [
            {
              type: "Feature" as const,
              properties,
              geometry: { type: "LineString" as const, coordinates: track },
            },
          ]
        : []),
      { type: "Feature", properties, geometry: { type: "Point", coordinates: last } },
    ];
  }),
});

/** Where a card or a list goes to see the whole of it. */
export function boundsOfTrack(track: Patrol["track"]) {
  const lons = track.map(([lon]) => lon);
  const lats = track.map(([, lat]) => lat);
  return {
    west: Math.min(...lons),
    south: Math.min(...lats),
    east: Math.max(...lons),
    north: Math.max(...lats),
  };
}

type Colours = { text: string; halo: string };
/** Below everything that has happened. */
export const patrolStyle = ({ text, halo }: Colours): LayerSpecification[] => [
  {
    id: "patrols-casing",
    type: "line",
    source: "patrols",
    filter: ["==", ["geometry-type"], "LineString"],
    layout: { "line-join": "round", "line-cap": "round" },
    paint: { "line-color": halo, "line-width": 6, "line-opacity": 0.75 },
  },
  ...(Object.keys(patrolLines) as PatrolState[]).map((state): LayerSpecification => {
    const { width, dash } = patrolLines[state];
    return {
      id: `patrols-${state}`,
      type: "line",
      source: "patrols",
      filter: ["all", ["==", ["geometry-type"], "LineString"], ["==", ["get", "state"], state]],
      layout: { "line-join": "round" },
      paint: {
        "line-color": patrolColour,
        "line-width": width,
        ...(dash ? { "line-dasharray": dash } : {}),
      },
    };
  }),
  {
    id: "patrols-heads",
    type: "circle",
    source: "patrols",
    filter: ["==", ["geometry-type"], "Point"],
    paint: {
      "circle-radius": ["case", ["==", ["get", "state"], "ended"], 3, 6],
      "circle-color": ["case", ["==", ["get", "state"], "silent"], halo, patrolColour],
      "circle-stroke-color": ["case", ["==", ["get", "state"], "silent"], patrolColour, halo],
      "circle-stroke-width": 2,
    },
  },
  {
    id: "patrols-names",
    type: "symbol",
    source: "patrols",
    minzoom: 13,
    filter: ["all", ["==", ["geometry-type"], "Point"], ["!=", ["get", "state"], "ended"]],
    layout: {
      "text-field": ["get", "name"],
      "text-size": 12,
      "text-offset": [0, 0.9],
      "text-anchor": "top",
      "text-optional": true,
    },
    paint: { "text-color": text, "text-halo-color": halo, "text-halo-width": 2 },
  },
];
export const patrolClickable = [
  "patrols-heads",
  "patrols-underWay",
  "patrols-silent",
  "patrols-ended",
] as const;
