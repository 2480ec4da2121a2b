/** A closed ring as x0, y0, x1, y1, … without repeating the first point. */
export type Ring = number[];

/** Counter-clockwise exteriors and clockwise holes of one area, which may have several pieces. */
export type Region = Ring[];

interface Crossing {
  chain: number;
  /** Position along the cutting line. */
  along: number;
}

/**
 * The part of the region where a·x + b·y ≤ c. Rings that the line crosses fall into chains; along
 * the line, the chain that leaves at the i-th exit continues with the chain of the i-th entry,
 * which stays right when the line runs through vertices.
 */
export function clipToHalfPlane(region: Region, a: number, b: number, c: number): Region {
  const kept: Region = [];
  const chains: Ring[] = [];
  const entries: Crossing[] = [];
  const exits: Crossing[] = [];
  for (const ring of region) cutRing(ring, a, b, c, kept, chains, entries, exits);

  entries.sort((left, right) => left.along - right.along);
  exits.sort((left, right) => left.along - right.along);
  const nextChain = new Int32Array(chains.length);
  exits.forEach((exit, rank) => {
    nextChain[exit.chain] = entries[rank]!.chain;
  });

  const joined = new Uint8Array(chains.length);
  for (let first = 0; first < chains.length; first++) {
    if (joined[first]) continue;
    const ring: Ring = [];
    for (let chain = first; !joined[chain]; chain = nextChain[chain]!) {
      joined[chain] = 1;
      for (const value of chains[chain]!) ring.push(value);
    }
    kept.push(ring);
  }
  return kept;
}

function cutRing(
  ring: Ring,
  a: number,
  b: number,
  c: number,
  kept: Region,
  chains: Ring[],
  entries: Crossing[],
  exits: Crossing[],
): void {
  const size = ring.length / 2;
  const excess = (index: number) => a * ring[2 * index]! + b * ring[2 * index + 1]! - c;
  let firstOutside = -1;
  let insideCount = 0;
  for (let index = 0; index < size; index++) {
    if (excess(index) <= 0) insideCount++;
    else if (firstOutside < 0) firstOutside = index;
  }
  if (insideCount === size) kept.push(ring);
  if (insideCount === size || insideCount === 0) return;

  let chain: Ring | undefined;
  let from = firstOutside;
  let fromExcess = excess(from);
  for (let step = 1; step <= size; step++) {
    const to = (firstOutside + step) % size;
    const toExcess = excess(to);
    if (fromExcess > 0 !== toExcess > 0) {
      const share = fromExcess / (fromExcess - toExcess);
      const x = ring[2 * from]! + share * (ring[2 * to]! - ring[2 * from]!);
      const y = ring[2 * from + 1]! + share * (ring[2 * to + 1]! - ring[2 * from + 1]!);
      const along = a * y - b * x;
      if (fromExcess > 0) {
        chain = [];
        entries.push({ chain: chains.push(chain) - 1, along });
      } else exits.push({ chain: chains.length - 1, along });
      chain!.push(x, y);
    }
    if (toExcess <= 0) chain!.push(ring[2 * to]!, ring[2 * to + 1]!);
    from = to;
    fromExcess = toExcess;
  }
}

/** Even-odd rule over all rings. */
export function regionContains(region: Region, x: number, y: number): boolean {
  let inside = false;
  for (const ring of region) {
    const size = ring.length;
    let px = ring[size - 2]!;
    let py = ring[size - 1]!;
    for (let index = 0; index < size; index += 2) {
      const qx = ring[index]!;
      const qy = ring[index + 1]!;
      if (py > y !== qy > y && x < ((qx - px) * (y - py)) / (qy - py) + px) inside = !inside;
      px = qx;
      py = qy;
    }
  }
  return inside;
}

export interface Centre {
  x: number;
  y: number;
  area: number;
}

export function centroidOf(region: Region): Centre {
  const originX = region[0]![0]!;
  const originY = region[0]![1]!;
  let doubleArea = 0;
  let momentX = 0;
  let momentY = 0;
  for (const ring of region) {
    const size = ring.length;
    let px = ring[size - 2]! - originX;
    let py = ring[size - 1]! - originY;
    for (let index = 0; index < size; index += 2) {
      const qx = ring[index]! - originX;
      const qy = ring[index + 1]! - originY;
      const cross = px * qy - qx * py;
      doubleArea += cross;
      momentX += (px + qx) * cross;
      momentY += (py + qy) * cross;
      px = qx;
      py = qy;
    }
  }
  return {
    x: originX + momentX / (3 * doubleArea),
    y: originY + momentY / (3 * doubleArea),
    area: doubleArea / 2,
  };
}
