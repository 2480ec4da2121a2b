import type { Plot, PlotGeometry } from "@gezhi/contract/plots.ts";
import type { Feature, FeatureCollection } from "geojson";
import type { LayerSpecification } from "maplibre-gl";
import { i18n } from "../../../shared/i18n/i18n.ts";
import { lengthOf, lengthText } from "./measure-rules.ts";
import { plotSigns } from "./plot-signs.ts";

type Pair = [lon: number, lat: number];

export const pointsOf = ({ type, coordinates }: PlotGeometry): Pair[] =>
  type === "Point"
    ? [coordinates]
    : type === "LineString"
      ? coordinates
      : coordinates[0].slice(0, -1);

/** Where its sign stands: on a line at its middle point, on an area at the middle of its corners. */
export function signAt(geometry: PlotGeometry): Pair {
  const points = pointsOf(geometry);
  if (geometry.type !== "Polygon") return points[Math.floor(points.length / 2)]!;
  const mean = (of: 0 | 1) => points.reduce((sum, point) => sum + point[of], 0) / points.length;
  return [mean(0), mean(1)];
}

const labelOf = ({ kind, name, geometry }: Plot): string => {
  if (kind !== "distance" || geometry.type !== "LineString") return name;
  const { n, unit } = lengthText(lengthOf(geometry.coordinates));
  return [name, `${n} ${i18n.t(`plots.units.${unit}`)}`].filter(Boolean).join("\n");
};

export const plotFeatures = (plots: readonly Plot[]): FeatureCollection => ({
  type: "FeatureCollection",
  features: plots.flatMap((plot): Feature[] => {
    const { colour, line, width, fill } = plotSigns[plot.kind];
    const properties = {
      chosen: `plot:${plot.id}`,
      colour,
      line,
      width,
      fill,
      icon: `plot-${plot.kind}`,
      name: labelOf(plot),
    };
    const { geometry } = plot;
    return [
      ...(geometry.type === "Point" ? [] : [{ type: "Feature" as const, properties, geometry }]),
      { type: "Feature", properties, geometry: { type: "Point", coordinates: signAt(geometry) } },
    ];
  }),
});

const dashes = { solid: undefined, dashed: [3, 1.6], dotted: [0.9, 1.1] } as const;

type Colours = { text: string; halo: string };
/** Below everything that has happened: a drawing must not hide a matter. */
export const plotStyle = ({ text, halo }: Colours): LayerSpecification[] => [
  {
    id: "plots-areas",
    type: "fill",
    source: "plots",
    filter: ["==", ["geometry-type"], "Polygon"],
    paint: { "fill-color": ["get", "colour"], "fill-opacity": ["get", "fill"] },
  },
  {
    id: "plots-casing",
    type: "line",
    source: "plots",
    filter: ["!=", ["geometry-type"], "Point"],
    paint: { "line-color": halo, "line-width": ["+", ["get", "width"], 2], "line-opacity": 0.7 },
  },
  ...(Object.keys(dashes) as (keyof typeof dashes)[]).map((line): LayerSpecification => {
    const dash = dashes[line];
    return {
      id: `plots-${line}`,
      type: "line",
      source: "plots",
      filter: ["all", ["!=", ["geometry-type"], "Point"], ["==", ["get", "line"], line]],
      layout: { "line-join": "round" },
      paint: {
        "line-color": ["get", "colour"],
        "line-width": ["get", "width"],
        ...(dash ? { "line-dasharray": [...dash] } : {}),
      },
    };
  }),
  {
    id: "plots-signs",
    type: "symbol",
    source: "plots",
    filter: ["==", ["geometry-type"], "Point"],
    layout: {
      "icon-image": ["get", "icon"],
      "icon-allow-overlap": true,
      "text-field": ["get", "name"],
      "text-size": 12.5,
      "text-offset": [0, 1.1],
      "text-anchor": "top",
      "text-optional": true,
    },
    paint: { "text-color": text, "text-halo-color": halo, "text-halo-width": 2 },
  },
  {
    id: "plot-draft-area",
    type: "fill",
    source: "plot-draft",
    filter: ["==", ["geometry-type"], "Polygon"],
    paint: { "fill-color": ["get", "colour"], "fill-opacity": 0.15 },
  },
  {
    id: "plot-draft-line",
    type: "line",
    source: "plot-draft",
    paint: { "line-color": ["get", "colour"], "line-width": 3, "line-dasharray": [2, 1] },
  },
];
export const plotSources = ["plots", "plot-draft"] as const;
export const plotClickable = [
  "plots-signs",
  "plots-solid",
  "plots-dashed",
  "plots-dotted",
  "plots-areas",
] as const;
