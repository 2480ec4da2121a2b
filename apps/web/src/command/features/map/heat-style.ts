import type { MapHeat } from "@gezhi/contract/map.ts";
import type { Feature, FeatureCollection } from "geojson";
import type { LayerSpecification } from "maplibre-gl";

/** From few to many; told apart by lightness too. */
const light = ["#fde3c4", "#f9b97f", "#ee8144", "#c94f1f", "#8c2d0b"] as const;
const dark = ["#4a2b16", "#7c4219", "#b05f1e", "#e08a3c", "#ffc98f"] as const;
export const heatColours = (isDark: boolean): readonly string[] => (isDark ? dark : light);

/** The least count of each class: 1, and steps that are round and part what there is. */
export function heatSteps(most: number): number[] {
  if (most <= 5) return [1, 2, 3, 4, 5].filter((step) => step <= Math.max(1, most));
  const round = (value: number) => {
    const unit = 10 ** Math.floor(Math.log10(value));
    const lead = value / unit;
    return unit * (lead < 1.5 ? 1 : lead < 3.5 ? 2 : lead < 7.5 ? 5 : 10);
  };
  const steps = [0.25, 0.5, 0.7, 0.87].map((share) => round(most ** share));
  return [...new Set([1, ...steps.filter((step) => step > 1 && step <= most)])];
}

export const classOf = (steps: readonly number[], count: number): number =>
  Math.max(
    0,
    steps.findLastIndex((step) => count >= step),
  );

export function heatFeatures(heat: MapHeat | undefined): FeatureCollection {
  const steps = heatSteps(heat?.cells[0]?.count ?? 1);
  return {
    type: "FeatureCollection",
    features: (heat?.cells ?? []).map(({ count, ring }): Feature => ({
      type: "Feature",
      properties: { class: classOf(steps, count), count },
      geometry: { type: "Polygon", coordinates: [ring] },
    })),
  };
}

/** No figures on the map itself: they stand in the legend and in the list. */
export const heatStyle = (isDark: boolean): LayerSpecification[] => [
  {
    id: "heat",
    type: "fill",
    source: "heat",
    paint: {
      "fill-color": [
        "match",
        ["get", "class"],
        ...heatColours(isDark).flatMap((colour, index) => [index, colour]),
        "transparent",
      ] as never,
      "fill-opacity": 0.72,
      "fill-antialias": false,
    },
  },
];
