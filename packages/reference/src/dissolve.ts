import type { Boundary, Position } from "./city-model.ts";
import type { VertexRing } from "./snapped-plane.ts";

type PositionOf = (vertex: number) => Position;

/**
 * The outline of areas that share vertices along their borders: an edge that two of them walk in
 * opposite directions is inside and falls away. Interiors lie to the left.
 * @throws when two areas walk an edge in the same direction, that is, when they overlap.
 */
export function dissolve(rings: readonly VertexRing[], positionOf: PositionOf): VertexRing[] {
  const edges = new Set<number>();
  for (const ring of rings)
    ring.forEach((from, index) => {
      const to = ring[(index + 1) % ring.length]!;
      if (edges.delete(edgeKey(to, from))) return;
      if (edges.has(edgeKey(from, to)))
        throw new Error(`Two areas overlap at ${positionOf(from).join(" ")}.`);
      edges.add(edgeKey(from, to));
    });
  return joinEdges(edges, positionOf);
}

const keyBase = 2 ** 24;
const edgeKey = (from: number, to: number): number => from * keyBase + to;

function joinEdges(edges: Set<number>, positionOf: PositionOf): VertexRing[] {
  const leaving = new Map<number, number[]>();
  for (const edge of edges) {
    const from = Math.floor(edge / keyBase);
    const others = leaving.get(from);
    if (others) others.push(edge % keyBase);
    else leaving.set(from, [edge % keyBase]);
  }
  const rings: VertexRing[] = [];
  for (const [start, ends] of leaving)
    while (ends.length > 0) {
      const ring = [start];
      let from = start;
      let at = ends.shift()!;
      while (at !== start) {
        ring.push(at);
        const choices = leaving.get(at)!;
        const next = choices.length === 1 ? 0 : sharpestLeft(from, at, choices, positionOf);
        from = at;
        at = choices.splice(next, 1)[0]!;
      }
      rings.push(ring);
    }
  return rings;
}

/** Where areas touch in a point, keeps each of them a ring of its own. */
function sharpestLeft(
  from: number,
  at: number,
  choices: readonly number[],
  positionOf: PositionOf,
): number {
  const [x, y] = positionOf(at);
  const angleTo = (vertex: number) => {
    const [toX, toY] = positionOf(vertex);
    return Math.atan2(toY - y, toX - x);
  };
  const back = angleTo(from);
  const fullTurn = 2 * Math.PI;
  let best = 0;
  let bestTurn = Infinity;
  choices.forEach((choice, index) => {
    const turn = (back - angleTo(choice) + fullTurn) % fullTurn || fullTurn;
    if (turn >= bestTurn) return;
    best = index;
    bestTurn = turn;
  });
  return best;
}

/** GeoJSON of an outline; the largest piece comes first. */
export function toBoundary(rings: readonly VertexRing[], positionOf: PositionOf): Boundary {
  const closed = rings.map((ring) => [...ring, ring[0]!].map(positionOf));
  const sized = closed.map((ring) => ({ ring, area: signedArea(ring) }));
  const pieces = sized
    .filter(({ area }) => area > 0)
    .toSorted((left, right) => right.area - left.area)
    .map(({ ring }) => [ring]);
  for (const { ring: hole, area } of sized) {
    if (area >= 0) continue;
    const holder = pieces.findLast((piece) => surrounds(piece[0]!, hole));
    if (!holder) throw new Error(`A hole at ${hole[0]!.join(" ")} lies outside its area.`);
    holder.push(hole);
  }
  const [only, ...others] = pieces;
  if (!only) throw new Error("An area has no extent.");
  if (others.length === 0) return { type: "Polygon", coordinates: only };
  return { type: "MultiPolygon", coordinates: pieces };
}

function surrounds(exterior: Position[], hole: Position[]): boolean {
  const corners = new Set(exterior.map(String));
  const probe = hole.find((position) => !corners.has(String(position))) ?? hole[0]!;
  return ringContains(exterior, probe[0], probe[1]);
}

export function ringContains(ring: readonly Position[], x: number, y: number): boolean {
  let inside = false;
  for (let index = 1; index < ring.length; index++) {
    const [px, py] = ring[index - 1]!;
    const [qx, qy] = ring[index]!;
    if (py > y !== qy > y && x < ((qx - px) * (y - py)) / (qy - py) + px) inside = !inside;
  }
  return inside;
}

/** In square degrees, positive for counter-clockwise rings; relative to the first point for accuracy. */
export function signedArea(ring: readonly Position[]): number {
  const [originX, originY] = ring[0]!;
  let doubled = 0;
  for (let index = 1; index < ring.length; index++) {
    const [px, py] = ring[index - 1]!;
    const [qx, qy] = ring[index]!;
    doubled += (px - originX) * (qy - originY) - (qx - originX) * (py - originY);
  }
  return doubled / 2;
}
