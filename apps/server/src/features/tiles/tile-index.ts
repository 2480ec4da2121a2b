import type { BasemapFeature } from "@gezhi/reference/basemap.ts";
import type { UnitLevel } from "@gezhi/contract/units.ts";
import { geoJSONToTile } from "@maplibre/geojson-vt";
import { fromGeojsonVt } from "@maplibre/vt-pbf";
import Flatbush from "flatbush";
import type { Feature, Geometry } from "geojson";
import {
  areasAt,
  boundsOf,
  deepestZoom,
  isLabelledAt,
  type Bounds,
  type TileAddress,
} from "./tile-rules.ts";

/** As the database hands them over; those without an area have a label only. */
export type TileUnit = readonly [
  code: string,
  name: string,
  lon: number,
  lat: number,
  approximate: boolean,
  boundary: Geometry | null,
];
export type UnitsByLevel = Partial<Record<UnitLevel, readonly TileUnit[]>>;

export type TileIndex = {
  /** Protobuf (MVT 2) with the layers `units`, `labels` and `base`; empty where there is nothing. */
  tile: (address: TileAddress) => Uint8Array;
  bounds: Bounds;
};

const extent = 4096;
const buffer = 64;
const options = { maxZoom: deepestZoom, extent, buffer, tolerance: 3, clip: true } as const;

/** Each tile is cut from what an index of boxes finds: nothing is prepared for tiles that nobody asks for. */
export function createTileIndex(units: UnitsByLevel, base: readonly BasemapFeature[]): TileIndex {
  const levels = (Object.entries(units) as [UnitLevel, readonly TileUnit[]][]).map(
    ([level, rows]) => ({
      level,
      areas: boxed(rows.flatMap((unit) => areaOf(level, unit))),
      labels: boxed(rows.map((unit) => labelOf(level, unit))),
    }),
  );
  const basemap = boxed(base);
  const all = levels.flatMap(({ areas, labels }) => [areas.box, labels.box]);
  return {
    tile: (address) => {
      const areas = areasAt(address.z);
      const found = {
        base: basemap.within(address),
        units: levels.flatMap((of) => (areas.includes(of.level) ? of.areas.within(address) : [])),
        labels: levels.flatMap((of) =>
          isLabelledAt(of.level, address.z) ? of.labels.within(address) : [],
        ),
      };
      const layers = Object.entries(found).flatMap(([name, features]) => {
        const collection = { type: "FeatureCollection" as const, features };
        const cut = geoJSONToTile(collection, address.z, address.x, address.y, options);
        return cut.features.length > 0 ? [[name, cut] as const] : [];
      });
      return fromGeojsonVt(Object.fromEntries(layers), { version: 2, extent });
    },
    bounds: {
      west: Math.min(...all.map(([west]) => west)),
      south: Math.min(...all.map(([, south]) => south)),
      east: Math.max(...all.map(([, , east]) => east)),
      north: Math.max(...all.map(([, , , north]) => north)),
    },
  };
}

const areaOf = (level: UnitLevel, [code, name, , , approximate, boundary]: TileUnit): Feature[] =>
  boundary
    ? [
        {
          type: "Feature",
          geometry: boundary,
          properties: { code, name, level, ...(approximate ? { approximate } : {}) },
        },
      ]
    : [];

const labelOf = (level: UnitLevel, [code, name, lon, lat]: TileUnit): Feature => ({
  type: "Feature",
  geometry: { type: "Point", coordinates: [lon, lat] },
  properties: { code, name, level },
});

type Box = [west: number, south: number, east: number, north: number];

function boxed(features: readonly Feature[]) {
  const box: Box = [Infinity, Infinity, -Infinity, -Infinity];
  if (features.length === 0) return { box, within: (): Feature[] => [] };
  const tree = new Flatbush(features.length);
  for (const { geometry } of features) {
    const own = boxOf(geometry);
    tree.add(...own);
    widen(box, own[0], own[1]);
    widen(box, own[2], own[3]);
  }
  tree.finish();
  const within = (address: TileAddress): Feature[] => {
    const { west, south, east, north } = boundsOf(address, buffer / extent);
    // In the order of their codes, so that the same city gives the same bytes.
    return tree
      .search(west, south, east, north)
      .toSorted((a, b) => a - b)
      .map((index) => features[index]!);
  };
  return { box, within };
}

function widen(box: Box, lon: number, lat: number): void {
  if (lon < box[0]) box[0] = lon;
  if (lat < box[1]) box[1] = lat;
  if (lon > box[2]) box[2] = lon;
  if (lat > box[3]) box[3] = lat;
}

type Nested = readonly number[] | readonly Nested[];

function boxOf(geometry: Geometry): Box {
  const box: Box = [Infinity, Infinity, -Infinity, -Infinity];
  const visit = (part: Nested): void => {
    if (typeof part[0] === "number") widen(box, part[0], part[1] as number);
    else for (const inner of part as readonly Nested[]) visit(inner);
  };
  if ("coordinates" in geometry) visit(geometry.coordinates);
  return box;
}
