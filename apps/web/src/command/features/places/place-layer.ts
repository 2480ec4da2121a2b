import type { MapPlace } from "@gezhi/contract/places.ts";
import type { FeatureCollection } from "geojson";
import type { LayerSpecification } from "maplibre-gl";
import { placeBadges } from "./place-signs.ts";

export const placeFeatures = (places: readonly MapPlace[]): FeatureCollection => ({
  type: "FeatureCollection",
  features: places.flatMap(({ id, kind, name, geometry, position }) => {
    const properties = {
      chosen: `place:${id}`,
      icon: `place-${kind}`,
      name,
      colour: placeBadges[kind].colour,
    };
    return [
      {
        type: "Feature" as const,
        properties,
        geometry: { type: "Point" as const, coordinates: [position.lon, position.lat] },
      },
      ...(geometry.type === "Point" ? [] : [{ type: "Feature" as const, properties, geometry }]),
    ];
  }),
});

type Colours = { text: string; halo: string };
export const placeStyle = ({ text, halo }: Colours): LayerSpecification[] => [
  {
    id: "places-lines",
    type: "line",
    source: "places",
    filter: ["==", ["geometry-type"], "LineString"],
    paint: { "line-color": ["get", "colour"], "line-width": 2.5, "line-dasharray": [6, 2, 1, 2] },
  },
  {
    id: "places-points",
    type: "symbol",
    source: "places",
    filter: ["==", ["geometry-type"], "Point"],
    layout: {
      "icon-image": ["get", "icon"],
      "icon-allow-overlap": true,
      "text-field": ["step", ["zoom"], "", 13, ["get", "name"]],
      "text-size": 11,
      "text-offset": [0, 1.3],
      "text-anchor": "top",
      "text-optional": true,
    },
    paint: { "text-color": text, "text-halo-color": halo, "text-halo-width": 1.4 },
  },
];
export const placeClickable = ["places-points", "places-lines"] as const;
