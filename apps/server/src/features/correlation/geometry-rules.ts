import type { Position } from "@gezhi/contract/units.ts";
import { cellToBoundary, gridDisk, latLngToCell } from "h3-js";

const metresPerDegree = 111_320;
const radians = Math.PI / 180;

/** Metres; exact enough below a few kilometres. */
export function distanceM(a: Position, b: Position): number {
  const east = (b.lon - a.lon) * Math.cos(((a.lat + b.lat) / 2) * radians);
  return Math.hypot(east, b.lat - a.lat) * metresPerDegree;
}

export type Box = { west: number; east: number; south: number; north: number };

export function boxAround({ lon, lat }: Position, metres: number): Box {
  const high = metres / metresPerDegree;
  const wide = high / Math.cos(lat * radians);
  return { west: lon - wide, east: lon + wide, south: lat - high, north: lat + high };
}

/** Edges of about 200 m: one cell, sometimes two or three, for the usual 100 m. */
const resolution = 9;
const shortestEdgeM = 140;

/**
 * The cells that come within `metres` of the position, its own among them, in a fixed order. Two positions that lie
 * within each other's distance share at least the cells they stand in: who locks them all excludes the other.
 */
export function cellsWithin(position: Position, metres: number): string[] {
  const own = latLngToCell(position.lat, position.lon, resolution);
  const rings = Math.ceil(metres / shortestEdgeM);
  return gridDisk(own, rings)
    .filter((cell) => cell === own || distanceToCellM(position, cell) <= metres)
    .toSorted();
}

function distanceToCellM(position: Position, cell: string): number {
  const scale = Math.cos(position.lat * radians);
  const corners = cellToBoundary(cell).map(([lat, lon]) => ({
    x: (lon - position.lon) * scale * metresPerDegree,
    y: (lat - position.lat) * metresPerDegree,
  }));
  let nearest = Infinity;
  let previous = corners.at(-1);
  for (const corner of corners) {
    if (previous) nearest = Math.min(nearest, distanceToSegment(previous, corner));
    previous = corner;
  }
  return nearest;
}

type Point = { x: number; y: number };

/** From the origin. */
function distanceToSegment(from: Point, to: Point): number {
  const dx = to.x - from.x;
  const dy = to.y - from.y;
  const length = dx * dx + dy * dy;
  const along = length === 0 ? 0 : -(from.x * dx + from.y * dy) / length;
  const share = Math.min(1, Math.max(0, along));
  return Math.hypot(from.x + share * dx, from.y + share * dy);
}

/** Metres to the nearest point of a line, or of a single point. */
export function distanceToLineM(position: Position, line: readonly Position[]): number {
  const scale = Math.cos(position.lat * radians);
  let nearest = Infinity;
  let previous: Point | undefined;
  for (const { lon, lat } of line) {
    const point = {
      x: (lon - position.lon) * scale * metresPerDegree,
      y: (lat - position.lat) * metresPerDegree,
    };
    nearest = Math.min(nearest, distanceToSegment(previous ?? point, point));
    previous = point;
  }
  return nearest;
}
