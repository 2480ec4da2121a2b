import type { MapForce, MapHeatCell, MapLayer, MapPoint } from "@gezhi/contract/map.ts";
import type { Patrol } from "@gezhi/contract/patrols.ts";
import type { MapPlace } from "@gezhi/contract/places.ts";
import type { Plot } from "@gezhi/contract/plots.ts";
import { levelOf } from "@gezhi/contract/units.ts";
import type { Building } from "../buildings/building-rules.ts";
import type { Things } from "./CityMap.tsx";
import { boundsOfTrack } from "../patrols/patrol-layer.ts";
import { chosenOf } from "./map-things.ts";
import type { Figure } from "./use-figures.ts";
import { zoomFor, type View } from "./map-view-rules.ts";

export type ListRow = {
  key: string;
  kind:
    | "incident"
    | "alarm"
    | "device"
    | "person"
    | "force"
    | "figure"
    | "heat"
    | "place"
    | "building"
    | "plot"
    | "patrol";
  worst: string;
  count: number;
  /** Absent: several together. */
  point?: MapPoint;
  force?: MapForce;
  figure?: Figure;
  cell?: MapHeatCell;
  place?: MapPlace;
  building?: Building;
  plot?: Plot;
  patrol?: Patrol;
  /** What opening it chooses; several together have nothing but a place to go closer to. */
  chosen?: string;
  goal: View;
};

/** How much of a layer was sent: what lies beyond the most cells was left out. */
export const drawnOf = ({ clusters, points }: MapLayer): number =>
  clusters.reduce((sum, { count }) => sum + count, points.length);

const order = [
  "red",
  "orange",
  "yellow",
  "blue",
  "incident",
  "duty",
  "offline",
  "late",
  "silent",
  "online",
  "none",
];
export const mostRows = 500;
const pointZoom = 15.5;

const layers = [
  ["incidents", "incident"],
  ["alarms", "alarm"],
  ["people", "person"],
  ["devices", "device"],
] as const;

/** Everything the map shows, worst first. */
export function listRows(things: Things): ListRow[] {
  const rows = layers.flatMap(([name, kind]) => {
    const layer = things[name];
    if (!layer) return [];
    return [
      ...layer.points.map((point): ListRow => ({
        key: `${kind}:${point.id}`,
        kind,
        worst: point.worst,
        count: 1,
        point,
        chosen: chosenOf(name, point),
        goal: { lon: point.lon, lat: point.lat, zoom: pointZoom },
      })),
      ...layer.clusters.map(({ lon, lat, count, worst, reach }): ListRow => ({
        key: `${kind}:${lon},${lat}`,
        kind,
        worst,
        count,
        goal: { lon, lat, zoom: zoomOver(reach) },
      })),
    ];
  });
  const buildings = things.buildings.map((building): ListRow => ({
    key: `building:${building.place.id}`,
    kind: "building",
    worst: building.look,
    count: 1,
    building,
    chosen: `place:${building.place.id}`,
    goal: { ...building.place.position, zoom: pointZoom },
  }));
  const sorted = [...rows, ...buildings].toSorted(
    (a, b) => order.indexOf(a.worst) - order.indexOf(b.worst),
  );
  const forces = (things.forces?.items ?? []).map((force): ListRow => ({
    key: `force:${force.unit.code}`,
    kind: "force",
    worst: "",
    count: force.people,
    force,
    chosen: `unit:${force.unit.code}`,
    goal: { lon: force.lon, lat: force.lat, zoom: 14 },
  }));
  const figures = things.figures.map((figure): ListRow => ({
    key: `figure:${figure.code}`,
    kind: "figure",
    worst: "",
    count: figure.open,
    figure,
    chosen: `unit:${figure.code}`,
    goal: { lon: figure.lon, lat: figure.lat, zoom: zoomFor(levelOf(figure.code)) },
  }));
  const cells = (things.heat?.cells ?? []).map((cell): ListRow => ({
    key: `heat:${cell.cell}`,
    kind: "heat",
    worst: "",
    count: cell.count,
    cell,
    ...(cell.unit ? { chosen: `unit:${cell.unit.code}` } : {}),
    goal: { lon: cell.lon, lat: cell.lat, zoom: 13 },
  }));
  const plots = things.plots.map((plot): ListRow => ({
    key: `plot:${plot.id}`,
    kind: "plot",
    worst: "",
    count: 1,
    plot,
    chosen: `plot:${plot.id}`,
    goal: {
      lon: (plot.bounds.west + plot.bounds.east) / 2,
      lat: (plot.bounds.south + plot.bounds.north) / 2,
      zoom: zoomOver(plot.bounds),
    },
  }));
  const patrols = things.patrols.map((patrol): ListRow => {
    const { west, south, east, north } = boundsOfTrack(patrol.track);
    return {
      key: `patrol:${patrol.id}`,
      kind: "patrol",
      worst: patrol.state,
      count: 1,
      patrol,
      chosen: `patrol:${patrol.id}`,
      goal: {
        lon: (west + east) / 2,
        lat: (south + north) / 2,
        zoom: zoomOver({ west, south, east, north }),
      },
    };
  });
  const housed = new Set(things.buildings.map(({ place }) => place.id));
  const unhoused = things.places.filter(({ id }) => !housed.has(id));
  const places = unhoused.map((place): ListRow => ({
    key: `place:${place.id}`,
    kind: "place",
    worst: "",
    count: 1,
    place,
    chosen: `place:${place.id}`,
    goal: { ...place.position, zoom: pointZoom },
  }));
  return [...figures, ...plots, ...sorted, ...patrols, ...places, ...forces, ...cells].slice(
    0,
    mostRows,
  );
}

/** About so close that what lies there fills the map. */
export function zoomOver(reach: {
  west: number;
  south: number;
  east: number;
  north: number;
}): number {
  const width = Math.max(reach.east - reach.west, reach.north - reach.south, 0.0005);
  return Math.min(18.2, Math.log2(360 / width));
}
