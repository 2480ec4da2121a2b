import type { Area } from "@gezhi/contract/units.ts";
import Flatbush from "flatbush";

export type Ring = [lon: number, lat: number][];

/** Checked and tidied: rings closed, six decimals, exterior rings counter-clockwise, holes clockwise. */
export type CleanArea =
  | { type: "Polygon"; coordinates: Ring[] }
  | { type: "MultiPolygon"; coordinates: Ring[][] };

const mostCorners = 50_000;
const metresPerDegree = 111_195;

export const piecesOf = (area: CleanArea): Ring[][] =>
  area.type === "Polygon" ? [area.coordinates] : area.coordinates;

export const areaOf = (pieces: Ring[][]): CleanArea =>
  pieces.length === 1
    ? { type: "Polygon", coordinates: pieces[0]! }
    : { type: "MultiPolygon", coordinates: pieces };

export type Checked = { area: CleanArea; faults: [] } | { area: undefined; faults: string[] };

/** What is wrong with an area taken alone, in words for people; its tidy form when nothing is. */
export function checkArea(
  written: Area,
  convert: (lon: number, lat: number) => readonly [number, number] = (lon, lat) => [lon, lat],
): Checked {
  const pieces = written.type === "Polygon" ? [written.coordinates] : written.coordinates;
  if (pieces.length === 0) return { area: undefined, faults: ["边界为空"] };
  const faults: string[] = [];
  let corners = 0;
  const clean = pieces.map((rings, pieceIndex) => {
    const place = pieces.length > 1 ? `第 ${pieceIndex + 1} 块` : "边界";
    if (rings.length === 0) faults.push(`${place}没有外环`);
    return rings.map((ring, index) => {
      corners += ring.length;
      const name = index === 0 ? `${place}外环` : `${place}第 ${index} 个内环`;
      const tidy = tidyRing(ring, convert);
      const fault = faultOfRing(ring, tidy);
      if (fault) faults.push(`${name}${fault}`);
      return index === 0 ? turned(tidy, 1) : turned(tidy, -1);
    });
  });
  if (corners > mostCorners)
    faults.push(`边界有 ${corners} 个点，超过 ${mostCorners} 个，请先抽稀`);
  if (faults.length > 0) return { area: undefined, faults };
  const crossing = crossingOf(clean.flat());
  if (crossing) {
    const [lon, lat] = crossing;
    return { area: undefined, faults: [`边界自相交，在 ${lon.toFixed(6)},${lat.toFixed(6)} 附近`] };
  }
  return { area: areaOf(clean), faults: [] };
}

function tidyRing(
  ring: readonly (readonly number[])[],
  convert: (lon: number, lat: number) => readonly [number, number],
): Ring {
  const tidy: Ring = [];
  for (const [lon = Number.NaN, lat = Number.NaN] of ring) {
    const [x, y] = convert(lon, lat);
    const corner: [number, number] = [round(x), round(y)];
    const last = tidy.at(-1);
    if (!last || last[0] !== corner[0] || last[1] !== corner[1]) tidy.push(corner);
  }
  return tidy;
}

const round = (degrees: number): number => Math.round(degrees * 1e6) / 1e6;

function faultOfRing(written: readonly (readonly number[])[], ring: Ring): string | undefined {
  if (ring.some(([lon, lat]) => !(Math.abs(lon) <= 180) || !(Math.abs(lat) <= 90)))
    return "有不在经纬度范围内的点";
  const [first] = written;
  const last = written.at(-1);
  if (!first || !last || first[0] !== last[0] || first[1] !== last[1])
    return "没有闭合（首尾两点应相同）";
  if (ring.length < 4) return "不足三个不同的点";
  if (signedArea(ring) === 0) return "面积为零";
  return undefined;
}

/** In square degrees; positive when counter-clockwise. */
function signedArea(ring: Ring): number {
  const [originX, originY] = ring[0]!;
  let sum = 0;
  for (let index = 1; index < ring.length; index += 1) {
    const [ax, ay] = ring[index - 1]!;
    const [bx, by] = ring[index]!;
    sum += (ax - originX) * (by - originY) - (bx - originX) * (ay - originY);
  }
  return sum / 2;
}

const turned = (ring: Ring, direction: 1 | -1): Ring =>
  signedArea(ring) * direction >= 0 ? ring : ring.toReversed();

type Edge = [ax: number, ay: number, bx: number, by: number];

const edgesOf = (rings: readonly Ring[]): Edge[] =>
  rings.flatMap((ring) =>
    ring.slice(1).map(([bx, by], index): Edge => {
      const [ax, ay] = ring[index]!;
      return [ax, ay, bx, by];
    }),
  );

/** A place where two edges of the same area cross; touching in a corner is no crossing. */
function crossingOf(rings: readonly Ring[]): [number, number] | undefined {
  const edges = edgesOf(rings);
  const tree = new Flatbush(edges.length);
  for (const [ax, ay, bx, by] of edges)
    tree.add(Math.min(ax, bx), Math.min(ay, by), Math.max(ax, bx), Math.max(ay, by));
  tree.finish();
  for (const [index, edge] of edges.entries()) {
    const [ax, ay, bx, by] = edge;
    const near = tree.search(
      Math.min(ax, bx),
      Math.min(ay, by),
      Math.max(ax, bx),
      Math.max(ay, by),
      (other) => other > index,
    );
    for (const other of near) {
      const met = properCrossing(edge, edges[other]!);
      if (met) return met;
    }
  }
  return undefined;
}

const side = (ax: number, ay: number, bx: number, by: number, x: number, y: number): number =>
  Math.sign((bx - ax) * (y - ay) - (by - ay) * (x - ax));

function properCrossing(
  [ax, ay, bx, by]: Edge,
  [cx, cy, dx, dy]: Edge,
): [number, number] | undefined {
  const first = side(ax, ay, bx, by, cx, cy) * side(ax, ay, bx, by, dx, dy);
  const second = side(cx, cy, dx, dy, ax, ay) * side(cx, cy, dx, dy, bx, by);
  if (first >= 0 || second >= 0) return undefined;
  const share =
    ((cx - ax) * (dy - cy) - (cy - ay) * (dx - cx)) /
    ((bx - ax) * (dy - cy) - (by - ay) * (dx - cx));
  return [ax + share * (bx - ax), ay + share * (by - ay)];
}

export type Box = [west: number, south: number, east: number, north: number];

export function boxOf(area: CleanArea): Box {
  const box: Box = [Infinity, Infinity, -Infinity, -Infinity];
  for (const piece of piecesOf(area))
    for (const [lon, lat] of piece[0]!) {
      box[0] = Math.min(box[0], lon);
      box[1] = Math.min(box[1], lat);
      box[2] = Math.max(box[2], lon);
      box[3] = Math.max(box[3], lat);
    }
  return box;
}

/**
 * What two areas have in common, in square metres. Cut into slabs in which no edges begin, end or cross, both are
 * trapezoids: exact without building the intersection.
 */
export function commonSquareMetres(one: CleanArea, other: CleanArea): number {
  const a = boxOf(one);
  const b = boxOf(other);
  const south = Math.max(a[1], b[1]);
  const north = Math.min(a[3], b[3]);
  const west = Math.max(a[0], b[0]);
  const east = Math.min(a[2], b[2]);
  if (south >= north || west >= east) return 0;
  const inSlab = ([, ay, , by]: Edge) => Math.min(ay, by) < north && Math.max(ay, by) > south;
  // Edges to the east of the common box change nothing within it.
  const reaches = (edge: Edge) => inSlab(edge) && Math.min(edge[0], edge[2]) < east;
  const ones = edgesOf(piecesOf(one).flat()).filter(reaches);
  const others = edgesOf(piecesOf(other).flat()).filter(reaches);
  const oneAt = crossingsUpwards(ones);
  const otherAt = crossingsUpwards(others);
  const levels = slabLevels(ones, others, south, north);
  let sum = 0;
  for (let index = 1; index < levels.length; index += 1) {
    const low = levels[index - 1]!;
    const high = levels[index]!;
    const middle = (low + high) / 2;
    const scale = metresPerDegree * Math.cos((middle * Math.PI) / 180) * metresPerDegree;
    sum += commonLength(oneAt(middle), otherAt(middle), east) * (high - low) * scale;
  }
  return sum;
}

function slabLevels(
  ones: readonly Edge[],
  others: readonly Edge[],
  south: number,
  north: number,
): number[] {
  const levels = new Set([south, north]);
  const add = (lat: number) => {
    if (lat > south && lat < north) levels.add(lat);
  };
  for (const [, ay, , by] of [...ones, ...others]) {
    add(ay);
    add(by);
  }
  if (ones.length > 0 && others.length > 0) {
    const tree = new Flatbush(others.length);
    for (const [ax, ay, bx, by] of others)
      tree.add(Math.min(ax, bx), Math.min(ay, by), Math.max(ax, bx), Math.max(ay, by));
    tree.finish();
    for (const edge of ones) {
      const [ax, ay, bx, by] = edge;
      for (const other of tree.search(
        Math.min(ax, bx),
        Math.min(ay, by),
        Math.max(ax, bx),
        Math.max(ay, by),
      )) {
        const met = properCrossing(edge, others[other]!);
        if (met) add(met[1]);
      }
    }
  }
  return [...levels].toSorted((a, b) => a - b);
}

/**
 * Where edges pass a latitude, from west to east: inside between the first and second, third and fourth… Asked for
 * ascending latitudes, it looks only at the edges that reach so high.
 */
function crossingsUpwards(edges: readonly Edge[]): (lat: number) => number[] {
  const waiting = edges.toSorted((a, b) => Math.min(a[1], a[3]) - Math.min(b[1], b[3]));
  let next = 0;
  let active: Edge[] = [];
  return (lat) => {
    for (; next < waiting.length; next += 1) {
      const edge = waiting[next]!;
      if (Math.min(edge[1], edge[3]) > lat) break;
      active.push(edge);
    }
    active = active.filter(([, ay, , by]) => Math.max(ay, by) > lat);
    return active
      .filter(([, ay, , by]) => ay !== by)
      .map(([ax, ay, bx, by]) => ax + ((bx - ax) * (lat - ay)) / (by - ay))
      .sort((a, b) => a - b);
  };
}

function commonLength(ones: readonly number[], others: readonly number[], east: number): number {
  let sum = 0;
  for (let i = 0; i < ones.length; i += 2)
    for (let j = 0; j < others.length; j += 2) {
      const from = Math.max(ones[i]!, others[j]!);
      const to = Math.min(ones[i + 1] ?? east, others[j + 1] ?? east);
      if (to > from) sum += to - from;
    }
  return sum;
}

export const squareMetres = (area: CleanArea): number => commonSquareMetres(area, area);

export function areaContains(area: CleanArea, lon: number, lat: number): boolean {
  let inside = false;
  for (const [ax, ay, bx, by] of edgesOf(piecesOf(area).flat()))
    if (ay > lat !== by > lat && lon < ax + ((bx - ax) * (lat - ay)) / (by - ay)) inside = !inside;
  return inside;
}
