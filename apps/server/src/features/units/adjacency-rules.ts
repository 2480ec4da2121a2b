import type { Area } from "@gezhi/contract/units.ts";
import Flatbush from "flatbush";

const ringsOf = (area: Area): number[][][] =>
  area.type === "Polygon" ? area.coordinates : area.coordinates.flat();

const metresPerDegree = 111_195;

type Outline = { code: string; edges: Float64Array; box: [number, number, number, number] };

/**
 * Which areas touch. Borders of different districts were drawn apart, so "touching" means that a corner of one lies
 * within `toleranceMetres` of an edge of the other.
 */
export function createAdjacency(
  areas: readonly (readonly [code: string, area: Area])[],
  toleranceMetres = 5,
): (code: string) => string[] {
  const outlines = areas.map(([code, area]) => outlineOf(code, area));
  const byCode = new Map(outlines.map((outline) => [outline.code, outline]));
  const tree = outlines.length > 0 ? new Flatbush(outlines.length) : undefined;
  for (const { box } of outlines) tree?.add(...box);
  tree?.finish();
  const known = new Map<string, string[]>();

  return (code) => {
    const own = byCode.get(code);
    if (!own || !tree) return [];
    const cached = known.get(code);
    if (cached) return cached;
    const margin = (2 * toleranceMetres) / metresPerDegree;
    const [west, south, east, north] = own.box;
    const near = tree
      .search(west - margin, south - margin, east + margin, north + margin)
      .map((index) => outlines[index]!)
      .filter((other) => other !== own && touches(own, other, toleranceMetres))
      .map((other) => other.code)
      .toSorted();
    known.set(code, near);
    return near;
  };
}

function outlineOf(code: string, area: Area): Outline {
  const rings = ringsOf(area);
  const edges = new Float64Array(rings.reduce((sum, ring) => sum + 4 * (ring.length - 1), 0));
  const box: Outline["box"] = [Infinity, Infinity, -Infinity, -Infinity];
  let next = 0;
  for (const ring of rings)
    for (let index = 1; index < ring.length; index += 1) {
      const [fromLon, fromLat] = ring[index - 1] as [number, number];
      const [toLon, toLat] = ring[index] as [number, number];
      edges.set([fromLon, fromLat, toLon, toLat], next);
      next += 4;
      box[0] = Math.min(box[0], toLon);
      box[1] = Math.min(box[1], toLat);
      box[2] = Math.max(box[2], toLon);
      box[3] = Math.max(box[3], toLat);
    }
  return { code, edges, box };
}

const touches = (one: Outline, other: Outline, metres: number): boolean =>
  someCornerNear(one, other, metres) || someCornerNear(other, one, metres);

function someCornerNear({ edges }: Outline, target: Outline, metres: number): boolean {
  const margin = (2 * metres) / metresPerDegree;
  const [west, south, east, north] = target.box;
  for (let corner = 0; corner < edges.length; corner += 4) {
    const lon = edges[corner]!;
    const lat = edges[corner + 1]!;
    if (lon < west - margin || lon > east + margin || lat < south - margin || lat > north + margin)
      continue;
    if (withinMetres(target.edges, lon, lat, metres)) return true;
  }
  return false;
}

function withinMetres(edges: Float64Array, lon: number, lat: number, metres: number): boolean {
  const scale = metresPerDegree * Math.cos((lat * Math.PI) / 180);
  for (let edge = 0; edge < edges.length; edge += 4) {
    const x = (edges[edge]! - lon) * scale;
    const y = (edges[edge + 1]! - lat) * metresPerDegree;
    const dx = (edges[edge + 2]! - lon) * scale - x;
    const dy = (edges[edge + 3]! - lat) * metresPerDegree - y;
    const length = dx * dx + dy * dy;
    const share = length === 0 ? 0 : Math.min(Math.max(-(x * dx + y * dy) / length, 0), 1);
    if (Math.hypot(x + share * dx, y + share * dy) <= metres) return true;
  }
  return false;
}
