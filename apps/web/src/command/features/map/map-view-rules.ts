import type { MapBounds } from "@gezhi/contract/map.ts";
import type { UnitLevel } from "@gezhi/contract/units.ts";
import { layerNames, type LayerName, type MapSearch } from "./map-search.ts";

export type View = { lon: number; lat: number; zoom: number };

export function readView(text: string | undefined): View | undefined {
  const [lon, lat, zoom] = text?.split(",").map(Number) ?? [];
  if (lon === undefined || lat === undefined || zoom === undefined) return undefined;
  return Math.abs(lon) <= 180 && Math.abs(lat) <= 85 && zoom <= 22 ? { lon, lat, zoom } : undefined;
}

export const writeView = ({ lon, lat, zoom }: View): string =>
  `${lon.toFixed(5)},${lat.toFixed(5)},${zoom.toFixed(2)}`;

const zooms: Record<UnitLevel, number> = {
  city: 6.6,
  district: 9.4,
  town: 12,
  village: 13.4,
  grid: 15,
  microGrid: 16,
};
export const zoomFor = (level: UnitLevel): number => zooms[level];

const tilePx = 512;
const marginPx = 32;
const yOf = (lat: number) =>
  Math.log(Math.tan(Math.PI / 4 + (lat * Math.PI) / 360)) / (2 * Math.PI);

/** The view that holds an area in a window of this size. */
export function viewOver(
  { west, south, east, north }: MapBounds,
  { width, height }: { width: number; height: number },
): View {
  const across = (width - 2 * marginPx) / tilePx / Math.max((east - west) / 360, 1e-6);
  const down = (height - 2 * marginPx) / tilePx / Math.max(yOf(north) - yOf(south), 1e-6);
  return {
    lon: (west + east) / 2,
    lat: (south + north) / 2,
    zoom: Math.min(16, Math.max(5, Math.log2(Math.min(across, down)))),
  };
}

/** What a window of this size shows of a view. */
export function boundsAround(
  { lon, lat, zoom }: View,
  { width, height }: { width: number; height: number },
): MapBounds {
  const world = tilePx * 2 ** zoom;
  const across = (width / world / 2) * 360;
  const latOf = (y: number) => (Math.atan(Math.exp(y * 2 * Math.PI)) * 360) / Math.PI - 90;
  const down = height / world / 2;
  return {
    west: lon - across,
    east: lon + across,
    south: latOf(yOf(lat) - down),
    north: latOf(yOf(lat) + down),
  };
}

/** `usual`: what is on where the address says nothing. */
export const shownLayers = (
  { layers }: Pick<MapSearch, "layers">,
  usual: readonly LayerName[],
): LayerName[] =>
  layerNames.filter((name) => ((layers ?? usual) as readonly string[]).includes(name));

export function layersParam(
  names: readonly LayerName[],
  usual: readonly LayerName[],
): MapSearch["layers"] {
  if (names.length === usual.length && names.every((name) => usual.includes(name)))
    return undefined;
  return names.length === 0 ? ["none"] : [...names];
}

export type Asked = { bbox: string; zoom: number };

/**
 * The window to ask the server for: widened to a raster that follows the zoom, so that a small move asks nothing new and
 * the edges are there before they are seen.
 */
export function windowOf({ west, south, east, north }: MapBounds, zoom: number): Asked {
  const z = Math.max(0, Math.floor(zoom));
  const step = 90 / 2 ** z;
  const down = (value: number) => Math.floor(value / step) * step;
  const up = (value: number) => Math.ceil(value / step) * step;
  const box = [
    Math.max(-180, down(west)),
    Math.max(-90, down(south)),
    Math.min(180, up(east)),
    Math.min(90, up(north)),
  ];
  return { bbox: box.map((value) => Number(value.toFixed(6))).join(","), zoom: z };
}
