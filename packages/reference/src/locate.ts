import Flatbush from "flatbush";

/** Structurally GeoJSON, so that boundaries from the database or a browser fit as they are. */
export interface Locatable {
  code: string;
  boundary:
    | { type: "Polygon"; coordinates: readonly Rings[number][] }
    | { type: "MultiPolygon"; coordinates: readonly Rings[] };
}
type Rings = readonly (readonly (readonly number[])[])[];

export interface NearUnit {
  code: string;
  /** 0 inside the unit. */
  metres: number;
}

export interface Locator {
  /**
   * The unit that holds the point; on an edge that rounding left to nobody, the nearest within
   * two metres; `undefined` outside all units.
   */
  locate(lon: number, lat: number): string | undefined;
  /** Units that reach into the circle, nearest first. */
  nearestUnits(lon: number, lat: number, radiusMetres: number): NearUnit[];
}

const edgeToleranceMetres = 2;
const metresPerDegree = 111_195;

export function createLocator(units: readonly Locatable[]): Locator {
  if (units.length === 0) return { locate: () => undefined, nearestUnits: () => [] };
  const edges = new EdgeTable(units);
  const tree = edges.index();
  const codes = units.map(({ code }) => code);

  let pointLon = 0;
  let pointLat = 0;
  let found = -1;
  const holdsPoint = (unit: number): boolean => {
    if (!edges.contains(unit, pointLon, pointLat)) return false;
    found = unit;
    return true;
  };

  const nearestUnits = (lon: number, lat: number, radiusMetres: number): NearUnit[] => {
    const latMargin = radiusMetres / metresPerDegree;
    const lonMargin = latMargin / Math.cos((lat * Math.PI) / 180);
    const near: NearUnit[] = [];
    tree.search(lon - lonMargin, lat - latMargin, lon + lonMargin, lat + latMargin, (unit) => {
      const metres = edges.contains(unit, lon, lat) ? 0 : edges.metresTo(unit, lon, lat);
      if (metres <= radiusMetres) near.push({ code: codes[unit]!, metres });
      return false;
    });
    return near.sort(
      (left, right) => left.metres - right.metres || (left.code < right.code ? -1 : 1),
    );
  };

  const locate = (lon: number, lat: number): string | undefined => {
    pointLon = lon;
    pointLat = lat;
    if (tree.collides(lon, lat, lon, lat, holdsPoint)) return codes[found];
    return nearestUnits(lon, lat, edgeToleranceMetres)[0]?.code;
  };

  return { locate, nearestUnits };
}

/**
 * All edges in one typed array, four numbers each, southern end first: both owners of an edge
 * then compute the very same crossing, so no point falls to both or to neither.
 */
class EdgeTable {
  readonly #starts: Int32Array;
  readonly #edges: Float64Array;

  constructor(units: readonly Locatable[]) {
    this.#starts = new Int32Array(units.length + 1);
    let total = 0;
    units.forEach((unit, index) => {
      for (const ring of ringsOf(unit)) total += 4 * (ring.length - 1);
      this.#starts[index + 1] = total;
    });
    this.#edges = new Float64Array(total);
    let next = 0;
    for (const unit of units)
      for (const ring of ringsOf(unit))
        for (let index = 1; index < ring.length; index++) {
          const [low, high] = southernFirst(ring[index - 1]!, ring[index]!);
          for (const value of [low[0]!, low[1]!, high[0]!, high[1]!]) this.#edges[next++] = value;
        }
  }

  index(): Flatbush {
    const tree = new Flatbush(this.#starts.length - 1);
    for (let unit = 0; unit < this.#starts.length - 1; unit++) {
      let [minX, minY, maxX, maxY] = [Infinity, Infinity, -Infinity, -Infinity];
      for (let edge = this.#starts[unit]!; edge < this.#starts[unit + 1]!; edge += 2) {
        minX = Math.min(minX, this.#edges[edge]!);
        maxX = Math.max(maxX, this.#edges[edge]!);
        minY = Math.min(minY, this.#edges[edge + 1]!);
        maxY = Math.max(maxY, this.#edges[edge + 1]!);
      }
      tree.add(minX, minY, maxX, maxY);
    }
    tree.finish();
    return tree;
  }

  contains(unit: number, lon: number, lat: number): boolean {
    const edges = this.#edges;
    const end = this.#starts[unit + 1]!;
    let inside = false;
    for (let edge = this.#starts[unit]!; edge < end; edge += 4) {
      const south = edges[edge + 1]!;
      const north = edges[edge + 3]!;
      if (south > lat || north <= lat) continue;
      const west = edges[edge]!;
      if (lon < west + ((edges[edge + 2]! - west) * (lat - south)) / (north - south))
        inside = !inside;
    }
    return inside;
  }

  metresTo(unit: number, lon: number, lat: number): number {
    const edges = this.#edges;
    const scaleX = metresPerDegree * Math.cos((lat * Math.PI) / 180);
    let nearest = Infinity;
    for (let edge = this.#starts[unit]!; edge < this.#starts[unit + 1]!; edge += 4) {
      const x = (edges[edge]! - lon) * scaleX;
      const y = (edges[edge + 1]! - lat) * metresPerDegree;
      const dx = (edges[edge + 2]! - lon) * scaleX - x;
      const dy = (edges[edge + 3]! - lat) * metresPerDegree - y;
      const along = -(x * dx + y * dy) / (dx * dx + dy * dy);
      const share = Math.min(Math.max(along, 0), 1);
      nearest = Math.min(nearest, Math.hypot(x + share * dx, y + share * dy));
    }
    return nearest;
  }
}

type Corner = Rings[number][number];

function southernFirst(one: Corner, other: Corner): [Corner, Corner] {
  const rise = other[1]! - one[1]! || other[0]! - one[0]!;
  return rise >= 0 ? [one, other] : [other, one];
}

const ringsOf = ({ boundary }: Locatable): Rings =>
  boundary.type === "Polygon" ? boundary.coordinates : boundary.coordinates.flat();
