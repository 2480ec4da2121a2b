import type { Boundary, Position } from "./city-model.ts";
import { ringContains } from "./dissolve.ts";

export const piecesOf = (boundary: Boundary): Position[][][] =>
  boundary.type === "Polygon" ? [boundary.coordinates] : boundary.coordinates;

export function boundaryContains(boundary: Boundary, lon: number, lat: number): boolean {
  let inside = false;
  for (const piece of piecesOf(boundary))
    for (const ring of piece) if (ringContains(ring, lon, lat)) inside = !inside;
  return inside;
}

const radians = Math.PI / 180;
const equatorKm = 6378.137;
const eccentricity = 0.0818191908426215;

/** On the WGS-84 ellipsoid; the areas of units that tile their parent add up to its area. */
export function areaKm2(boundary: Boundary): number {
  let sum = 0;
  for (const piece of piecesOf(boundary))
    for (const ring of piece)
      for (let index = 1; index < ring.length; index++) {
        const [fromLon, fromLat] = ring[index - 1]!;
        const [toLon, toLat] = ring[index]!;
        sum -= (toLon - fromLon) * radians * (zoneHeight(fromLat) + zoneHeight(toLat));
      }
  return Math.round((sum / 4) * equatorKm ** 2 * 1e6) / 1e6;
}

/** Area between the equator and a latitude, per radian of longitude, in half squared equator radii. */
function zoneHeight(lat: number): number {
  const sine = Math.sin(lat * radians);
  const eSine = eccentricity * sine;
  return (1 - eccentricity ** 2) * (sine / (1 - eSine ** 2) + Math.atanh(eSine) / eccentricity);
}

/** `wanted` if it lies inside, else the middle of the widest stretch across the largest piece. */
export function pointInside(boundary: Boundary, wanted: Position | undefined): Position {
  if (wanted && boundaryContains(boundary, wanted[0], wanted[1])) return wanted;
  const piece = piecesOf(boundary)[0]!;
  const lats = piece[0]!.map(([, lat]) => lat);
  const south = Math.min(...lats);
  const north = Math.max(...lats);
  let best: Position | undefined;
  let bestWidth = 0;
  for (const share of [0.5, 0.4, 0.6, 0.3, 0.7, 0.2, 0.8]) {
    const lat = round6(south + share * (north - south));
    const crossings = piece.flatMap((ring) => crossingsAt(ring, lat)).toSorted((a, b) => a - b);
    for (let index = 1; index < crossings.length; index += 2) {
      const width = crossings[index]! - crossings[index - 1]!;
      const lon = round6(crossings[index - 1]! + width / 2);
      if (width <= bestWidth || !boundaryContains(boundary, lon, lat)) continue;
      best = [lon, lat];
      bestWidth = width;
    }
  }
  if (!best) throw new Error(`No point lies inside the area at ${piece[0]![0]!.join(" ")}.`);
  return best;
}

export const round6 = (degrees: number): number => Math.round(degrees * 1e6) / 1e6;

function crossingsAt(ring: readonly Position[], lat: number): number[] {
  const crossings: number[] = [];
  for (let index = 1; index < ring.length; index++) {
    const [px, py] = ring[index - 1]!;
    const [qx, qy] = ring[index]!;
    if (py > lat !== qy > lat) crossings.push(((qx - px) * (lat - py)) / (qy - py) + px);
  }
  return crossings;
}
