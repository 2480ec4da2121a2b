import type { Region } from "./half-plane.ts";
import type { Position } from "./city-model.ts";

/** Vertex numbers of a `SnappedPlane`, not closed. */
export type VertexRing = number[];

/** A vertex this near to an edge (in steps) lies on it: both ends and the vertex were rounded. */
const onEdge = 1.5;

/**
 * Vertices on a lattice of 1e-6 degrees around a district. Areas that share a border get the very
 * same vertices along it, so that they neither overlap nor leave a gap.
 */
export class SnappedPlane {
  readonly #scaleX: number;
  readonly #originX: number;
  readonly #originY: number;
  readonly #numbers = new Map<number, number>();
  readonly #xs: number[] = [];
  readonly #ys: number[] = [];
  #buckets: Buckets | undefined;

  /** `scaleX` makes a step of longitude as long as one of latitude. */
  constructor(origin: Position, scaleX: number) {
    this.#scaleX = scaleX;
    this.#originX = steps(origin[0]);
    this.#originY = steps(origin[1]);
  }

  get size(): number {
    return this.#xs.length;
  }

  toPlane([lon, lat]: Readonly<Position>): [x: number, y: number] {
    return [
      (lon * stepsPerDegree - this.#originX) * this.#scaleX,
      lat * stepsPerDegree - this.#originY,
    ];
  }

  toPosition(x: number, y: number): Position {
    return [
      (Math.round(x / this.#scaleX) + this.#originX) / stepsPerDegree,
      (Math.round(y) + this.#originY) / stepsPerDegree,
    ];
  }

  positionOf(vertex: number): Position {
    return [
      (this.#xs[vertex]! + this.#originX) / stepsPerDegree,
      (this.#ys[vertex]! + this.#originY) / stepsPerDegree,
    ];
  }

  /** Rings whose corners are on the lattice, to be noded when all areas are snapped. */
  snap(region: Region): VertexRing[] {
    this.#buckets = undefined;
    return region.flatMap((ring) => {
      const vertices: VertexRing = [];
      for (let index = 0; index < ring.length; index += 2)
        vertices.push(this.#vertexAt(ring[index]! / this.#scaleX, ring[index + 1]!));
      const simple = withoutSpikes(vertices);
      return simple.length === 0 ? [] : [simple];
    });
  }

  /** The same ring through every vertex that lies on one of its edges; empty if it has no extent. */
  noded(ring: VertexRing): VertexRing {
    this.#buckets ??= new Buckets(this.#xs, this.#ys);
    const through: VertexRing = [];
    ring.forEach((from, index) => {
      through.push(from);
      this.#addBetween(from, ring[(index + 1) % ring.length]!, through);
    });
    return withoutSpikes(through);
  }

  #vertexAt(x: number, y: number): number {
    const column = Math.round(x);
    const row = Math.round(y);
    const key = column * 2 ** 26 + row;
    let vertex = this.#numbers.get(key);
    if (vertex === undefined) {
      vertex = this.#xs.push(column) - 1;
      this.#ys.push(row);
      this.#numbers.set(key, vertex);
    }
    return vertex;
  }

  #addBetween(from: number, to: number, through: VertexRing): void {
    const middle = this.#nearestOnEdge(Math.min(from, to), Math.max(from, to));
    if (middle === undefined) return;
    this.#addBetween(from, middle, through);
    through.push(middle);
    this.#addBetween(middle, to, through);
  }

  /** Asked with the lower vertex number first, so that both sides of a border get one answer. */
  #nearestOnEdge(low: number, high: number): number | undefined {
    const xs = this.#xs;
    const ys = this.#ys;
    const x = xs[low]!;
    const y = ys[low]!;
    const dx = xs[high]! - x;
    const dy = ys[high]! - y;
    const length = Math.hypot(dx, dy);
    let nearest: number | undefined;
    let nearestDistance = onEdge;
    this.#buckets!.visit(x, y, xs[high]!, ys[high]!, onEdge, (vertex) => {
      if (vertex === low || vertex === high) return;
      const along = ((xs[vertex]! - x) * dx + (ys[vertex]! - y) * dy) / length;
      if (along <= 0 || along >= length) return;
      const distance = Math.abs((xs[vertex]! - x) * dy - (ys[vertex]! - y) * dx) / length;
      if (distance >= nearestDistance) return;
      nearestDistance = distance;
      nearest = vertex;
    });
    return nearest;
  }
}

const stepsPerDegree = 1e6;
const steps = (degrees: number): number => Math.round(degrees * stepsPerDegree);

/** Points by square, to find those near an edge. */
class Buckets {
  readonly #side: number;
  readonly #minX: number;
  readonly #minY: number;
  readonly #columns: number;
  readonly #rows: number;
  readonly #starts: Int32Array;
  readonly #vertices: Int32Array;

  constructor(xs: readonly number[], ys: readonly number[]) {
    const [minX, maxX] = extent(xs);
    const [minY, maxY] = extent(ys);
    this.#minX = minX;
    this.#minY = minY;
    this.#side = Math.max(1, 2 * Math.sqrt(((maxX - minX) * (maxY - minY)) / xs.length));
    this.#columns = Math.floor((maxX - minX) / this.#side) + 1;
    this.#rows = Math.floor((maxY - minY) / this.#side) + 1;
    const bucketOf = xs.map(
      (x, vertex) => this.#row(ys[vertex]!) * this.#columns + this.#column(x),
    );
    this.#starts = new Int32Array(this.#columns * this.#rows + 1);
    for (const bucket of bucketOf) this.#starts[bucket + 1]!++;
    for (let bucket = 1; bucket < this.#starts.length; bucket++)
      this.#starts[bucket]! += this.#starts[bucket - 1]!;
    const free = this.#starts.slice();
    this.#vertices = new Int32Array(xs.length);
    bucketOf.forEach((bucket, vertex) => {
      this.#vertices[free[bucket]!++] = vertex;
    });
  }

  visit(
    ax: number,
    ay: number,
    bx: number,
    by: number,
    margin: number,
    seen: (vertex: number) => void,
  ): void {
    const firstColumn = this.#column(Math.min(ax, bx) - margin);
    const lastColumn = this.#column(Math.max(ax, bx) + margin);
    const firstRow = this.#row(Math.min(ay, by) - margin);
    const lastRow = this.#row(Math.max(ay, by) + margin);
    for (let row = firstRow; row <= lastRow; row++) {
      const from = this.#starts[row * this.#columns + firstColumn]!;
      const to = this.#starts[row * this.#columns + lastColumn + 1]!;
      for (let index = from; index < to; index++) seen(this.#vertices[index]!);
    }
  }

  #column(x: number): number {
    return clamp(Math.floor((x - this.#minX) / this.#side), this.#columns - 1);
  }

  #row(y: number): number {
    return clamp(Math.floor((y - this.#minY) / this.#side), this.#rows - 1);
  }
}

const clamp = (value: number, max: number): number => Math.min(Math.max(value, 0), max);

function extent(values: readonly number[]): [min: number, max: number] {
  let [min, max] = [Infinity, -Infinity];
  for (const value of values) {
    min = Math.min(min, value);
    max = Math.max(max, value);
  }
  return [min, max];
}

/** Without repeated points and there-and-back edges; empty when nothing else was there. */
function withoutSpikes(ring: VertexRing): VertexRing {
  const kept: VertexRing = [];
  for (const vertex of ring) {
    if (vertex === kept.at(-1)) continue;
    if (kept.length > 1 && vertex === kept.at(-2)) kept.pop();
    else kept.push(vertex);
  }
  let start = 0;
  let end = kept.length;
  for (;;) {
    if (end - start > 1 && kept[start] === kept[end - 1]) end--;
    else if (end - start > 2 && kept[start] === kept[end - 2]) end -= 2;
    else if (end - start > 2 && kept[start + 1] === kept[end - 1]) {
      start += 1;
      end -= 1;
    } else break;
  }
  return end - start < 3 ? [] : kept.slice(start, end);
}
