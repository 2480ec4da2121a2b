import type { PlotGeometry } from "@gezhi/contract/plots.ts";
import { LngLat } from "maplibre-gl";

export type LonLat = readonly [lon: number, lat: number];

/** The sphere of MapLibre's own distances. */
const earthM = 6_371_008.8;
const radians = Math.PI / 180;

const at = ([lon, lat]: LonLat) => new LngLat(lon, lat);

/** Along great circles, in metres. */
export const lengthOf = (points: readonly LonLat[]): number =>
  points
    .slice(1)
    .reduce((sum, point, before) => sum + at(points[before]!).distanceTo(at(point)), 0);

/** On the same sphere (Chamberlain & Duquette 2007), in square metres; the ring may be open or closed. */
export function areaOf(ring: readonly LonLat[]): number {
  const corners = ring.length;
  const sum = ring.reduce((total, [lon, lat], index) => {
    const [nextLon, nextLat] = ring[(index + 1) % corners]!;
    return (
      total +
      (nextLon - lon) * radians * (2 + Math.sin(lat * radians) + Math.sin(nextLat * radians))
    );
  }, 0);
  return Math.abs((sum * earthM * earthM) / 2);
}

export type Measure = { lengthM?: number; areaM2?: number };

export function measureOf(shape: PlotGeometry["type"], points: readonly LonLat[]): Measure {
  if (shape === "Point" || points.length < 2) return {};
  if (shape === "LineString") return { lengthM: lengthOf(points) };
  const [first] = points;
  const ring = first ? [...points, first] : points;
  return { lengthM: lengthOf(ring), ...(points.length > 2 ? { areaM2: areaOf(points) } : {}) };
}

/** 850 米, 1.25 公里; as many digits as a hand on a screen can mean. */
export const lengthText = (metres: number): { n: string; unit: "m" | "km" } =>
  metres < 1000
    ? { n: metres.toFixed(metres < 100 ? 1 : 0), unit: "m" }
    : { n: (metres / 1000).toFixed(2), unit: "km" };

export const areaText = (squareMetres: number): { n: string; unit: "m2" | "km2" } =>
  squareMetres < 100_000
    ? { n: squareMetres.toFixed(0), unit: "m2" }
    : { n: (squareMetres / 1e6).toFixed(3), unit: "km2" };
