import { cellToBoundary, cellToLatLng, latLngToCell } from "h3-js";

export type Spot = { lon: number; lat: number; count: number };
export type HeatCell = Spot & { cell: string; ring: [number, number][] };

/** Finer than that, whoever sees figures and no records would see where a single matter lies. */
export const finestOfFigures = 8;

/** Cells of some thirty pixels. */
export const resolutionAt = (zoom: number): number =>
  Math.min(10, Math.max(5, Math.round(zoom * 0.7 + 0.4)));

/** Degrees of the raster the database counts in: a good deal finer than the cells it is put into. */
export const rasterOf = (resolution: number): number => 0.008 / 2.65 ** (resolution - 5);

/** Adds the spots up into cells, the fullest first. */
export function heatCells(spots: readonly Spot[], resolution: number): HeatCell[] {
  const sums = new Map<string, number>();
  for (const { lon, lat, count } of spots) {
    const cell = latLngToCell(lat, lon, resolution);
    sums.set(cell, (sums.get(cell) ?? 0) + count);
  }
  return [...sums]
    .toSorted(([a, m], [b, n]) => n - m || (a < b ? -1 : 1))
    .map(([cell, count]) => {
      const [lat, lon] = cellToLatLng(cell);
      return { cell, count, lon, lat, ring: cellToBoundary(cell, true) };
    });
}
