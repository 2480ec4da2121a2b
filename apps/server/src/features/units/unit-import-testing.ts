import type { Area } from "@gezhi/contract/units.ts";
import library from "gcoord";

const gcoord = library as unknown as typeof library.default;

/** The same area as a Chinese web map would give it out. */
export function asChineseMap(area: Area): Area {
  const shift = (ring: number[][]) =>
    ring.map(([lon, lat]) => [...gcoord.transform([lon!, lat!], gcoord.WGS84, gcoord.GCJ02)]);
  return area.type === "Polygon"
    ? { type: "Polygon", coordinates: area.coordinates.map(shift) }
    : { type: "MultiPolygon", coordinates: area.coordinates.map((piece) => piece.map(shift)) };
}
