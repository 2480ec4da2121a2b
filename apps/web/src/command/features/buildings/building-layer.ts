import type { FeatureCollection } from "geojson";
import type { LayerSpecification, Map as Surface } from "maplibre-gl";
import { iconOf } from "../map/map-icons.ts";
import { alarmLooks, heightOf, squareAround, type Building, type Look } from "./building-rules.ts";

const colours: Record<Look, string> = {
  red: "#c8102e",
  orange: "#fa8c16",
  yellow: "#ffe066",
  blue: "#8fb4f5",
  offline: "#4b515c",
  late: "#8b929e",
  silent: "#b9bfc9",
  online: "#5a9e42",
  none: "#d9dde4",
};
export const colourOf = (look: Look): string => colours[look];

/** The sign beside the colour; a house without devices has none. */
export const signOf = (look: Look): { kind: "alarm" | "device"; worst: Look } | undefined =>
  look === "none"
    ? undefined
    : { kind: alarmLooks.includes(look) ? "alarm" : "device", worst: look };

export const buildingFeatures = (buildings: readonly Building[]): FeatureCollection => ({
  type: "FeatureCollection",
  features: buildings.flatMap(({ place, floors, look }) => {
    const sign = signOf(look);
    const properties = {
      chosen: `place:${place.id}`,
      name: place.name,
      colour: colours[look],
      height: heightOf(floors),
      icon: sign ? iconOf(sign.kind, sign.worst) : "",
    };
    return [
      {
        type: "Feature" as const,
        properties,
        geometry: { type: "Polygon" as const, coordinates: [squareAround(place.position)] },
      },
      {
        type: "Feature" as const,
        properties,
        geometry: {
          type: "Point" as const,
          coordinates: [place.position.lon, place.position.lat],
        },
      },
    ];
  }),
});

const solid = "buildings-solid";
const flat = ["buildings-flat", "buildings-edges"] as const;
export const buildingClickable = ["buildings-signs", solid, "buildings-flat"] as const;

type Palette = { text: string; halo: string; strong: string };
/** Below everything that has happened: a house must not hide a matter. */
export const buildingStyle = ({ text, halo, strong }: Palette): LayerSpecification[] => [
  {
    id: "buildings-flat",
    type: "fill",
    source: "buildings",
    filter: ["==", ["geometry-type"], "Polygon"],
    paint: { "fill-color": ["get", "colour"] },
  },
  {
    id: "buildings-edges",
    type: "line",
    source: "buildings",
    filter: ["==", ["geometry-type"], "Polygon"],
    paint: { "line-color": strong, "line-width": 1 },
  },
  {
    id: solid,
    type: "fill-extrusion",
    source: "buildings",
    filter: ["==", ["geometry-type"], "Polygon"],
    layout: { visibility: "none" },
    paint: {
      "fill-extrusion-color": ["get", "colour"],
      "fill-extrusion-height": ["get", "height"],
    },
  },
  {
    id: "buildings-signs",
    type: "symbol",
    source: "buildings",
    filter: ["==", ["geometry-type"], "Point"],
    layout: {
      "icon-image": ["get", "icon"],
      "icon-allow-overlap": true,
      "text-field": ["get", "name"],
      "text-size": 11.5,
      "text-offset": [0, 1.3],
      "text-anchor": "top",
      "text-optional": true,
    },
    paint: { "text-color": text, "text-halo-color": halo, "text-halo-width": 1.6 },
  },
];

const tilt = 50;

/** Standing houses want a tilted map; flat ones the map as everywhere. */
export function standUp(surface: Surface, up: boolean): void {
  surface.setLayoutProperty(solid, "visibility", up ? "visible" : "none");
  for (const id of flat) surface.setLayoutProperty(id, "visibility", up ? "none" : "visible");
  const pitch = up ? tilt : 0;
  if (surface.getPitch() !== pitch) surface.easeTo({ pitch, duration: 400 });
}
