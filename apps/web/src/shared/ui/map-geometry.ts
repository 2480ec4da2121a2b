import type { Position } from "@gezhi/contract/units.ts";
import type { FeatureCollection, Geometry, Position as Coordinate } from "geojson";

export type Bounds = [west: number, south: number, east: number, north: number];

export function ringsOf(geometry: Geometry): Coordinate[][] {
  if (geometry.type === "Polygon") return geometry.coordinates;
  if (geometry.type === "MultiPolygon") return geometry.coordinates.flat();
  return [];
}

/** The box around the strong areas (else all) and the points, never smaller than about 300 m. */
export function boundsOf(
  areas: FeatureCollection | undefined,
  points: readonly Position[],
): Bounds {
  const features = areas?.features ?? [];
  const strong = features.filter(({ properties }) => properties?.["strong"]);
  const coordinates = [
    ...(strong.length > 0 ? strong : features).flatMap(({ geometry }) => ringsOf(geometry).flat()),
    ...points.map(({ lon, lat }): Coordinate => [lon, lat]),
  ];
  let [west, south, east, north]: Bounds = [180, 90, -180, -90];
  for (const [lon = 0, lat = 0] of coordinates) {
    west = Math.min(west, lon);
    east = Math.max(east, lon);
    south = Math.min(south, lat);
    north = Math.max(north, lat);
  }
  const grow = Math.max(0.0015, (north - south) * 0.05);
  return [west - grow, south - grow, east + grow, north + grow];
}

/** Middle of the largest ring's box: good enough for a name. */
export function middleOf(geometry: Geometry): Coordinate | undefined {
  const ring = ringsOf(geometry).toSorted((a, b) => b.length - a.length)[0];
  if (!ring) return undefined;
  const lons = ring.map(([lon = 0]) => lon);
  const lats = ring.map(([, lat = 0]) => lat);
  return [(Math.min(...lons) + Math.max(...lons)) / 2, (Math.min(...lats) + Math.max(...lats)) / 2];
}
