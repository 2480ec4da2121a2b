import type { CoordinateSystem } from "@gezhi/contract/units.ts";
import library from "gcoord";

/** The package's types speak of a default export within the default export; at run time there is one. */
const gcoord = library as unknown as typeof library.default;

export type Converter = (lon: number, lat: number) => readonly [number, number];

/** Of GCJ-02 nobody knows better than a metre; more digits would say so. */
const rounded = ([lon, lat]: readonly number[]): readonly [number, number] => [
  Number(lon!.toFixed(6)),
  Number(lat!.toFixed(6)),
];

/** To WGS-84. */
export const converters: Record<CoordinateSystem, Converter> = {
  wgs84: (lon, lat) => [lon, lat],
  gcj02: (lon, lat) => rounded(gcoord.transform([lon, lat], gcoord.GCJ02, gcoord.WGS84)),
  bd09: (lon, lat) => rounded(gcoord.transform([lon, lat], gcoord.BD09, gcoord.WGS84)),
};
