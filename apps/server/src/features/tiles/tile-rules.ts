import type { UnitLevel } from "@gezhi/contract/units.ts";

/** Farther in, a screen enlarges the tiles of this zoom. */
export const deepestZoom = 14;
/** Made before anybody asks: everybody begins here. */
export const firstZooms = [6, 7, 8, 9] as const;

export type TileAddress = { z: number; x: number; y: number };
export type Bounds = { west: number; south: number; east: number; north: number };

/** The finest areas worth drawing at a zoom. */
export function finestAt(z: number): UnitLevel {
  if (z <= 8) return "district";
  if (z <= 10) return "town";
  return z === 11 ? "village" : "grid";
}

const drawn: readonly UnitLevel[] = ["city", "district", "town", "village", "grid"];

/** The finest areas and all above them, whose borders are drawn stronger. */
export const areasAt = (z: number): readonly UnitLevel[] =>
  drawn.slice(0, drawn.indexOf(finestAt(z)) + 1);

const labelled: Partial<Record<UnitLevel, readonly [from: number, to: number]>> = {
  district: [0, 11],
  town: [9, 13],
  village: [11, deepestZoom],
  grid: [13, deepestZoom],
};

export const isLabelledAt = (level: UnitLevel, z: number): boolean => {
  const [from, to] = labelled[level] ?? [1, 0];
  return z >= from && z <= to;
};

export const isTile = ({ z, x, y }: TileAddress): boolean => {
  const most = 2 ** z;
  return z >= 0 && z <= deepestZoom && x >= 0 && x < most && y >= 0 && y < most;
};

const lonOf = (x: number, z: number) => (x / 2 ** z) * 360 - 180;
const latOf = (y: number, z: number) =>
  (Math.atan(Math.sinh(Math.PI * (1 - (2 * y) / 2 ** z))) * 180) / Math.PI;

/** `margin` in parts of a tile, on each side. */
export const boundsOf = ({ z, x, y }: TileAddress, margin = 0): Bounds => ({
  west: lonOf(x - margin, z),
  east: lonOf(x + 1 + margin, z),
  north: latOf(y - margin, z),
  south: latOf(y + 1 + margin, z),
});

export function tileAt(lon: number, lat: number, z: number): TileAddress {
  const size = 2 ** z;
  const sine = Math.sin((lat * Math.PI) / 180);
  const y = 0.5 - Math.log((1 + sine) / (1 - sine)) / (4 * Math.PI);
  const within = (value: number) => Math.min(size - 1, Math.max(0, Math.floor(value * size)));
  return { z, x: within(lon / 360 + 0.5), y: within(y) };
}

/** Every tile of a zoom that the area reaches. */
export function tilesOver({ west, south, east, north }: Bounds, z: number): TileAddress[] {
  const first = tileAt(west, north, z);
  const last = tileAt(east, south, z);
  const tiles: TileAddress[] = [];
  for (let x = first.x; x <= last.x; x += 1)
    for (let y = first.y; y <= last.y; y += 1) tiles.push({ z, x, y });
  return tiles;
}
